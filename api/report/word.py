"""The page of a report as a Word document: the same words, tables, headings and inner links, read from the page."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from api.report.word_look import CELL, REPORT, Look, dress, end_section, set_widths
from api.report.word_pieces import Piece, bookmark, fill, trimmed, turn

if TYPE_CHECKING:
    from docx.oxml.text.paragraph import CT_P

SKIPPED = frozenset({"head", "nav", "svg", "figure"})
"""Parts without a place in the document; the table below a figure holds the same numbers."""
HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
STYLES = {**HEADINGS, "p": "Normal", "li": "List Bullet", "blockquote": "Quote", "div": "Normal", "caption": "Caption"}
STYLES |= {"dt": "Normal", "dd": "Normal", "figcaption": "Normal"}
BOLD, ITALIC = frozenset({"b", "strong", "dt"}), frozenset({"em"})
COLUMNS = "parts"
"""The class of what is set in two columns."""
UNBROKEN = frozenset({"ways", "whole"})
"""Classes of what stays on one line."""
IN_PASSING = frozenset({"how", "order", "foot"})
"""Classes of what is said in smaller letters, as in <small>."""
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The same report gives the same bytes: no clock goes into the file."""
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass
class _Table:
    rows: list[list[list[Piece]]] = field(default_factory=list)


class _Writer(HTMLParser):
    """Writes a document while the page is read. It knows the elements of our own template, no others."""

    def __init__(self, document: WordDocument, look: Look) -> None:
        super().__init__(convert_charrefs=True)
        self.document, self.look = document, look
        self.end = document.sections[-1]._sectPr
        self.styles = {one.name: one.style_id for one in document.styles}
        self.skipping: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.rtl = [False]
        self.pieces: list[Piece] = []
        self.marks: list[str] = []
        self.anchors: list[str | None] = []
        self.table: _Table | None = None
        self.in_cell = False
        self.marked = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open one element."""
        of = {name: value or "" for name, value in attrs}
        if self.skipping or tag in SKIPPED or of.get("class") == "skip":
            if tag not in {"meta", "link"}:
                self.skipping.append(tag)
            return
        if tag in {"meta", "link"}:
            return
        if tag in STYLES and not self.in_cell:
            self._flush()
        if "id" in of:
            self.marks.append(of["id"])
        if tag == "a":
            self.anchors.append(of["href"][1:] if of.get("href", "").startswith("#") else None)
        if of.get("class") == COLUMNS:
            end_section(self.end, 1, rtl=self.rtl[-1])
        self.open.append((tag, of.get("class", "")))
        self.rtl.append(of["dir"] == "rtl" if of.get("dir") in {"rtl", "ltr"} else self.rtl[-1])
        self._open_table(tag)

    def _open_table(self, tag: str) -> None:
        if tag == "table":
            self.table = _Table()
        elif tag == "tr" and self.table is not None:
            self.table.rows.append([])
        elif tag in {"td", "th"} and self.table is not None:
            self.table.rows[-1].append([])
            self.in_cell = True
        elif tag == "li" and self.in_cell and self.table is not None and self.table.rows[-1][-1]:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close one element."""
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
            return
        if tag in STYLES and not self.in_cell:
            self._flush()
        if tag == "a":
            self.anchors.pop()
        elif tag in {"td", "th"}:
            self.in_cell = False
        elif tag == "table" and self.table is not None:
            self._write_table(self.table)
            self.table = None
        if self.open and self.open[-1][0] == tag:
            _, name = self.open.pop()
            rtl = self.rtl.pop()
            if name == COLUMNS:
                end_section(self.end, 2, rtl=rtl)

    def handle_data(self, data: str) -> None:
        """Text; line breaks are kept only in quotes."""
        if self.skipping or not self.open:
            return
        quoted = any(name == "quoted" for _, name in self.open)
        self._add(data if quoted else re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        into = self.table.rows[-1][-1] if self.in_cell and self.table is not None else self.pieces
        if not text.strip(" ") and (not into or into[-1].text.endswith((" ", "\n"))):
            return
        tags, names = {tag for tag, _ in self.open}, {name for _, name in self.open}
        bold = bool(tags & BOLD) or "write" in names
        anchor = self.anchors[-1] if self.anchors else None
        small = "small" in tags or bool(names & IN_PASSING)
        text = text.replace(" ", "\u00a0") if names & UNBROKEN else text
        piece = Piece(NOT_XML.sub("\ufffd", text), bold, bool(tags & ITALIC), anchor, self.rtl[-1], small)
        if into and replace(into[-1], text=piece.text) == piece:
            piece = replace(piece, text=into.pop().text + piece.text)
        into.append(piece)

    def _flush(self) -> None:
        """What was gathered becomes a paragraph of the innermost block."""
        pieces, self.pieces = trimmed(self.pieces), []
        if not pieces:
            return
        block = next((tag for tag, _ in reversed(self.open) if tag in STYLES), "p")
        quote = any(tag == "blockquote" for tag, _ in self.open)
        style = "Quote" if quote else STYLES[block]
        paragraph = self._paragraph(style)
        if any(name in {"para", "entry"} for _, name in self.open):
            paragraph.paragraph_format.left_indent = Mm(8)
        self._bookmarks(paragraph)
        turn(paragraph, self.rtl[-1])
        fill(paragraph, pieces, rtl=self.rtl[-1])

    def _paragraph(self, style: str) -> Paragraph:
        """A new paragraph at the end. The library's own call looks through the whole document each time."""
        made = cast("CT_P", OxmlElement("w:p"))
        self.end.addprevious(made)
        made.style = self.styles[style]
        return Paragraph(made, self.document._body)

    def _write_table(self, table: _Table) -> None:
        wide = max(map(len, table.rows))
        made = self.document.add_table(rows=len(table.rows), cols=wide, style="Table Grid")
        made.table_direction = WD_TABLE_DIRECTION.RTL if self.rtl[-1] else None
        for at, (row, cells) in enumerate(zip(made.rows, table.rows, strict=True)):
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if at == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, pieces in zip(row.cells, cells, strict=False):
                paragraph = cell.paragraphs[0]
                paragraph._p.style = self.styles[CELL]
                turn(paragraph, self.rtl[-1])
                fill(paragraph, trimmed(pieces), bold=at == 0, rtl=self.rtl[-1])
        said = [["".join(piece.text for piece in cell) for cell in row] for row in table.rows]
        set_widths(made, said, self.look)
        self._bookmarks(self._paragraph("Normal"))

    def _bookmarks(self, paragraph: Paragraph) -> None:
        for name in self.marks:
            self.marked += 1
            for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
                mark = OxmlElement(kind)
                mark.set(qn("w:id"), str(self.marked))
                if kind == "w:bookmarkStart":
                    mark.set(qn("w:name"), bookmark(name))
                paragraph._p.append(mark)
        self.marks.clear()


def word(page: str, look: Look = REPORT) -> bytes:
    """The document of a page that `api.report.render.html` made, or with the look `BRIEF` that of a brief."""
    document = Document()
    dress(document, look)
    writer = _Writer(document, look)
    writer.feed(page)
    writer.close()
    title = next((one.text for one in document.paragraphs if one.style and one.style.name == "Title"), "")
    about = document.core_properties
    about.title, about.author, about.comments = title[:255], "narragraph", ""
    about.created = about.modified = MADE
    out = io.BytesIO()
    document.save(out)
    return _without_dates(out.getvalue())


def _without_dates(content: bytes) -> bytes:
    """The same archive, every member dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as plain:
        for name in made.namelist():
            plain.writestr(zipfile.ZipInfo(name, ZIP_DATE), made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
