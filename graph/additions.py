"""Rows that one part of the product adds to the tables of another: curation's to those of a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from graph.database import Row
from graph.schema import EDGE, NODE
from graph.tables import GraphTables, edge_schema, node_schema


@dataclass(frozen=True)
class Additions:
    """Whole rows by label and type; none of them is in the tables already."""

    nodes: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    edges: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def with_additions(tables: GraphTables, added: Additions) -> GraphTables:
    """The tables with the rows after their own."""
    nodes, edges = dict(tables.nodes), dict(tables.edges)
    for label, rows in added.nodes.items():
        if rows:
            nodes[label] = _more(tables.node(label), rows, node_schema(NODE[label]))
    for type_, rows in added.edges.items():
        if rows:
            edges[type_] = _more(tables.edge(type_), rows, edge_schema(EDGE[type_]))
    return GraphTables(nodes, edges)


def with_revision(tables: GraphTables, revision: str) -> GraphTables:
    """The tables under another revision."""
    review = tables.node("Review")
    at = review.schema.get_field_index("revision")
    column = pa.array([revision] * review.num_rows, review.schema.field(at).type)
    return GraphTables({**tables.nodes, "Review": review.set_column(at, review.schema.field(at), column)}, tables.edges)


def _more(table: pa.Table, rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables([table, pa.Table.from_pylist(list(rows), schema=schema)])
