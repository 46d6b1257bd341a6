"""The reference list of an article (JATS, TEI): what it cites, as reference data. It is no part of the stored text.

Sources: JATS 1.3 (ref-list, pub-id, citation-alternatives); TEI P5 (listBibl, biblStruct, idno) as Grobid writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.documents import CitedWork
from graph.ids import normal_doi
from ingest.texts.trees import Element, attribute, descendants, first, name_of, words_of

_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")
_OTHERS = frozenset({"sub-article", "response"})
"""Articles inside an article, with lists of their own."""
_PMID = re.compile(r"[1-9]\d{0,8}")
_YEAR = re.compile(r"[12]\d{3}")


def jats_references(root: Element) -> tuple[CitedWork, ...]:
    """The works in the reference lists of an article, in order; one for each citation of an entry."""
    lists = (found for found in descendants(root, "ref-list") if not _lies_in(found, {*_OTHERS, "ref-list"}))
    return tuple(_jats(one) for entries in lists for entry in descendants(entries, "ref") for one in _citations(entry))


def _citations(entry: Element) -> Iterator[Element]:
    """The citations of an entry; of the same one said in two ways the first."""
    for found in descendants(entry, *_CITATIONS):
        around = found.getparent()
        if (
            around is None
            or name_of(around) != "citation-alternatives"
            or next(descendants(around, *_CITATIONS)) is found
        ):
            yield found


def _jats(citation: Element) -> CitedWork:
    ids = {attribute(found, "pub-id-type").lower(): words_of(found) for found in descendants(citation, "pub-id")}
    links = (attribute(found, "href") for found in descendants(citation, "ext-link", "uri"))
    title = first(citation, "article-title")
    for name in ("chapter-title", "data-title", "source"):
        title = first(citation, name) if title is None else title
    words = words_of(citation) or ""
    said = (ids.get("doi"), *(link for link in links if "doi.org" in link.lower()), words)
    return CitedWork(_doi(said), _pmid(ids.get("pmid")), words_of(title), _year(words_of(first(citation, "year"))))


def tei_references(root: Element) -> tuple[CitedWork, ...]:
    """The works in the lists of a TEI document; the description of the document itself is none of them."""
    text = first(root, "text")
    lists = [] if text is None else descendants(text, "listBibl")
    outer = (found for found in lists if not _lies_in(found, {"listBibl"}))
    return tuple(_tei(found) for entries in outer for found in descendants(entries, "biblStruct", "bibl"))


def _tei(work: Element) -> CitedWork:
    ids = {attribute(found, "type").upper(): words_of(found) for found in descendants(work, "idno")}
    title = next((found for found in descendants(work, "title") if words_of(found)), None)
    date = first(work, "date")
    when = None if date is None else attribute(date, "when") or words_of(date)
    dois = (ids.get("DOI"), words_of(work) if name_of(work) == "bibl" else None)
    return CitedWork(_doi(dois), _pmid(ids.get("PMID")), words_of(title), _year(when))


def _lies_in(element: Element, names: set[str]) -> bool:
    return any(name_of(above) in names for above in element.iterancestors())


def _doi(said: tuple[str | None, ...]) -> str | None:
    return next((doi for words in said if words and (doi := normal_doi(words))), None)


def _pmid(said: str | None) -> str | None:
    return said if said and _PMID.fullmatch(said) else None


def _year(said: str | None) -> int | None:
    found = _YEAR.match(said or "")
    return int(found[0]) if found else None
