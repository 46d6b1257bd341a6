"""Stored texts: what was read from a full text or an abstract, cut into blocks, with the way back to the source.

Offsets are Unicode code points of `StoredText.text`, end exclusive. The text is never changed after reading: only
line ends and encoding are normalised, and blocks are joined by one blank line. docs/decisions/0006-texts.md.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

BLOCK_END = "\n\n"
"""Stands between two blocks."""
ROW_END = "\n"
"""Stands between two rows of a table."""
CELL_END = "\t"
"""Stands between two cells of a row."""


class TextFormat(StrEnum):
    """What a text was read from."""

    JATS = "jats"
    TEI = "tei"
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    TXT = "txt"
    ABSTRACT = "abstract"


class Section(StrEnum):
    """The part of a paper a block stands in. `references` only where a format cannot drop them; never tagged."""

    ABSTRACT = "abstract"
    BACKGROUND = "background"
    METHODS = "methods"
    RESULTS = "results"
    DISCUSSION = "discussion"
    OTHER = "other"
    REFERENCES = "references"


class BlockKind(StrEnum):
    """What a block is. `note` is a note under a table or a footnote; `quote` is set off by the authors."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    TABLE = "table"
    CAPTION = "caption"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """One block; it never begins or ends with white space. `where` is the element path, "page 3", or ""."""

    kind: BlockKind
    section: Section
    heading: str | None
    """The heading it stands under, as printed."""
    language: str | None
    """BCP 47; null when nothing tells it."""
    char_start: int
    char_end: int
    page: int | None
    """The page it begins on, from 1."""
    where: str


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand side by side in the source too, from `source_start` inside `where`.

    XML and HTML: `where` is the path of a text node, such as /article[1]/body[1]/p[3]/text()[2] (local names; positions
    among siblings of one name; offsets in code points of the node). docx: the same, after "word/document.xml". PDF:
    "page 3", offsets are the page's character numbers. txt: "", offsets in code points of the decoded file.
    """

    char_start: int
    char_end: int
    where: str
    source_start: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A mark that cites other works, such as `12-14`; the words of nobody."""

    char_start: int
    char_end: int
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; rows and columns from 0, spans at least 1."""

    row: int
    column: int
    rows: int
    columns: int
    header: bool
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table block with its cells; its rows are joined by a line end, its cells by a tab."""

    char_start: int
    char_end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the lower left corner; pages count from 1."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a PDF and where it stands."""

    char_start: int
    char_end: int
    box: Box


@dataclass(frozen=True)
class About:
    """What a text says of itself. Never addresses of people."""

    title: str | None = None
    doi: str | None = None
    journal: str | None = None
    year: int | None = None
    kind: str | None = None
    """The article type, as the source spells it."""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedWork:
    """One entry of a reference list; null is what it does not say. `title` is a book's where it has no other."""

    doi: str | None = None
    pmid: str | None = None
    title: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class StoredText:
    """One text as stored: `sha256` is over the UTF-8 of `text`; anchors name it."""

    text: str
    sha256: str
    format: TextFormat
    blocks: tuple[Block, ...]
    runs: tuple[Run, ...]
    citations: tuple[Citation, ...] = ()
    tables: tuple[Table, ...] = ()
    lines: tuple[Line, ...] = ()
    about: About = About()
    pages: int | None = None
    counts: tuple[tuple[str, int], ...] = ()
    """What was read and dropped, such as ("sections", 12), ("references dropped", 31)."""
    notes: tuple[str, ...] = ()
    """What a reader should know of it, one sentence each."""
    references: tuple[CitedWork, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of its blocks, the one with most characters first."""
        sizes: dict[str, int] = {}
        for block in self.blocks:
            if block.language is not None:
                sizes[block.language] = sizes.get(block.language, 0) + block.char_end - block.char_start
        return tuple(sorted(sizes, key=lambda language: (-sizes[language], language)))

    def count(self, name: str) -> int:
        """One of `counts`, 0 when it is not there."""
        return dict(self.counts).get(name, 0)


@dataclass(frozen=True)
class PaperText:
    """A stored text and the paper it is of. `path` lies in the review folder; an abstract has its record's."""

    paper_id: str
    path: str
    file_sha256: str
    text: StoredText


def text_sha256(text: str) -> str:
    """SHA-256 (hex) of a stored text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def block_at(stored: StoredText, offset: int) -> Block | None:
    """The block that holds a character; null between blocks and outside the text."""
    at = bisect_right(stored.blocks, offset, key=lambda block: block.char_start) - 1
    if at < 0 or offset >= stored.blocks[at].char_end:
        return None
    return stored.blocks[at]


def page_at(stored: StoredText, offset: int) -> int | None:
    """The page that a character stands on; null without pages."""
    at = bisect_right(stored.lines, offset, key=lambda line: line.char_start) - 1
    if at >= 0:
        return stored.lines[at].box.page
    block = block_at(stored, offset)
    return block.page if block else None


def sources(stored: StoredText, char_start: int, char_end: int) -> Iterator[Run]:
    """Where characters stand in the source, in order. What narragraph put between blocks and cells has no source."""
    first = max(0, bisect_right(stored.runs, char_start, key=lambda run: run.char_start) - 1)
    for run in stored.runs[first:]:
        if run.char_start >= char_end:
            return
        start, end = max(char_start, run.char_start), min(char_end, run.char_end)
        if start < end:
            yield Run(start, end, run.where, run.source_start + start - run.char_start)


def line_boxes(stored: StoredText, char_start: int, char_end: int) -> Iterator[Box]:
    """The printed lines that hold some of these characters, whole; `ingest.texts.pdf` knows the single characters."""
    first = max(0, bisect_right(stored.lines, char_start, key=lambda line: line.char_start) - 1)
    for line in stored.lines[first:]:
        if line.char_start >= char_end:
            return
        if line.char_end > char_start:
            yield line.box
