"""The stretches of a stored text that are tagged, each by itself: blocks, and cells of tables. Loads no spaCy."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from graph.documents import CELL_END, ROW_END, Block, BlockKind, Section, StoredText
from nlp.flat import flat
from nlp.sentences import sentence_bounds


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch: a block, or a cell when `whole`. `citations`: marks in it, in characters of the stored text."""

    text: str
    char_start: int
    language: str | None
    section: Section
    heading: str | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    whole: bool = False
    citations: tuple[tuple[int, int], ...] = ()

    @property
    def is_title(self) -> bool:
        """Whether it is the title: no passage, but it tells where the paper is from."""
        return self.kind is BlockKind.TITLE


def passages_of(stored: StoredText) -> list[Passage]:
    """What is tagged of a text, in its order: all but headings and reference lists."""
    return [passage for block in stored.blocks if _is_tagged(block) for passage in _of(stored, block)]


def languages_in(stored: StoredText) -> set[str | None]:
    """The languages of what is tagged."""
    return {block.language for block in stored.blocks if _is_tagged(block)}


def sentences_in(stored: StoredText) -> int:
    """How many stretches may be suggested of a text: its sentences and cells, without title, headings, references."""
    return sum(len(sentence_places(passage)) for passage in passages_of(stored) if not passage.is_title)


def sentence_places(passage: Passage) -> list[tuple[int, int]]:
    """Where the sentences of a passage stand in the stored text: the very stretches that the pipeline suggests."""
    one, base = flat(passage.text), passage.char_start
    if passage.whole:
        bounds = [(0, len(one.text))]
    else:
        marks = [(one.forth(start - base), one.forth(end - base)) for start, end in passage.citations]
        bounds = sentence_bounds(one.text, passage.language, marks)
    return [(base + one.back(start), base + one.back(end - 1) + 1) for start, end in bounds]


def _is_tagged(block: Block) -> bool:
    return block.section is not Section.REFERENCES and block.kind is not BlockKind.HEADING


def _of(stored: StoredText, block: Block) -> Iterator[Passage]:
    if block.kind is not BlockKind.TABLE:
        yield _passage(stored, block, block.char_start, block.char_end, whole=False)
        return
    table = next((table for table in stored.tables if table.char_start == block.char_start), None)
    for start, end in [(c.char_start, c.char_end) for c in table.cells] if table else _cells(stored.text, block):
        if any(map(str.isalpha, stored.text[start:end])):
            yield _passage(stored, block, start, end, whole=True)


def _cells(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Cells of a table that is only known by its rows and tabs."""
    at = block.char_start
    for row in text[block.char_start : block.char_end].split(ROW_END):
        for cell in row.split(CELL_END):
            yield at, at + len(cell)
            at += len(cell) + 1


def _passage(stored: StoredText, block: Block, start: int, end: int, *, whole: bool) -> Passage:
    first = bisect_left(stored.citations, start, key=lambda mark: mark.char_start)
    last = bisect_left(stored.citations, end, key=lambda mark: mark.char_start)
    marks = tuple((mark.char_start, mark.char_end) for mark in stored.citations[first:last])
    text = stored.text[start:end]
    return Passage(text, start, block.language, block.section, block.heading, block.kind, whole, marks)
