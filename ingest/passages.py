"""Passages: the cell, or the place inside it, where each mention's words stand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.ids import cell_passage_id, note_passage_id
from graph.model import PassageKind
from ingest.entities import RowIds
from ingest.mentions import Mentions
from ingest.work import Ints, Work

if TYPE_CHECKING:
    import pandas as pd

AROUND = 32
"""Characters kept before and after the words."""


@dataclass(frozen=True)
class Anchors:
    """Where the words of each mention stand: `column` is a code into the table's columns."""

    column: Ints
    row: Ints
    start: Ints
    end: Ints
    note: bool
    coded: list[str | None]
    """The cell that states the claim, where it is not the passage's own."""


def anchor(work: Work, mentions: Mentions) -> Anchors:
    """The note, the quote, or else the cell that states the claim."""
    columns = list(work.frame.columns)
    own = columns.index(mentions.column)
    finding = mentions.finding
    instead = finding.note or finding.quote
    column = np.full(mentions.size, own, dtype=np.int64)
    start, end = mentions.start.copy(), mentions.end.copy()
    coded: list[str | None] = [None] * mentions.size
    if instead is not None and work.has(instead):
        if finding.pointer is not None:
            work.has(finding.pointer)
        cells = work.frame[instead].iloc[mentions.row].to_list()
        place = work.places[mentions.column]
        for at, cell in enumerate(cells):
            text = cell.strip()
            if text:
                column[at] = columns.index(instead)
                start[at] = len(cell) - len(cell.lstrip())
                end[at] = start[at] + len(text)
                if instead != mentions.column:
                    coded[at] = place.address(int(mentions.row[at]))
    return Anchors(column, mentions.row, start, end, finding.note is not None, coded)


def passage_rows(work: Work, papers: RowIds, pointer: str | None, anchors: Sequence[Anchors]) -> pd.DataFrame:
    """One row for each distinct place among all anchors of a table, in order, with every property of Passage.

    The frame also holds `paper` (code into papers.ids), and in `attrs["of"]` the passage number of each mention.
    """
    import pandas as pd

    flat = pd.DataFrame(
        {
            "column": np.concatenate([found.column for found in anchors]),
            "row": np.concatenate([found.row for found in anchors]),
            "start": np.concatenate([found.start for found in anchors]),
            "end": np.concatenate([found.end for found in anchors]),
            "note": np.concatenate([np.full(found.row.size, found.note) for found in anchors]),
        }
    )
    numbers = flat.groupby(["row", "column", "start", "end", "note"], sort=True).ngroup().to_numpy()
    distinct = flat.iloc[np.unique(numbers, return_index=True)[1]].reset_index(drop=True)
    distinct["paper"] = papers.codes[distinct["row"]]
    _add_words(work, distinct)
    _add_places(work, distinct, pointer)
    _add_ids(work, papers, distinct)
    distinct.attrs["of"] = numbers
    return distinct


def _add_words(work: Work, frame: pd.DataFrame) -> None:
    names = list(work.frame.columns)
    cells: list[str] = [""] * len(frame)
    for code in frame["column"].unique():
        at = np.flatnonzero(frame["column"] == code)
        texts = work.frame[names[code]].iloc[frame["row"].iloc[at]].to_list()
        for place, text in zip(at, texts, strict=True):
            cells[place] = text
    starts, ends = frame["start"].to_list(), frame["end"].to_list()
    places = list(zip(cells, starts, ends, strict=True))
    frame["quote"] = [cell[start:end] for cell, start, end in places]
    frame["prefix"] = [cell[max(0, start - AROUND) : start] or None for cell, start, _ in places]
    frame["suffix"] = [cell[end : end + AROUND] or None for cell, _, end in places]
    hashes = {cell: hashlib.sha256(cell.encode()).hexdigest() for cell in set(cells)}
    frame["text_sha256"] = [hashes[cell] for cell in cells]
    frame["char_start"], frame["char_end"] = starts, ends


def _add_places(work: Work, frame: pd.DataFrame, pointer: str | None) -> None:
    names = list(work.frame.columns)
    places = [work.places[name] for name in names]
    columns, rows = frame["column"].to_list(), frame["row"].to_list()
    frame["path"] = [places[column].path for column in columns]
    frame["sheet"] = [places[column].sheet for column in columns]
    frame["cell"] = [places[column].address(row) for column, row in zip(columns, rows, strict=True)]
    frame["kind"] = np.where(frame["note"], PassageKind.NOTE.value, PassageKind.CELL.value)
    frame["pointer"] = None
    if pointer is not None and pointer in work.frame.columns:
        said = work.frame[pointer].iloc[rows].str.strip().to_list()
        frame["pointer"] = [
            text or None if note else None for text, note in zip(said, frame["note"].to_list(), strict=True)
        ]


def _add_ids(work: Work, papers: RowIds, frame: pd.DataFrame) -> None:
    """Ids from paper, file, column and words; the same words again there are told apart by their number."""
    names = list(work.frame.columns)
    nth = frame.groupby(["paper", "column", "quote", "note"], sort=False).cumcount().to_list()
    said = zip(
        frame["paper"].to_list(),
        frame["path"].to_list(),
        frame["sheet"].to_list(),
        frame["column"].to_list(),
        frame["quote"].to_list(),
        frame["note"].to_list(),
        frame["pointer"].to_list(),
        nth,
        strict=True,
    )
    ids = papers.ids
    frame["id"] = [
        note_passage_id(ids[paper], pointer or f"{path} {number}" if number else pointer, quote)
        if note
        else cell_passage_id(ids[paper], path, sheet, names[column], quote, number)
        for paper, path, sheet, column, quote, note, pointer, number in said
    ]
