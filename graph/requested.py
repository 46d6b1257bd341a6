"""Relationships made on request: `numbers --write` replaces them, a build carries them over, nothing recounts them.

They say the revision that they were made from; one made from an older revision is stale, and is shown as stale.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from graph.database import Database
from graph.queries import queries
from graph.schema import EDGE, EDGES, snake
from graph.tables import GraphTables

REQUESTED = tuple(edge.type for edge in EDGES if edge.requested)


def held(database: Database) -> dict[str, pa.Table]:
    """The requested relationships of an open graph, by type."""
    return {type_: database.arrow(queries("dump")[snake(type_)], {}) for type_ in REQUESTED}


def carried(tables: GraphTables, before: Mapping[str, pa.Table]) -> GraphTables:
    """The tables with those requested relationships whose ends are still there."""
    edges = dict(tables.edges)
    for type_, table in before.items():
        starts, ends = (tables.node(label).column("id") for label in (EDGE[type_].start, EDGE[type_].end))
        inside = pc.and_(pc.is_in(table.column("start_id"), starts), pc.is_in(table.column("end_id"), ends))
        edges[type_] = table.filter(inside)
    return GraphTables(tables.nodes, edges)
