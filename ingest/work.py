"""A table at work: joined, filled down, rows left out with reasons; and its columns as codes over distinct values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from graph.errors import TableError, near_misses
from graph.ids import fold
from ingest.files import read_table
from ingest.mapping import Column, Condition, JoinSection, ReviewFile, TableSection, Value
from ingest.problems import Problems
from ingest.table import RawTable

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Place:
    """Where a column's cells stand: file, sheet, column letter, and the row of each cell."""

    path: str
    sheet: str | None
    letter: str
    rows: Ints

    def address(self, at: int) -> str:
        """The address of one cell."""
        return f"{self.letter}{self.rows[at]}"


@dataclass(frozen=True)
class Coded:
    """A column as `codes` into its distinct `values`; the value "" says nothing."""

    codes: Ints
    values: list[str]

    def decoded(self) -> list[str]:
        """The value of every row."""
        return [self.values[code] for code in self.codes]


@dataclass
class Work:
    """One table while it is read. `used` tells which rows count; `touched` which columns the mapping names."""

    section: TableSection
    raw: RawTable
    frame: pd.DataFrame
    places: dict[str, Place]
    used: NDArray[np.bool_]
    missing: frozenset[str]
    problems: Problems
    skipped: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)
    inputs: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """File and sheet, for messages."""
        return self.raw.path if self.raw.sheet is None else f"{self.raw.path}, sheet {self.raw.sheet}"

    def has(self, column: str) -> bool:
        """Whether the column exists; the first time it does not, that is a problem."""
        if column in self.frame.columns:
            self.touched.add(column)
            return True
        if f"?{column}" not in self.touched:
            self.touched.add(f"?{column}")
            near = near_misses(column, self.frame.columns)
            fix = f'Did you mean "{near[0]}"?' if near else f"It has: {', '.join(self.frame.columns)}."
            message = f'there is no column "{column}".'
            self.problems.add(
                TableError(self.raw.path, message, sheet=self.raw.sheet, value=column, rule="missing column", fix=fix)
            )
        return False

    def error(self, at: int, column: str, message: str, rule: str, fix: str = "") -> None:
        """Add a problem with one cell."""
        place = self.places[column]
        value = str(self.frame[column].iloc[at])
        self.problems.add(
            TableError(
                place.path,
                message,
                sheet=place.sheet,
                row=int(place.rows[at]),
                column=column,
                cell=place.address(at),
                value=value,
                rule=rule,
                fix=fix,
            )
        )

    def cells(self, column: str) -> Coded:
        """A column exactly as stored."""
        import pandas as pd

        codes, values = pd.factorize(self.frame[column])
        return Coded(codes.astype(np.int64), [str(value) for value in values])

    def read(self, spec: Column | None) -> Coded | None:
        """A column stripped, missing words as "", through its closed map. Null when not asked for or not there."""
        if spec is None:
            return None
        value = Value(column=spec) if isinstance(spec, str) else spec
        if not self.has(value.column):
            return None
        stored = self.cells(value.column)
        nothing = self.missing | {fold(word) for word in value.missing}
        closed = None if value.map is None else {fold(word): meant for word, meant in value.map.items()}

        def meaning(cell: str) -> str | None:
            text = cell.strip()
            if fold(text) in nothing and (closed is None or fold(text) not in closed):
                return ""
            return text if closed is None else closed.get(fold(text))

        known = None if value.map is None else list(value.map)
        return self.translate(stored, value.column, meaning, known)

    def translate(
        self, stored: Coded, column: str, meaning: Callable[[str], str | None], known: Sequence[str] | None
    ) -> Coded:
        """Each distinct value through `meaning`; null is a problem in every used row that holds it."""
        meant = [meaning(cell) for cell in stored.values]
        for code, (cell, found) in enumerate(zip(stored.values, meant, strict=True)):
            if found is None:
                near = near_misses(cell.strip(), known or ())
                hint = f'Did you mean "{near[0]}"? ' if near else ""
                fix = f"{hint}Map it in review.toml, or list it under `missing`. Mapped: {', '.join(known or ())}."
                for at in np.flatnonzero((stored.codes == code) & self.used):
                    self.error(
                        int(at), column, f'"{cell.strip()}" is not a value that is mapped.', "unmapped value", fix
                    )
        values = list(dict.fromkeys(found or "" for found in meant))
        index = {value: code for code, value in enumerate(values)}
        lookup = np.array([index[found or ""] for found in meant], dtype=np.int64)
        return Coded(lookup[stored.codes] if len(lookup) else stored.codes, values)

    def holds(self, condition: Condition | None) -> NDArray[np.bool_] | None:
        """The rows in which a condition holds; null without one."""
        if condition is None or not self.has(condition.column):
            return None
        stored = self.cells(condition.column)
        wanted = {fold(word) for word in condition.is_}
        truth = np.array(
            [
                (fold(cell) in wanted) or (condition.blank is not None and (not cell.strip()) == condition.blank)
                for cell in stored.values
            ],
            dtype=bool,
        )
        return truth[stored.codes] if len(truth) else np.zeros(0, dtype=bool)


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
    for at, cell in enumerate(work.frame[join.key]):
        partner = index.get(fold(str(cell)))
        if partner is not None:
            found[at] = partner
        elif work.used[at] and not join.optional:
            place = other.path if other.sheet is None else f"sheet {other.sheet}"
            work.error(at, join.key, f'"{str(cell).strip()}" has no partner in {place}.', "join", "Add it there.")
    return found
