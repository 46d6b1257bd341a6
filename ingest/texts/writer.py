"""The stored text as it grows: characters with their place in the source, cut into blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph.documents import (
    BLOCK_END,
    CELL_END,
    ROW_END,
    About,
    Block,
    BlockKind,
    Cell,
    Citation,
    Line,
    Run,
    Section,
    StoredText,
    Table,
    TextFormat,
    text_sha256,
)
from ingest.texts.language import languages_of
from ingest.texts.pieces import Piece, normalised, source_end, stripped

_BETWEEN_CITATIONS = re.compile(r"[\s,;\u2010-\u2014-]*")


@dataclass
class Context:
    """Where in the paper the next block stands."""

    kind: BlockKind = BlockKind.PARAGRAPH
    section: Section = Section.OTHER
    heading: str | None = None
    declared: str | None = None
    page: int | None = None
    where: str = ""


@dataclass
class _Mark:
    """Characters of the open block, counted from its first, that cite."""

    start: int
    end: int
    targets: tuple[str, ...]


@dataclass
class _Open:
    """The block that is being written. Marks are (start, end) in characters written so far."""

    context: Context
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0
    citations: list[_Mark] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.length += len(piece.chars)


class Writer:
    """Takes characters in reading order and ends in a StoredText."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._declared: list[str | None] = []
        self._runs: list[Run] = []
        self._citations: list[Citation] = []
        self._tables: list[Table] = []
        self._open: _Open | None = None
        self._outer: _Open | None = None
        self._only_label = False

    def text(self, chars: str, where: str, source_start: int, context: Context) -> None:
        """Characters that stand side by side in the source. White space alone begins no block."""
        if self._open is None:
            if not chars or chars.isspace():
                return
            self._open = _Open(replace(context))
        elif self._only_label and chars.isspace():
            return
        self._only_label = False
        for start, part in normalised(chars):
            self._open.add(Piece(part, where, source_start + start))

    def glue(self, chars: str) -> None:
        """Characters of our own inside a block; nothing at its beginning or after white space."""
        if self._open is not None and self._open.pieces and not self._open.pieces[-1].chars[-1:].isspace():
            self._open.add(Piece(chars, None, 0))

    def label_ends(self) -> None:
        """The next block continues this one, as in "Table 1" and its caption."""
        self.glue(" ")
        self._only_label = self._open is not None

    def cut(self, context: Context | None = None) -> None:
        """The block ends here. After a label it goes on, as what `context` says."""
        if self._outer is not None:  # inside a cell
            self.glue(" ")
            return
        if self._only_label and context is not None and self._open is not None:
            self._open.context = replace(context)
            return
        self._only_label = False
        done, self._open = self._open, None
        if done is not None:
            self._close(done)

    @property
    def at(self) -> int:
        """Characters written in the open block so far; for `cited`."""
        return self._open.length if self._open else 0

    def cited(self, start: int, targets: Sequence[str]) -> None:
        """What was written in the open block since `start` is a citation mark."""
        if self._open is None or self._open.length <= start:
            return
        marks = self._open.citations
        if marks:
            before = marks[-1]
            between = "".join(piece.chars for piece in self._open.pieces)[before.end : start]
            if _BETWEEN_CITATIONS.fullmatch(between):
                marks[-1] = _Mark(before.start, self._open.length, (*before.targets, *targets))
                return
        marks.append(_Mark(start, self._open.length, tuple(targets)))

    def begin_table(self, context: Context) -> None:
        """A block of kind table; rows and cells follow."""
        self.cut()
        self._open = _Open(replace(context, kind=BlockKind.TABLE))

    def begin_cell(self, joint: str) -> None:
        """What follows belongs to one cell; `joint` stands before it (a tab, or a line end where a row begins)."""
        if self._open is None:
            raise ValueError("a cell needs a table")
        if self._open.cells:
            self._open.add(Piece(joint, None, 0))
        self._outer, self._open = self._open, _Open(replace(self._open.context))

    def end_cell(self, row: int, column: int, rows: int, columns: int, *, header: bool) -> None:
        """The cell ends; its address counts from 0."""
        if self._outer is None or self._open is None:
            raise ValueError("no cell was begun")
        cell, self._open, self._outer = self._open, self._outer, None
        start = self._open.length
        pieces, dropped = stripped(cell.pieces)
        for piece in pieces:
            self._open.add(piece)
        length = self._open.length - start
        for mark in cell.citations:
            first, last = (start + min(max(0, at - dropped), length) for at in (mark.start, mark.end))
            self._open.citations.append(_Mark(first, last, mark.targets))
        self._open.cells.append(Cell(row, column, rows, columns, header, start, self._open.length))

    def _close(self, block: _Open) -> None:
        pieces, dropped = stripped(block.pieces)
        length = sum(len(piece.chars) for piece in pieces)
        if not length:
            return
        if self._blocks:
            self._parts.append(BLOCK_END)
            self._length += len(BLOCK_END)
        start = at = self._length
        for piece in pieces:
            if piece.where is not None and piece.chars:
                self._run(at, piece)
            self._parts.append(piece.chars)
            at += len(piece.chars)
        self._length = at

        def placed(mark: int) -> int:
            return start + min(max(0, mark - dropped), length)

        told = block.context
        self._blocks.append(Block(told.kind, told.section, told.heading, None, start, at, told.page, told.where))
        self._declared.append(told.declared)
        for mark in block.citations:
            if placed(mark.start) < placed(mark.end):
                self._citations.append(Citation(placed(mark.start), placed(mark.end), mark.targets))
        if block.context.kind is BlockKind.TABLE:
            cells = (replace(c, char_start=placed(c.char_start), char_end=placed(c.char_end)) for c in block.cells)
            self._tables.append(Table(start, at, tuple(cells)))

    def _run(self, at: int, piece: Piece) -> None:
        last = self._runs[-1] if self._runs else None
        end = at + len(piece.chars)
        if last is not None and (last.char_end, last.where, source_end(last)) == (at, piece.where, piece.source_start):
            self._runs[-1] = Run(last.char_start, end, last.where, last.source_start)
            return
        self._runs.append(Run(at, end, str(piece.where), piece.source_start))

    def finish(  # noqa: PLR0913  (what is known of a text besides its words)
        self,
        format_: TextFormat,
        *,
        about: About = About(),  # noqa: B008  (frozen)
        counts: Sequence[tuple[str, int]] = (),
        notes: Sequence[str] = (),
        pages: int | None = None,
        lines: Sequence[Line] = (),
    ) -> StoredText:
        """The stored text, with the language of every block."""
        self.cut()
        text = "".join(self._parts)
        spoken = languages_of([text[b.char_start : b.char_end] for b in self._blocks], self._declared)
        blocks = tuple(replace(block, language=said) for block, said in zip(self._blocks, spoken, strict=True))
        return StoredText(
            text,
            text_sha256(text),
            format_,
            blocks,
            tuple(self._runs),
            tuple(self._citations),
            tuple(self._tables),
            tuple(lines),
            about,
            pages,
            tuple(counts),
            tuple(notes),
        )


CELL_JOINT, ROW_JOINT = CELL_END, ROW_END
