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
    """Raise TablesBroken unless names, columns, types, keys and both ends of every edge are right."""
    for name, table in tables.nodes.items():
        _check_names(name, table, node_schema(NODE[name]) if name in NODE else None)
    for name, table in tables.edges.items():
        _check_names(name, table, edge_schema(EDGE[name]) if name in EDGE and not EDGE[name].derived else None)
    for node in NODES:
        found = tables.node(node.label)
        _check_types(node.label, found, node.columns)
        _check_present(node.label, found, ["id"])
        _check_unique(node.label, found.select(["id"]))
    for edge in EDGES:
        if not edge.derived:
            _check_edge(edge, tables)


def _check_edge(edge: EdgeTable, tables: GraphTables) -> None:
    found = tables.edge(edge.type)
    _check_types(edge.type, found, edge.columns)
    _check_present(edge.type, found, ["start_id", "end_id"])
    ends: dict[str, pa.ChunkedArray] = {}
    for side, label in (("start_id", edge.start), ("end_id", edge.end)):
        known = tables.node(label).column("id")
        if found.column(side).equals(known):
            continue  # one edge for each node of the label: known, and told apart by this side alone
        ends[side] = pc.index_in(found.column(side), value_set=known.combine_chunks())
        if ends[side].null_count:
            example = found.column(side).filter(pc.is_null(ends[side]))[0].as_py()
            raise TablesBroken(edge.type, f'{side} "{example}" is no {label}.')
    if len(ends) == len(("start_id", "end_id")):
        _check_unique(edge.type, pa.table(ends))


def _check_names(name: str, table: pa.Table, schema: pa.Schema | None) -> None:
    if schema is None:
        raise TablesBroken(name, "no such label or relationship type can be loaded.")
    if sorted(table.column_names) != sorted(schema.names):
        raise TablesBroken(name, f"its columns are {', '.join(table.column_names)}, not {', '.join(schema.names)}.")


def _check_types(name: str, table: pa.Table, columns: tuple[Column, ...]) -> None:
    for column in columns:
        actual = table.schema.field(column.name).type
        if actual != ARROW[column.type]:
            raise TablesBroken(name, f"{column.name} is {actual}, not {ARROW[column.type]}.")
        # One engine refuses null in a list, the other keeps it.
        if column.type.startswith("list<") and pc.list_flatten(table.column(column.name)).null_count:
            raise TablesBroken(name, f"{column.name} holds a list with null in it.")


def _check_present(name: str, table: pa.Table, keys: list[str]) -> None:
    for key in keys:
        if table.column(key).null_count:
            raise TablesBroken(name, f"{key} is null in {table.column(key).null_count} rows.")


def _check_unique(name: str, keys: pa.Table) -> None:
    distinct = keys.group_by(keys.column_names, use_threads=False).aggregate([]).num_rows
    if distinct != keys.num_rows:
        raise TablesBroken(name, f"{' + '.join(keys.column_names)} is not unique.")


def batches(table: pa.Table, size: int) -> Iterator[list[dict[str, object]]]:
    """The rows as plain dicts, `size` at a time."""
    for batch in table.to_batches(max_chunksize=size):
        if batch.num_rows:
            yield batch.to_pylist()
