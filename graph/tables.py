"""The tables of one graph as Arrow, and the checks that every table passes before an engine sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import SynthesisError
from graph.query_header import Query
from graph.schema import EDGE, EDGES, NODE, NODES, Column, EdgeTable, NodeTable

ARROW: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "list<string>": pa.list_(pa.string()),
}


_ID = re.compile(r"id<\w+>")


class TablesBroken(SynthesisError):
    """Tables that contradict the schema or themselves; nothing was written."""

    slug = "tables-broken"

    def __init__(self, table: str, message: str) -> None:
        super().__init__(f"{table}: {message} This is a defect of narragraph, not of your files; please report it.")
        self.table = table


def node_schema(table: NodeTable) -> pa.Schema:
    """Column order is table order: bulk loading is positional."""
    return pa.schema([pa.field(column.name, ARROW[column.type]) for column in table.columns])


def edge_schema(table: EdgeTable) -> pa.Schema:
    """`start_id`, `end_id`, then the properties."""
    ends = [pa.field("start_id", pa.string()), pa.field("end_id", pa.string())]
    return pa.schema(ends + [pa.field(column.name, ARROW[column.type]) for column in table.columns])


def result_schema(query: Query) -> pa.Schema:
    """The Arrow types of a query's columns as its header declares them; ids are strings."""
    return pa.schema([pa.field(column.name, ARROW[_ID.sub("string", column.type)]) for column in query.columns])


@dataclass(frozen=True)
class GraphTables:
    """One whole graph: `nodes` by label and `edges` by type, derived edges left out. Missing tables are empty."""

    nodes: dict[str, pa.Table] = field(default_factory=dict)
    edges: dict[str, pa.Table] = field(default_factory=dict)

    def node(self, label: str) -> pa.Table:
        """The table of one label, in schema order."""
        schema = node_schema(NODE[label])
        return self.nodes[label].select(schema.names) if label in self.nodes else schema.empty_table()

    def edge(self, type_: str) -> pa.Table:
        """The table of one relationship type, in schema order."""
        schema = edge_schema(EDGE[type_])
        return self.edges[type_].select(schema.names) if type_ in self.edges else schema.empty_table()

    def counts(self) -> dict[str, int]:
        """Rows per label and type, in schema order."""
        by_label = {table.label: self.node(table.label).num_rows for table in NODES}
        by_type = {table.type: self.edge(table.type).num_rows for table in EDGES if not table.derived}
        return by_label | by_type


def check_tables(tables: GraphTables) -> None:
    """Raise TablesBroken unless names, types, key uniqueness and both ends of every edge are right."""
    for name in (*tables.nodes, *tables.edges):
        if name not in NODE and (name not in EDGE or EDGE[name].derived):
            raise TablesBroken(name, "no such label or relationship type can be loaded.")
    for node in NODES:
        found = tables.node(node.label)
        _check_types(node.label, found, node.columns)
        _check_unique(node.label, found, ["id"])
    for edge in EDGES:
        if not edge.derived:
            _check_edge(edge, tables)


def _check_edge(edge: EdgeTable, tables: GraphTables) -> None:
    found = tables.edge(edge.type)
    _check_types(edge.type, found, edge.columns)
    _check_unique(edge.type, found, ["start_id", "end_id"])
    for side, label in (("start_id", edge.start), ("end_id", edge.end)):
        known = tables.node(label).column("id")
        dangling = pc.invert(pc.is_in(found.column(side), value_set=known.combine_chunks()))
        if pc.any(dangling).as_py():
            example = found.column(side).filter(dangling)[0].as_py()
            raise TablesBroken(edge.type, f'{side} "{example}" is no {label}.')


def _check_types(name: str, table: pa.Table, columns: tuple[Column, ...]) -> None:
    for column in columns:
        actual = table.schema.field(column.name).type
        if actual != ARROW[column.type]:
            raise TablesBroken(name, f"{column.name} is {actual}, not {ARROW[column.type]}.")


def _check_unique(name: str, table: pa.Table, keys: list[str]) -> None:
    for key in keys:
        if table.column(key).null_count:
            raise TablesBroken(name, f"{key} is null in {table.column(key).null_count} rows.")
    if table.num_rows != _distinct(table, keys):
        raise TablesBroken(name, f"{' + '.join(keys)} is not unique.")


def _distinct(table: pa.Table, keys: list[str]) -> int:
    return int(table.select(keys).group_by(keys, use_threads=False).aggregate([]).num_rows)


def batches(table: pa.Table, size: int) -> Iterator[list[dict[str, object]]]:
    """The rows as plain dicts, `size` at a time."""
    for batch in table.to_batches(max_chunksize=size):
        if batch.num_rows:
            yield batch.to_pylist()
