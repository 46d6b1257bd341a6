"""TEI XML, as GROBID and publishers write it -> stored text. Lists of references are dropped."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.documents import About, BlockKind, Section, StoredText, TextFormat
from graph.ids import normal_doi
from ingest.texts.marked_up import Markup, Walker, body_parts
from ingest.texts.reference_lists import tei_references
from ingest.texts.trees import (
    Element,
    attribute,
    declared_language,
    descendants,
    first,
    name_of,
    span_of,
    words_of,
)
from ingest.texts.writer import Context, Writer

_COORDINATES = re.compile(r"(\d+),[\d.]+,[\d.]+,[\d.]+,[\d.]+")
_MARKUP = Markup(
    dropped=frozenset({"listBibl", "teiHeader", "graphic", "biblStruct", "author", "affiliation", "email", "fw"}),
    blocks={
        "p": BlockKind.PARAGRAPH,
        "ab": BlockKind.PARAGRAPH,
        "head": BlockKind.HEADING,
        "title": BlockKind.TITLE,
        "item": BlockKind.LIST_ITEM,
        "figDesc": BlockKind.CAPTION,
        "formula": BlockKind.PARAGRAPH,
        "div": BlockKind.PARAGRAPH,
        "l": BlockKind.PARAGRAPH,
    },
    holders={
        "quote": BlockKind.QUOTE,
        "item": BlockKind.LIST_ITEM,
        "figure": BlockKind.CAPTION,
        "note": BlockKind.NOTE,
    },
    sections=frozenset({"div"}),
    titles=frozenset({"head"}),
    labels=frozenset({"label"}),
    glued={"lb": "\n"},
    rows=frozenset({"row"}),
    cells=frozenset({"cell"}),
    cites=lambda element: (
        (attribute(element, "target") or "?",)
        if name_of(element) == "ref" and attribute(element, "type") in {"bibr", "biblio"}
        else ()
    ),
    span=lambda cell: (span_of(attribute(cell, "rows")), span_of(attribute(cell, "cols"))),
    header=lambda cell: "label" in {attribute(cell, "role"), _row_role(cell)},
    page=lambda element: _page(attribute(element, "coords")),
)


def _row_role(cell: Element) -> str:
    row = cell.getparent()
    return "" if row is None else attribute(row, "role")


def _page(coordinates: str) -> int | None:
    found = _COORDINATES.match(coordinates)
    return int(found[1]) if found else None


def read_tei(root: Element, path: str) -> StoredText:
    """The stored text of a TEI document. `path` names the file in messages."""
    del path
    writer = Writer()
    walker = Walker(_MARKUP, writer)
    text = first(root, "text")
    spoken = declared_language(root) or (declared_language(text) if text is not None else None)
    plain = Context(declared=spoken)
    title = first(root, "teiHeader", "titleStmt", "title")
    abstracts = [found for found in descendants(root, "abstract") if words_of(found)]
    parts: list[tuple[Element | None, Context]] = [
        (title, Context(BlockKind.TITLE, declared=spoken)),
        *((found, Context(section=Section.ABSTRACT, declared=spoken)) for found in abstracts),
        *body_parts(first(root, "text", "body"), plain),
        *((found, plain) for found in _annexes(root)),
    ]
    for part, context in parts:
        if part is not None:
            walker.walk(part, walker.paths.of(part), context)
            writer.cut()
    lost = sorted(set(walker.entities))
    notes = [f"references that nothing declares were left out: {', '.join(lost)}."] if lost else []
    stored = writer.finish(TextFormat.TEI, about=_about(root), counts=_counts(root, len(abstracts)), notes=notes)
    return replace(stored, references=tei_references(root))


def _annexes(root: Element) -> list[Element]:
    back = first(root, "text", "back")
    divs = [] if back is None else [child for child in back if name_of(child) == "div"]
    return [found for found in divs if attribute(found, "type") in {"annex", "appendix"}]


def _about(root: Element) -> About:
    header = first(root, "teiHeader")
    ids = [] if header is None else list(descendants(header, "idno"))
    dois = (normal_doi(words_of(id_) or "") for id_ in ids if attribute(id_, "type").upper() == "DOI")
    journals = [] if header is None else descendants(header, "title")
    date = first(header, "date")
    year = re.match(r"[12]\d{3}", attribute(date, "when")) if date is not None else None
    keywords = first(header, "keywords")
    terms = [] if keywords is None else descendants(keywords, "term")
    return About(
        title=words_of(first(header, "titleStmt", "title")),
        doi=next((doi for doi in dois if doi), None),
        journal=next((words_of(title) for title in journals if attribute(title, "level") == "j"), None),
        year=int(year[0]) if year else None,
        keywords=tuple(dict.fromkeys(word for term in terms if (word := words_of(term)))),
    )


def _counts(root: Element, abstracts: int) -> list[tuple[str, int]]:
    body = first(root, "text", "body")

    def inside(name: str) -> int:
        return 0 if body is None else sum(1 for _ in descendants(body, name))

    return [
        ("sections", inside("div")),
        ("paragraphs", inside("p")),
        ("tables", inside("table")),
        ("abstracts", abstracts),
        ("references dropped", sum(1 for _ in descendants(root, "biblStruct")) - _own(root)),
    ]


def _own(root: Element) -> int:
    """The description of the document itself is a biblStruct too."""
    header = first(root, "teiHeader")
    return 0 if header is None else sum(1 for _ in descendants(header, "biblStruct"))
