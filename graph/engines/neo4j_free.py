"""A statement that somebody else wrote, on a Neo4j server: planned first, then run in a limited READ transaction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from neo4j.exceptions import ClientError, DatabaseError, TransientError
from neo4j.graph import Node, Path, Relationship

from graph.engines.neo4j import TAG, Neo4jDatabase, read_all
from graph.engines.values import bindable
from graph.free.errors import StatementFailed, StatementRefused, StatementStopped

HARMFUL = re.compile(
    r"LoadCSV|ProcedureCall|Terminate|Show|Foreach|Create|Delete|Merge|Remove|^Set|Lock|Constraint|Command|Transaction"
)
"""Operators of a plan that do more than read this graph. EXPLAIN alone says "r" for CALL, LOAD CSV and TERMINATE."""


@contextmanager
def free(
    database: Neo4jDatabase, statement: str, parameters: Mapping[str, object], seconds: float, tag: str
) -> Iterator[tuple[list[str], Iterator[list[object]]]]:
    """Columns and rows; graph objects as dicts like those of the embedded engine.

    Raises StatementRefused for a plan that does not only read, StatementFailed, StatementStopped.
    """
    bound = {name: bindable(value) for name, value in parameters.items()}
    with database.reading(seconds, tag) as transaction, _told(database.engine, seconds):
        summary = transaction.run("EXPLAIN " + _text(statement), bound).consume()
        found = next(filter(HARMFUL.search, _operators(summary.plan or {})), None)
        if summary.query_type != "r" or found:
            what = found.partition("@")[0] if found else "writing"
            raise StatementRefused(f"the server's plan for it holds {what}; free Cypher only reads this graph.")
        result = transaction.run(_text(statement), bound)
        yield list(result.keys()), ([_plain(value) for value in record.values()] for record in result)


def unfinished(database: Neo4jDatabase, tag: str) -> bool:
    """Whether the server still works for a transaction of this tag; ended ones vanish, killed ones may take a while."""
    with database.reading(10, "asking") as transaction:
        rows = read_all(transaction, "SHOW TRANSACTIONS YIELD metaData RETURN metaData", {})
    return any(isinstance(said, dict) and said.get(TAG) == tag for (said,) in rows)


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    if "operatorType" in plan:
        yield str(plan["operatorType"])
    for child in plan.get("children", ()):
        yield from _operators(child)


@contextmanager
def _told(engine: str, seconds: float) -> Iterator[None]:
    """What the server says about a stranger's statement; everything else is told by the adapter."""
    try:
        yield
    except (ClientError, TransientError, DatabaseError) as error:
        code = str(error.code)
        if "TransactionTimedOut" in code or "Transaction.Terminated" in code or "LockClient" in code:
            raise StatementStopped("seconds", seconds) from error
        if "Memory" in code or "StackOverFlow" in code:
            raise StatementStopped("engine") from error
        if ".ClientError.Statement." in code:
            raise StatementFailed(engine, _first(str(error.message))) from error
        raise


def _first(message: str) -> str:
    """The first line, without a place that a longer text would move."""
    return (message.splitlines() or [""])[0][:500]


def _text(statement: str) -> Any:
    return statement


def _plain(value: object) -> object:
    if isinstance(value, Node):
        return {**_items(value), "_ID": value.element_id, "_LABEL": next(iter(sorted(value.labels)), "")}
    if isinstance(value, Relationship):
        start, end = (node.element_id if node is not None else None for node in (value.start_node, value.end_node))
        return {**_items(value), "_SRC": start, "_DST": end, "_LABEL": value.type}
    if isinstance(value, Path):
        return {
            "_NODES": [_plain(node) for node in value.nodes],
            "_RELS": [_plain(edge) for edge in value.relationships],
        }
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value.iso_format() if hasattr(value, "iso_format") else value


def _items(held: Node | Relationship) -> dict[str, object]:
    return {name: _plain(value) for name, value in held.items()}
