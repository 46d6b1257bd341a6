"""How many nodes and relationships a folder will give, from the first records of its tables and how they grow."""

from __future__ import annotations

import csv
import shutil
import tempfile
from math import log2
from pathlib import Path

from ingest.codebook import Codebook, read_codebook
from ingest.files import table_file
from ingest.gather import Gathered, gather
from ingest.heads import Head
from ingest.mapping import ReviewFile, TableSection
from ingest.open_work import open_work
from ingest.problems import Problems
from ingest.records import graph_tables
from ingest.words import Words

SAMPLE = 4000
"""Records of a sample; half of them are read, too, to see what grows."""
MOST_JOINED = 32 * 2**20
"""Bytes of another file that is joined to a sample."""
Counts = dict[str, float]


def grown(folder: Path, review: ReviewFile, heads: dict[int, Head]) -> Counts | None:
    """Rows per label and type that all tables will give; null when the first records of one cannot be read.

    `heads` by the place of their table in review.toml. A count that doubles with the records goes on doubling, one
    that stands still stands still (a codebook), and between them the same power goes on.
    """
    codebook, _ = read_codebook(folder, Problems())
    found: Counts = {}
    fixed: Counts = {}
    for place, head in heads.items():
        section = review.table[place]
        first = _first_row(section)
        there = len(head.rows) - first
        size = min(SAMPLE, there)
        whole = _counts(folder, review, codebook, section, head.rows[: first + size])
        half = _counts(folder, review, codebook, section, head.rows[: first + size // 2])
        if whole is None or half is None:
            return None
        for name, many in whole.items():
            if many == half[name]:
                fixed[name] = max(fixed.get(name, 0), many)
            else:
                found[name] = found.get(name, 0) + _at(half[name], many, (head.most - first) / size)
    return {name: max(found.get(name, 0), fixed.get(name, 0)) for name in found | fixed}


def _at(half: float, whole: float, times: float) -> float:
    """What `whole` becomes when there are `times` as many records, if it was `half` with half of them."""
    power = min(1.0, log2(whole / half)) if half else 1.0
    return float(whole * times**power)


def _first_row(section: TableSection) -> int:
    """Rows above the first record."""
    return section.header_row if isinstance(section.header_row, int) else section.header_row[-1]


def _counts(
    folder: Path, review: ReviewFile, codebook: Codebook, section: TableSection, rows: list[list[str]]
) -> dict[str, int] | None:
    problems = Problems()
    gathered = Gathered(Words(codebook, {}))
    with tempfile.TemporaryDirectory(prefix="narragraph-plan-") as name:
        small = _small(folder, Path(name), section, rows)
        work = open_work(Path(name), small, review, problems) if small else None
        if work is None:
            return None
        gather(work, review, gathered)
    return graph_tables(gathered, review, "").counts() if not problems.errors else None


def _small(folder: Path, place: Path, section: TableSection, rows: list[list[str]]) -> TableSection | None:
    """The section of a table of these rows, written into `place`; null when what it joins cannot be brought there."""
    joined = []
    for number, join in enumerate(section.join):
        source = table_file(folder, join.path or section.path)
        if join.path is None or source.stat().st_size > MOST_JOINED:
            return None
        copy = f"joined-{number}{source.suffix}"
        shutil.copyfile(source, place / copy)
        joined.append(join.model_copy(update={"path": copy}))
    with (place / "sample.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    instead = {"path": "sample.csv", "sheet": None, "separator": ",", "encoding": "utf-8"}
    return section.model_copy(update={**instead, "totals_row": None, "last_row": None, "join": tuple(joined)})
