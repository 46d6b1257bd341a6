"""The routes that are no query: the review, the catalogue, and the health of the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.answers import PREFIX, etag, not_modified
from api.models import CatalogueEntry, Health, Review, Version
from api.queries import PROBLEMS
from api.source import GraphSource
from graph import version
from graph.ask import graph_info
from graph.queries import queries as shipped
from graph.query_header import Query
from graph.schema import SCHEMA_VERSION

_UNREADY: dict[int | str, dict[str, Any]] = {503: PROBLEMS[503]}


def fixed_routes(queries: Mapping[str, Query], source: GraphSource) -> APIRouter:
    """/v1/review, /v1/queries, /livez, /readyz and /version."""
    router = APIRouter()

    @router.get("/v1/review", tags=["review"], operation_id="get_review", responses={304: {}, **_UNREADY})
    def get_review(request: Request) -> Review:
        """The review, how it counts, and which revision of its folder this graph shows."""
        with source.graph() as database:
            tag = etag(graph_info(database), {"route": "review"})
            if not_modified(request, tag):
                return Response(status_code=304, headers={"ETag": tag})  # type: ignore[return-value]
            row = database.rows(shipped()["review"], {})[0]
            said = Review.model_validate({**row, "engine": database.engine})
        return JSONResponse(said.model_dump(), headers={"ETag": tag, "Cache-Control": "no-cache"})  # type: ignore[return-value]

    @router.get("/v1/queries", tags=["queries"], operation_id="list_queries")
    def list_queries() -> list[CatalogueEntry]:
        """Every query: what it answers, takes and gives."""
        return [_entry(query) for query in queries.values()]

    @router.get("/livez", tags=["health"], operation_id="livez")
    def livez() -> Health:
        """Whether the process answers at all."""
        return Health(status="alive")

    @router.get("/readyz", tags=["health"], operation_id="readyz", responses=_UNREADY)
    def readyz() -> Health:
        """Whether a graph is open that this version can read."""
        with source.graph() as database:
            info = graph_info(database)
        return Health(status="ready", revision=info.revision, building=info.building)

    @router.get("/version", tags=["health"], operation_id="get_version")
    def get_version() -> Version:
        """Which version of narragraph and of the graph's vocabulary runs here."""
        return Version(narragraph=version(), schema_version=SCHEMA_VERSION, engine=source.config.engine)

    return router


def _entry(query: Query) -> CatalogueEntry:
    return CatalogueEntry.model_validate(
        {
            "name": query.name,
            "summary": query.summary,
            "description": query.prose,
            "href": PREFIX + query.name,
            "parameters": [{**vars(p), "choices": list(p.choices)} for p in query.parameters],
            "columns": [vars(column) for column in query.columns],
            "opens": [{"column": o.column, "query": o.query, "arguments": dict(o.arguments)} for o in query.opens],
        }
    )
