"""The routes that are no query: the review, the catalogue, the health of the server, and what its errors mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.answers import fixed
from api.contract import responses
from api.meanings import meanings
from api.models import CatalogueEntry, ErrorMeaning, Health, Review, Version
from api.numbers import capped
from api.problems import CHARTS, ERRORS, NUMBERS, QUERIES
from api.source import GraphSource
from graph import version
from graph.ask import graph_info
from graph.errors import ParameterError
from graph.export import LICENCES
from graph.queries import queries as shipped
from graph.query_header import Query
from graph.schema import SCHEMA_VERSION
from synthesis.charts.registry import charts


def review_routes(queries: Mapping[str, Query], source: GraphSource) -> APIRouter:
    """/v1/review, and what /v1/queries, /v1/numbers and /v1/charts hold."""
    router = APIRouter()

    @_get(router, "/v1/review", "review", Review, 503)
    def get_review(request: Request) -> Response:
        """The review, how it counts, and which revision of its folder this graph shows."""
        _takes_nothing(request, "review")
        with source.graph() as database:
            graph_info(database)  # tells a graph without a review from one that has it
            row = database.rows(shipped()["review"], {})[0]
            said = Review.model_validate({**row, "engine": database.engine, "licences": LICENCES})
        return fixed(request, said.model_dump())

    @_get(router, "/v1/queries", "queries", list[CatalogueEntry])
    async def list_queries(request: Request) -> Response:
        """Every query: what it answers, takes and gives."""
        _takes_nothing(request, "queries")
        return fixed(request, [_entry(query, QUERIES).model_dump() for query in queries.values()])

    @_get(router, "/v1/numbers", "numbers", list[CatalogueEntry])
    async def list_numbers(request: Request) -> Response:
        """Every measure: what it counts, takes and gives."""
        _takes_nothing(request, "numbers")
        return fixed(request, [_entry(query, NUMBERS).model_dump() for query in capped().values()])

    @_get(router, "/v1/charts", "charts", list[CatalogueEntry])
    async def list_charts(request: Request) -> Response:
        """Every chart: what it shows, takes, and which table is behind it."""
        _takes_nothing(request, "charts")
        return fixed(request, [_entry(query, CHARTS).model_dump() for query in capped(charts()).values()])

    return router


def health_routes(source: GraphSource) -> APIRouter:
    """/livez, /readyz and /version."""
    router = APIRouter()

    # Not in the pool of threads that wait for the graph: a busy server still says that it lives.
    @_get(router, "/livez", "health", Health, kept=False)
    async def livez(request: Request) -> Response:
        """Whether the process answers at all."""
        _takes_nothing(request, "livez")
        return _now(Health(status="alive"))

    @_get(router, "/readyz", "health", Health, 503, kept=False)
    def readyz(request: Request) -> Response:
        """Whether a graph is open that this version can read."""
        _takes_nothing(request, "readyz")
        with source.graph() as database:
            info = graph_info(database)
        return _now(Health(status="ready", revision=info.revision, building=info.building))

    @_get(router, "/version", "health", Version)
    async def get_version(request: Request) -> Response:
        """Which version of narragraph and of the graph's vocabulary runs here."""
        _takes_nothing(request, "version")
        said = Version(narragraph=version(), schema_version=SCHEMA_VERSION, engine=source.config.engine)
        return fixed(request, said.model_dump())

    return router


def error_routes() -> APIRouter:
    """The meaning of every error, under /errors."""
    router, known = APIRouter(), meanings()

    @_get(router, "/errors", "health", list[ErrorMeaning])
    async def list_errors(request: Request) -> Response:
        """What the `type` of every problem means."""
        _takes_nothing(request, "errors")
        return fixed(request, [said.model_dump() for said in known.values()])

    @_get(router, ERRORS + "{slug}", "health", ErrorMeaning, 404)
    async def get_error(request: Request, slug: str) -> Response:
        """What one `type` of a problem means."""
        _takes_nothing(request, "errors")
        if slug not in known:
            raise HTTPException(404, "No problem has this type. /errors lists them all.")
        return fixed(request, known[slug].model_dump())

    return router


def _get(router: APIRouter, path: str, tag: str, model: Any, *codes: int, kept: bool = True) -> Callable[..., Any]:
    """A GET route with its model and its problems; the function's name is the operation's id."""

    def added(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        router.add_api_route(
            path,
            endpoint,
            methods=["GET"],
            tags=[tag],
            operation_id=endpoint.__name__,
            response_model=model,
            responses=responses(400, 414, 422, 500, *codes, kept=kept),
        )
        return endpoint

    return added


def _now(said: BaseModel) -> Response:
    """The state of this moment: no cache keeps it."""
    return JSONResponse(said.model_dump(), headers={"Cache-Control": "no-store"})


def _takes_nothing(request: Request, route: str) -> None:
    """Raise ParameterError for a parameter: one that is ignored would look as if it had worked."""
    for name, value in request.query_params.items():
        raise ParameterError(route, name, value, "there is no such parameter. It takes none.")


def _entry(query: Query, prefix: str) -> CatalogueEntry:
    return CatalogueEntry.model_validate(
        {
            "name": query.name,
            "summary": query.summary,
            "description": query.prose,
            "href": prefix + query.name,
            "parameters": [{**vars(p), "choices": list(p.choices)} for p in query.parameters],
            "columns": [vars(column) for column in query.columns],
            "opens": [{"column": o.column, "query": o.query, "arguments": dict(o.arguments)} for o in query.opens],
        }
    )
