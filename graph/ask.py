"""Ask a graph one named query: parameters checked, ids known, and what was cut is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.database import Database, Row
from graph.errors import GraphDamaged, NotFound, ParameterError, near_misses
from graph.queries import queries
from graph.query_header import Opening, Parameter, Query
from graph.schema import snake

MOST_IDS = 200
"""Ids in one list parameter."""
MOST_TEXT = 2000
"""Characters of one text parameter."""
MOST_NEAR = 20_000
"""Nodes of a label up to which a wrong id is compared with all of them: beyond, a refusal would cost seconds."""
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class GraphInfo:
    """What every answer says about the graph it comes from."""

    engine: str
    review_id: str
    title: str
    unit: str
    paper_with_both: str
    recommendations: str
    codebook_version: str | None
    schema_version: int
    revision: str
    building: str | None


@dataclass(frozen=True)
class Answer:
    """The rows of one query. `truncated` is true when the limit left rows out."""

    query: Query
    parameters: dict[str, object]
    rows: list[Row]
    truncated: bool
    info: GraphInfo
    said: Mapping[str, object] = field(default_factory=dict)
    """What else decides the figures: filter, interval, seed, ...; empty for a plain query."""


def ask(database: Database, name: str | Query, given: Mapping[str, object], *, text: bool = False) -> Answer:
    """Run a read query. `text`: the given values are words of a command line or URL, lists of words for lists.

    Raises UnknownQuery, ParameterError, or NotFound for an id that the graph does not hold.
    """
    query = queries()[name] if isinstance(name, str) else name
    parameters = read_parameters(query, given, text=text)
    check_ids(database, query, parameters)
    limit = parameters.get("limit")
    asked = dict(parameters)
    if isinstance(limit, int):
        asked["limit"] = limit + 1  # one more tells whether anything was left out
    rows = database.rows(query, asked)
    truncated = isinstance(limit, int) and len(rows) > limit
    if isinstance(limit, int):
        rows = rows[:limit]
    return Answer(query, parameters, rows, truncated, graph_info(database))


def graph_info(database: Database) -> GraphInfo:
    """The review, its counting rules and its revision. Raises GraphDamaged when the graph holds no review."""
    rows = database.rows(queries()["review"], {})
    if not rows:
        raise GraphDamaged(database.engine, "the graph holds no review")
    said = rows[0]
    names = [name for name in GraphInfo.__dataclass_fields__ if name != "engine"]
    return GraphInfo(engine=database.engine, **{name: said[name] for name in names})  # type: ignore[arg-type]


def read_parameters(query: Query, given: Mapping[str, object], *, text: bool = False) -> dict[str, object]:
    """Every parameter of the query with its value or default, checked. Raises ParameterError."""
    known = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in known:
            takes = f" It takes: {', '.join(known)}." if known else " It takes none."
            near = near_misses(name, known)
            raise ParameterError(query.name, name, given[name], f"there is no such parameter.{takes}", near)
    found = {}
    for parameter in query.parameters:
        if parameter.name in given:
            found[parameter.name] = _read(query, parameter, given[parameter.name], text=text)
        elif parameter.required:
            raise ParameterError(query.name, parameter.name, None, f"it is needed ({parameter.meaning}).")
        else:
            found[parameter.name] = parameter.default
    return found


def _read(query: Query, parameter: Parameter, value: object, *, text: bool) -> object:
    if value is None and not parameter.required:
        return None
    if parameter.type.startswith("list<"):
        values = list(value) if isinstance(value, list | tuple) else [value]
        if len(values) > MOST_IDS:
            raise ParameterError(query.name, parameter.name, len(values), f"at most {MOST_IDS} values can be given.")
        inner = parameter.type.removeprefix("list<").removesuffix(">")
        return list(dict.fromkeys(_read_one(query, parameter, inner, part, text=text) for part in values))
    return _read_one(query, parameter, parameter.type, value, text=text)


def _read_one(query: Query, parameter: Parameter, type_: str, value: object, *, text: bool) -> object:
    if text and isinstance(value, str):
        value = _from_text(query, parameter, type_, value)
    wanted = {"integer": int, "float": float, "boolean": bool}.get(type_, str)
    if type(value) is int and wanted is float:
        value = float(value)
    if type(value) is not wanted:
        raise ParameterError(query.name, parameter.name, value, f"{value!r} is not of type {type_}.")
    if isinstance(value, str):
        _check_text(query, parameter, value)
    least, most = parameter.least, parameter.most
    if least is not None and most is not None and isinstance(value, int | float) and not least <= value <= most:
        message = f"{value} is out of range. Use {least} to {most}."
        raise ParameterError(query.name, parameter.name, value, message)
    return value


def _check_text(query: Query, parameter: Parameter, value: str) -> None:
    if len(value) > MOST_TEXT:
        message = f"it is longer than {MOST_TEXT} characters."
        raise ParameterError(query.name, parameter.name, value[:50], message)
    if parameter.choices and value not in parameter.choices:
        message = f'"{value}" is not one of {", ".join(parameter.choices)}.'
        raise ParameterError(query.name, parameter.name, value, message, near_misses(value, parameter.choices))
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ParameterError(query.name, parameter.name, ascii(value), "it is not valid Unicode.")


def _from_text(query: Query, parameter: Parameter, type_: str, value: str) -> object:
    try:
        if type_ == "integer":
            return int(value)
        if type_ == "float":
            return float(value)
        if type_ == "boolean":
            return _WORDS[value.strip().casefold()]
    except (ValueError, KeyError):
        raise ParameterError(query.name, parameter.name, value, f'"{value}" is not of type {type_}.') from None
    return value


def check_ids(database: Database, query: Query, parameters: Mapping[str, object]) -> None:
    """Raise NotFound for an id that nobody has: an empty answer would read as zero."""
    for parameter in query.parameters:
        inner = parameter.type.removeprefix("list<").removesuffix(">") if "list<" in parameter.type else parameter.type
        value = parameters[parameter.name]
        if not inner.startswith("id<") or value is None or value == []:
            continue
        label = inner.removeprefix("id<").rstrip(">")
        ids = value if isinstance(value, list) else [value]
        found = {row["found"] for row in database.rows(queries("lookup")[snake(label)], {"ids": ids})}
        for id_ in ids:
            if id_ not in found:
                raise NotFound(label, str(id_), near_ids(database, label, str(id_)))


def near_ids(database: Database, label: str, id_: str) -> tuple[str, ...]:
    """Ids that look like a wrong one, or whose name does; none where a label has too many to compare."""
    if database.rows(queries("size")[snake(label)], {})[0]["size"] > MOST_NEAR:  # type: ignore[operator]
        return ()
    rows = database.rows(queries("dump")[snake(label)], {})
    by_word = {str(row["id"]): str(row["id"]) for row in rows}
    by_word |= {str(row["name"]): str(row["id"]) for row in rows if row.get("name")}
    return tuple(dict.fromkeys(by_word[word] for word in near_misses(id_, by_word)))


def opened_by(answer: Answer, row: Row, opening: Opening) -> dict[str, object]:
    """The parameters that open one figure of one row. Null values are left out: they do not narrow."""
    found = {}
    for name, source in opening.arguments:
        if source.startswith("["):
            parts = [_source(answer, row, part) for part in source.strip("[]").split()]
            value: object = [one for part in parts for one in (part if isinstance(part, list) else [part])]
        else:
            value = _source(answer, row, source)
        if value is not None:
            found[name] = value
    return found


def _source(answer: Answer, row: Row, source: str) -> object:
    if source.startswith("$"):
        return answer.parameters[source[1:]]
    if source.startswith("'"):
        return source.strip("'")
    if source in {"true", "false"}:
        return source == "true"
    return row[source]
