"""EPPI-Reviewer's JSON report: code sets, references, quotes behind codes. It names no coders and holds no texts.

Source: EPPI-Reviewer's JSON report (`CodeSets`, `References`); quotes from PDFs read `Page 3:`, then the words between
`[¬s]"` and `[¬e]"`, several of them parted by `"`, a line end and `"`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import ExchangeError
from graph.exchange.guids import guid_of
from graph.exchange.shapes import Code, Coding, Fate, Project, Remark, Source

MOST_BYTES = 500_000_000
_SCREENING = ("include", "exclude")
_ABOUT = {"title": "Title", "authors": "Authors", "year": "Year", "doi": "DOI", "journal": "ParentTitle"}
_MARKED = re.compile(r'\[¬s\]"?(.*?)"?\[¬e\]"?', re.DOTALL)
_PAGE = re.compile(r"\s*Page (\d+):")


@dataclass
class _Made:
    """The parts of the project while they are made. `screening`: the codes that decide on papers."""

    codes: dict[str, Code] = field(default_factory=dict)
    screening: set[str] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    screened: int = 0


def read_eppi(file: Path) -> Project:
    """The codes and coded references of a report. Raises ExchangeError."""
    path = file.name
    if file.stat().st_size > MOST_BYTES:
        raise ExchangeError(path, f"it has more than {MOST_BYTES // 1_000_000} MB.", rule="size")
    content = file.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        why = (
            "nested too deep"
            if isinstance(error, RecursionError)
            else getattr(error, "msg", "its numbers are too long")
        )
        raise ExchangeError(path, f"its JSON cannot be read ({why}).", rule="json", fix="Export it again.") from None
    sets, references = _list(said, "CodeSets"), _list(said, "References")
    if not sets and not references:
        message = "its JSON holds neither CodeSets nor References, so it is none of EPPI-Reviewer."
        raise ExchangeError(path, message, rule="json", fix="Export the report with its coding tools and references.")
    made = _Made()
    if replaced := content.count("\ufffd"):
        made.remarks.append(Remark(Fate.CHANGED, f"{replaced} characters that are no Unicode became U+FFFD."))
    for number, set_ in enumerate(sets):
        _code_set(made, set_, number)
    for number, reference in enumerate(references):
        _reference(made, reference, number)
    if made.screening:
        what = f"{len(made.screening)} codes that include or exclude papers, used {made.screened} times"
        made.remarks.append(Remark(Fate.LEFT_OUT, f"{what}: put the file into references/ to have them as screening."))
    return Project(
        file.stem,
        "EPPI-Reviewer",
        tuple(made.codes.values()),
        (),
        tuple(made.sources),
        tuple(made.codings),
        remarks=tuple(made.remarks),
        selections=sum(1 for coding in made.codings if coding.quote),
    )


def _list(node: Any, name: str) -> list[dict[str, Any]]:
    held = node.get(name) if isinstance(node, dict) else None
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _text(node: dict[str, Any], *names: str) -> str:
    return next((str(node[name]).strip() for name in names if node.get(name) not in (None, "", 0)), "")


def _code_set(made: _Made, set_: dict[str, Any], number: int) -> None:
    """A set of codes, itself a code that cannot be given, with everything below it."""
    name = _text(set_, "SetName") or f"Codes {number + 1}"
    top = Code(
        guid_of("eppi", "set", name, str(number)), name, None, _text(set_, "SetDescription") or None, codable=False
    )
    below = list(_attributes(set_))
    if not below:
        return
    made.codes[f"set {number}"] = top
    waiting = [(one, top.guid, name) for one in reversed(below)]
    while waiting:
        node, parent, above = waiting.pop()
        id_, named, kind = (
            _text(node, "AttributeId"),
            _text(node, "AttributeName"),
            _text(node, "AttributeType").casefold(),
        )
        place = f"{above} / {named}"
        if kind.startswith(_SCREENING):
            made.screening.add(id_)
            continue
        if not id_ or id_ in made.codes:
            id_ = f"{id_ or 'none'} {len(made.codes)}"
            why = "has no AttributeId of its own; what is coded with it is told from another only by the first of them"
            made.remarks.append(Remark(Fate.CHANGED, f'The code "{place}" {why}.'))
        described = _text(node, "AttributeSetDescription", "AttributeDescription") or None
        guid = guid_of("eppi", "code", id_)
        made.codes[id_] = Code(guid, named, parent, described, codable=not kind.startswith("not selectable"))
        waiting += [(one, guid, place) for one in reversed(list(_attributes(node)))]


def _attributes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from _list(node.get("Attributes"), "AttributesList")


def _reference(made: _Made, reference: dict[str, Any], number: int) -> None:
    name = _text(reference, "ShortTitle", "Title") or f"Reference {number + 1}"
    guid = guid_of("eppi", "reference", _text(reference, "ItemId") or f"{number} {name}")
    about = {key: said for key, field_ in _ABOUT.items() if (said := _text(reference, field_))}
    made.sources.append(Source(guid, name, None, None, about))
    for at, code in enumerate(_list(reference, "Codes")):
        id_ = _text(code, "AttributeId")
        if id_ in made.screening:
            made.screened += 1
        elif id_ not in made.codes:
            said = f'"{name}": it is coded with AttributeId {id_ or "(none)"}, which no code set holds.'
            made.remarks.append(Remark(Fate.REFUSED, said))
        else:
            _codings(made, code, guid, made.codes[id_].guid, at)


def _codings(made: _Made, code: dict[str, Any], source: str, of: str, at: int) -> None:
    """One coding for every quote; one without, where there is none. Arm, page and document go into the note."""
    arm, remark = _text(code, "ArmTitle"), _text(code, "AdditionalText")
    shared = [remark, f"Arm: {arm}" if arm else ""]
    quotes = [part for detail in _list(code, "ItemAttributeFullTextDetails") for part in _quotes(detail)]
    for number, (quote, where) in enumerate(quotes or [(None, "")]):
        note = "\n\n".join(part for part in (*shared, where) if part) or None
        guid = guid_of("eppi", "coding", source, of, str(at), str(number))
        made.codings.append(Coding(guid, source, of, note=note, quote=quote))


def _quotes(detail: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(words, where they stand) of one coded stretch."""
    text = _text(detail, "Text").replace("\r\n", "\n")
    page = _PAGE.match(text)
    title = _text(detail, "DocTitle")
    where = ", ".join(part for part in (title, f"page {page[1]}" if page else "") if part)
    marked = [part for found in _MARKED.findall(text) for part in found.split('"\n"')]
    for quote in marked or [text]:
        if quote.strip():
            yield quote.strip(), where
