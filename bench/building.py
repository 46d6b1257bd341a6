"""A large build from parquet and from CSV, beside the engine's bare COPY of all its tables."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from bench.data import Size, write_review
from bench.harness import NARRAGRAPH, Chapter, Run, Target, interleaved, program, ratios, run, seconds, work

RUNS = 3
FORMS = {"parquet": 3.0, "csv": 6.0}
MOST_MB = 3 * 1024
"""Peak megabytes for each million findings, and for fewer."""


def measure(place: Path, size: Size, runs: int = RUNS) -> Chapter:
    """The same findings built from both forms; the tables for COPY are those of the first graph."""
    reviews = {form: write_review(place / form, size, form) for form in FORMS}
    run(NARRAGRAPH, "build", reviews["parquet"], "--quiet")
    rows = program("bench.copying", "dump", reviews["parquet"], place / "tables")[1]["rows"]
    builds = {form: partial(run, NARRAGRAPH, "build", reviews[form], "--force", "--quiet") for form in FORMS}
    found = interleaved({"copy": partial(_copy, place), **builds}, runs)
    shutil.rmtree(place / "tables")
    beside = found["copy"]
    name = f"build of {size.findings:,} findings"
    targets = [_target(f"{name} from {form}", found[form], beside, most) for form, most in FORMS.items()]
    peak = max(done.peak_mb for form in FORMS for done in found[form])
    most = MOST_MB * max(1.0, size.findings / 1_000_000)
    said = f"<= {most / 1024:g} GB"
    targets.append(Target(f"peak memory of these builds ({name})", f"{peak:,.0f} MB", said, peak <= most))
    return Chapter(
        "Building a large graph",
        targets,
        f"{size.papers:,} papers x {size.influences} influences x {size.settings} settings; {rows:,} nodes and "
        f"relationships, passages and derived relationships included. COPY is timed inside its process, a build is the "
        f"whole command; medians of {runs} interleaved rounds (a round takes minutes, hence not five), ratios within "
        f"a round.",
        ("", "seconds", "processor seconds", "peak MB", "times COPY", "processor time of COPY, times"),
        [
            _row("bare COPY", beside, beside),
            *(_row(f"narragraph build, {form}", found[form], beside) for form in FORMS),
        ],
    )


def _copy(place: Path) -> Run:
    file = place / "bare.lbug"
    for left in place.glob("bare.lbug*"):
        left.unlink()
    done, said = program("bench.copying", "copy", place / "tables", file)
    return Run(said["seconds"], said["work"], done.peak_mb, done.out)


def _target(question: str, runs: list[Run], beside: list[Run], most: float) -> Target:
    found = sorted(ratios(runs, beside))
    middle = found[len(found) // 2]
    measured = f"{middle:.1f}x bare COPY ({found[0]:.1f} to {found[-1]:.1f}; {seconds(runs):.0f} s)"
    return Target(question, measured, f"<= {most:g}x", middle <= most)


def _row(name: str, runs: list[Run], beside: list[Run]) -> tuple[str, ...]:
    found = sorted(ratios(runs, beside))
    peak = max(done.peak_mb for done in runs)
    times, effort = found[len(found) // 2], work(runs) / work(beside)
    return (name, f"{seconds(runs):.1f}", f"{work(runs):.1f}", f"{peak:,.0f}", f"{times:.2f}", f"{effort:.2f}")
