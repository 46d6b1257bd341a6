"""Measure speed and memory: `python -m bench` keeps the results in bench/measured/ and makes bench/README.md of them.

`--smoke` only shows that everything runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.harness import Chapter
from bench.machine import machine
from bench.measured import Measured, keep, page, write_page
from bench.questions import QUESTIONS, answers


def main() -> int:
    """Measure, print and keep. Returns 1 when a promise was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="tiny sizes, to see that everything runs; keeps nothing")
    parser.add_argument("--only", nargs="+", choices=QUESTIONS, help="some of the questions")
    parser.add_argument("--page", action="store_true", help="measure nothing; make the page of what is kept")
    asked = parser.parse_args()
    if asked.page:
        write_page(QUESTIONS)
        return 0
    missed = False
    for name in asked.only or QUESTIONS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="narragraph-bench-") as place:
            chapters = tuple(answers(name, Path(place), smoke=asked.smoke))
        found = Measured(name, machine(), chapters)
        print(page([found], {}), flush=True)
        missed = missed or _missed(found.chapters)
        if not asked.smoke:
            keep(found)
            write_page(QUESTIONS)
    return int(missed and not asked.smoke)


def _missed(chapters: tuple[Chapter, ...]) -> bool:
    return any(target.kept is False for chapter in chapters for target in chapter.targets)


if __name__ == "__main__":
    raise SystemExit(main())
