"""How long a person waits for the command line: help, a first answer, a first graph, a rebuild."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path
from statistics import median

from bench.data import Size, write_review
from bench.harness import NARRAGRAPH, ROOT, Chapter, Target, interleaved, program, run, seconds

RUNS = 9
LIBRARIES = "import cli.build, graph.build, graph.engines.ladybug, ingest.folder, pandas"
"""What a build imports."""


def measure(place: Path, thousand: Size, runs: int = RUNS) -> Chapter:
    """Start-up beside a bare Python, a query from a cold start, and rebuilds of small reviews."""
    review = write_review(place / "thousand", thousand, "parquet")
    example = shutil.copytree(
        ROOT / "examples" / "peer_support", place / "example", ignore=shutil.ignore_patterns(".narragraph")
    )
    for folder in (review, example):
        run(NARRAGRAPH, "build", folder, "--quiet")
    found = interleaved(
        {
            "bare": partial(run, sys.executable, "-c", "pass"),
            "help": partial(run, NARRAGRAPH, "--help"),
            "query": partial(run, NARRAGRAPH, "query", "co_occurring_pairs", "--folder", review, "--json"),
            "libraries": partial(run, sys.executable, "-c", LIBRARIES),
            "example": partial(run, NARRAGRAPH, "build", example, "--force", "--quiet"),
            "thousand": partial(run, NARRAGRAPH, "build", review, "--force", "--quiet"),
        },
        runs,
    )
    took = {name: seconds(done) for name, done in found.items()}
    again = {folder: median(program("bench.rebuilding", folder, runs)[1]) for folder in (example, review)}
    bare, libraries = f"{took['bare']:.2f} s for `python -c pass` beside it", f"{took['libraries']:.2f} s of them"
    size = f"{thousand.papers:,} papers x {thousand.influences} influences, {thousand.findings:,} findings"
    return Chapter(
        "Waiting for the command line",
        (
            _target("`narragraph --help`", took["help"], 0.3, bare),
            _target(f"co-occurring pairs from a cold start, {thousand.papers:,} papers", took["query"], 1.0),
            _target("rebuild of the bundled example, libraries loaded", again[example], 1.0),
            _target(
                "rebuild of the bundled example as a whole command",
                took["example"],
                1.0,
                f"{libraries} to import libraries",
            ),
            _target(f"rebuild of {size}, libraries loaded", again[review], 5.0),
            _target(f"rebuild of {size} as a whole command", took["thousand"], 5.0),
        ),
        f"Whole commands, process and imports included, unless it says otherwise; medians of {runs} interleaved runs. "
        "A rebuild reads, checks and builds the folder again though nothing has changed (`--force`).",
    )


def _target(question: str, took: float, most: float, beside: str = "") -> Target:
    measured = f"{took:.2f} s" + (f" ({beside})" if beside else "")
    return Target(question, measured, f"< {most:g} s", took < most)
