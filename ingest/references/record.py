"""One bibliographic record as a file gives it, and what is told of the file that it stood in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

ID_PREFIX = "record:"
ID_DIGITS = 20


class MarkKind(StrEnum):
    """What somebody left on a record in a screening tool."""

    DECISION = "decision"
    REASON = "reason"
    LABEL = "label"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision, reason, label or note as the tool gives it; `reviewer` is null where it does not say who."""

    tool: str
    kind: MarkKind
    value: str
    reviewer: str | None = None


@dataclass(frozen=True, slots=True)
class Record:  # one attribute for each field of the domain
    """A record; what no field holds is in `other` under the name it had, so that nothing is dropped.

    `type` is a type of CSL (article-journal, chapter, thesis, ...). `authors` are as spelt. `raw` is the text of the
    record as it stands in the file, `line` the line that it begins in (a row, for a workbook).
    """

    type: str
    title: str | None
    authors: tuple[str, ...]
    year: int | None
    doi: str | None
    pmid: str | None
    journal: str | None
    volume: str | None
    issue: str | None
    pages: str | None
    abstract: str | None
    language: str | None
    urls: tuple[str, ...]
    keywords: tuple[str, ...]
    marks: tuple[Mark, ...]
    other: tuple[tuple[str, str], ...]
    format: str
    file: str
    line: int
    raw: str
    sha256: str

    @property
    def id(self) -> str:
        """`record:` and 20 hex digits over the raw text: the same in every file and in any order."""
        return ID_PREFIX + self.sha256[:ID_DIGITS]


def raw_sha256(raw: str) -> str:
    """SHA-256 (hex) of a raw record; kinds of line ends and blanks around it make no other record."""
    return hashlib.sha256(raw.strip().encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was repaired, refused or noticed at a line of a file."""

    line: int
    message: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record before its tags are understood: where it stands, its text, and its fields in order."""

    line: int
    raw: str
    fields: list[tuple[str, str]]
    repairs: list[str] = field(default_factory=list)


@dataclass
class Parsed:
    """What a reader of one format found: entries, records that are none, and text outside records."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class FileReport:
    """What became of one file: seen = read + refused; `repaired` counts records among those read."""

    path: str
    format: str
    encoding: str
    sha256: str
    seen: int
    read: int
    repaired: int
    repairs: tuple[Remark, ...] = ()
    refused: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class FileRead:
    """The records of one file in its order, and the report on it."""

    records: tuple[Record, ...]
    report: FileReport
