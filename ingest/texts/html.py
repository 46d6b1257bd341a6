"""HTML -> stored text: the article or main part of a page, without navigation and scripts."""

from __future__ import annotations

import re

from graph.documents import About, BlockKind, StoredText, TextFormat
from graph.errors import TextError
from graph.ids import normal_doi
from ingest.texts.decoded import decoded
from ingest.texts.marked_up import Markup, Walker
from ingest.texts.trees import (
    Element,
    attribute,
    declared_language,
    descendants,
    first,
    name_of,
    parse_html,
    path_of,
    words_of,
)
from ingest.texts.writer import Context, Writer

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_DOI_NAMES = {"citation_doi", "dc.identifier", "dc.identifier.doi", "prism.doi", "bepress_citation_doi"}
_MARKUP = Markup(
    dropped=frozenset(
        {
            *(
                "script",
                "style",
                "nav",
                "header",
                "footer",
                "aside",
                "noscript",
                "template",
                "form",
                "button",
                "select",
            ),
            *("svg", "iframe", "head", "textarea", "object", "canvas", "video", "audio"),
        }
    ),
    blocks={
        **{f"h{level}": BlockKind.HEADING for level in range(1, 7)},
        **dict.fromkeys(
            ("p", "div", "section", "article", "main", "body", "pre", "dt", "dd", "address"), BlockKind.PARAGRAPH
        ),
        **dict.fromkeys(("ul", "ol", "dl", "table", "tr", "td", "th", "hr", "figure", "details"), BlockKind.PARAGRAPH),
        "li": BlockKind.LIST_ITEM,
        "caption": BlockKind.CAPTION,
        "figcaption": BlockKind.CAPTION,
    },
    holders={"blockquote": BlockKind.QUOTE, "li": BlockKind.LIST_ITEM, "figcaption": BlockKind.CAPTION},
    level=lambda element: int(name_of(element)[1]) if re.fullmatch(r"h[1-6]", name_of(element)) else None,
    glued={"br": "\n"},
)


def read_html(content: bytes, path: str) -> StoredText:
    """The stored text of a page. Raises TextError."""
    named = _CHARSET.search(content[:4096])
    text, notes = decoded(content, path, named[1].decode("ascii") if named else None)
    root = parse_html(text, path)
    body = first(root, "body")
    if body is None:
        raise TextError(path, "there is no HTML in it.", rule="html", fix="Save the page again, or as text.")
    mains = list(descendants(body, "article")) or list(descendants(body, "main"))
    start = mains[0] if len(mains) == 1 else body
    writer = Writer()
    walker = Walker(_MARKUP, writer)
    walker.walk(start, path_of(start), Context(declared=declared_language(start) or declared_language(root)))
    counts = [
        ("sections", sum(1 for _ in descendants(start, *(f"h{level}" for level in range(1, 7))))),
        ("paragraphs", sum(1 for _ in descendants(start, "p"))),
        ("tables", sum(1 for _ in descendants(start, "table"))),
    ]
    return writer.finish(TextFormat.HTML, about=_about(root), counts=counts, notes=notes)


def _about(root: Element) -> About:
    said: dict[str, list[str]] = {}
    for meta in descendants(root, "meta"):
        said.setdefault(attribute(meta, "name").lower(), []).append(attribute(meta, "content").strip())
    dois = [doi for name in sorted(_DOI_NAMES) for text in said.get(name, ()) if (doi := normal_doi(text))]
    title = next(iter(said.get("citation_title", ())), None) or words_of(first(root, "head", "title"))
    years = [text[:4] for text in said.get("citation_publication_date", ()) if re.match(r"[12]\d{3}", text)]
    return About(
        title=title or None,
        doi=dois[0] if dois else None,
        journal=next(iter(said.get("citation_journal_title", ())), None),
        year=int(years[0]) if years else None,
    )
