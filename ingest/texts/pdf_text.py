"""PDF -> stored text: columns in reading order, lines joined to paragraphs, headings by type and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from graph.documents import About, BlockKind, Box, Line, StoredText, TextFormat
from ingest.texts.pdf import printed_pages
from ingest.texts.pdf_lines import Column, Page, PrintedLine, columns_of, without_running_heads
from ingest.texts.sections import section_of_heading
from ingest.texts.writer import Context, Writer

_CLOSED = re.compile(r"""[.!?:;\u2026]["'\u2019\u201d\u00bb)\]]*[\d,\u2013-]*$""")
_BULLET = re.compile(r"[\u2022\u25cf\u25aa\u25e6\u2023\u2219\u25a0\u25a1]\s*\S")
_MOST_OF_A_HEADING = 160
_BOLD = 600


def read_pdf(content: bytes, path: str) -> StoredText:
    """The stored text of a PDF. Raises TextError."""
    printed = printed_pages(content, path)
    pages, dropped = without_running_heads(printed)
    columns = [column for page in pages for column in columns_of(page)]
    lines = [line for column in columns for line in column.lines]
    body = _usual(lines)
    writer = Writer()
    context = Context()
    title = None
    for block in _blocks(columns):
        kind = _kind(block, body, first=title is None and block[0].box.page == 1)
        words = " ".join(line.words for line in block)
        if kind is BlockKind.HEADING:
            context = replace(context, section=section_of_heading(words) or context.section, heading=words)
        elif kind is BlockKind.TITLE:
            title = words
        _write(writer, block, replace(context, kind=kind, page=block[0].box.page, where=_where(block[0])))
    stored = writer.finish(
        TextFormat.PDF,
        about=About(title=title),
        counts=[("pages", len(pages)), ("running heads dropped", dropped)],
        notes=_notes(printed),
        pages=len(pages),
    )
    boxes = {(_where(line), line.start): line.box for line in lines}
    return replace(stored, lines=tuple(_lines(stored, boxes)))


def _where(line: PrintedLine) -> str:
    return f"page {line.box.page}"


def _notes(pages: Sequence[Page]) -> list[str]:
    empty = [str(page.number) for page in pages if not page.letters]
    if not empty:
        return []
    which = f"page {empty[0]} holds" if len(empty) == 1 else f"pages {', '.join(empty)} hold"
    return [f"{which} no text; run OCR first if there are words on them."]


def _write(writer: Writer, block: Sequence[PrintedLine], context: Context) -> None:
    for line in block:
        writer.glue("\n")
        writer.text(line.words, _where(line), line.start, context)
    writer.cut()


def _lines(stored: StoredText, boxes: dict[tuple[str, int], Box]) -> Iterator[Line]:
    """Every run of a PDF begins a printed line, or continues one."""
    for run in stored.runs:
        box = boxes.get((run.where, run.source_start))
        if box is not None:
            yield Line(run.char_start, run.char_end, box)


def _usual(lines: Sequence[PrintedLine]) -> tuple[float, bool]:
    """The size of most characters, and whether most are bold."""
    sizes: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        sizes[round(line.size, 1), line.weight >= _BOLD] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else (0.0, False)


def _kind(block: Sequence[PrintedLine], body: tuple[float, bool], *, first: bool) -> BlockKind:
    words = " ".join(line.words for line in block)
    size = max(line.size for line in block)
    if first and size > 1.25 * body[0]:
        return BlockKind.TITLE
    if _BULLET.match(words):
        return BlockKind.LIST_ITEM
    if len(words) > _MOST_OF_A_HEADING:
        return BlockKind.PARAGRAPH
    bold = not body[1] and all(line.weight >= _BOLD for line in block)
    larger = all(line.size > 1.06 * body[0] for line in block)
    if section_of_heading(words) or ((larger or bold) and not words.endswith((".", ","))):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _blocks(columns: Sequence[Column]) -> Iterator[list[PrintedLine]]:
    """The lines of each paragraph; one goes on in the next column when its last sentence does."""
    pitch = _pitch(columns)
    block: list[PrintedLine] = []
    for column in columns:
        for at, line in enumerate(column.lines):
            ends = bool(block) and (_turns(block[-1], line) if at == 0 else _parts(block[-1], line, column, pitch))
            if ends:
                yield block
                block = []
            block.append(line)
    if block:
        yield block


def _pitch(columns: Sequence[Column]) -> float:
    """The usual distance from line to line."""
    steps = [
        one.box.bottom - other.box.bottom
        for column in columns
        for one, other in pairwise(column.lines)
        if 0 < one.box.bottom - other.box.bottom < 4 * one.size
    ]
    return median(steps) if steps else 0.0


def _turns(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a paragraph ends where the column does."""
    if bool(_CLOSED.search(last.words)) or section_of_heading(line.words) is not None:
        return True
    return not (_same_type(last, line) or _goes_on(last, line))


def _parts(last: PrintedLine, line: PrintedLine, column: Column, pitch: float) -> bool:
    """Whether a paragraph ends between two lines of a column."""
    step = last.box.bottom - line.box.bottom
    if step > 1.45 * pitch or step < -0.5 * pitch or _BULLET.match(line.words):
        return True
    if not _same_type(last, line):
        return not _goes_on(last, line)
    indented = line.box.left - column.left > 0.8 * line.size and abs(last.box.left - column.left) < 0.4 * line.size
    short = last.box.right < column.right - 3 * line.size
    return indented and (short or bool(_CLOSED.search(last.words)))


def _goes_on(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether a sentence goes on although the type of the two lines differs, as where one is mostly a file name."""
    closed = _CLOSED.search(last.words) or section_of_heading(last.words) is not None
    return not closed and abs(last.size - line.size) < 0.25 * last.size and not line.words[0].isupper()


def _same_type(last: PrintedLine, line: PrintedLine) -> bool:
    return abs(last.size - line.size) < 0.6 and (last.weight >= _BOLD) == (line.weight >= _BOLD)
