"""The report as a whole command: `python -m bench.report` prints a table, of the example and of a synthetic review."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from bench.data import THOUSAND, Size, write_review
from bench.harness import NARRAGRAPH, print_rows, run

HEAD = ("review", "seconds", "processor seconds", "peak MB", "MB of HTML", "promised")
EXAMPLE = Path(__file__).parents[1] / "examples" / "peer_support"


def rows(place: Path, size: Size = THOUSAND, times: int = 3) -> list[tuple[str, ...]]:
    """One row for each review: the fastest of some runs, page and tables written."""
    example = shutil.copytree(EXAMPLE, place / "example", ignore=shutil.ignore_patterns(".narragraph"))
    large = write_review(place / "large", size, "csv")
    promised: Mapping[str, tuple[Path, str]] = {
        "examples/peer_support": (example, "< 5 s"),
        f"{size.papers:,} papers, {size.influences:,} influences, {size.findings:,} findings": (large, "< 30 s"),
    }
    return [(name, *_row(folder, place, times), said) for name, (folder, said) in promised.items()]


def _row(folder: Path, place: Path, times: int) -> tuple[str, ...]:
    out = place / f"{folder.name}.html"
    words = ["report", str(folder), "--out", str(out), "--csv", str(place / f"{folder.name}-csv"), "--quiet"]
    best = min((run(NARRAGRAPH, *words) for _ in range(times)), key=lambda one: one.seconds)
    size = out.stat().st_size / 1e6
    return f"{best.seconds:.1f}", f"{best.work:.1f}", f"{best.peak_mb:,.0f}", f"{size:.1f}"


def main() -> int:
    """Measure and print."""
    return print_rows(HEAD, rows)


if __name__ == "__main__":
    sys.exit(main())
