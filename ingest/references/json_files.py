"""JSON: CSL-JSON, EPPI-Reviewer, Publish or Perish (Google Scholar). Every element is read by itself.

Sources: CSL-JSON schema 1.0 (citation-style-language/schema); EPPI-Reviewer's JSON report (`CodeSets`, `References`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from graph.errors import ReferencesError
from ingest.references.assemble import Layout
from ingest.references.decoded import element_at, json_of
from ingest.references.record import Entry, Mark, MarkKind, Parsed, Remark
from ingest.references.types import TYPES

_CSL_TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
personal_communication post post-weblog regulation report review review-book software song speech standard thesis
treaty webpage
"""
CSL_TYPES = frozenset(_CSL_TYPES.split())
CSL = Layout(
    "csl json",
    {
        "type": ("type",),
        "title": ("title",),
        "authors": ("author",),
        "year": ("issued", "year"),
        "doi": ("DOI", "doi"),
        "pmid": ("PMID", "pmid"),
        "journal": ("container-title", "source", "journal"),
        "volume": ("volume",),
        "issue": ("issue",),
        "pages": ("page", "startpage"),
        "last_page": ("", "endpage"),
        "abstract": ("abstract",),
        "language": ("language",),
        "urls": ("URL", "article_url"),
        "keywords": ("keyword", "tags"),
    },
    {**TYPES, **{name: name for name in CSL_TYPES}},
    split={"keywords": r"\s*[;,]\s*"},
    notes=("note",),
)
EPPI = Layout(
    "eppi json",
    {
        "type": ("TypeName",),
        "title": ("Title",),
        "authors": ("Authors",),
        "year": ("Year",),
        "doi": ("DOI",),
        "journal": ("ParentTitle",),
        "volume": ("Volume",),
        "issue": ("Issue",),
        "pages": ("Pages",),
        "abstract": ("Abstract",),
        "urls": ("URL",),
        "keywords": ("Keywords",),
    },
    {**TYPES, "journal, article": "article-journal", "book, whole": "book", "book, chapter": "chapter"},
    split={"authors": r"\s*;\s*", "keywords": r"\s*[;\n]\s*"},
    notes=("Comments",),
)
_SPACE = re.compile(r"[\s,]*")
OURS = "narragraph"
"""Where CSL-JSON that narragraph wrote keeps what CSL has no field for: custom.narragraph."""


def read_json(text: str, path: str) -> tuple[Parsed, Layout]:
    """The records of a JSON file and the layout that it has. Raises ReferencesError when it holds none."""
    start = re.compile(r"\s*\[").match(text)
    if start:
        return _elements(text, start.end(), _csl_fields), CSL
    if re.search(r'"References"\s*:\s*\[', text) and '"CodeSets"' in text:
        names = _code_names(text, path)
        found = re.search(r'"References"\s*:\s*\[', text)
        assert found is not None  # noqa: S101  (searched one line above)
        return _elements(text, found.end(), lambda item: _eppi_fields(item, names)), EPPI
    items = re.match(r'\s*\{\s*"(?:items|references|records)"\s*:\s*\[', text)
    if items:
        return _elements(text, items.end(), _csl_fields), CSL
    raise ReferencesError(
        path,
        "its JSON is no list of references.",
        rule="json",
        fix="Export it as CSL-JSON, or as JSON from EPPI-Reviewer with its references.",
    )


def _elements(text: str, at: int, fields_of: Any) -> Parsed:
    parsed, line, counted = Parsed(), 1, 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        line, counted = line + text.count("\n", counted, at), at
        if at >= len(text) or text[at] == "]":
            if at >= len(text):
                parsed.notes.append(Remark(line, "the list of references is not closed; the file may be cut off."))
            return parsed
        try:
            item, end = element_at(text, at)
        except (ValueError, RecursionError) as error:
            message = f"the JSON breaks here ({_why(error)}); what follows could not be read."
            parsed.refused.append(Remark(line, message, text[at : at + 2000]))
            return parsed
        raw = text[at:end]
        if isinstance(item, dict) and (fields := [(tag, value) for tag, value in fields_of(item) if value.strip()]):
            parsed.entries.append(Entry(line, raw, fields))
        else:
            parsed.refused.append(Remark(line, "it is no reference: it holds no fields.", raw))
        at = end


