"""Every figure of a row as the address that opens it: what does not change from row to row is written once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from graph.ask import Answer, opened_by
from graph.database import Row
from graph.export_address import address
from graph.query_header import Opening, Query

_UNSAFE = re.compile(r"[^A-Za-z0-9_.~-]")
_FIXED = ("$", "'")
"""How a source begins that is the same for every row; the words true and false are too."""
Link = Callable[[Row], str]


def linked(answer: Answer) -> Callable[[Row], dict[str, str]]:
    """What gives the addresses of one row of an answer."""
    made = [(opening.column, _link(answer, opening)) for opening in answer.query.opens]
    return lambda row: {column: link(row) for column, link in made}


def _link(answer: Answer, opening: Opening) -> Link:
    types = {column.name: column.type for column in answer.query.columns}
    begin = address(opening.query, {})
    parts: list[tuple[str, str]] = []
    """What is written as it is, and the column whose value follows, if any."""
    for name, source in opening.arguments:
        if source in {"true", "false"} or source.startswith(_FIXED):
            only = replace(opening, arguments=((name, source),))
            parts.append((address(opening.query, opened_by(answer, {}, only)).removeprefix(begin), ""))
            continue
        inner = source.strip("[]").split()
        if any(types.get(column) != "string" for column in inner):
            return lambda row: address(opening.query, opened_by(answer, row, opening))
        # Of several values each is given, a null one too; a single one that is null does not narrow.
        begins = f"{quote(name, safe='')}="
        parts += [(begins, f"[{column}" if source.startswith("[") else column) for column in inner]
    return _whole(begin, [part for part in parts if part != ("", "")])


def _whole(begin: str, parts: list[tuple[str, str]]) -> Link:
    def link(row: Row) -> str:
        found = []
        for text, column in parts:
            if not column:
                found.append(text)
            elif column.startswith("["):
                found.append(text + spelt(str(row[column[1:]])))
            elif (value := row[column]) is not None:
                found.append(text + spelt(str(value)))
        return begin + "&".join(found)

    return link


def opening_columns(query: Query) -> tuple[str, ...]:
    """The columns of a row that its links are made of."""
    sources = " ".join(source.strip("[]") for opening in query.opens for _, source in opening.arguments).split()
    return tuple(column.name for column in query.columns if column.name in sources)


@lru_cache(1 << 12)
def spelt(text: str) -> str:
    """A text as an address has it."""
    return _UNSAFE.sub(_escaped, text) if text.isascii() else quote(text, safe="")


def _escaped(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
