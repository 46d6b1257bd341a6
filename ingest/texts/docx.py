"""Word documents (.docx) -> stored text: paragraphs, headings by style, tables; no deleted words, no footnotes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from graph.documents import About, BlockKind, StoredText, TextFormat
from graph.errors import TextError
from graph.zips import BROKEN_ZIP
from ingest.texts.marked_up import Markup, Walker
from ingest.texts.trees import (
    Element,
    attribute,
    child_of,
    descendants,
    first,
    name_of,
    parse_xml,
    path_of,
    span_of,
    words_of,
)
from ingest.texts.writer import Context, Writer

MOST_UNPACKED = 100_000_000
"""Bytes of one part; a larger one is a bomb or no text."""
MOST_PARTS = 10_000
_DOCUMENT = "word/document.xml"
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|ttulo|berschrift)\s*([1-9])", re.IGNORECASE)


def read_docx(content: bytes, path: str) -> StoredText:
    """The stored text of a Word document. Raises TextError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise _bomb(path)
            document = _part(archive, _DOCUMENT, path)
            styles = _part(archive, "word/styles.xml", path)
            core = _part(archive, "docProps/core.xml", path)
            footnotes = _part(archive, "word/footnotes.xml", path)
    except BROKEN_ZIP as error:
        message = f"the Word document is broken or protected ({error})."
        raise TextError(path, message, rule="docx", fix="Save it again as .docx, without a password.") from None
    if document is None:
        message = f"it is an archive without {_DOCUMENT}, so no Word document."
        raise TextError(path, message, rule="docx", fix="Save it as .docx.")
    body = first(parse_xml(document, path), "body")
    if body is None:
        raise TextError(path, "the Word document has no body.", rule="docx", fix="Save it again as .docx.")
    writer = Writer()
    names = {} if styles is None else _style_names(parse_xml(styles, path))
    Walker(_markup(names), writer, before=_DOCUMENT).walk(body, path_of(body), Context())
    counts = [
        ("paragraphs", sum(1 for found in descendants(body, "p") if words_of(found))),
        ("tables", sum(1 for _ in descendants(body, "tbl"))),
    ]
    notes = _notes(body, footnotes is not None and bool(words_of(parse_xml(footnotes, path))))
    title = None if core is None else words_of(first(parse_xml(core, path), "title"))
    return writer.finish(TextFormat.DOCX, about=About(title=title), counts=counts, notes=notes)


def _part(archive: zipfile.ZipFile, name: str, path: str) -> bytes | None:
    """One part, unpacked no further than the limit, whatever its header says."""
    if name not in archive.namelist():
        return None
    with archive.open(name) as part:
        content = part.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise _bomb(path)
    return content


def _bomb(path: str) -> TextError:
    message = f"it would unpack to more than {MOST_UNPACKED // 1_000_000} MB."
    return TextError(path, message, rule="unpacked size", fix="Save the text alone as a new .docx.")


def _notes(body: Element, footnotes: bool) -> list[str]:
    notes = []
    if any(True for _ in descendants(body, "del", "ins", "moveFrom")):
        notes.append("it holds tracked changes; they were read as accepted.")
    if footnotes:
        notes.append("its footnotes are not read.")
    return notes


def _style_names(styles: Element) -> dict[str, str]:
    """Style id -> its name, which is English in every language of Word."""
    found = {}
    for style in descendants(styles, "style"):
        name = child_of(style, "name")
        if name is not None:
            found[attribute(style, "styleId")] = attribute(name, "val")
    return found


def _markup(names: Mapping[str, str]) -> Markup:
    def style(element: Element) -> str:
        if name_of(element) != "p":
            return ""
        named = first(child_of(element, "pPr"), "pStyle")
        said = "" if named is None else attribute(named, "val")
        return names.get(said, said)

    def level(element: Element) -> int | None:
        found = _HEADING.match(style(element))
        return int(found[1]) if found else None

    def kind(element: Element) -> BlockKind | None:
        if name_of(element) != "p":
            return None
        said = style(element)
        if _HEADING.match(said):
            return BlockKind.HEADING
        named = {"title": BlockKind.TITLE, "caption": BlockKind.CAPTION, "quote": BlockKind.QUOTE}.get(said.lower())
        if named is None and first(child_of(element, "pPr"), "numPr") is not None:
            return BlockKind.LIST_ITEM
        return named

    return Markup(
        dropped=frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pict", "sectPr", "rPr", "pPr"}),
        blocks={"p": BlockKind.PARAGRAPH, "tbl": BlockKind.PARAGRAPH, "tr": BlockKind.PARAGRAPH},
        level=level,
        kind=kind,
        text_in=frozenset({"t"}),
        glued={"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"},
        tables=frozenset({"tbl"}),
        cells=frozenset({"tc"}),
        span=lambda cell: (1, _grid_span(cell)),
        header=lambda cell: first(_row_properties(cell), "tblHeader") is not None,
    )


def _grid_span(cell: Element) -> int:
    span = first(child_of(cell, "tcPr"), "gridSpan")
    return span_of("" if span is None else attribute(span, "val"))


def _row_properties(cell: Element) -> Element | None:
    row = cell.getparent()
    return None if row is None else child_of(row, "trPr")
