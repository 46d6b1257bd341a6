"""The query catalogue for a terminal: read from the headers of the query files, grouped by what a query needs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import TextIO

from cli.arguments import option
from graph.queries import queries
from graph.query_header import Parameter, Query

WIDTH = 100


def write_catalogue(found: Mapping[str, Query], out: TextIO, *, command: str = "query") -> None:
    """Every query with its summary, first those that need nothing, then by the parameter they need."""
    groups: dict[tuple[str, ...], list[Query]] = {}
    for query in found.values():
        groups.setdefault(tuple(parameter.name for parameter in query.parameters if parameter.required), []).append(
            query
        )
    widest = max(len(name) for name in found)
    for needed in sorted(groups, key=lambda names: (len(names), names)):
        out.write(("Needs " + " and ".join(map(option, needed)) if needed else "Needs nothing") + "\n")
        for query in groups[needed]:
            out.write(_hanging(f"  {query.name:<{widest}}  ", query.summary) + "\n")
        out.write("\n")
    out.write(f"`narragraph {command} NAME --help` says what a {command} takes and what its columns mean.\n")


def described(query: Query) -> str:
    """One query as a page of text: summary, prose, parameters, columns, and how its figures open."""
    return "\n".join(_description(query)).rstrip() + "\n"


def _description(query: Query) -> Iterator[str]:
    usage = [f"{option(p.name)} {p.type.upper()}" if p.required else f"[{option(p.name)}]" for p in query.parameters]
    yield _hanging("Usage: ", " ".join(["narragraph", _command(query), query.name, *usage]))
    yield ""
    yield query.summary
    if query.prose:
        yield ""
        yield query.prose
    if query.parameters:
        yield ""
        yield "Parameters"
        widest = max(len(option(parameter.name)) for parameter in query.parameters)
        for parameter in query.parameters:
            yield _hanging(f"  {option(parameter.name):<{widest}}  ", f"{parameter.meaning} ({_takes(parameter)})")
    yield ""
    yield "Columns"
    widest = max(len(column.name) for column in query.columns)
    for column in query.columns:
        yield _hanging(f"  {column.name:<{widest}}  ", f"{column.meaning} ({column.type})")
    if query.opens:
        yield ""
        yield "What stands behind a figure; words in capitals come from its row or from your parameters"
        widest = max(len(opening.column) for opening in query.opens)
        for opening in query.opens:
            arguments = " ".join(_argument(name, source) for name, source in opening.arguments)
            command = "query" if opening.query in queries() else "numbers"
            yield _hanging(f"  {opening.column:<{widest}}  ", f"narragraph {command} {opening.query} {arguments}")


def _command(query: Query) -> str:
    """The command that runs it: a contract without a statement is a measure."""
    return {"measure": "numbers", "chart": "chart"}.get(query.folder, "query")


def _argument(name: str, source: str) -> str:
    """One argument of an opening: a constant as it is, else the place it is read from."""
    if source.startswith("["):
        return " ".join(_argument(name, part) for part in source.strip("[]").split())
    constant = source.startswith("'") or source in {"true", "false"}
    return f"{option(name)} {source.strip(chr(39)) if constant else source.lstrip('$').upper()}"


def _takes(parameter: Parameter) -> str:
    said = [parameter.type]
    if parameter.choices:
        said = [" | ".join(parameter.choices)]
    if parameter.least is not None:
        said.append(f"{parameter.least} to {parameter.most}")
    if parameter.required:
        said.append("needed")
    elif parameter.default not in (None, "", []):
        said.append(f"default {parameter.default}")
    if parameter.type.startswith("list<"):
        said.append("may be repeated")
    return ", ".join(said)


def _hanging(start: str, text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_long_words=False)


def catalogue_json(found: Mapping[str, Query]) -> list[dict[str, object]]:
    """The catalogue for programs."""
    return [described_json(query) for query in found.values()]


def described_json(query: Query) -> dict[str, object]:
    """One query's contract for programs."""
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.prose,
        "parameters": [vars(parameter) for parameter in query.parameters],
        "columns": [vars(column) for column in query.columns],
        "opens": [
            {"column": opening.column, "query": opening.query, "arguments": dict(opening.arguments)}
            for opening in query.opens
        ],
    }
