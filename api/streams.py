"""A whole list as one stream: JSON Lines or Arrow, some rows in memory at a time however long it is."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
from fastapi.responses import StreamingResponse

from api.answers import ARROW, FORMATS, arrow_schema, attachment, cached, filter_words, lines_of, said_in_headers
from api.pages import Lists, Place
from api.resources import Resource
from graph.ask import GraphInfo
from graph.database import Database
from graph.queries import queries


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
    headers = {**cached(tag), **said_in_headers(info, said, truncated=False)}
    if form == "arrow":
        headers["Content-Disposition"] = attachment(resource.contract.name, info, form)

    def sent() -> Iterator[bytes]:
        with lists.source.graph() as database:
            batches = _checked(lists, database, info, lists.batches(database, info, resource, filters, asked.place))
            if form == "arrow":
                schema = arrow_schema(resource.contract, info, said)
                yield from _arrow(database, resource, batches, schema)
            else:
                yield from (lines_of(lists.rows(database, resource, ids)).encode() for ids in batches)

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


def _arrow(database: Database, resource: Resource, batches: Iterator[list[str]], schema: pa.Schema) -> Iterator[bytes]:
    """An Arrow stream: its schema, a record batch for each batch of ids, and its end."""
    out, query = io.BytesIO(), queries("page")[resource.contract.name]
    with pa.ipc.new_stream(out, schema) as writer:
        for ids in batches:
            if ids:
                writer.write_table(database.arrow(query, {"ids": ids}).cast(schema))
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.BytesIO) -> bytes:
    """What was written since the last time."""
    found = out.getvalue()
    out.seek(0)
    out.truncate()
    return found
