"""Two graphs, or a graph and its tables, row for row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.database import Database, Row
from graph.difference import ENDS, change
from graph.queries import queries
from graph.schema import EDGES, NODES, snake
from graph.tables import GraphTables

MOST = 100
"""Differences listed for one label or type; the rest is counted by the caller's own means."""
IGNORED = frozenset({"building"})
"""Told while a server build runs; no fact of the review."""


@dataclass(frozen=True)
class Difference:
    """One row that differs. `left` and `right` are the rows; null where one side lacks it."""

    name: str
    left: Row | None
    right: Row | None


def compare(left: Database, right: Database) -> list[Difference]:
    """Differences between two graphs, at most `MOST` for each label or type.

    Derived relationships are compared; those made on request are not, each graph has its own.
    """
    names = [(node.label, ("id",)) for node in NODES] + [(edge.type, ENDS) for edge in EDGES if not edge.requested]
    found: list[Difference] = []
    for name, key in names:
        found += _differences(name, _held(left, name), _held(right, name), key)
    return found


def compare_tables(database: Database, tables: GraphTables) -> list[Difference]:
    """Differences between a graph (left) and the tables it was built from (right); derived relationships left out."""
    found: list[Difference] = []
    for node in NODES:
        found += _differences(node.label, _held(database, node.label), tables.node(node.label).to_pylist(), ("id",))
    for edge in EDGES:
        if not edge.derived and not edge.requested:
            found += _differences(edge.type, _held(database, edge.type), tables.edge(edge.type).to_pylist(), ENDS)
    return found


def _held(database: Database, name: str) -> list[Row]:
    return database.rows(queries("dump")[snake(name)], {})


def _differences(name: str, left: Iterable[Row], right: Iterable[Row], key: tuple[str, ...]) -> list[Difference]:
    held = [_facts(row) for row in left]
    found = change(name, held, [_facts(row) for row in right], key)
    by_key = {tuple(row[part] for part in key): row for row in held}
    differs = [Difference(name, None, row) for row in found.made]
    differs += [Difference(name, by_key[tuple(row[part] for part in key)], row) for row in found.altered]
    differs += [Difference(name, by_key[tuple(row[part] for part in key)], None) for row in found.gone]
    return differs[:MOST]


def _facts(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in IGNORED}
