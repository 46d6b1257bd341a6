"""How a Word document looks: paper, letters, columns of text, and columns of tables as wide as their words ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, cast

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION_START
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table

if TYPE_CHECKING:
    from docx.oxml.section import CT_SectPr
    from docx.styles.style import CharacterStyle

CELL, SMALL = "Cell", "Small"
"""Names of the styles of what stands in a table, and of what is said in passing."""
WIDTH = 210
"""Width of the paper in millimetres: A4."""
LETTERS = "Arial"
"""A face, or one as wide, that Word, LibreOffice and their telephones have, Hebrew and Arabic included."""
LETTER = 0.6
"""Width of a letter on average, in parts of its height, bold ones included."""
PADDING = Mm(4.2)
"""Blank on both sides of a cell together, and its line."""


@dataclass(frozen=True, slots=True)
class Look:
    """Margins in millimetres; sizes in points, by halves, `heads` those of the title and of the headings below it."""

    margin: float
    text: float
    cell: float
    small: float
    heads: tuple[float, float, float, float]
    after: float
    """Blank after a paragraph."""
    lines: float
    """Height of a line, in lines of single spacing."""

    @property
    def room(self) -> Length:
        """What a line has of the width of the paper."""
        return Mm(WIDTH - 2 * self.margin)


REPORT = Look(margin=15, text=10, cell=8, small=8.5, heads=(20, 14, 12, 10.5), after=4, lines=1.1)
BRIEF = Look(margin=10, text=8.5, cell=7.5, small=7.5, heads=(14, 10, 9, 9), after=1.2, lines=1.0)


def dress(document: WordDocument, look: Look) -> None:
    """Give an empty document its paper and its styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDTH), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(look.margin)
    styles = cast("Any", document.styles)
    styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    styles.add_style(SMALL, WD_STYLE_TYPE.CHARACTER)
    sizes = {"Normal": look.text, CELL: look.cell, SMALL: look.small, "Caption": look.small}
    sizes |= dict(zip(("Title", "Heading 1", "Heading 2", "Heading 3"), look.heads, strict=True))
    for name, size in sizes.items():
        _letters(styles[name], size)
    for name in ("Normal", "List Bullet", "Quote", "Caption", CELL, "Title"):
        form = styles[name].paragraph_format
        form.space_after, form.line_spacing = Pt(0 if name == CELL else look.after), look.lines
    for name, size in zip(("Heading 1", "Heading 2", "Heading 3"), look.heads[1:], strict=True):
        form = styles[name].paragraph_format
        form.space_before, form.space_after = Pt(round(size * 0.7)), Pt(look.after)


def _letters(style: CharacterStyle, size: float) -> None:
    """Face and size, for letters that run from right to left too: Word keeps those apart."""
    style.font.size, style.font.name = Pt(size), LETTERS
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{name}"), None)
    faces.set(qn("w:cs"), LETTERS)
    for there in properties.findall(qn("w:szCs")):
        properties.remove(there)
    other = OxmlElement("w:szCs")
    other.set(qn("w:val"), str(round(size * 2)))
    properties.find(qn("w:sz")).addnext(other)


def set_widths(table: Table, rows: Sequence[Sequence[str]], look: Look) -> None:
    """Share a line out among the columns, for the grid and for each cell: readers go by the one or the other."""
    wide = widths(rows, look.room, Pt(look.cell))
    table.autofit = False
    for column, one in zip(table.columns, wide, strict=True):
        column.width = Length(one)
    for row in table.rows:
        for cell, one in zip(row._tr.tc_lst, wide, strict=True):
            cell.width = Length(one)


def widths(rows: Sequence[Sequence[str]], room: int, size: int) -> list[int]:
    """Width of each column in EMU, `room` together; `size` is the height of a letter.

    No column is narrower than its longest word while there is room for that. Where all lines fit, each column gets its
    part by its longest; where they do not, by how much all its lines lack, so that the table is not long.
    """
    columns = [[line for cell in column for line in cell.splitlines()] for column in zip_longest(*rows, fillvalue="")]
    least = [_wide((word for line in lines for word in line.split(" ")), size) for lines in columns]
    most = [_wide(lines, size) for lines in columns]
    left = room - sum(least)
    if left <= 0:
        return [room * one // sum(least) for one in least]
    share = most
    if sum(most) > room:
        share = [
            sum(max(0, _wide((line,), size) - one) for line in lines) for lines, one in zip(columns, least, strict=True)
        ]
    return [one + left * part // sum(share) for one, part in zip(least, share, strict=True)]


def _wide(texts: Iterable[str], size: int) -> int:
    return round(max(map(len, texts), default=0) * LETTER * size) + PADDING


def end_section(end: CT_SectPr, columns: int, *, rtl: bool) -> None:
    """End the part of the document so far, which had so many columns of text; what follows goes on below it.

    `end` is the section of the whole document, which stays that of what comes last.
    """
    here = deepcopy(end)
    for one in here.findall(qn("w:cols")):
        one.set(qn("w:num"), str(columns))
        if rtl:
            one.addnext(OxmlElement("w:bidi"))
    for one in (end, here):
        cast("Any", one).start_type = WD_SECTION_START.CONTINUOUS
    last = cast("Any", end.getprevious()).get_or_add_pPr()
    if last.sectPr is None:  # else nothing was written since a part ended
        last.append(here)
