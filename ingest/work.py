"""A table at work: which rows count, where its cells stand, and its columns as codes over distinct values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.errors import ReviewFolderError, TableError, did_you_mean, near_misses
from graph.ids import fold
from ingest.mapping import Column, Condition, TableSection, Value
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
        """The address of one cell, such as F14."""
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
        return Coded(codes.astype(np.int64), values.to_numpy(dtype=object).tolist())

    def read(self, spec: Column | None, rows: NDArray[np.bool_] | None = None) -> Coded | None:
        """A column stripped, missing words as "", through its closed map. Null when not asked for or not there.

        The map must know every value in `rows`, which are the used ones when not given.
        """
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
        return self.translate(stored, value.column, meaning, known, rows)

    def translate(
        self,
        stored: Coded,
        column: str,
        meaning: Callable[[str], str | None],
        known: Sequence[str] | None,
        rows: NDArray[np.bool_] | None = None,
    ) -> Coded:
        """Each distinct value through `meaning`; null is a problem in every one of the rows that holds it."""
        meant = [meaning(cell) for cell in stored.values]
        asked = self.used if rows is None else rows
        for code, (cell, found) in enumerate(zip(stored.values, meant, strict=True)):
            if found is None:
                self.unmapped(np.flatnonzero((stored.codes == code) & asked), column, cell.strip(), known or ())
        values = list(dict.fromkeys(found or "" for found in meant))
        index = {value: code for code, value in enumerate(values)}
        lookup = np.array([index[found or ""] for found in meant], dtype=np.int64)
        return Coded(lookup[stored.codes] if len(lookup) else stored.codes, values)

    def unmapped(self, rows: Ints, column: str, value: str, known: Sequence[str]) -> None:
        """Add a problem for each of the rows, which hold a value that a closed map does not know."""
        near = near_misses(value, known)
        hint = f'Did you mean "{near[0]}"? ' if near else ""
        fix = f"{hint}Map it in review.toml, or list it under `missing`. Mapped: {', '.join(known)}."
        for at in rows:
            self.error(int(at), column, f'"{value}" is not a value that is mapped.', "unmapped value", fix)

    def holds(self, condition: Condition | None) -> NDArray[np.bool_] | None:
        """The rows in which a condition holds; null without one. A condition that cannot hold is told."""
        if condition is None or not self.has(condition.column):
            return None
        if not condition.is_ and condition.blank is None:
            message = f"the condition on {condition.column} needs `is` or `blank`."
            self.problems.add(ReviewFolderError("review.toml", message, key=f"table {self.label}"))
        stored = self.cells(condition.column)
        wanted = {fold(word) for word in condition.is_}
        held = {fold(cell) for cell in stored.values}
        for word in condition.is_:
            if fold(word) not in held:
                place = f"{self.label}, column {condition.column}"
                hint = did_you_mean(near_misses(word, [cell.strip() for cell in stored.values]))
                self.problems.warn(f'{place}: no cell holds "{word}", which a condition asks for.{hint}')
        truth = np.array(
            [
                (fold(cell) in wanted) or (condition.blank is not None and (not cell.strip()) == condition.blank)
                for cell in stored.values
            ],
            dtype=bool,
        )
        return truth[stored.codes] if len(truth) else np.zeros(0, dtype=bool)
