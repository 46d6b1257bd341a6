"""A whole list as one stream: JSON Lines or Arrow, some rows in memory at a time however long it is."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
from fastapi.responses import StreamingResponse

from api.answers import (
    ARROW,
    FORMATS,
    arrow_schema,
    attachment,
    cached,
    filter_words,
    lines_of,
    said_in_headers,
    said_of,
)
from api.pages import Lists
from api.places import Place
from api.resources import Resource
from graph.ask import GraphInfo
from graph.database import Database, Row


class GraphChanged(Exception):
    """The graph became another one while it was sent: the connection is cut, so that nobody takes a part for all."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is asked for: a list under its filters, from one place to its end, as jsonl or arrow."""

    resource: Resource
    filters: Mapping[str, object]
    place: Place
    form: str


def streamed(lists: Lists, info: GraphInfo, asked: Bulk, tag: str, *, nothing_sent: bool = False) -> StreamingResponse:
    """The rows of a list, or for a HEAD request nothing but their headers.

    The graph is opened again when the sending begins, and must be the same.
    """
    resource, filters, form = asked.resource, asked.filters, asked.form
    said = filter_words(resource.contract, filters)
    headers = {**cached(tag), **said_in_headers(said_of(info), said, truncated=False)}
    if form == "arrow":
        headers["Content-Disposition"] = attachment(resource.contract.name, info, form)

    def sent() -> Iterator[bytes]:
        with lists.source.graph() as database:
            batches = _checked(lists, database, info, lists.batches(database, resource, filters, asked.place))
            rows = (lists.rows(database, resource, ids) for ids in batches)
            if form == "arrow":
                yield from _arrow(rows, arrow_schema(resource.contract, info, said))
            else:
                yield from (lines_of(some).encode() for some in rows)

    return StreamingResponse(
        iter(()) if nothing_sent else sent(), media_type=ARROW if form == "arrow" else FORMATS[form], headers=headers
    )


def _checked(lists: Lists, database: Database, info: GraphInfo, batches: Iterator[list[str]]) -> Iterator[list[str]]:
    """The batches, for as long as the graph is the one that the answer says it is."""
    for ids in batches:
        yield ids
        # After the rows of the batch were read: what was sent until here is of one revision.
        if lists.source.info(database) != info:
            raise GraphChanged


def _arrow(batches: Iterator[list[Row]], schema: pa.Schema) -> Iterator[bytes]:
    """An Arrow stream: its schema, a record batch for each batch of rows, and its end."""
    out = io.BytesIO()
    with pa.ipc.new_stream(out, schema) as writer:
        for rows in batches:
            if rows:
                # From rows and not from the engine's own Arrow: behind its nulls lies what was in memory before.
                writer.write_table(pa.Table.from_pylist(rows, schema))
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.BytesIO) -> bytes:
    """What was written since the last time."""
    found = out.getvalue()
    out.seek(0)
    out.truncate()
    return found
