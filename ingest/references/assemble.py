"""Entries -> records: which tag of a format is which field. What no field takes is kept in `other`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.references.marks import marks_in
from ingest.references.record import Entry, Mark, Record, raw_sha256
from ingest.references.values import (
    DOI_URL,
    doi_of,
    lines_of,
    one_line,
    pages_of,
    pmid_of,
    without_emails,
    year_of,
)

SINGLE = ("title", "journal", "volume", "issue", "language")


@dataclass(frozen=True)
class Layout:
    """A format as data: the tags of each field, best first; `types` maps its words to types of CSL.

    `split` are separators inside one author or keyword value. `notes` are the tags that screening tools write into.
    """

    name: str
    tags: Mapping[str, Sequence[str]]
    types: Mapping[str, str]
    default_type: str = "document"
    split: Mapping[str, str] | None = None
    notes: Sequence[str] = ()

    def of(self, field: str) -> Sequence[str]:
        """The tags of a field."""
        return self.tags.get(field, ())


Fields = dict[str, list[str]]


def assemble(entry: Entry, layout: Layout, path: str) -> tuple[Record, list[str]]:
    """The record of an entry, and what had to be repaired or left out in it."""
    repairs = list(entry.repairs)
    left = _gathered(entry, repairs)
    marks = _marks(left, layout)
    doi = _doi(left, layout, repairs)
    record = Record(
        type=_type(left, layout),
        title=_first(left, layout.of("title")),
        authors=_many(left, layout, "authors"),
        year=_year(left, layout, repairs),
        doi=doi,
        pmid=_pmid(left, layout),
        journal=_first(left, layout.of("journal")),
        volume=_first(left, layout.of("volume")),
        issue=_first(left, layout.of("issue")),
        pages=_pages(left, layout),
        abstract=_first(left, layout.of("abstract"), whole=True),
        language=_first(left, layout.of("language")),
        urls=_many(left, layout, "urls"),
        keywords=_many(left, layout, "keywords"),
        marks=marks,
        other=tuple((tag, value) for tag, values in left.items() for value in values),
        format=layout.name,
        file=path,
        line=entry.line,
        raw=entry.raw,
        sha256=raw_sha256(entry.raw),
    )
    if record.title is None:
        repairs.append("it has no title.")
    return record, repairs


def _gathered(entry: Entry, repairs: list[str]) -> Fields:
    found: Fields = {}
    dropped = 0
    for tag, value in entry.fields:
        clean, emails = without_emails(value)
        dropped += emails
        text = lines_of(clean)
        if text:
            found.setdefault(tag, []).append(text)
    if dropped:
        repairs.append(f"{dropped} e-mail address{'es were' if dropped > 1 else ' was'} left out.")
    return found


def _marks(left: Fields, layout: Layout) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for tag in layout.notes:
        for value in left.get(tag, ()):
            marks += marks_in(value)
    return tuple(marks)


def _take(left: Fields, tag: str) -> str:
    """The first value of a tag, taken out; the others stay where they are."""
    values = left[tag]
    value = values.pop(0)
    if not values:
        del left[tag]
    return value


def _first(left: Fields, tags: Sequence[str], *, whole: bool = False) -> str | None:
    for tag in tags:
        if tag in left:
            value = _take(left, tag)
            if not whole:
                return one_line(value)
            more = left.pop(tag, [])  # an abstract cut into several fields of one tag is one abstract
            return "\n".join([value, *more])
    return None


def _many(left: Fields, layout: Layout, field: str) -> tuple[str, ...]:
    separator = (layout.split or {}).get(field)
    found: list[str] = []
    for tag in layout.of(field):
        if field == "authors" and found:
            break  # full names beside short ones are the same people
        for value in left.pop(tag, ()):
            parts = re.split(separator, value) if separator else [value]
            found += [part for part in map(one_line, parts) if part]
    return tuple(found)


def _type(left: Fields, layout: Layout) -> str:
    for tag in layout.of("type"):
        for value in left.get(tag, ()):
            known = layout.types.get(one_line(value).casefold())
            if known:
                if layout.name == "ris" and RIS_OF.get(known) == value:
                    _drop(left, tag, value)
                return known
    return layout.default_type


def _drop(left: Fields, tag: str, value: str) -> None:
    left[tag].remove(value)
    if not left[tag]:
        del left[tag]


def _year(left: Fields, layout: Layout, repairs: list[str]) -> int | None:
    said = ""
    for tag in layout.of("year"):
        for value in left.get(tag, ()):
            year = year_of(value)
            if year is not None:
                if value == str(year):
                    _drop(left, tag, value)
                return year
            said = said or value
    if said:
        repairs.append(f'"{said[:40]}" names no year of publication; the year is left empty.')
    return None


def _doi(left: Fields, layout: Layout, repairs: list[str]) -> str | None:
    said = ""
    for tag in layout.of("doi"):
        for value in left.get(tag, ()):
            doi = doi_of(value)
            if doi is not None:
                if value.lower() in {doi, f"https://doi.org/{doi}", f"http://dx.doi.org/{doi}"}:
                    _drop(left, tag, value)
                return doi
            said = said or (value if tag == layout.of("doi")[0] else "")
    for tag in layout.of("urls"):
        for value in left.get(tag, ()):
            if DOI_URL.match(value) and (doi := doi_of(value)):
                return doi
    if said:
        repairs.append(f'"{said[:60]}" is no DOI; it is kept as it is.')
    return None


def _pmid(left: Fields, layout: Layout) -> str | None:
    for tag in layout.of("pmid"):
        for value in left.get(tag, ()):
            pmid = pmid_of(value)
            if pmid:
                if value == pmid:
                    _drop(left, tag, value)
                return pmid
    for tag in layout.notes:
        for value in left.get(tag, ()):
            found = re.search(r"\bPMID:\s*(\d{1,8})\b", value)
            if found:
                return found[1]
    return None


def _pages(left: Fields, layout: Layout) -> str | None:
    for start, end in zip(layout.of("pages"), layout.of("last_page") or [""] * 9, strict=False):
        if start in left or end in left:
            first = _take(left, start) if start in left else ""
            last = _take(left, end) if end in left else ""
            return pages_of(first, last)
    return None


RIS_OF = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "document": "GEN",
    "manuscript": "UNPB",
    "paper-conference": "CONF",
    "patent": "PAT",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
    "software": "COMP",
    "motion_picture": "MPCT",
    "legislation": "STAT",
    "legal_case": "CASE",
    "bill": "BILL",
    "hearing": "HEAR",
    "map": "MAP",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "standard": "STAND",
    "post-weblog": "BLOG",
}
"""The RIS type that is written for a type of CSL."""
