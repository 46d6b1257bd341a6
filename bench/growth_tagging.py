"""How tagging grows with the number of texts: `python -m bench.growth_tagging PLACE TEXTS` tags them in one process."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.growth import exponent, linear
from bench.harness import Chapter, Target, program
from bench.tagging_texts import many_papers, words
from nlp.candidates import suggestions_of_all

TEXTS = (100, 1_000, 10_000, 50_000)
SMOKE = (20, 40)


def measure(place: Path, texts: tuple[int, ...] = TEXTS) -> Chapter:
    """Processor seconds and memory of each number of texts."""
    rows: list[tuple[str, ...]] = []
    targets: list[Target] = []
    before: tuple[float, float] | None = None
    for many in texts:
        done, said = program("bench.growth_tagging", place / str(many), many)
        grown = exponent(before, (many, said["work"])) if before else None
        told = "" if grown is None else f"{grown:.2f}"
        rows.append((f"{many:,}", f"{said['suggestions']:,}", f"{said['work']:.2f}", f"{done.peak_mb:,.0f}", told))
        before = (many, said["work"])
        if grown is not None and many == texts[-1]:
            what = f"growth of tagging to {many:,} texts, processor time"
            targets.append(linear(what, grown))
    head = ("texts", "suggestions", "processor seconds", "peak MB", "exponent")
    return Chapter("Growth of tagging", targets, "Made-up texts in one process, the pipeline made before.", head, rows)


def tag(place: Path, many: int) -> dict[str, float]:
    """Tag so many texts and keep nothing."""
    place.mkdir(parents=True)
    vocabulary = words(place)
    began = time.process_time()
    found = sum(len(suggestions) for _, suggestions in suggestions_of_all(many_papers(many), vocabulary))
    return {"suggestions": found, "work": time.process_time() - began}


if __name__ == "__main__":
    print(json.dumps(tag(Path(sys.argv[1]), int(sys.argv[2]))))
