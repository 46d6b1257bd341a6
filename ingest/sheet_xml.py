"""A walk through the XML of spreadsheets, by a parser that refuses document types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class NotPlain(Exception):
    """XML that is not well-formed, or that declares a document type, which no spreadsheet program writes."""


def parse(
    content: bytes,
    starts: Callable[[str, Mapping[str, str]], None],
    ends: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Walk through XML by local names. Raises NotPlain."""
    names: dict[str, str] = {}

    def local(name: str) -> str:
        return names.get(name) or names.setdefault(name, name.rpartition(":")[2])

    walking = parser(lambda name, said: starts(local(name), said))
    walking.EndElementHandler = lambda name: ends(local(name))
    walking.CharacterDataHandler = text
    run(walking, content)


def parser(starts: Callable[[str, Mapping[str, str]], None] | None) -> Any:
    """A parser that refuses document types; without `starts` it only looks whether XML is well-formed."""
    from xml.parsers import expat

    def refuse(*_: Any) -> None:
        raise NotPlain

    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartElementHandler = starts
    made.StartDoctypeDeclHandler = refuse
    return made


def run(made: Any, content: bytes) -> None:
    """Parse the whole. Raises NotPlain."""
    from xml.parsers import expat

    try:
        made.Parse(content, True)
    except expat.ExpatError:
        raise NotPlain from None
