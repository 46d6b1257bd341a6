"""Reading references and finding duplicates: `python -m bench.references [RECORDS ...]` prints a table.

The records are synthetic: titles of words drawn by Zipf's law, with repeated phrases; a quarter of the papers stand in
the file twice or three times, with a typing error, another year, or without pages or DOI.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from bench.harness import NARRAGRAPH, run, table

SIZES = (10_000, 50_000)
WORDS = 20_000
LETTERS = "abcdefghijklmnoprstuvw"
HEAD = ("records", "command", "seconds", "processor seconds", "peak MB", "said")


def ris(records: int, seed: int = 1) -> Iterator[str]:
    """Records as RIS, one text each; the same in every run."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(LETTERS, k=draw.randint(3, 11))) for _ in range(WORDS)]
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
    phrases = [" ".join(draw.choices(words, cum_weights=weights, k=4)) for _ in range(2_000)]
    made = 0
    while made < records:
        title = f"{draw.choice(phrases)} {' '.join(draw.choices(words, cum_weights=weights, k=draw.randint(4, 9)))}"
        people = [f"{draw.choice(words).title()}, {draw.choice(LETTERS).upper()}" for _ in range(draw.randint(1, 6))]
        paper = (
            title,
            people,
            draw.randint(1990, 2024),
            draw.randint(1, 90),
            draw.randint(1, 3000),
            draw.choice(words),
        )
        for copy in range(1 + (draw.random() < 0.2) + (draw.random() < 0.05)):
            if made < records:
                yield _record(draw, made, copy, *paper)
                made += 1


def _record(  # noqa: PLR0917  (the fields of a record)
    draw: random.Random,
    number: int,
    copy: int,
    title: str,
    people: list[str],
    year: int,
    volume: int,
    page: int,
    journal: str,
) -> str:
    if copy and draw.random() < 0.5:
        at = draw.randrange(len(title))
        title = f"{title[:at]}{draw.choice(LETTERS)}{title[at + 1 :]}"
    lines = ["TY  - JOUR", f"ID  - {number}", f"TI  - {title}", *(f"AU  - {person}" for person in people)]
    lines += [f"PY  - {year + (copy > 0 and draw.random() < 0.3)}", f"JF  - Journal of {journal}", f"VL  - {volume}"]
    if not copy or draw.random() < 0.7:
        lines += [f"SP  - {page}", f"EP  - {page + 9}"]
    if not copy or draw.random() < 0.5:
        lines.append(f"DO  - 10.{1000 + volume}/{journal}.{page}.{year}")
    return "\n".join([*lines, f"AB  - {title}. {title}.", "ER  - ", ""])


def rows(place: Path, records: int) -> list[tuple[str, ...]]:
    """One row for each command on one file of so many records."""
    (place / "references").mkdir(parents=True)
    (place / "review.toml").write_text('[review]\nid = "bench"\ntitle = "Bench"\n', encoding="utf-8")
    (place / "references" / "all.ris").write_text("\n".join(ris(records)), encoding="utf-8")
    found: list[tuple[str, ...]] = []
    for command in ("references", "dedupe"):
        done = run(NARRAGRAPH, command, place, "--format", "csv")
        told = f"{len(done.out.splitlines()) - 1:,} rows"
        cells = (f"{done.seconds:.1f}", f"{done.work:.1f}", f"{done.peak_mb:,.0f}")
        found.append((f"{records:,}", f"`narragraph {command}`", *cells, told))
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure the sizes that are named, else 10,000 and 50,000 records."""
    found: list[tuple[str, ...]] = []
    for records in [int(word) for word in arguments] or SIZES:
        with tempfile.TemporaryDirectory(prefix="narragraph-bench-") as place:
            found += rows(Path(place) / "review", records)
    print(table(HEAD, found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
