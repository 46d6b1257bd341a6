"""The one small protocol that both engines speak. Statements come from files; values only as parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.query_header import Query

Row = dict[str, object]


class Database(Protocol):
    """One open graph. Not shared between threads unless the adapter says so; close it when done."""

    engine: str
    """`ladybug` or `neo4j`."""

    def rows(self, query: Query, parameters: Mapping[str, object]) -> list[Row]:
        """All rows of a read query as plain Python values, columns as the header declares them."""
        ...

    def arrow(self, query: Query, parameters: Mapping[str, object]) -> pa.Table:
        """All rows of a read query as an Arrow table typed by the header; for bulk, without a Python row loop."""
        ...

    def write(self, query: Query, rows: Sequence[Row]) -> int:
        """Run a write query over `rows` in batches and return how many it handled.

        Raises RowsLost when the query reports another number of rows than were sent.
        """
        ...

    def together(self) -> AbstractContextManager[None]:
        """What this thread reads and writes inside is one transaction: others see all of it or nothing of it."""
        ...

    def rest(self) -> None:
        """Nobody writes for the moment: do now what would hold up writers later. It may do nothing."""
        ...

    def close(self) -> None:
        """Release the file or the connection; a second call does nothing."""
        ...
