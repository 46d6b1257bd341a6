"""POST /v1/cypher: a statement of one's own. There only when the server was told so."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.contract import responses
from api.cypher_models import CypherAnswer, CypherSent
from api.source import GraphSource
from graph.free.ask import FreeAnswer, FreeCypher
from graph.free.errors import CypherOff
from graph.free.limits import Limits
from graph.free.shown import body

ROUTE = "/v1/cypher"
LOOK = 0.1
"""Seconds between two looks at whether the client is still there."""


def cypher_routes(source: GraphSource, limits: Limits | None) -> APIRouter:
    """The route, or without limits one that only says that free Cypher is off and stands in no contract."""
    router = APIRouter(tags=["cypher"])
    if limits is None:
        router.add_api_route(ROUTE, _off, methods=["POST"], include_in_schema=False)
        return router
    router.add_api_route(
        ROUTE,
        _endpoint(source, FreeCypher(source.config, limits)),
        methods=["POST"],
        name="cypher",
        operation_id="cypher",
        summary="Ask in Cypher of your own",
        description=f"Only statements that read, for {limits.seconds:g} seconds, {limits.rows:,} rows and "
        f"{limits.answer_mb} MB at most; {limits.at_once} at once. Values belong into parameters.",
        response_model=CypherAnswer,
        responses=responses(400, 403, 413, 422, 429, 500, 503, kept=False),
    )
    return router


def _off() -> Response:
    raise CypherOff("this server was started without it (`serve --cypher`).")


def _endpoint(source: GraphSource, door: FreeCypher) -> Callable[[Request, CypherSent], Awaitable[Response]]:
    def copy(place: Path) -> None:
        with source.graph() as database:
            database.copy_to(place)  # type: ignore[attr-defined]  # only the embedded engine is asked for a copy

    async def cypher(request: Request, sent: CypherSent) -> Response:
        gone = threading.Event()
        ask = partial(door.ask, sent.statement, sent.parameters, copy, rows=sent.limit, left=gone.is_set)
        asked = asyncio.ensure_future(run_in_threadpool(ask))
        try:
            while not asked.done():
                await asyncio.wait({asked}, timeout=LOOK)
                if not asked.done() and await request.is_disconnected():
                    gone.set()
        finally:
            gone.set()
        return await run_in_threadpool(_rendered, asked.result())

    return cypher


def _rendered(answer: FreeAnswer) -> Response:
    """The answer as JSON. No cache keeps it: the statement is not part of the address."""
    headers = {
        "Cache-Control": "no-store",
        "X-Narragraph-Revision": answer.info.revision,
        "X-Narragraph-Unit": answer.info.unit,
        "X-Narragraph-Truncated": "false" if answer.cut is None else "true",
    }
    return Response(json.dumps(body(answer), ensure_ascii=False), media_type="application/json", headers=headers)
