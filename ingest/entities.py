"""Things with an id and properties, gathered from many rows; a property may be said often, but not in two ways."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph.errors import TableError
from ingest.groups import numbered
from ingest.work import Coded, Ints, Place, Work


@dataclass
class Entities:
    """The nodes of one label: id -> property -> (value, where it was said)."""

    label: str
    said: dict[str, dict[str, tuple[object, str | tuple[Place, int]]]] = field(default_factory=dict)

    def add(self, ids: list[str]) -> None:
        """Make sure that every id is there."""
        for id_ in ids:
            self.said.setdefault(id_, {})

    def value(self, id_: str, name: str) -> object:
        """A property, null when nobody said it."""
        found = self.said.get(id_, {}).get(name)
        return None if found is None else found[0]

    def rows(self) -> list[dict[str, object]]:
        """Every node as a row, in order of id."""
        return [
            {"id": id_, **{name: pair[0] for name, pair in said.items()}} for id_, said in sorted(self.said.items())
        ]


@dataclass(frozen=True)
class RowIds:
    """The entity of every row: `codes` into `ids`, -1 where the row has none."""

    codes: Ints
    ids: list[str]


def put(entities: Entities, work: Work, rows: RowIds, name: str, said: tuple[Coded, list[object], str]) -> None:
    """Say one property of every row's entity. `said`: the coded column, the value of each code (null = nothing said),
    and the column's name. Two different values for one entity are a problem that names both cells.
    """
    coded, values, column = said
    known = np.array([value is not None for value in values], dtype=bool)
    at = np.flatnonzero(work.used & (rows.codes >= 0) & (known[coded.codes] if len(known) else False))
    if not at.size:
        return
    at = at[numbered([rows.codes[at], coded.codes[at]])[1]]
    for row, code, which in zip(at.tolist(), rows.codes[at].tolist(), coded.codes[at].tolist(), strict=True):
        say(entities, work, (rows.ids[code], name, values[which]), (row, column))


def say(entities: Entities, work: Work, said: tuple[str, str, object], where: tuple[int, str]) -> None:
    """Say one property of one entity, as id, property and value, at a row and column; another value is a problem."""
    (id_, name, value), (row, column) = said, where
    before = entities.said.setdefault(id_, {}).setdefault(name, (value, (work.places[column], row)))
    if before[0] != value:
        message = f'{entities.label} "{id_}" has the {name} "{value}" here and "{before[0]}" in {_told(before[1])}.'
        work.error(row, column, message, "different data for one id", "Correct one of the two, or its id.")


def _told(where: str | tuple[Place, int]) -> str:
    if isinstance(where, str):
        return where
    place, row = where
    return f"{place.path} {place.address(row)}"


def combine(columns: list[Coded]) -> tuple[Ints, list[tuple[str, ...]]]:
    """One code for each distinct combination of values, and the combinations."""
    codes = columns[0].codes
    for column in columns[1:]:
        _, codes = np.unique(codes * len(column.values) + column.codes, return_inverse=True)
    distinct, first, codes = np.unique(codes, return_index=True, return_inverse=True)
    combos = [tuple(column.values[column.codes[at]] for column in columns) for at in first]
    del distinct
    return codes.astype(np.int64), combos


def row_error(work: Work, at: int, message: str, rule: str, fix: str) -> None:
    """Add a problem with a whole row."""
    row = int(work.raw.frame.index[at])
    work.problems.add(TableError(work.raw.path, message, sheet=work.raw.sheet, row=row, rule=rule, fix=fix))


def first_used(work: Work, codes: Ints, code: int) -> NDArray[np.int64]:
    """The used rows with one code."""
    return np.flatnonzero((codes == code) & work.used)
