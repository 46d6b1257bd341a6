"""Passages: the cell, or the place inside it, where each mention's words stand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.ids import cell_passage_id, fold, note_passage_id
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
    """Where the words of each mention stand: `column` is a code into the table's columns, `pointer` too, or -1."""

    column: Ints
    row: Ints
    start: Ints
    end: Ints
    note: NDArray[np.bool_]
    pointer: Ints
    coded: list[str | None]
    """The cell that states the claim, where it is not the passage's own."""


def anchor(work: Work, mentions: Mentions) -> Anchors:
    """The quote, else the note, else the cell that states the claim."""
    columns = list(work.frame.columns)
    own = columns.index(mentions.column)
    finding = mentions.finding
    column = np.full(mentions.size, own, dtype=np.int64)
    start, end = mentions.start.copy(), mentions.end.copy()
    coded: list[str | None] = [None] * mentions.size
    note = np.zeros(mentions.size, dtype=bool)
    place = work.places[mentions.column]
    for instead in (finding.note, finding.quote):  # the later one wins
        if instead is None or not work.has(instead):
            continue
        for at, cell in enumerate(work.frame[instead].iloc[mentions.row].to_list()):
            text = cell.strip()
            if fold(text) not in work.missing:
                column[at] = columns.index(instead)
                start[at] = len(cell) - len(cell.lstrip())
                end[at] = start[at] + len(text)
                coded[at] = None if instead == mentions.column else place.address(int(mentions.row[at]))
                note[at] = instead == finding.note
    pointed = finding.pointer is not None and work.has(finding.pointer)
    pointer = np.where(note, columns.index(str(finding.pointer)), -1) if pointed else np.full(mentions.size, -1)
    return Anchors(column, mentions.row, start, end, note, pointer, coded)


def passage_rows(work: Work, papers: RowIds, anchors: Sequence[Anchors]) -> pd.DataFrame:
    """One row for each distinct place among all anchors of a table, in order, with all of Passage but the id.

    A merged, filled or joined cell that several rows read is one place. The frame also holds `paper` (code into
    papers.ids) and `name` (the column's), and in `attrs["of"]` the passage number of each mention.
    """
    import pandas as pd

    flat = pd.DataFrame(
        {
            "column": np.concatenate([found.column for found in anchors]),
            "row": np.concatenate([found.row for found in anchors]),
            "start": np.concatenate([found.start for found in anchors]),
            "end": np.concatenate([found.end for found in anchors]),
            "note": np.concatenate([found.note for found in anchors]),
            "pointed": np.concatenate([found.pointer for found in anchors]),
        }
    )
    flat["paper"] = papers.codes[flat["row"]]
    rows = np.stack([work.places[name].rows for name in work.frame.columns])
    flat["at"] = rows[flat["column"], flat["row"]]
    numbers = flat.groupby(["at", "column", "start", "end", "note", "paper"], sort=True).ngroup().to_numpy()
    distinct = flat.iloc[np.unique(numbers, return_index=True)[1]].reset_index(drop=True)
    _add_words(work, distinct)
    _add_places(work, distinct)
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


def _add_places(work: Work, frame: pd.DataFrame) -> None:
    import pandas as pd

    names = list(work.frame.columns)
    places = [work.places[name] for name in names]
    columns, rows = frame["column"].to_list(), frame["row"].to_list()
    frame["name"] = [names[column] for column in columns]
    frame["path"] = [places[column].path for column in columns]
    frame["sheet"] = [places[column].sheet for column in columns]
    frame["cell"] = [places[column].address(row) for column, row in zip(columns, rows, strict=True)]
    frame["kind"] = np.where(frame["note"], PassageKind.NOTE.value, PassageKind.CELL.value)
    pointers = np.full(len(frame), None, dtype=object)
    for column in set(frame["pointed"].to_list()) - {-1}:
        at = np.flatnonzero(frame["pointed"] == column)
        said = work.frame[names[column]].iloc[frame["row"].iloc[at]].str.strip()
        pointers[at] = [None if fold(text) in work.missing else text for text in said]
    frame["pointer"] = pd.Series(pointers, dtype=object)


def with_ids(frames: Sequence[pd.DataFrame], papers: Sequence[str]) -> pd.DataFrame:
    """The passages of all tables with their ids: from paper, file, column and words.

    The same place read by two tables is one passage; the same words at another place are told apart by their number.
    """
    import pandas as pd

    every = pd.concat(frames, ignore_index=True)
    place = ["paper", "path", "sheet", "cell", "char_start", "char_end", "kind"]
    numbers = every.groupby(place, sort=False, dropna=False).ngroup().to_numpy()
    first = every.iloc[np.unique(numbers, return_index=True)[1]]
    words = ["paper", "path", "sheet", "name", "quote", "kind"]
    nth = first.groupby(words, sort=False, dropna=False).cumcount().to_list()
    names = ("paper", "path", "sheet", "name", "quote", "note", "pointer")
    said = zip(*(first[name].to_list() for name in names), nth, strict=True)
    ids = np.array([_passage_id(papers[paper], *rest) for paper, *rest in said], dtype=object)
    return every.assign(id=ids[numbers])


def _passage_id(  # noqa: PLR0913, PLR0917  (the parts of an anchor)
    paper: str, path: str, sheet: str | None, column: str, quote: str, note: bool, pointer: str | None, nth: int
) -> str:
    if not note:
        return cell_passage_id(paper, path, sheet, column, quote, nth)
    return note_passage_id(paper, pointer or (f"{path} {nth}" if nth else None), quote)
