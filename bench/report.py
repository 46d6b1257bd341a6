"""The report as a whole command, of the example and of a synthetic review."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.data import THOUSAND, Size, write_review
from bench.harness import NARRAGRAPH, Chapter, Run, Target, run

HEAD = ("review", "seconds", "processor seconds", "peak MB", "MB of HTML")
EXAMPLE = Path(__file__).parents[1] / "examples" / "peer_support"


def measure(place: Path, size: Size = THOUSAND, times: int = 3) -> Chapter:
    """One row for each review: the fastest of some runs, page and tables written."""
    example = shutil.copytree(EXAMPLE, place / "example", ignore=shutil.ignore_patterns(".narragraph"))
    large = write_review(place / "large", size, "csv")
    promised = {
        "examples/peer_support": (example, 5),
        f"{size.papers:,} papers, {size.influences:,} influences, {size.findings:,} findings": (large, 30),
    }
    rows: list[tuple[str, ...]] = []
    targets: list[Target] = []
    for name, (folder, most) in promised.items():
        best, size_mb = _fastest(folder, place, times)
        rows.append((name, f"{best.seconds:.1f}", f"{best.work:.1f}", f"{best.peak_mb:,.0f}", f"{size_mb:.1f}"))
        told = f"{best.seconds:.1f} s"
        targets.append(Target(f"report of {name}", told, f"< {most} s", best.seconds < most))
    return Chapter("Reports", targets, f"Whole commands, the fastest of {times}.", HEAD, rows)


def _fastest(folder: Path, place: Path, times: int) -> tuple[Run, float]:
    out = place / f"{folder.name}.html"
    words = ["report", str(folder), "--out", str(out), "--csv", str(place / f"{folder.name}-csv"), "--quiet"]
    best = min((run(NARRAGRAPH, *words) for _ in range(times)), key=lambda one: one.seconds)
    return best, out.stat().st_size / 1e6
