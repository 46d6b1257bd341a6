"""The HTTP server: settings in, routes out. Nothing is opened until a request needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api.fixed import fixed_routes
from api.guards import Guard
from api.problems import install
from api.queries import query_routes
from api.source import GraphSource
from graph import version
from graph.queries import queries as shipped
from graph.query_header import Query

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "testserver")


def create_app(
    source: GraphSource, *, queries: Mapping[str, Query] | None = None, hosts: Sequence[str] = LOOPBACK
) -> FastAPI:
    """An application over one graph. `hosts`: names that a Host header may carry (DNS rebinding)."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        yield
        source.close()

    # No /docs page: it would load scripts from elsewhere. /openapi.json is the contract.
    app = FastAPI(
        title="narragraph",
        version=version(),
        summary="Influences on implementation, counted from papers, every figure opened to its passages.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    known = shipped() if queries is None else queries
    app.add_middleware(Guard, hosts=tuple(hosts))
    app.include_router(fixed_routes(known, source))
    app.include_router(query_routes(known, source))
    install(app)
    return app
