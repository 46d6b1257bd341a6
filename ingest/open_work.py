"""A `[[table]]` made ready to be read: filled down, rows left out with reasons, joined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.errors import TableError, near_misses
from graph.ids import fold
from ingest.files import read_table
from ingest.mapping import JoinSection, ReviewFile, TableSection
from ingest.problems import Problems
from ingest.table import RawTable
from ingest.work import Ints, Place, Work


def open_work(folder: Path, section: TableSection, review: ReviewFile, problems: Problems) -> Work | None:
    """The table of one `[[table]]`, ready to be read; null when the file itself is a problem."""
    try:
        raw = read_table(folder, section)
    except TableError as error:
        problems.add(error)
        return None
    frame = raw.frame.reset_index(drop=True)
    rows = raw.frame.index.to_numpy().astype(np.int64)
    places = {
        name: Place(raw.path, raw.sheet, letter, rows) for name, letter in zip(raw.columns, raw.letters, strict=True)
    }
    for (row, name), origin in raw.merged_origin.items():
        if places[name].rows is rows:
            places[name] = Place(raw.path, raw.sheet, places[name].letter, rows.copy())
        places[name].rows[rows == row] = origin
    missing = frozenset({""} | {fold(word) for word in review.cells.missing})
    work = Work(section, raw, frame, places, np.ones(len(frame), dtype=bool), missing, problems)
    work.inputs[raw.path] = raw.file_sha256
    _fill_down(work)
    _skip(work)
    for join in section.join:
        _join(folder, work, join)
    return work


def _fill_down(work: Work) -> None:
    for name in work.section.fill_down:
        if not work.has(name):
            continue
        column = work.frame[name]
        blank = (column.str.strip() == "").to_numpy()
        origin = np.where(blank, 0, np.arange(len(column)))
        origin = np.maximum.accumulate(origin) if len(origin) else origin
        place = work.places[name]
        work.frame[name] = column.to_numpy()[origin]
        work.places[name] = Place(place.path, place.sheet, place.letter, place.rows[origin])


def _skip(work: Work) -> None:
    empty = np.ones(len(work.frame), dtype=bool)
    for name in work.raw.columns:
        if not empty.any():
            break
        empty &= (work.raw.frame[name].str.strip() == "").to_numpy()
    _leave_out(work, empty, "blank row")
    for rule in work.section.skip:
        holds = work.holds(rule)
        if holds is not None:
            _leave_out(work, holds, rule.reason)


def _leave_out(work: Work, rows: NDArray[np.bool_], reason: str) -> None:
    gone = work.used & rows
    if gone.any():
        work.skipped[reason] += int(gone.sum())
        work.used &= ~rows


def _join(folder: Path, work: Work, join: JoinSection) -> None:
    """Add the columns of another sheet or file; a key without a partner or with two is a problem."""
    section = TableSection.model_validate(
        {
            "path": join.path or work.section.path,
            "sheet": join.sheet,
            "header_row": join.header_row,
            "paper": work.section.paper,
        }
    )
    try:
        other = read_table(folder, section)
    except TableError as error:
        work.problems.add(error)
        return
    work.inputs[other.path] = other.file_sha256
    key = join.other_key or join.key
    if not work.has(join.key) or key not in other.columns:
        if key not in other.columns:
            message = f'there is no column "{key}" to join by.'
            near = near_misses(key, other.columns)
            fix = f'Did you mean "{near[0]}"?' if near else f"It has: {', '.join(other.columns)}."
            work.problems.add(TableError(other.path, message, sheet=other.sheet, rule="missing column", fix=fix))
        return
    partner = _partners(work, other, join, key)
    rows = other.frame.index.to_numpy().astype(np.int64)
    for name, letter in zip(other.columns, other.letters, strict=True):
        if name == key:
            continue
        called = name if name not in work.frame.columns else f"{other.sheet or other.path}.{name}"
        values: Any = np.append(other.frame[name].to_numpy(dtype=object), "")
        work.frame[called] = values[partner]
        work.places[called] = Place(other.path, other.sheet, letter, np.append(rows, 0)[partner])


def _partners(work: Work, other: RawTable, join: JoinSection, key: str) -> Ints:
    """For each row the position of its partner; the position past the end when there is none."""
    index: dict[str, int] = {}
    for at, cell in enumerate(other.frame[key]):
        folded = fold(str(cell))
        if folded and index.setdefault(folded, at) != at:
            message = f'the key "{str(cell).strip()}" stands in two rows.'
            row = int(other.frame.index[at])
            work.problems.add(
                TableError(other.path, message, sheet=other.sheet, row=row, column=key, rule="join", fix="Merge them.")
            )
    found = np.full(len(work.frame), len(other.frame), dtype=np.int64)
    lonely = np.zeros(len(work.frame), dtype=bool)
    for at, cell in enumerate(work.frame[join.key]):
        partner = index.get(fold(str(cell)))
        if partner is not None:
            found[at] = partner
        elif work.used[at] and not join.optional:
            place = other.path if other.sheet is None else f"sheet {other.sheet}"
            work.error(at, join.key, f'"{str(cell).strip()}" has no partner in {place}.', "join", "Add it there.")
            lonely[at] = True
    # Its columns are all blank now: what they lack is told once, by the error above.
    _leave_out(work, lonely, "no partner to join")
    return found
