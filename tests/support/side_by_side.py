"""One graph on both engines, asked the same questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from graph.ask import read_parameters
from graph.build import build
from graph.config import Config
from graph.database import Database, Row
from graph.queries import queries
from graph.query_header import Parameter, Query
from graph.schema import snake
from graph.store import open_graph
from graph.tables import GraphTables

EMBEDDED = Config(buffer_pool_mb=64)
UNITS = {
    "papers": "paper_id",
    "studies": "study_id",
    "findings": "finding_id",
    "passages": "passage_id",
    "notes": "passage_id",
    "influences": "influence_id",
    "decisions": "decision_id",
    "authors": "author",
    "items": "item_id",
}
"""What a count column counts, by the end of its name, and the column that holds one of them."""


@dataclass(frozen=True)
class Pair:
    """The same graph, embedded and on a server."""

    embedded: Database
    server: Database


def empty_server(config: Config) -> None:
    """Delete everything on a test server, in batches."""
    import neo4j

    auth = (config.neo4j_username, config.neo4j_password) if config.neo4j_password else None
    with neo4j.GraphDatabase.driver(config.neo4j_uri, auth=auth) as driver:
        while driver.execute_query("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(*) AS n")[0][0]["n"]:
            pass


@contextmanager
def embedded(tables: GraphTables, folder: Path) -> Iterator[Database]:
    """The tables built into a folder and opened."""
    folder.mkdir(parents=True, exist_ok=True)
    build(tables, folder, EMBEDDED)
    database = open_graph(folder, EMBEDDED)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def side_by_side(tables: GraphTables, folder: Path, server: Config) -> Iterator[Pair]:
    """The tables built on both engines; the server is emptied first."""
    empty_server(server)
    with embedded(tables, folder) as left:
        build(tables, folder, server)
        right = open_graph(folder, server)
        try:
            yield Pair(left, right)
        finally:
            right.close()


def typed(rows: list[Row]) -> list[dict[str, tuple[str, object]]]:
    """Rows whose equality also tells true from 1 and 1 from 1.0."""
    return [{name: (type(value).__name__, value) for name, value in row.items()} for row in rows]


def answers(database: Database, query: Query, given: Mapping[str, object]) -> list[Row]:
    """The rows of one question, its parameters read as `ask` reads them."""
    return database.rows(query, read_parameters(query, given))


def questions(database: Database, query: Query, most: int = 4) -> list[dict[str, object]]:
    """Questions that use every parameter: `most` ids for those that are needed, then each other one by itself."""
    needed = [parameter for parameter in query.parameters if parameter.required]
    values = {parameter.name: _values(database, parameter, most) for parameter in query.parameters}
    asked = [
        {p.name: values[p.name][nth % len(values[p.name])] for p in needed if values[p.name]}
        for nth in range(most if needed else 1)
    ]
    asked = [given for given in asked if len(given) == len(needed)]
    return asked + [
        {**given, parameter.name: value}
        for given in asked[:1]
        for parameter in query.parameters
        if not parameter.required
        for value in values[parameter.name][:most]
    ]


def _values(database: Database, parameter: Parameter, most: int) -> list[object]:
    inner = parameter.type.removeprefix("list<").removesuffix(">") if "list<" in parameter.type else parameter.type
    if inner.startswith("id<"):
        ids = some_ids(database, inner.removeprefix("id<").rstrip(">"), most)
        if "list<" not in parameter.type:
            return list(ids)
        return [[one] for one in ids] + [[one, two] for one, two in pairwise(ids)]
    if parameter.type == "boolean":
        return [True, False]
    if parameter.type == "integer":
        return [1, 2, 7]
    if parameter.type == "float":
        return [0.0, 0.35, 1.0]
    if parameter.choices:
        return list(parameter.choices)
    if parameter.name == "kind":
        kinds = {row["kind"] for row in database.rows(queries("dump")["setting"], {}) if row["kind"]}
        return [*sorted(map(str, kinds)), "no such kind"]
    return ["", *some_ids(database, "Paper", 2), *some_ids(database, "Study", 2), "\uffff"]


def some_ids(database: Database, label: str, most: int) -> list[str]:
    """Ids of one label, spread over all of them."""
    ids = sorted(str(row["id"]) for row in database.rows(queries("dump")[snake(label)], {}))
    step = max(1, len(ids) // most)
    return ids[::step][:most]
