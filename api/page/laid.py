"""A stored text laid out for a page: blocks, cells, and the pieces into which the marks cut them.

text    Staff said that training made the role possible
marks             [1      training made]
                               [2  made the role    ]
pieces  Staff said [1 that training ][1 2 made][2  the role possible]
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.page.placed import Mark, once
from graph.documents import Block, BlockKind, Cell, StoredText, Table


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that the same marks cover. `ids`: marks that begin with it; `ends`: marks whose last piece it is."""

    text: str
    marks: tuple[Mark, ...]
    ids: tuple[str, ...]
    ends: tuple[Mark, ...]

    @property
    def human(self) -> bool:
        """Whether people decided on some of its marks."""
        return any(mark.human for mark in self.marks)

    @property
    def machine(self) -> bool:
        """Whether some of its marks wait."""
        return any(not mark.human for mark in self.marks)

    @property
    def named(self) -> str:
        """The suggestions behind its marks."""
        return " ".join(mark.suggestion.id for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand in one element of the page."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell of a table."""

    cell: Cell
    run: Run


@dataclass(frozen=True, slots=True)
class Laid:
    """One block. `rows` for a table that was read with its cells, else `run`; `begins` and `ends` a list."""

    block: Block
    run: Run | None
    rows: tuple[tuple[LaidCell, ...], ...] = ()
    begins: bool = False
    ends: bool = False


def laid(stored: StoredText, marks: Sequence[Mark]) -> list[Laid]:
    """The blocks of a text with their marks, in order."""
    tables = {table.char_start: table for table in stored.tables}
    spans = list(_spans(stored, tables))
    runs = dict(zip(spans, _runs(stored.text, spans, marks), strict=True))
    found = []
    for at, block in enumerate(stored.blocks):
        table = tables.get(block.char_start) if block.kind is BlockKind.TABLE else None
        if table is not None and table.cells:
            found.append(Laid(block, None, _rows(table, runs)))
            continue
        item = block.kind is BlockKind.LIST_ITEM
        before = at > 0 and stored.blocks[at - 1].kind is BlockKind.LIST_ITEM
        after = at + 1 < len(stored.blocks) and stored.blocks[at + 1].kind is BlockKind.LIST_ITEM
        run = runs[block.char_start, block.char_end]
        found.append(Laid(block, run, (), item and not before, item and not after))
    return found


def _spans(stored: StoredText, tables: dict[int, Table]) -> Iterator[tuple[int, int]]:
    """Where the characters of each element stand."""
    for block in stored.blocks:
        table = tables.get(block.char_start) if block.kind is BlockKind.TABLE else None
        if table is not None and table.cells:
            yield from sorted({(cell.char_start, cell.char_end) for cell in table.cells})
        else:
            yield block.char_start, block.char_end


def _rows(table: Table, runs: dict[tuple[int, int], Run]) -> tuple[tuple[LaidCell, ...], ...]:
    rows: dict[int, list[LaidCell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(LaidCell(cell, runs[cell.char_start, cell.char_end]))
    return tuple(tuple(sorted(row, key=lambda one: one.cell.column)) for _, row in sorted(rows.items()))


def _runs(text: str, spans: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[Run]:
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    over: dict[int, list[Mark]] = defaultdict(list)
    first: dict[Mark, int] = {}
    last: dict[Mark, int] = {}
    for mark in marks:
        held = [
            at for at in range(bisect_right(ends, mark.start), bisect_left(starts, mark.end)) if starts[at] < ends[at]
        ]
        for at in held:
            over[at].append(mark)
        if held:
            first[mark], last[mark] = held[0], held[-1]
    ids = once(mark for mark in marks if mark in first)
    for at, span in enumerate(spans):
        here = over[at]
        begins = {mark: ids[mark] for mark in here if first[mark] == at}
        ending = {mark for mark in here if last[mark] == at}
        yield Run(*span, tuple(_pieces(text, span, here, begins, ending)))


def _pieces(
    text: str, span: tuple[int, int], marks: Sequence[Mark], begins: dict[Mark, tuple[str, ...]], ending: set[Mark]
) -> Iterator[Piece]:
    start, end = span
    cuts = {start, end} | {min(max(at, start), end) for mark in marks for at in (mark.start, mark.end)}
    ordered = sorted(cuts)
    for left, right in itertools.pairwise(ordered):
        on = tuple(mark for mark in marks if mark.start <= left and mark.end >= right)
        ids = tuple(one for mark in on if max(mark.start, start) == left for one in begins.get(mark, ()))
        ends = tuple(mark for mark in on if min(mark.end, end) == right and mark in ending)
        yield Piece(text[left:right], on, ids, ends)
