"""Passages: the cell, or the place inside it, where each mention's words stand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.ids import fold
from ingest.arrow import coded, joined
from ingest.entities import RowIds
from ingest.groups import numbered
from ingest.items import extents
from ingest.mentions import Mentions
from ingest.work import Ints, Work

if TYPE_CHECKING:
    import pandas as pd

AROUND = 32
"""Characters kept before and after the words."""
WORDS = ("quote", "translation", "prefix", "suffix", "text_sha256", "pointer")
Intern = Callable[[str, list[Any], Ints], Ints]
"""Numbers for values that all tables share: (name of the column, distinct values, codes into them)."""


@dataclass(frozen=True)
class Anchors:
    """Where the words of each mention stand: `column` is a code into the table's columns.

    `pointer` and `translation` too, or -1.
    """

    column: Ints
    row: Ints
    start: Ints
    end: Ints
    note: NDArray[np.bool_]
    pointer: Ints
    translation: Ints
    coded: pa.Array
    """The cell that states the claim, where it is not the passage's own."""


def anchor(work: Work, mentions: Mentions) -> Anchors:
    """The quote, else the note, else the cell that states the claim."""
    columns = work.frame.columns
    finding, row = mentions.finding, mentions.row
    column = np.full(mentions.size, _code(work, mentions.column), dtype=np.int64)
    start, end = mentions.start.copy(), mentions.end.copy()
    elsewhere = np.zeros(mentions.size, dtype=bool)
    note = np.zeros(mentions.size, dtype=bool)
    for instead in (finding.note, finding.quote):  # the later one wins
        if instead is None or not work.has(instead):
            continue
        stored = work.cells(instead)
        says, starts, ends = extents(stored, work.missing)
        codes = stored.codes[row]
        at = np.flatnonzero(says[codes]) if len(says) else codes
        column[at] = _code(work, instead)
        start[at], end[at] = starts[codes[at]], ends[codes[at]]
        elsewhere[at] = instead != mentions.column
        note[at] = instead == finding.note
    pointer = _beside(work, finding.pointer, note)
    stated = -1 if finding.quote is None or finding.quote not in columns else _code(work, finding.quote)
    quoted = np.equal(column, stated)
    translation = _beside(work, finding.quote_translation, quoted)
    place = work.places[mentions.column]
    cells = joined(coded([place.letter], np.where(elsewhere, 0, -1)), pa.array(place.rows[row]))
    return Anchors(column, row, start, end, note, pointer, translation, cells)


def _beside(work: Work, name: str | None, where: NDArray[np.bool_]) -> Ints:
    """The code of another column that says more, for the mentions of which it does; else -1."""
    if name is None or not work.has(name):
        return np.full(len(where), -1)
    return np.where(where, _code(work, name), -1)


def _code(work: Work, column: str) -> int:
    """The position of a column, by its hash: as lists, 16,384 of them take minutes."""
    at: Any = work.frame.columns.get_loc(column)
    return int(at)


def passage_rows(work: Work, papers: RowIds, anchors: Sequence[Anchors], intern: Intern) -> tuple[pd.DataFrame, Ints]:
    """One row for each distinct place among all anchors of a table, in order; and the passage of each mention.

    A merged, filled or joined cell that several rows read is one place. `paper`, `where` (file, sheet and column
    letter) and `named` (file, sheet and column name) are codes that all tables share, `at` is the row of the sheet.
    """
    import pandas as pd

    parts = ("column", "row", "start", "end", "note", "pointer", "translation")
    flat = {name: np.concatenate([getattr(found, name) for found in anchors]).astype(np.int64) for name in parts}
    flat["paper"] = papers.codes[flat["row"]]
    rows = np.stack([work.places[name].rows for name in work.frame.columns])
    flat["at"] = rows[flat["column"], flat["row"]]
    place = [flat[name] for name in ("at", "column", "start", "end", "note", "paper")]
    numbers, first = numbered(place, sort=True)
    distinct = {name: column[first] for name, column in flat.items()}
    said = _words(work, distinct) | {name: _said_beside(work, distinct, name) for name in ("pointer", "translation")}
    places = [(work.places[name], name) for name in work.frame.columns]
    where = intern("where", [(place.path, place.sheet, place.letter) for place, _ in places], distinct["column"])
    named = intern("named", [(place.path, place.sheet, name) for place, name in places], distinct["column"])
    shared = {"paper": intern("paper", papers.ids, distinct["paper"]), "where": where, "named": named}
    kept = {name: distinct[name] for name in ("at", "start", "end", "note")}
    # Arrow behind the frame: a million quotes as Python objects would take half a gigabyte.
    texts = {name: pd.Series(said[name], dtype=pd.ArrowDtype(pa.string())) for name in WORDS}
    return pd.DataFrame(kept | shared | texts), numbers


def _words(work: Work, places: dict[str, Ints]) -> dict[str, pa.Array]:
    """Quote, surroundings and the hash of the cell for each place."""
    import pandas as pd

    cells = np.empty(len(places["row"]), dtype=object)
    for code in np.unique(places["column"]):
        at = np.flatnonzero(places["column"] == code)
        cells[at] = work.frame.iloc[:, code].to_numpy(dtype=object)[places["row"][at]]
    codes, distinct = pd.factorize(cells)
    hashes = pa.array([hashlib.sha256(cell.encode()).hexdigest() for cell in distinct], pa.string())
    hashed = {"text_sha256": hashes.take(pa.array(codes))}
    start, end = places["start"], places["end"]
    if not start.any() and (end == np.array(list(map(len, cells.tolist())), dtype=np.int64)).all():
        around = pa.nulls(len(cells), pa.string())
        return hashed | {"quote": pa.array(cells, pa.string()), "prefix": around, "suffix": around}
    found = list(zip(cells.tolist(), start.tolist(), end.tolist(), strict=True))
    return hashed | {
        "quote": pa.array([cell[start:end] for cell, start, end in found], pa.string()),
        "prefix": pa.array([cell[max(0, start - AROUND) : start] or None for cell, start, _ in found], pa.string()),
        "suffix": pa.array([cell[end : end + AROUND] or None for cell, _, end in found], pa.string()),
    }


def _said_beside(work: Work, places: dict[str, Ints], name: str) -> pa.Array:
    """What another column of the row says of each place; null where it says nothing."""
    found = np.full(len(places["row"]), None, dtype=object)
    for column in np.unique(places[name][places[name] >= 0]):
        at = np.flatnonzero(places[name] == column)
        said = work.frame.iloc[:, column].iloc[places["row"][at]].str.strip()
        found[at] = [None if fold(text) in work.missing else text for text in said]
    return pa.array(found, pa.string())
