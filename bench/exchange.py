"""A coded project in, out and in again, as whole commands: `python -m bench.exchange PROJECT` prints a table."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from bench.harness import NARRAGRAPH, Run, print_rows, run

HEAD = ("command", "seconds", "processor seconds", "peak MB", "promised")


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
        _row(f"`init --from` {name}", read, "< 5 s"),
        _row("`export --kind qdpx`", write, ""),
        _row("`init --from` qdpx", back, ""),
    ]


def _places(first: Path, times: int) -> list[Path]:
    return [first, *(first.with_name(f"{first.name}-{number}") for number in range(1, times))]


def _row(name: str, ran: list[Run], promised: str) -> tuple[str, ...]:
    best = min(ran, key=lambda one: one.seconds)
    return name, f"{best.seconds:.1f}", f"{best.work:.1f}", f"{best.peak_mb:,.0f}", promised


def main() -> int:
    """Measure and print."""
    if len(sys.argv) != 2:
        sys.stderr.write("Usage: python -m bench.exchange PROJECT (.sqlite3 of Taguette, .qdpx, .json)\n")
        return 2
    return print_rows(HEAD, partial(rows, Path(sys.argv[1])))


if __name__ == "__main__":
    sys.exit(main())
