"""How long a person waits for the command line: help, a first answer, a first graph, a rebuild."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

from bench.data import Size, write_review
from bench.harness import NARRAGRAPH, ROOT, Chapter, Target, interleaved, run, seconds

RUNS = 9


def measure(place: Path, thousand: Size, runs: int = RUNS) -> Chapter:
    """Start-up beside a bare Python, a query from a cold start, and rebuilds of small reviews."""
    review = write_review(place / "thousand", thousand, "parquet")
    example = shutil.copytree(
        ROOT / "examples" / "peer_support", place / "example", ignore=shutil.ignore_patterns(".narragraph")
    )
    for folder in (review, example):
        run(NARRAGRAPH, "build", folder, "--quiet")
    ask = (NARRAGRAPH, "query", "co_occurring_pairs", "--folder", review, "--json")
    found = interleaved(
        {
            "bare": partial(run, sys.executable, "-c", "pass"),
            "help": partial(run, NARRAGRAPH, "--help"),
            "query": partial(run, *ask),
            "example": partial(run, NARRAGRAPH, "build", example, "--force", "--quiet"),
            "thousand": partial(run, NARRAGRAPH, "build", review, "--force", "--quiet"),
        },
        runs,
    )
    took = {name: seconds(done) for name, done in found.items()}
    bare = f"{took['bare']:.2f} s for `python -c pass` beside it"
    size = f"{thousand.papers:,} papers x {thousand.influences} influences, {thousand.findings:,} findings"
    return Chapter(
        "Waiting for the command line",
        (
            _target("`narragraph --help`", took["help"], 0.3, bare),
            _target(f"co-occurring pairs from a cold start, {thousand.papers:,} papers", took["query"], 1.0),
            _target("rebuild of the bundled example", took["example"], 1.0),
            _target(f"rebuild of {size}", took["thousand"], 5.0),
        ),
        f"Whole commands, process and imports included; medians of {runs} interleaved runs.",
    )


def _target(question: str, took: float, most: float, beside: str = "") -> Target:
    measured = f"{took:.2f} s" + (f" ({beside})" if beside else "")
    return Target(question, measured, f"< {most:g} s", took < most)
