"""EndNote XML and PubMed XML. Each record is cut out and parsed by itself, so that a broken one takes no other with it.

Sources: EndNote's XML export (DTD "RSXML"); NLM, "PubMed DTD" (pubmed_190101.dtd and later).
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from graph.errors import ReferencesError, TextError
from ingest.references.assemble import Layout
from ingest.references.record import Entry, Parsed, Remark
from ingest.references.types import TYPES
from ingest.texts.trees import Element, attribute, child_of, descendants, first, name_of, parse_xml, words_of

ENDNOTE_XML = Layout(
    "endnote xml",
    {
        "type": ("ref-type",),
        "title": ("titles/title",),
        "authors": ("contributors/authors/author",),
        "year": ("dates/year", "dates/pub-dates/date"),
        "doi": ("electronic-resource-num",),
        "pmid": ("pmid",),
        "journal": ("periodical/full-title", "titles/secondary-title", "titles/alt-title"),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "pages": ("pages",),
        "abstract": ("abstract",),
        "language": ("language",),
        "urls": ("urls/related-urls/url", "urls/web-urls/url"),
        "keywords": ("keywords/keyword",),
    },
    TYPES,
    notes=("notes", "research-notes"),
)
_CITED = "MedlineCitation/Article/"
PUBMED_XML = Layout(
    "pubmed xml",
    {
        "type": (f"{_CITED}PublicationTypeList/PublicationType",),
        "title": (f"{_CITED}ArticleTitle", f"{_CITED}VernacularTitle"),
        "authors": (f"{_CITED}AuthorList/Author",),
        "year": (
            f"{_CITED}Journal/JournalIssue/PubDate/Year",
            f"{_CITED}Journal/JournalIssue/PubDate/MedlineDate",
            f"{_CITED}ArticleDate/Year",
        ),
        "doi": ("PubmedData/ArticleIdList/ArticleId[doi]", f"{_CITED}ELocationID[doi]"),
        "pmid": ("MedlineCitation/PMID",),
        "journal": (f"{_CITED}Journal/Title", "MedlineCitation/MedlineJournalInfo/MedlineTA"),
        "volume": (f"{_CITED}Journal/JournalIssue/Volume",),
        "issue": (f"{_CITED}Journal/JournalIssue/Issue",),
        "pages": (f"{_CITED}Pagination/MedlinePgn", f"{_CITED}Pagination/StartPage"),
        "last_page": ("", f"{_CITED}Pagination/EndPage"),
        "abstract": (f"{_CITED}Abstract/AbstractText",),
        "language": (f"{_CITED}Language",),
        "keywords": (
            "MedlineCitation/KeywordList/Keyword",
            "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName",
        ),
    },
    TYPES,
    default_type="article-journal",
)
_AUTHOR = f"{_CITED}AuthorList/Author"
_REFERENCES = "PubmedData/ReferenceList"
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x(?:[0-8bcefBCEF]|1[0-9a-fA-F])|[0-8]|1[124-9]|2[0-9]|3[01]);"
)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)([A-Za-z]\w*;)?")
_INLINE = frozenset({"style", "i", "b", "u", "sup", "sub", "mml:math", "math", "DispFormula"})


def read_endnote_xml(text: str, path: str) -> Parsed:
    """The records of an EndNote XML file."""
    return _read(text, path, "record", _endnote_fields)


def read_pubmed_xml(text: str, path: str) -> Parsed:
    """The articles (and book chapters) of a PubMed XML file."""
    parsed = _read(text, path, "PubmedArticle", _pubmed_fields)
    books = _read(text, path, "PubmedBookArticle", _pubmed_fields)
    parsed.refused += [
        Remark(entry.line, "it is a book of the NCBI bookshelf, which is not read.", entry.raw)
        for entry in books.entries
    ]
    return parsed


def _read(text: str, path: str, name: str, fields_of: Callable[[Element], Iterator[tuple[str, str]]]) -> Parsed:
    if "<!ENTITY" in text:
        message = "it defines entities of its own, which can make a small file endless or read other files."
        raise ReferencesError(path, message, rule="entities", fix="Remove the <!ENTITY ...> lines from its head.")
    parsed = Parsed()
    starts = [found.start() for found in re.finditer("\n", text)]
    opens = list(re.finditer(rf"<{name}(?:\s[^<>]*)?>", text))
    for number, opened in enumerate(opens):
        limit = opens[number + 1].start() if number + 1 < len(opens) else len(text)
        line = bisect_right(starts, opened.start()) + 1
        end = text.find(f"</{name}>", opened.end(), limit)
        if end < 0:
            message = f"the record is not closed by </{name}>: the file was cut off, or joined from pieces."
            parsed.refused.append(Remark(line, message, text[opened.start() : limit]))
            continue
        _one(parsed, line, text[opened.start() : end + len(name) + 3], fields_of)
    return parsed


def _one(parsed: Parsed, line: int, raw: str, fields_of: Callable[[Element], Iterator[tuple[str, str]]]) -> None:
    repairs = []
    clean, signs = _FORBIDDEN.subn("", raw)
    if signs:
        repairs.append(f"{signs} characters that XML forbids were left out.")
    clean, signs = _NAMED.subn(_named, clean)
    if signs:
        repairs.append(f"{signs} `&` that were not escaped, or name characters of HTML, were mended.")
    try:
        root = parse_xml(clean.encode("utf-8", "replace"), "")
    except TextError as error:
        parsed.refused.append(Remark(line, str(error).removeprefix(": "), raw))
        return
    parsed.entries.append(Entry(line, raw, list(fields_of(root)), repairs))


def _named(match: re.Match[str]) -> str:
    known = html.unescape(match[0]) if match[1] else match[0]
    return known if known != match[0] else "&amp;" + match[0][1:]


def _leaves(element: Element, path: str = "") -> Iterator[tuple[str, Element]]:
    """Elements without elements in them (but for markup of words), with their paths."""
    for child in element:
        name = name_of(child)
        if not name:
            continue
        below = f"{path}/{name}" if path else name
        if any(name_of(part) and name_of(part) not in _INLINE for part in child):
            yield from _leaves(child, below)
        else:
            yield below, child


def _endnote_fields(root: Element) -> Iterator[tuple[str, str]]:
    for path, leaf in _leaves(root):
        if path == "ref-type":
            yield path, attribute(leaf, "name")
            if words_of(leaf):
                yield "ref-type number", words_of(leaf) or ""
        else:
            yield path, str(leaf.xpath("string()"))


def _pubmed_fields(root: Element) -> Iterator[tuple[str, str]]:
    for path, leaf in _leaves(root):
        if path.startswith((_REFERENCES, _AUTHOR)):
            continue
        said, kind = words_of(leaf), attribute(leaf, "IdType") or attribute(leaf, "EIdType")
        label = attribute(leaf, "Label")
        if said:
            yield f"{path}[{kind}]" if kind else path, f"{label}: {said}" if label else said
    people = first(root, "MedlineCitation", "Article", "AuthorList")
    for author in descendants(people, "Author") if people is not None else ():
        parts = {name_of(child): words_of(child) for child in author}
        given = parts.get("ForeName") or parts.get("Initials")
        name = parts.get("CollectiveName") or ", ".join(filter(None, (parts.get("LastName"), given)))
        if name:
            yield _AUTHOR, name
        for place in descendants(author, "Affiliation"):
            yield f"{_AUTHOR}/Affiliation", words_of(place) or ""
    for cited in descendants(root, "Reference"):
        ids = [f"{attribute(id_, 'IdType')}:{words_of(id_)}" for id_ in descendants(cited, "ArticleId")]
        yield f"{_REFERENCES}/Reference", " ".join([words_of(child_of(cited, "Citation")) or "", *ids])
