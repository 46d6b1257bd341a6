"""JATS XML -> stored text: title, abstracts, body, floats and appendices; no references, notes and addresses."""

from __future__ import annotations

import re
from dataclasses import replace

from graph.documents import About, BlockKind, Section, StoredText, TextFormat
from graph.ids import normal_doi
from ingest.texts.marked_up import Markup, Walker, body_parts
from ingest.texts.reference_lists import jats_references
from ingest.texts.trees import (
    Element,
    attribute,
    child_of,
    declared_language,
    descendants,
    first,
    name_of,
    words_of,
)
from ingest.texts.writer import Context, Writer

_PICTURES = {"graphical", "toc", "teaser", "video"}
_MARKUP = Markup(
    dropped=frozenset(
        {
            *("ref-list", "tex-math", "object-id", "processing-meta", "contrib-group", "permissions", "email"),
            *("alt-text", "long-desc", "index-term", "bio", "ack", "fn-group", "glossary", "notes"),
        }
    ),
    blocks={
        "p": BlockKind.PARAGRAPH,
        "title": BlockKind.HEADING,
        "article-title": BlockKind.TITLE,
        "list-item": BlockKind.LIST_ITEM,
        "disp-formula": BlockKind.PARAGRAPH,
        "attrib": BlockKind.PARAGRAPH,
        "verse-line": BlockKind.PARAGRAPH,
        "term": BlockKind.PARAGRAPH,
        "def": BlockKind.PARAGRAPH,
        "sec": BlockKind.PARAGRAPH,
        "table-wrap": BlockKind.PARAGRAPH,
        "fig": BlockKind.PARAGRAPH,
        "boxed-text": BlockKind.PARAGRAPH,
        "supplementary-material": BlockKind.PARAGRAPH,
        "preformat": BlockKind.PARAGRAPH,
    },
    holders={
        "disp-quote": BlockKind.QUOTE,
        "list-item": BlockKind.LIST_ITEM,
        "caption": BlockKind.CAPTION,
        "fn": BlockKind.NOTE,
        "table-wrap-foot": BlockKind.NOTE,
    },
    sections=frozenset({"sec", "app", "boxed-text"}),
    titles=frozenset({"title"}),
    labels=frozenset({"label"}),
    glued={"break": "\n"},
    cites=lambda element: (
        tuple(attribute(element, "rid").split()) or ("?",)
        if name_of(element) == "xref" and attribute(element, "ref-type") == "bibr"
        else ()
    ),
)


def read_jats(root: Element, path: str) -> StoredText:
    """The stored text of an article. `path` names the file in messages."""
    del path
    writer = Writer()
    walker = Walker(_MARKUP, writer)
    plain = Context(declared=declared_language(root))
    parts: list[tuple[Element | None, Context]] = [
        (_article_title(root), Context(BlockKind.TITLE, declared=plain.declared)),
        *((found, Context(section=Section.ABSTRACT, declared=plain.declared)) for found in _abstracts(root)),
        *body_parts(child_of(root, "body"), plain),
        (child_of(root, "floats-group"), plain),
        *((found, plain) for found in _behind(root)),
    ]
    for part, context in parts:
        if part is not None:
            walker.walk(part, walker.paths.of(part), context)
            writer.cut()
    lost = sorted(set(walker.entities))
    notes = [f"references that nothing declares were left out: {', '.join(lost)}."] if lost else []
    stored = writer.finish(TextFormat.JATS, about=_about(root), counts=_counts(root), notes=notes)
    return replace(stored, references=jats_references(root))


def _article_title(root: Element) -> Element | None:
    return first(root, "front", "title-group", "article-title")


def _abstracts(root: Element) -> list[Element]:
    front = child_of(root, "front")
    if front is None:
        return []
    every = descendants(front, "abstract", "trans-abstract")
    return [found for found in every if attribute(found, "abstract-type").lower() not in _PICTURES]


def _behind(root: Element) -> list[Element]:
    """Sections and appendices after the body."""
    back = child_of(root, "back")
    if back is None:
        return []
    return [child for child in back if name_of(child) in {"sec", "app-group", "app"}]


def _about(root: Element) -> About:
    meta = first(root, "front", "article-meta")
    ids = [] if meta is None else [child for child in meta if name_of(child) == "article-id"]
    dois = (normal_doi(words_of(id_) or "") for id_ in ids if attribute(id_, "pub-id-type") == "doi")
    journal = first(root, "front", "journal-meta", "journal-title")
    groups = [] if meta is None else descendants(meta, "kwd")
    return About(
        title=words_of(_article_title(root)),
        doi=next((doi for doi in dois if doi), None),
        journal=words_of(journal),
        year=_year(meta),
        kind=attribute(root, "article-type") or None,
        keywords=tuple(dict.fromkeys(word for kwd in groups if (word := words_of(kwd)))),
    )


def _year(meta: Element | None) -> int | None:
    """The earliest year of publication."""
    dates = [] if meta is None else [child for child in meta if name_of(child) == "pub-date"]
    years = [words_of(first(date, "year")) or "" for date in dates]
    return min((int(year) for year in years if re.fullmatch(r"[12]\d{3}", year)), default=None)


def _counts(root: Element) -> list[tuple[str, int]]:
    """What the body holds and what was dropped."""
    body = child_of(root, "body")

    def inside(name: str) -> int:
        return 0 if body is None else sum(1 for _ in descendants(body, name))

    return [
        ("sections", inside("sec")),
        ("paragraphs", inside("p")),
        ("tables", sum(1 for _ in descendants(root, "table-wrap"))),
        ("abstracts", len(_abstracts(root))),
        ("references dropped", sum(1 for _ in descendants(root, "ref"))),
    ]
