"""Stretches of text, and how they get into a paragraph of a Word document."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from api.report.word_look import SMALL

if TYPE_CHECKING:
    from docx.oxml.text.paragraph import CT_P

LEFT_TO_RIGHT = "\u200e"
"""The mark that keeps the full stop of an English sentence behind it in a paragraph from right to left."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one form; `anchor` is what it opens to inside the document."""

    text: str
    bold: bool
    italic: bool
    anchor: str | None
    rtl: bool = False
    small: bool = False


def trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without blanks at either end."""
    while pieces and not pieces[-1].text.strip():
        pieces = pieces[:-1]
    while pieces and not pieces[0].text.strip():
        pieces = pieces[1:]
    if pieces:
        pieces = [replace(pieces[0], text=pieces[0].text.lstrip()), *pieces[1:]]
    return pieces


def turn(paragraph: Paragraph, rtl: bool) -> None:
    """A paragraph that runs from right to left says so, before what the schema wants after it."""
    if rtl:
        after = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
        paragraph._p.get_or_add_pPr().insert_element_before(cast("CT_P", OxmlElement("w:bidi")), *after)


def fill(paragraph: Paragraph, pieces: list[Piece], *, bold: bool = False, rtl: bool = False) -> None:
    """Write the pieces; `bold` makes all of them bold, `rtl` says which way the paragraph runs."""
    turned = [not rtl or piece.rtl for piece in pieces]
    for piece, here, before, after in zip(pieces, turned, [True, *turned], [*turned[1:], True], strict=False):
        first, last = (LEFT_TO_RIGHT if one and not here else "" for one in (before, after))
        run = paragraph.add_run(f"{first}{piece.text}{last}", SMALL if piece.small else None)
        if bold or piece.bold:
            run.bold = run.font.cs_bold = True
        if piece.italic:
            run.italic = run.font.cs_italic = True
        if piece.rtl:
            run.font.rtl = True
        if piece.anchor:
            run.underline = True
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), bookmark(piece.anchor))
            run._r.addprevious(link)
            link.append(run._r)


def bookmark(anchor: str) -> str:
    """An anchor of the page as Word takes it: letters, digits and underscores, at most 40."""
    return re.sub(r"\W", "_", anchor)[:40]
