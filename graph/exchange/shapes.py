"""A coded project as any tool has it: codes, coders, sources and codings, before it is a review folder or a file.

Offsets are Unicode code points of `Source.text`, from 0, end exclusive. Ids are GUIDs in lower case without braces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a codebook; parents come before their children."""

    guid: str
    name: str
    parent: str | None = None
    description: str | None = None
    color: str | None = None
    codable: bool = True


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who coded."""

    guid: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One document. `text` is null where only codings of the whole document are known; `about`: its variables."""

    guid: str
    name: str
    text: str | None = None
    description: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coding:
    """A code on some characters of a source, or, without offsets, on the whole of it. Without a code: only marked.

    `selection` is the GUID of the marked characters, which several codings may share; `at` is ISO 8601 in UTC.
    `quote`: the words as the file itself gives them, where it does.
    """

    guid: str
    source: str
    code: str | None
    start: int | None = None
    end: int | None = None
    selection: str | None = None
    coder: str | None = None
    at: str | None = None
    note: str | None = None
    quote: str | None = None


class Fate(StrEnum):
    """What became of a part of a file that is not simply there afterwards."""

    REFUSED = "refused"
    CHANGED = "changed"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that the target cannot hold, or holds otherwise, in a sentence."""

    fate: Fate
    said: str


@dataclass(frozen=True)
class Project:
    """A codebook, with or without what was coded with it. `origin` is the tool that wrote it."""

    name: str
    origin: str
    codes: tuple[Code, ...] = ()
    coders: tuple[Coder, ...] = ()
    sources: tuple[Source, ...] = ()
    codings: tuple[Coding, ...] = ()
    description: str | None = None
    remarks: tuple[Remark, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """(name, text) of memos that belong to nothing else here."""
    selections: int = 0
    """Marked stretches of text that the file holds, read or not."""
