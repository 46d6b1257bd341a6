"""What writes hold in the memory of the embedded engine until its next checkpoint, by measuring many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.query_header import Query

HELD_A_WRITE = 4
"""Kilobytes for a statement, whatever it writes; new nodes and relationships hold next to nothing."""
HELD_A_VALUE = 32
"""Kilobytes for each property that is set of each row: the engine keeps the old values of 2,048 rows with it."""
ROWS_APART = 16
"""Rows of one statement that count; of many, most stand beside each other."""


def held_by(query: Query, rows: int) -> int:
    """Kilobytes that a write query over so many rows may hold."""
    values = query.text.partition("\nSET ")[2].count(" = ")
    return HELD_A_WRITE + HELD_A_VALUE * values * min(rows, ROWS_APART)
