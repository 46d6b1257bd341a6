"""Measure speed and memory: `python -m bench` writes bench/README.md (an hour); `--smoke` only shows that it runs."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import building, reading, startup, tagging
from bench.data import HALF_MILLION, MILLION, THOUSAND, Size
from bench.harness import Chapter, table
from bench.machine import machine

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- measured -->\n", "<!-- end of measured -->\n"
TINY = Size(60, 20, 4, 5)
Question = Callable[[Path], Chapter]


def questions(*, smoke: bool, neo4j: bool) -> dict[str, Question]:
    """Every question by its name."""
    if smoke:
        return {
            "startup": lambda place: startup.measure(place, TINY, 1),
            "building": lambda place: building.measure(place, TINY, 1),
            "reading": lambda place: reading.measure(place, TINY, 1, neo4j=neo4j),
            "tagging": lambda place: tagging.measure(place, 1, smoke=True),
        }
    return {
        "startup": lambda place: startup.measure(place, THOUSAND),
        "building": lambda place: building.measure(place, MILLION),
        "reading": lambda place: reading.measure(place, HALF_MILLION, neo4j=neo4j),
        "tagging": tagging.measure,
    }


def report(chapters: list[Chapter]) -> str:
    """All chapters as Markdown: the promises first, then the details of each."""
    targets = [target.cells for chapter in chapters for target in chapter.targets]
    parts = [machine() + "\n", table(("what", "measured", "promised", ""), targets)]
    for chapter in chapters:
        parts += [f"### {chapter.title}\n", chapter.said + "\n"]
        parts += [table(chapter.head, chapter.rows)] if chapter.rows else []
    return "\n".join(parts)


def replaced(page: str, text: str) -> str:
    """The page with `text` between the markers."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}"


def main() -> int:
    """Measure, print, and after a whole run write the page. Returns 1 when a promise was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="tiny sizes, to see that everything runs; writes nothing")
    parser.add_argument(
        "--only", nargs="+", choices=("startup", "building", "reading", "tagging"), help="some of the questions"
    )
    parser.add_argument("--no-neo4j", action="store_true", help="ask the embedded engine only")
    asked = parser.parse_args()
    chapters = []
    for name, question in questions(smoke=asked.smoke, neo4j=not asked.no_neo4j).items():
        if asked.only and name not in asked.only:
            continue
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="narragraph-bench-") as place:
            chapters.append(question(Path(place)))
    text = report(chapters)
    print(text)
    if not asked.smoke and not asked.only:
        README.write_text(replaced(README.read_text(encoding="utf-8"), text), encoding="utf-8")
    missed = [target for chapter in chapters for target in chapter.targets if target.kept is False]
    return 1 if missed and not asked.smoke else 0


if __name__ == "__main__":
    raise SystemExit(main())
