"""Items: the names and phrases in the cells of one column, each with its place in the cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.ids import fold
from ingest.mapping import InfluenceSection
from ingest.work import Coded, Ints, Work


@dataclass(frozen=True)
class Items:
    """The items named in the cells of one column, flat: which row, where in the cell, which text."""

    row: Ints
    start: Ints
    end: Ints
    text: Coded


def listed(work: Work, section: InfluenceSection, rows: NDArray[np.bool_]) -> Items | None:
    """The items of a column of names or phrases, list cells taken apart; null when the column is not there."""
    if section.column is None or not work.has(section.column):
        return None
    stored = work.cells(section.column)
    nothing = (work.missing | {fold(word) for word in section.missing}) - {fold(word) for word in section.map or ()}
    if section.split is None:
        return whole_cells(stored, rows, nothing)
    separators = (section.split,) if isinstance(section.split, str) else section.split
    parts = [_parts(cell, separators, section.strip, nothing) for cell in stored.values]
    at = np.flatnonzero(rows)
    sizes = np.array([len(found) for found in parts], dtype=np.int64)[stored.codes[at]] if parts else at
    texts: dict[str, int] = {}
    flat = [
        (start, end, texts.setdefault(text, len(texts)))
        for code in stored.codes[at]
        for start, end, text in parts[code]
    ]
    columns = np.array(flat, dtype=np.int64).reshape(-1, 3)
    return Items(np.repeat(at, sizes), columns[:, 0], columns[:, 1], Coded(columns[:, 2], list(texts)))


def whole_cells(stored: Coded, rows: NDArray[np.bool_], nothing: frozenset[str]) -> Items:
    """One item for each cell that says something."""
    says, starts, ends = extents(stored, nothing)
    at = np.flatnonzero(rows & (says[stored.codes] if len(says) else False))
    codes = stored.codes[at]
    if not len(says):
        return Items(at, codes, codes, Coded(codes, []))
    return Items(at, starts[codes], ends[codes], Coded(codes, [cell.strip() for cell in stored.values]))


def extents(stored: Coded, nothing: frozenset[str]) -> tuple[NDArray[np.bool_], Ints, Ints]:
    """For each distinct cell whether it says something, and where its words start and end."""
    texts = [cell.strip() for cell in stored.values]
    cells = list(zip(stored.values, texts, strict=True))
    says = np.array([fold(text) not in nothing for text in texts], dtype=bool)
    starts = [0 if len(cell) == len(text) else len(cell) - len(cell.lstrip()) for cell, text in cells]
    start = np.array(starts, dtype=np.int64)
    return says, start, start + np.array(list(map(len, texts)), dtype=np.int64)


def _parts(cell: str, separators: tuple[str, ...], strip: str, nothing: frozenset[str]) -> list[tuple[int, int, str]]:
    """(start, end, text) of every item of a list cell that says something."""
    found = []
    begin = 0
    for match in [*re.finditer("|".join(map(re.escape, separators)), cell), None]:
        part = cell[begin : match.start() if match else len(cell)]
        text = part.strip().strip(strip).strip() if strip else part.strip()
        if fold(text) not in nothing:
            start = begin + part.index(text)
            found.append((start, start + len(text), text))
        begin = match.end() if match else begin
    return found
