"""Fetch the tables that the numbers are made from: whole columns as Arrow, never row by row."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from graph.database import Database
from graph.queries import queries
from graph.schema import NODE, snake
from graph.tables import GraphTables, node_schema

FOR_NUMBERS = (
    *("Review", "Paper", "Study", "Setting", "Influence", "Extraction", "Finding", "Curator", "Source"),
    *("Construct", "Mapping", "MAPPED_BY", "MAPS_TO", "BELONGS_TO"),
    *("REPORTS_ON", "CONDUCTED_IN", "PART_OF", "REPORTS", "ABOUT", "IN_SETTING", "FROM", "ILLUSTRATES"),
    *("NARROWER_THAN", "EXTRACTED_IN", "LOOKED_FOR", "MADE", "CLAIMS", "FOUND"),
)
"""Everything that decides a count; of passages their sections alone, because their words are most of a graph."""


def fetch(database: Database, names: Iterable[str] = FOR_NUMBERS) -> GraphTables:
    """The named labels and relationship types of an open graph; the same tables a build starts from.

    Where ILLUSTRATES is named and Passage is not, the table of Passage holds those that lie in a section, and nothing
    else of them.
    """
    tables = {name: database.arrow(queries("dump")[snake(name)], {}) for name in names}
    if "ILLUSTRATES" in tables and "Passage" not in tables:
        tables["Passage"] = _sections(database)
    return GraphTables(
        {name: table for name, table in tables.items() if name in NODE},
        {name: table for name, table in tables.items() if name not in NODE},
    )


def _sections(database: Database) -> pa.Table:
    found = database.arrow(queries("dump")["section"], {})
    schema = node_schema(NODE["Passage"])
    return pa.table(
        [
            found.column(field.name) if field.name in found.column_names else pa.nulls(found.num_rows, field.type)
            for field in schema
        ],
        schema=schema,
    )
