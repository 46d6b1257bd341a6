"""Fetch the tables that the numbers are made from: whole columns as Arrow, never row by row."""

from __future__ import annotations

from collections.abc import Iterable

from graph.database import Database
from graph.queries import queries
from graph.schema import NODE, snake
from graph.tables import GraphTables

FOR_NUMBERS = (
    *("Review", "Paper", "Study", "Setting", "Influence", "Extraction", "Finding"),
    *("REPORTS_ON", "CONDUCTED_IN", "PART_OF", "REPORTS", "ABOUT", "IN_SETTING", "FROM", "ILLUSTRATES"),
    *("NARROWER_THAN", "EXTRACTED_IN", "LOOKED_FOR"),
)
"""Everything that decides a count; passages themselves (their words) are left out."""


def fetch(database: Database, names: Iterable[str] = FOR_NUMBERS) -> GraphTables:
    """The named labels and relationship types of an open graph; the same tables a build starts from."""
    tables = {name: database.arrow(queries("dump")[snake(name)], {}) for name in names}
    return GraphTables(
        {name: table for name, table in tables.items() if name in NODE},
        {name: table for name, table in tables.items() if name not in NODE},
    )
