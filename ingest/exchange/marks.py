"""Codings of another tool as marks of passages by a person, or as rows of a table where no passage is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, count

from graph.exchange.claims import QUOTE, parted
from graph.exchange.shapes import Coder, Coding, Fate, Project, Remark
from graph.model import Direction
from ingest.exchange.codings import Row
from ingest.exchange.documents import Document, Documents
from ingest.exchange.influences import UNCODED, Influences
from ingest.exchange.kept import Kept
from ingest.exchange.plain import one_line

_NO_ID = re.compile(r"[^a-z0-9]+")
_MOST_OF_AN_ID = 40
_CUT_OFF = 50
"""A quote of so many characters that begins what stands there was cut off; a shorter one may be another place."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that a person marked: offsets are code points of the text in `path`.

    `held`: what narragraph itself wrote beside the coding. Without a direction nothing is claimed.
    """

    path: str
    char_start: int
    char_end: int
    influence_id: str
    direction: Direction | None
    curator: str
    key: str
    at: str | None = None
    note: str | None = None
    held: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Marks:
    """The marks, the codings that have no passage, and who coded: curator -> name to show."""

    marks: tuple[Mark, ...]
    rows: tuple[Row, ...]
    people: Mapping[str, str]
    kept: tuple[Kept, ...]
    remarks: tuple[Remark, ...]


def marks(project: Project, found: Influences, held: Documents) -> Marks:
    """What the codings become."""
    curators, people, kept, remarks = _people(project)
    names = {row.id: row.name for row in found.rows}
    made: list[Mark] = []
    rows: list[Row] = []
    for coding in project.codings:
        influence, direction = found.meaning[coding.code or UNCODED]
        document = held.by_guid[coding.source]
        place = _place(coding, document, remarks)
        curator = curators[coding.coder]
        if place is not None and document.path is not None:
            said, note = parted(coding.note)
            said.pop(QUOTE, None)
            key = f"qda:{coding.guid}" + (f":{coding.selection}" if coding.selection else "")
            claimed = direction if coding.code is not None else None
            made.append(Mark(document.path, *place, influence, claimed, curator, key, coding.at, note, said))
        elif coding.code is not None:
            said, rest = parted(coding.note)
            words = coding.quote or said.pop(QUOTE, None) or _words(coding, document)
            who = (curator if coding.coder else None, coding.guid, coding.at)
            rows.append(Row(document.key, names[influence], direction, words, rest, *who, said))
        else:
            remarks.append(
                Remark(Fate.REFUSED, f'"{document.source.name}": "{coding.quote}" is marked, without a code.')
            )
    used = {mark.curator for mark in made}
    shown = {curator: name for curator, name in people.items() if curator in used or curator in kept}
    return Marks(tuple(made), tuple(rows), shown, tuple(kept.values()), tuple(remarks))


def _place(coding: Coding, document: Document, remarks: list[Remark]) -> tuple[int, int] | None:
    """The offsets in the stored text. Where the file says other words than stand there, its words are looked for."""
    if coding.start is None or coding.end is None or document.plain is None:
        return None
    plain = document.plain
    start, end = plain.at(coding.start), plain.at(coding.end)
    there = plain.text[start:end]
    name = document.source.name
    if coding.quote is not None and not _says(there, coding.quote):
        wanted = coding.quote.strip()
        first = plain.text.find(wanted) if wanted else -1
        if first < 0 or plain.text.find(wanted, first + 1) >= 0:
            many = "nowhere" if first < 0 else "at several places"
            said = f'"{name}": at {coding.start} to {coding.end} stands "{there[:60]}", but "{wanted[:60]}" was coded, '
            remarks.append(Remark(Fate.CHANGED, f"{said}which stands {many}; the coding is kept without a place."))
            return None
        said = f'"{name}": "{wanted[:60]}" stands at {first}, not at {coding.start}; the words decide.'
        remarks.append(Remark(Fate.CHANGED, said))
        start, end = first, first + len(wanted)
    if not plain.text[start:end].strip():
        said = f'"{name}": characters {coding.start} to {coding.end} hold no words; the coding is kept without a place.'
        remarks.append(Remark(Fate.CHANGED, said))
        return None
    return start, end


def _says(there: str, quote: str) -> bool:
    """Whether these are the words of a quote, whatever their white space; some tools cut long ones off."""
    one, other = " ".join(there.split()), " ".join(quote.split())
    return one == other or (len(other) >= _CUT_OFF and one.startswith(other))


def _words(coding: Coding, document: Document) -> str | None:
    if coding.start is None or coding.end is None or document.plain is None:
        return None
    return document.plain.text[document.plain.at(coding.start) : document.plain.at(coding.end)]


def _people(project: Project) -> tuple[dict[str | None, str], dict[str, str], dict[str, Kept], list[Remark]]:
    """GUID -> curator, curator -> name to show, and what exchange.csv keeps of those whom the file names."""
    curators: dict[str | None, str] = {}
    people: dict[str, str] = {}
    kept: dict[str, Kept] = {}
    remarks: list[Remark] = []
    for coder in project.coders:
        curator = _curator(coder, people)
        curators[coder.guid] = curator
        name = one_line(coder.name)
        if "@" in name:
            remarks.append(
                Remark(Fate.CHANGED, f"A coder is named by an e-mail address, which is not kept: {curator}.")
            )
            name = ""
        people[curator] = name or curator
        kept[curator] = Kept("coder", curator, coder.guid, name)
    unnamed = {coding.coder for coding in project.codings} - set(curators)
    if unnamed:
        curator = _curator(Coder("", None), people)
        curators |= dict.fromkeys(unnamed, curator)
        people[curator] = curator
        many = sum(1 for coding in project.codings if coding.coder in unnamed and coding.start is not None)
        if many:
            remarks.append(
                Remark(Fate.CHANGED, f"{many} codings name no coder that the file knows; they are of {curator}.")
            )
    return curators, people, kept, remarks


def _curator(coder: Coder, taken: Mapping[str, str]) -> str:
    """A name for commands and folders: that of the coder in small letters, or a pseudonym."""
    name = coder.name or ""
    letters = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    plain = _NO_ID.sub("-", letters.casefold()).strip("-") if "@" not in name else ""
    stem = plain[: _MOST_OF_AN_ID - 4].strip("-")
    numbered = (f"{stem or 'coder'}-{number}" for number in count(2 if stem else 1))
    return next(one for one in chain([stem] if stem else [], numbered) if one not in taken)
