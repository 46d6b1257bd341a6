"""How every answer is given: 304 for who holds it, from what is kept, or made now, once for all who ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from fastapi import Request, Response

from api.answers import etag, not_modified, rendered
from api.kept import Made
from api.source import GraphSource, Rendered, Told
from graph.ask import Answer, GraphInfo
from graph.database import Database

TRIES = 3
"""How often a question is asked again when the graph of a server changed while it was answered."""
Answering = Callable[[Database, GraphInfo], tuple[Answer, str | None]]
"""Makes the answer, with the address of its next page if it has one."""


def answered(
    request: Request, source: GraphSource, format_: str, asked: Mapping[str, object], make: Answering
) -> Response:
    """The answer to what `asked` names; `make` is called when it is not kept.

    `asked` holds everything but the graph that decides the bytes of the answer.
    """
    with source.graph() as database:
        before = source.info(database)
        for _ in range(TRIES):
            tag = etag(before, asked)
            held = None if before.building else not_modified(request, tag)
            if held is not None:
                return held
            made = partial(_made, database, before, format_, tag, make)
            whole, told = made().value if before.building else source.answers.get_or_make(tag, made)
            if whole:
                break
            before = source.info(database)
        # A server's graph is changed in place: an answer that is not whole may mix two revisions; no cache keeps it.
        return response(told)


def _made(database: Database, before: GraphInfo, format_: str, tag: str, make: Answering) -> Made[Told]:
    """An answer and whether the graph was one and the same from before the question until after it."""
    answer, next_ = make(database, before)
    whole = answer.info == before and before.building is None
    told = rendered(answer, format_, tag if whole else None, next_)
    return Made((whole, told), len(told[0]), keep=whole)


def unkept(source: GraphSource, format_: str, make: Answering) -> Response:
    """An answer that no cache may keep, because no tag could tell it from an earlier one."""
    with source.graph() as database:
        answer, next_ = make(database, source.info(database))
    return response(rendered(answer, format_, None, next_))


def response(made: Rendered) -> Response:
    """A response of its own for each request: what stands around it may write into its headers."""
    content, media, headers = made
    return Response(content, media_type=media, headers=dict(headers))
