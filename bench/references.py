"""Reading references and finding duplicates; `python -m bench.references RECORDS ...` prints sizes of your own.

The records are synthetic: titles of words drawn by Zipf's law, with repeated phrases; a quarter of the papers stand in
the file twice or three times, with a typing error, another year, or without pages or DOI. `--beside PYTHON` runs
splink and bib-dedupe on the same records, with a Python that has them (bench/deduplicators.py). `--most SECONDS` stops
what takes longer.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from bench.deduplicators import TOOLS, right_and_wrong
from bench.harness import NARRAGRAPH, Chapter, Run, Target, run, table

SIZES = (10_000, 50_000)
WORDS = 20_000
LETTERS = "abcdefghijklmnoprstuvw"
HEAD = ("records", "command", "seconds", "processor seconds", "peak MB", "duplicate pairs found", "wrong pairs")
COLUMNS = ("ID", "paper", "title", "author", "year", "journal", "volume", "pages", "doi", "abstract")


@dataclass(frozen=True)
class Made:
    """A record: `paper` tells which records are one paper."""

    number: int
    paper: int
    title: str
    people: tuple[str, ...]
    year: int
    journal: str
    volume: int
    page: int | None
    doi: str

    @property
    def ris(self) -> str:
        """As RIS."""
        lines = ["TY  - JOUR", f"ID  - {self.number}", f"TI  - {self.title}", *(f"AU  - {one}" for one in self.people)]
        lines += [f"PY  - {self.year}", f"JF  - {self.journal}", f"VL  - {self.volume}"]
        lines += [f"SP  - {self.page}", f"EP  - {self.page + 9}"] if self.page is not None else []
        lines += [f"DO  - {self.doi}"] if self.doi else []
        return "\n".join([*lines, f"AB  - {self.title}. {self.title}.", "ER  - ", ""])

    @property
    def row(self) -> tuple[object, ...]:
        """As a row of a table with COLUMNS."""
        pages = "" if self.page is None else f"{self.page}--{self.page + 9}"
        people = " and ".join(self.people)
        said = (
            self.title,
            people,
            self.year,
            self.journal,
            self.volume,
            pages,
            self.doi,
            f"{self.title}. {self.title}.",
        )
        return self.number, self.paper, *said


def made(records: int, seed: int = 1) -> Iterator[Made]:
    """Records; the same in every run."""
    draw = random.Random(seed)
    words = ["".join(draw.choices(LETTERS, k=draw.randint(3, 11))) for _ in range(WORDS)]
    weights = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))
    phrases = [" ".join(draw.choices(words, cum_weights=weights, k=4)) for _ in range(2_000)]
    number = paper = 0
    while number < records:
        title = f"{draw.choice(phrases)} {' '.join(draw.choices(words, cum_weights=weights, k=draw.randint(4, 9)))}"
        people = tuple(
            f"{draw.choice(words).title()}, {draw.choice(LETTERS).upper()}" for _ in range(draw.randint(1, 6))
        )
        year, volume, page = draw.randint(1990, 2024), draw.randint(1, 90), draw.randint(1, 3000)
        said = Made(number, paper, title, people, year, draw.choice(words), volume, page, "")
        for copy in range(1 + (draw.random() < 0.2) + (draw.random() < 0.05)):
            if number < records:
                yield _copied(draw, number, copy, said)
                number += 1
        paper += 1


def _copied(draw: random.Random, number: int, copy: int, of: Made) -> Made:
    """One record of a paper: the first is whole, others are as databases spoil them."""
    title = of.title
    if copy and draw.random() < 0.5:
        at = draw.randrange(len(title))
        title = f"{title[:at]}{draw.choice(LETTERS)}{title[at + 1 :]}"
    year = of.year + (copy > 0 and draw.random() < 0.3)
    page = of.page if not copy or draw.random() < 0.7 else None
    doi = f"10.{1000 + of.volume}/{of.journal}.{of.page}.{of.year}" if not copy or draw.random() < 0.5 else ""
    return Made(number, of.paper, title, of.people, year, f"Journal of {of.journal}", of.volume, page, doi)


def rows(place: Path, records: int, beside: str | None, most: float | None) -> list[tuple[str, ...]]:
    """One row for each command on one file of so many records."""
    (place / "references").mkdir(parents=True)
    (place / "review.toml").write_text('[review]\nid = "bench"\ntitle = "Bench"\n', encoding="utf-8")
    paper_at, line = {}, 1
    with (
        (place / "references" / "all.ris").open("w", encoding="utf-8") as exported,
        (place / "all.csv").open("w", encoding="utf-8", newline="") as listed,
    ):
        writer = csv.writer(listed)
        writer.writerow(COLUMNS)
        for record in made(records):
            paper_at[line] = str(record.paper)
            line += record.ris.count("\n") + 1
            exported.write(record.ris + "\n")
            writer.writerow(record.row)
    found = [
        _row(records, "`narragraph references`", (NARRAGRAPH, "references", place, "--quiet", "--format", "csv"), most)
    ]
    command = (NARRAGRAPH, "dedupe", place, "--quiet", "--format", "csv")
    found.append(_row(records, "`narragraph dedupe`", command, most, paper_at))
    for tool in TOOLS if beside else ():
        told = (beside, Path(__file__).with_name("deduplicators.py"), tool, place / "all.csv")
        found.append(_row(records, tool, told, most))
    return found


def _row(
    records: int, name: str, command: Sequence[object], most: float | None, paper_at: dict[int, str] | None = None
) -> tuple[str, ...]:
    """What a command took and found; `paper_at`: the paper of the record on each line, for clusters as a table."""
    limited = ("timeout", most, *command) if most else command
    try:
        done = run(*limited)
    except (SystemExit, subprocess.SubprocessError) as error:
        stopped = f"stopped after {most:g} s" if most and "ended with 124" in str(error) else "failed"
        return f"{records:,}", name, stopped, "", "", "", ""
    cells = (f"{records:,}", name, f"{done.seconds:.1f}", f"{done.work:.1f}", f"{done.peak_mb:,.0f}")
    said = _found(done, paper_at) if paper_at else _told(done)
    if said is None:
        return *cells, "", ""
    return *cells, f"{said['right'] / said['true']:.1%}", f"{said['wrong']:,}"


def _told(done: Run) -> dict[str, int] | None:
    last = done.out.rstrip().rpartition("\n")[2]
    return json.loads(last) if last.startswith("{") else None


def _found(done: Run, paper_at: dict[int, str]) -> dict[str, int]:
    """The clusters that `dedupe` printed, against what was made."""
    clusters: defaultdict[str, list[int]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(done.out)):
        clusters[row["paper_id"]].append(int(row["line"]))
    return right_and_wrong(clusters.values(), paper_at)


def measure(place: Path, sizes: tuple[int, ...] = SIZES) -> Chapter:
    """Both commands at every size."""
    found = [row for records in sizes for row in rows(place / str(records), records, None, None)]
    targets = []
    if sizes == SIZES:
        read, merged = (float(row[2]) for row in found[-2:])
        peak = float(found[-1][4].replace(",", ""))
        targets = [
            Target("references of 50,000 records read", f"{read:.1f} s", "< 10 s", read < 10),
            Target("duplicates of 50,000 records", f"{merged:.1f} s", "< 60 s", merged < 60),
            Target("memory of that", f"{peak:,.0f} MB", "< 2,000 MB", peak < 2000),
        ]
    return Chapter("References and duplicates", targets, "Whole commands.", HEAD, found)


def main(arguments: Sequence[str]) -> int:
    """Measure the sizes that are named, else 10,000 and 50,000 records."""
    parser = argparse.ArgumentParser(prog="python -m bench.references")
    parser.add_argument("records", nargs="*", type=int)
    parser.add_argument("--beside", metavar="PYTHON", help="a Python with splink and bib-dedupe")
    parser.add_argument("--most", type=float, metavar="SECONDS", help="stop a command that takes longer")
    asked = parser.parse_args(arguments)
    found: list[tuple[str, ...]] = []
    for records in asked.records or SIZES:
        with tempfile.TemporaryDirectory(prefix="narragraph-bench-") as place:
            found += rows(Path(place) / "review", records, asked.beside, asked.most)
            print(table(HEAD, found[-4:]), file=sys.stderr, flush=True)
    print(table(HEAD, found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
