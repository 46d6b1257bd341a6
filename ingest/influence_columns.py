"""Columns that are influences: the header names one, each cell flags it or says its direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import ReviewFolderError
from graph.ids import fold
from ingest.items import Items, whole_cells
from ingest.mapping import ColumnRange, DirectionSection, FindingSection
from ingest.review_file import NAME
from ingest.words import Words, influence_of_header
from ingest.work import Coded, Work


@dataclass(frozen=True)
class InfluenceColumn:
    """What one such column says: its cells, the influence and the direction of each, and the cells' own words."""

    header: str
    items: Items
    influence: Coded
    direction: Coded
    reported: Coded | None


def influence_columns(
    work: Work, finding: FindingSection, words: Words, rows: NDArray[np.bool_]
) -> Iterator[InfluenceColumn]:
    """Every column that the mapping calls an influence, in table order."""
    for header in headers_of(work, finding.influence.columns):
        name, fixed = _direction_in_header(work, finding, header)
        if name is None:
            continue
        influence = influence_of_header(work, name, words)
        stored = work.cells(header)
        meaning = _cell_meaning(finding, fixed)
        if meaning is None:
            direction = Coded(np.zeros(len(work.frame), np.int64), [fixed or str(finding.direction)])
            items, reported = whole_cells(stored, rows, work.missing), None
        else:
            said = {**dict.fromkeys(work.missing - {""}, ""), **meaning}
            direction = work.translate(stored, header, lambda cell: said.get(fold(cell)), list(meaning), rows)  # noqa: B023
            items = whole_cells(stored, rows, frozenset())
            reported = items.text
        constant = Coded(np.zeros(items.row.size, np.int64), [influence])
        stated = Coded(direction.codes[items.row], direction.values)
        yield InfluenceColumn(header, items, constant, stated, reported)


def headers_of(work: Work, columns: tuple[str, ...] | ColumnRange | None) -> list[str]:
    """The columns of a list or a range that are there, in table order; one that is not is a problem."""
    names = list(work.raw.columns)
    if isinstance(columns, ColumnRange):
        if not (work.has(columns.from_) and work.has(columns.to)):
            return []
        found = names[names.index(columns.from_) : names.index(columns.to) + 1]
        work.touched.update(found)
        return found
    return [name for name in columns or () if work.has(name)]


def _direction_in_header(work: Work, finding: FindingSection, header: str) -> tuple[str | None, str | None]:
    """The influence's name and, when the header states it, the direction."""
    direction = finding.direction
    if not isinstance(direction, DirectionSection) or direction.headers is None:
        return header, None
    for mark, meant in direction.headers.items():
        place = header.casefold().find(mark.casefold())
        if place >= 0:
            name = " ".join((header[:place] + header[place + len(mark) :]).split()).strip(" -:/")
            return name, meant.value
    marks = ", ".join(direction.headers)
    message = f'the header "{header}" holds none of the marks {marks}.'
    work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding.direction.headers"))
    return None, None


def _cell_meaning(finding: FindingSection, fixed: str | None) -> dict[str, str] | None:
    """Folded cell -> direction or ""; null when any cell that is not blank is a flag."""
    direction = finding.direction
    cells = direction.cells if isinstance(direction, DirectionSection) else None
    if cells is None:
        return None
    return {fold(word): (fixed if fixed and meant else str(meant)) for word, meant in cells.items()}
