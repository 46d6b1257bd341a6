"""Figures that open: the page behind a count, and the graph that a page asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request

from api.desks import Desks
from api.source import GraphSource
from graph.ask import Answer, opened_by
from graph.database import Database, Row
from graph.queries import queries

PAGES = {
    "passages_behind": "/figures",
    "papers_by_state": "/figures/papers",
    "papers_not_reporting": "/figures/papers",
}
"""Query that opens a count -> the page that shows its answer."""
MOST = 10_000
"""Rows that a page asks for: the most that a query gives."""


@contextmanager
def graph_of(request: Request, desks: Desks) -> Iterator[Database]:
    """The graph that decisions act on, until the block ends."""
    desks.open()
    source: GraphSource = request.app.state.source
    with source.graph() as database:
        yield database


def figure(query: str, parameters: Mapping[str, object]) -> str:
    """The page behind a count. Parameters that are null do not narrow and are left out."""
    words = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in parameters.items()
        if value is not None and value is not False
    }
    return f"{PAGES[query]}?{urlencode(words, doseq=True, quote_via=quote)}"


def links(answer: Answer, row: Row) -> dict[str, str]:
    """Column -> the page behind its count, for the columns that open to one."""
    return {
        opening.column: figure(opening.query, opened_by(answer, row, opening))
        for opening in answer.query.opens
        if opening.query in PAGES
    }


def named(database: Database, label: str) -> dict[str, str]:
    """Id -> name, of every node of a label; the id where there is no name."""
    return {str(row["id"]): str(row["name"] or row["id"]) for row in database.rows(queries("dump")[label], {})}


@dataclass(frozen=True)
class Pages:
    """A list in pages. `address`: that of the first page; the others add `page=`."""

    rows: list[Any]
    total: int
    page: int
    pages: int
    address: str

    def at(self, page: int) -> str:
        """The address of a page."""
        return f"{self.address}{'&' if '?' in self.address else '?'}page={page}"


def paged(rows: list[Any], page: int, each: int, address: str) -> Pages:
    """One page of some rows; a page that is not there is the nearest that is."""
    pages = max(1, -(-len(rows) // each))
    here = min(max(1, page), pages)
    return Pages(rows[(here - 1) * each : here * each], len(rows), here, pages, address)


def number(request: Request) -> int:
    """The page of a list that is asked for, from 1."""
    asked = request.query_params.get("page", "1")
    return int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 7 else 1


def paper_address(paper_id: str, at: str = "") -> str:
    """Where a paper is shown, at a passage or suggestion."""
    return f"/papers/{quote(paper_id)}{f'#{at}' if at else ''}"
