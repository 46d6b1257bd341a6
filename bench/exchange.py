"""A coded project in, out and in again, as whole commands; the Taguette project of the sample data where it is."""

from __future__ import annotations

import os
from pathlib import Path

from bench.harness import NARRAGRAPH, ROOT, Chapter, Run, Target, run

HEAD = ("command", "seconds", "processor seconds", "peak MB")
EXAMPLE = ROOT / "examples" / "peer_support"


def rows(project: Path, place: Path, times: int = 3) -> list[tuple[str, ...]]:
    """One row for each way: the fastest of some runs."""
    first, out, again = place / "first", place / "out.qdpx", place / "again"
    read = [run(NARRAGRAPH, "init", str(at), "--from", str(project), "-q") for at in _places(first, times)]
    write = [
        run(NARRAGRAPH, "export", str(first), "--kind", "qdpx", "--out", str(out), "-q", "--force")
        for _ in range(times)
    ]
    back = [run(NARRAGRAPH, "init", str(at), "--from", str(out), "-q") for at in _places(again, times)]
    name = project.suffix.removeprefix(".")
    return [
        _row(f"`init --from` {name}", read),
        _row("`export --kind qdpx`", write),
        _row("`init --from` qdpx", back),
    ]


def _places(first: Path, times: int) -> list[Path]:
    return [first, *(first.with_name(f"{first.name}-{number}") for number in range(1, times))]


def _row(name: str, ran: list[Run]) -> tuple[str, ...]:
    best = min(ran, key=lambda one: one.seconds)
    return name, f"{best.seconds:.1f}", f"{best.work:.1f}", f"{best.peak_mb:,.0f}"


def measure(place: Path, *, smoke: bool = False) -> Chapter:
    """The project of the sample data, or in a smoke run the codebook of the example."""
    data = Path(os.environ.get("NARRAGRAPH_DATA", ROOT.parent / "shared" / "data"))
    project = next(iter(sorted((data / "taguette_usability").rglob("*.sqlite3"))), None)
    if smoke or project is None:
        place.mkdir(parents=True, exist_ok=True)
        project = place / "codes.qdpx"
        run(NARRAGRAPH, "export", EXAMPLE, "--kind", "qdpx", "--out", project)
    found = rows(project, place, 1 if smoke else 3)
    took = float(found[0][1])
    target = Target(f"`init --from` a project ({project.suffix})", f"{took:.1f} s", "< 5 s", took < 5)
    return Chapter("Projects of other tools", (target,), "Whole commands, the fastest of some.", HEAD, found)
