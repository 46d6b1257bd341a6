"""Every figure of a row as the address that opens it: what does not change from row to row is written once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from urllib.parse import quote

from graph.ask import Answer, opened_by
from graph.database import Row
from graph.export_address import address
from graph.query_header import Opening, Query

_SPELT = {letter: quote(chr(letter), safe="") for letter in range(128)}
"""Each letter of ASCII as an address has it."""
_Part = tuple[str, str]
"""What is written as it is, and the column whose value follows, if any: after a [ one of several values."""


def linked(answer: Answer) -> Callable[[Row], dict[str, str]]:
    """What gives the addresses of one row of an answer."""
    made = [(opening.column, _link(answer, opening)) for opening in answer.query.opens]
    return lambda row: {column: link(row) for column, link in made}


def link_texts(answer: Answer) -> list[str]:
    """The addresses of each row as JSON; nothing where no figure opens."""
    whole = [(opening, _parts(answer, opening)) for opening in answer.query.opens]
    if not whole:
        return []
    columns = [column.strip("[") for _, parts in whole for _, column in parts or () if column]
    values = {name: [row[name] for row in answer.rows] for name in columns}
    if any(parts is None for _, parts in whole) or any(None in some for some in values.values()):
        return list(map(json.JSONEncoder(ensure_ascii=False).encode, map(linked(answer), answer.rows)))
    # An address is made of letters that stand in JSON as they are.
    links = [f'"{opening.column}": "{_template(opening, parts or [])}"' for opening, parts in whole]
    text, spelled = "{" + ", ".join(links) + "}", {name: list(map(spelt, some)) for name, some in values.items()}
    if not columns:
        return [text % ()] * len(answer.rows)
    return list(map(text.__mod__, zip(*(spelled[name] for name in columns), strict=True)))


def _template(opening: Opening, parts: list[_Part]) -> str:
    begin, written = _begin(opening.query), [text.replace("%", "%%") + "%s" * bool(name) for text, name in parts]
    return begin + "&".join(written)


def _link(answer: Answer, opening: Opening) -> Callable[[Row], str]:
    parts, begin = _parts(answer, opening), _begin(opening.query)
    if parts is None:
        return lambda row: address(opening.query, opened_by(answer, row, opening))

    def link(row: Row) -> str:
        found = []
        for text, column in parts:
            value = row[column.strip("[")] if column else ""
            # Of several values each is given, a null one too; a single one that is null does not narrow.
            if value is not None or column.startswith("["):
                found.append(text + spelt(str(value)))
        return begin + "&".join(found)

    return link


def _parts(answer: Answer, opening: Opening) -> list[_Part] | None:
    """What an address is made of after its question mark; null where a value may be more than one text."""
    types = {column.name: column.type for column in answer.query.columns}
    begin, parts = _begin(opening.query), []
    for name, source in opening.arguments:
        if source.startswith("$") and answer.parameters[source[1:]] in (None, []):
            continue  # it does not narrow
        if source in {"true", "false"} or source.startswith(("$", "'")):  # the same for every row
            given = opened_by(answer, {}, replace(opening, arguments=((name, source),)))
            parts.append((address(opening.query, given).removeprefix(begin), ""))
            continue
        inner = source.strip("[]").split()
        if any(types.get(column) != "string" for column in inner):
            return None
        several = "[" if source.startswith("[") else ""
        parts += [(f"{quote(name, safe='')}=", several + column) for column in inner]
    return parts


def opening_columns(query: Query) -> tuple[str, ...]:
    """The columns of a row that its links are made of."""
    sources = " ".join(source.strip("[]") for opening in query.opens for _, source in opening.arguments).split()
    return tuple(column.name for column in query.columns if column.name in sources)


@lru_cache(1 << 12)
def spelt(text: str) -> str:
    """A text as an address has it."""
    return text.translate(_SPELT) if text.isascii() else quote(text, safe="")


@cache
def _begin(query: str) -> str:
    """How the addresses of a query begin."""
    return address(query, {})