def _why(error: Exception) -> str:
    """What is wrong with some JSON, in words."""
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "nested too deep" if isinstance(error, RecursionError) else "a number of thousands of digits"


def _csl_fields(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    ours = isinstance(item.get("custom"), dict) and OURS in item["custom"]
    for name, value in item.items():
        if name in {"author", "authors"} and isinstance(value, list):
            yield from (("author", _name(author)) for author in value)
        elif name == "issued" and isinstance(value, dict):
            yield "issued", _date(value)
        elif name == "custom" and ours:
            continue  # given back by ingest/references/read.py
        elif name in {"startpage", "endpage", "volume", "issue"} and value == 0:
            continue  # Publish or Perish writes 0 for what it does not know
        elif isinstance(value, str):
            yield name, value
        elif isinstance(value, list) and all(isinstance(part, str) for part in value):
            yield from ((name, part) for part in value)
        elif isinstance(value, bool | int | float):
            yield name, str(value)
        elif value is not None:
            yield name, json.dumps(value, ensure_ascii=False)


def _name(author: Any) -> str:
    if not isinstance(author, dict):
        return str(author)
    if author.get("literal"):
        return str(author["literal"])
    family = " ".join(
        str(author[part]) for part in ("dropping-particle", "non-dropping-particle", "family") if author.get(part)
    )
    return ", ".join(part for part in (family, str(author.get("given") or ""), str(author.get("suffix") or "")) if part)


def _date(value: dict[str, Any]) -> str:
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return "-".join(str(part) for part in parts[0])
    return str(value.get("raw") or value.get("literal") or "")


def _code_names(text: str, path: str) -> dict[str, str]:
    """AttributeId -> name with its parents, `Set / Topic / Code`."""
    try:
        whole = json_of(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        message = f"its JSON breaks{f' at line {line}' if line else ''} ({_why(error)})."
        raise ReferencesError(path, message, line=line, rule="json", fix="Export it again.") from None
    names: dict[str, str] = {}

    def walk(node: Any, above: str) -> None:
        listed = _part(_part(node, "Attributes"), "AttributesList")
        for child in listed if isinstance(listed, list) else ():
            if not isinstance(child, dict):
                continue
            name = f"{above} / {child.get('AttributeName', '')}".removeprefix(" / ")
            names[str(child.get("AttributeId"))] = name
            walk(child, name)

    sets = _part(whole, "CodeSets")
    for set_ in sets if isinstance(sets, list) else ():
        walk(set_, str(_part(set_, "SetName") or ""))
    return names


def _part(node: Any, name: str) -> Any:
    return node.get(name) if isinstance(node, dict) else None


_NO_FIELDS = {"Codes", "Outcomes"}


def _eppi_fields(item: dict[str, Any], names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if name in _NO_FIELDS or value in (None, "", [], {}):
            continue
        yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    codes = item.get("Codes")
    for code in codes if isinstance(codes, list) else ():
        if not isinstance(code, dict):
            continue
        yield "Code", names.get(str(code.get("AttributeId")), str(code.get("AttributeId")))
        if code.get("AdditionalText"):
            yield "Code text", f"{names.get(str(code.get('AttributeId')), '')}: {code['AdditionalText']}"
        details = code.get("ItemAttributeFullTextDetails")
        for detail in details if isinstance(details, list) else ():
            yield "Code quote", f"{names.get(str(code.get('AttributeId')), '')}: {_part(detail, 'Text') or ''}"


def eppi_marks(other: tuple[tuple[str, str], ...]) -> tuple[Mark, ...]:
    """The codes of an EPPI-Reviewer reference as labels, its comments on them as notes."""
    kinds = {"Code": MarkKind.LABEL, "Code text": MarkKind.NOTE}
    return tuple(Mark("eppi", kinds[tag], value) for tag, value in other if tag in kinds)
