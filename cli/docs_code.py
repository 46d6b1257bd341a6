"""The generated parts of the docs that describe the code: queries, commands, graph, routes, errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, NoReturn

from cli.docs_table import default_of, table, type_of
from cli.exits import Code, code_of
from graph.errors import SynthesisError
from graph.model import COUNTED_ASSERTIONS, Assertion, Direction, PaperStatus
from graph.queries import queries
from graph.query_header import Query
from graph.schema import EDGES, NODES, Column

CODE_MEANINGS = {
    Code.FINE: "fine",
    Code.FAILED: "failed: see the message",
    Code.USAGE: "the command line or a variable is wrong; nothing was done",
    Code.DATA_INVALID: "the review folder has problems; the report is written, nothing was built",
    Code.BACKEND_UNREACHABLE: "the server cannot be reached, refuses the login, or is of a wrong version",
    Code.INTERRUPTED: "interrupted with Ctrl-C",
}
DIRECTION_MEANINGS = {
    Direction.FACILITATOR: "it helps, as the source reports it",
    Direction.BARRIER: "it hinders, as the source reports it",
    Direction.MIXED: "it does both, in one statement",
    Direction.NEUTRAL: "it was examined and does neither",
    Direction.UNCLEAR: "it is reported without a direction",
    Direction.ABSENT: "it was looked for and not found; a column of its own, in no numerator",
}
ASSERTION_MEANINGS = {
    Assertion.FINDING: "a result of the paper",
    Assertion.PARTICIPANT_QUOTE: "words of a participant",
    Assertion.RECOMMENDATION: "advice of the authors",
    Assertion.HYPOTHETICAL: "what might help or hinder",
    Assertion.QUESTION: "something the authors ask",
    Assertion.METHOD: "a part of how the study was done",
    Assertion.BACKGROUND: "something cited from elsewhere",
}
STATUS_MEANINGS = {
    PaperStatus.INCLUDED: "in the synthesis; the only status that counts, and the one a paper has when nothing is said",
    PaperStatus.EXCLUDED: "left out; its findings are stored",
    PaperStatus.CANDIDATE: "not decided yet; its findings are stored",
    PaperStatus.ELIGIBLE_NOT_REPORTED: "eligible, but reports nothing that could be used",
}


def catalogue() -> str:
    """Every read query from its header: an overview, then a section each."""
    return _catalogue(queries(), "query")


def measures() -> str:
    """Every measure of `narragraph numbers` from its contract, in the same form."""
    from synthesis.measures import measures as known

    return _catalogue(known(), "measure")


def charts() -> str:
    """Every chart from its contract, in the same form."""
    from synthesis.charts.registry import charts as known

    return _catalogue(known(), "chart")


def _catalogue(found: Mapping[str, Query], word: str) -> str:
    rows = ([f"[`{query.name}`](#{query.name})", query.summary] for query in found.values())
    return "\n\n".join([table((word, "answers"), rows), *("\n".join(_query(query)) for query in found.values())])


def _query(query: Query) -> Iterator[str]:
    yield f"## `{query.name}`"
    yield ""
    yield query.summary
    if query.prose:
        yield ""
        yield query.prose
    if query.parameters:
        yield ""
        rows = [(f"`{p.name}`", type_of(p), default_of(p), p.meaning) for p in query.parameters]
        yield table(("parameter", "type", "without it", "meaning"), rows)
    opens = {opening.column: opening for opening in query.opens}
    rows = []
    for column in query.columns:
        opening = opens.get(column.name)
        said = f"`{opening.query}({', '.join(f'{n}={s}' for n, s in opening.arguments)})`" if opening else ""
        rows.append((f"`{column.name}`", column.type, column.meaning, said))
    yield ""
    header = ("column", "type", "meaning", "opens with")
    yield table(header if opens else header[:3], rows if opens else [row[:3] for row in rows])


def commands() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    import typer

    from cli.commands import COMMANDS, loaded

    return "\n\n".join("\n".join(_command(typer, loaded(name), name)) for name in COMMANDS)


def _command(typer: Any, command: Any, name: str, depth: int = 2) -> Iterator[str]:
    context = typer.Context(command, info_name=f"narragraph {name}")
    yield f"{'#' * depth} `narragraph {name}`"
    yield ""
    yield re.sub(r"\n(?=\S)", " ", command.help or "").replace("\n ", "\n\n")
    rows = []
    for part in command.params:
        said = part.get_help_record(context)
        words, meaning = said or (part.metavar or part.name, "")
        words = words.replace("<int range>", "N").replace(" <list[str]>", "")
        words = words.replace("<path>", "PATH") if words.startswith("-") else words.replace(" <path>", "")
        rows.append((f"`{words}`", meaning.replace("<", "&lt;")))
    if rows:
        yield ""
        yield table(("argument or option", "meaning"), rows)
    for child, inner in getattr(command, "commands", {}).items():
        yield ""
        yield from _command(typer, inner, f"{name} {child}", depth + 1)


def exit_codes() -> str:
    """Exit codes with their meaning."""
    return table(("exit code", "meaning"), ((str(int(code)), CODE_MEANINGS[code]) for code in Code))


def labels() -> str:
    """Every label with its properties."""
    return "\n\n".join(f"### {node.label}\n\n{node.meaning}\n\n{_properties(node.columns)}" for node in NODES)


def relationships() -> str:
    """Every relationship type, then the properties of those that have some."""
    rows = [(f"`{edge.type}`", edge.start, edge.end, edge.meaning) for edge in EDGES]
    more = (f"### {edge.type}\n\n{_properties(edge.columns)}" for edge in EDGES if edge.columns)
    return "\n\n".join([table(("type", "from", "to", "meaning"), rows), *more])


def _properties(columns: tuple[Column, ...]) -> str:
    rows = [(f"`{column.name}`", column.type.replace("<", "&lt;"), column.meaning) for column in columns]
    return table(("property", "type", "meaning"), rows)


def directions() -> str:
    """The six directions."""
    return table(("word", "meaning"), ((f"`{word}`", DIRECTION_MEANINGS[word]) for word in Direction))


def assertions() -> str:
    """The kinds of sentence, and which of them count."""
    follows = "as `[counting]` says"
    rows = [
        (f"`{word}`", ASSERTION_MEANINGS[word], "yes" if word in COUNTED_ASSERTIONS else "no")
        if word is not Assertion.RECOMMENDATION
        else (f"`{word}`", ASSERTION_MEANINGS[word], follows)
        for word in Assertion
    ]
    return table(("assertion", "meaning", "counts"), rows)


def statuses() -> str:
    """Where a paper may stand."""
    return table(("word", "meaning"), ((f"`{word}`", STATUS_MEANINGS[word]) for word in PaperStatus))


def routes() -> str:
    """Every route that is no query, with the statuses it may answer."""
    paths = _openapi()["paths"]
    rows = []
    for path, methods in paths.items():
        if path.startswith("/v1/queries/"):
            continue
        for method, said in methods.items():
            meaning = said.get("description") or said["summary"]
            rows.append((f"`{method.upper()} {path}`", meaning, " ".join(sorted(said["responses"]))))
    some = next(said["get"] for path, said in paths.items() if path.startswith("/v1/queries/"))
    rows.append(
        ("`GET /v1/queries/{name}`", "One query of the [catalogue](queries.md).", " ".join(sorted(some["responses"])))
    )
    return table(("route", "answers", "statuses"), rows)


def _openapi() -> dict[str, Any]:
    from api.app import create_app
    from api.source import GraphSource
    from graph.config import Config
    from graph.free.limits import USUAL

    def nobody() -> NoReturn:
        raise NotImplementedError  # routes are only described: nothing is opened

    return create_app(GraphSource(Path(), Config()), opener=nobody, cypher=USUAL).openapi()


def problems() -> str:
    """Which error answers with which status: those of the family that a request can meet, then those of HTTP alone."""
    from api.meanings import OF_HTTP
    from api.problems import STATUS

    ours = [
        (f"[`{kind.slug}`](errors/{kind.slug}.md)", str(status), (kind.__doc__ or "").splitlines()[0])
        for kind, status in STATUS.items()
    ]
    http = [(f"`{slug}`", str(status), meaning) for slug, (status, meaning) in OF_HTTP.items()]
    return table(("type ends in", "status", "meaning"), [*ours, *http])


def errors() -> str:
    """Every error with its page, its exit code and its HTTP status."""
    from api.problems import STATUS

    rows = []
    for kind in sorted(family(SynthesisError), key=lambda kind: kind.slug):
        status = next((str(code) for base, code in STATUS.items() if issubclass(kind, base)), "500")
        first = (kind.__doc__ or "").splitlines()[0]
        rows.append((f"[{kind.slug}]({kind.slug}.md)", first, str(int(code_of(kind.__new__(kind)))), status))
    return table(("error", "what is wrong", "exit code", "HTTP status"), rows)


def family(kind: type[SynthesisError]) -> set[type[SynthesisError]]:
    """An error with everything below it, wherever in the rooms it is defined."""
    _load_rooms()
    return {kind}.union(*(family(child) for child in kind.__subclasses__()))


@cache
def _load_rooms() -> None:
    # A class is known to its base only once its module is loaded.
    for folder in sorted(Path(__file__).resolve().parent.parent.glob("*/__init__.py")):
        room = folder.parent.name
        if room != "bench":
            for module in walk_packages([str(folder.parent)], f"{room}."):
                import_module(module.name)
