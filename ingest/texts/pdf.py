"""The door to pypdfium2: the printed lines of a PDF with their places, and the boxes of single characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.documents import Box, StoredText, sources
from graph.errors import TextError
from ingest.texts.pdf_lines import Page, PrintedLine

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_LINE = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_HYPHENS = "\ufffe\x02"
"""What pdfium gives for a hyphen that breaks a word at the end of a line."""
_PASSWORD = 4
MOST_PAGES = 10_000
"""A page takes ten bytes of a file that names one page over and over."""
_LEAST_LETTERS = 10
"""Letters a page, on average; fewer are stamps on a scan."""
_SAMPLE = 12


def printed_pages(content: bytes, path: str) -> list[Page]:
    """The lines of every page in the order of the file. Raises TextError."""
    with _opened(content, path) as document:
        if len(document) > MOST_PAGES:
            message = f"the PDF has {len(document):,} pages; at most {MOST_PAGES:,} are read."
            raise TextError(path, message, rule="size", fix="Print the pages that belong to the review into a new PDF.")
        pages = [_page(document, number) for number in range(len(document))]
    if not pages:
        raise TextError(path, "the PDF has no pages.", rule="pdf", fix="Download it again.")
    if sum(page.letters for page in pages) < _LEAST_LETTERS * len(pages):
        fix = "For example with ocrmypdf; then put the result here."
        raise TextError(path, "no text layer: run OCR first.", rule="no text layer", fix=fix)
    return pages


def character_boxes(content: bytes, path: str, stored: StoredText, char_start: int, char_end: int) -> list[Box]:
    """The boxes of single characters of a stored text, in order, from the PDF it was read from. Raises TextError."""
    boxes: list[Box] = []
    with _opened(content, path) as document:
        for run in sources(stored, char_start, char_end):
            number = int(run.where.removeprefix("page "))
            with _text_page(document, number - 1) as (_, text):
                last = run.source_start + run.char_end - run.char_start
                boxes += [Box(number, *_box(text, at)) for at in range(run.source_start, last)]
    return boxes


@contextmanager
def _opened(content: bytes, path: str) -> Iterator[PdfDocument]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            fix = "Save a copy without the password."
            raise TextError(path, "the PDF is protected by a password.", rule="password", fix=fix) from None
        raise _broken(path, error) from None
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise _broken(path, error) from None
    finally:
        document.close()


def _broken(path: str, error: Exception) -> TextError:
    message = f"the PDF is broken ({str(error).rstrip('.')})."
    return TextError(path, message, rule="pdf", fix="Download or export it again.")


@contextmanager
def _text_page(document: PdfDocument, index: int) -> Iterator[tuple[tuple[float, float], PdfTextPage]]:
    page = document[index]
    text = page.get_textpage()
    try:
        yield page.get_size(), text
    finally:
        text.close()
        page.close()


def _page(document: PdfDocument, index: int) -> Page:
    with _text_page(document, index) as ((width, height), text):
        words = _characters(text)
        lines = [
            _line(text, words, match.start(), match.end(), index + 1)
            for match in _LINE.finditer(words)
            if match.group().strip(_HYPHENS + " \t\xa0")
        ]
        lines = list(_parted(text, words, lines))
        return Page(index + 1, width, height, lines, sum(map(str.isalnum, words)))


def _characters(text: PdfTextPage) -> str:
    """One character for each that pdfium numbers."""
    import pypdfium2.raw

    count = text.count_chars()
    words: str = text.get_text_range() if count else ""
    if len(words) != count:
        codes = (pypdfium2.raw.FPDFText_GetUnicode(text, at) for at in range(count))
        words = "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)
    return words


def _line(text: PdfTextPage, words: str, start: int, end: int, page: int) -> PrintedLine:
    import pypdfium2.raw

    while words[start].isspace():
        start += 1
    while words[end - 1].isspace():
        end -= 1
    last = end - 2 if words[end - 1] in _HYPHENS and end - 2 >= start else end - 1
    one, other = _box(text, start), _box(text, last)
    left, bottom = min(one[0], other[0]), min(one[1], other[1])
    right, top = max(one[2], other[2]), max(one[3], other[3])
    three = (start, _letter(words, start, last), last)
    size = float(_middle(pypdfium2.raw.FPDFText_GetFontSize, text, three))
    weight = int(_middle(pypdfium2.raw.FPDFText_GetFontWeight, text, three))
    said = words[start:end].replace("\x02", "-").replace("\ufffe", "-")
    return PrintedLine(said, start, Box(page, left, bottom, right, top), size, weight)


def _middle(ask: Callable[[PdfTextPage, int], float], text: PdfTextPage, three: tuple[int, int, int]) -> float:
    """The middle one of what three characters have; the third is asked only where the first two differ."""
    one, other = ask(text, three[0]), ask(text, three[1])
    return one if one == other else sorted((one, other, ask(text, three[2])))[1]


def _letter(words: str, start: int, last: int) -> int:
    """A character near the middle that is no blank: the first of a line is often a bullet, a number or another type."""
    middle = (start + last) // 2
    return middle if not words[middle].isspace() else middle + 1


def _box(text: PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character, as high as its font: every letter of a line has the same height."""
    import pypdfium2.raw

    box = pypdfium2.raw.FS_RECTF()
    if not pypdfium2.raw.FPDFText_GetLooseCharBox(text, at, box):
        return 0.0, 0.0, 0.0, 0.0
    return float(box.left), float(box.bottom), float(box.right), float(box.top)


def _parted(text: PdfTextPage, words: str, lines: list[PrintedLine]) -> Iterator[PrintedLine]:
    """Lines that run across the gap between two columns, cut there: some files write both columns line by line."""
    if not lines:
        return
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    wide = [line for line in lines if line.box.right - line.box.left > 0.6 * (right - left)]
    middle = (left + 0.3 * (right - left), left + 0.7 * (right - left))
    sample = [gap for line in wide[:: max(1, len(wide) // _SAMPLE)][:_SAMPLE] if (gap := _gap(text, line, middle))]
    if len(wide) < 4 or len(sample) < 0.4 * min(len(wide), _SAMPLE):
        yield from lines
        return
    common = sorted(gap[1] for gap in sample)[len(sample) // 2]
    for line in lines:
        gap = _gap(text, line, middle, common)
        if gap is None:
            yield line
            continue
        page, cut = line.box.page, gap[0]
        yield _line(text, words, line.start, cut, page)
        yield _line(text, words, cut, line.start + len(line.words), page)


def _gap(
    text: PdfTextPage, line: PrintedLine, middle: tuple[float, float], common: float | None = None
) -> tuple[int, float] | None:
    """The widest gap of a line near the middle, or the one that ends where the second column begins (`common`).

    Gives the number of the gap's first character and where the gap ends.
    """
    widest, found = 1.1 * line.size, None
    for match in re.finditer(r"\s+", line.words):
        before, after = line.start + match.start() - 1, line.start + match.end()
        one, other = _box(text, before), _box(text, after)
        gap = other[0] - one[2]
        if common is not None and abs(other[0] - common) < 0.3 * line.size:
            return line.start + match.start(), other[0]
        if common is None and gap > widest and one[2] < middle[1] and other[0] > middle[0]:
            widest, found = gap, (line.start + match.start(), other[0])
    return found
