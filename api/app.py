"""The HTTP server: settings in, routes out. Nothing is opened until a request needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial

from fastapi import APIRouter, FastAPI, Request, Response

from api.acts import router as acts
from api.answers import fixed
from api.charts import chart_routes
from api.compressed import Compressed
from api.contract import Told, contract
from api.cypher import cypher_routes
from api.decisions import router as decisions
from api.desks import Desks, Opened
from api.fixed import error_routes, health_routes, review_routes
from api.graph import graph_routes
from api.guards import Guard
from api.limits import Limited
from api.lists import list_routes
from api.numbers import Counting, number_routes
from api.page.routes import add_pages
from api.pairs import router as pairs
from api.problems import install
from api.public import Public
from api.queries import query_routes
from api.revisions import revision_routes
from api.sessions import Sessions, session_key
from api.source import GraphSource
from api.tokens import TokenFile
from api.who import Door
from graph import version
from graph.free.limits import Limits
from graph.queries import queries as shipped
from graph.query_header import Query
from synthesis.measures import measures

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def create_app(  # noqa: PLR0913  (what a server is made of)
    source: GraphSource,
    *,
    queries: Mapping[str, Query] | None = None,
    hosts: Sequence[str] = LOOPBACK,
    tokens: TokenFile | None = None,
    opener: Callable[[], Opened] | None = None,
    cypher: Limits | None = None,
    public: bool = False,
    rate: int | None = None,
) -> FastAPI:
    """An application over one graph.

    `hosts`: names that a Host header may carry (DNS rebinding). `tokens`: every request but a health check needs one.
    `opener`: reads the folder for people who decide; without it the server only answers. `cypher`: limits of free
    Cypher; without them it is off. `public`: pages of other sites may read, and nobody may do anything else. `rate`:
    requests of one client in a minute.
    """
    # long: every part of a server is named here once, in the order in which requests meet them
    desks = None if opener is None else Desks(source, opener)
    # No /docs page: it would load scripts from elsewhere. /openapi.json is the contract.
    # No redirect to an address with or without a slash: it would be built from the Host header.
    app = FastAPI(
        title="narragraph",
        version=version(),
        summary="Influences on implementation, counted from papers, every figure opened to its passages.",
        lifespan=partial(_until_closed, source, desks),
        openapi_url=None,
        redirect_slashes=False,
        # Generated clients call their functions what the code calls them.
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.desks, app.state.source, app.state.counting = desks, source, Counting(source.info)
    known = shipped() if queries is None else queries
    door = Door(Sessions(partial(session_key, source.folder)), tokens)
    app.add_middleware(Compressed)
    if rate is not None:
        app.add_middleware(Limited, per_minute=rate)
    app.add_middleware(Guard, hosts=tuple(hosts), door=door)
    if public:
        app.add_middleware(Public)
    routers = (
        # First, because addresses are compared one by one, and these are asked for page after page.
        *(list_routes(source, app.state.counting), revision_routes(source, app.state.counting)),
        *(review_routes(known, source), query_routes(known, source), number_routes(source, app.state.counting)),
        *(
            chart_routes(source, app.state.counting),
            graph_routes(source, app.state.counting),
            cypher_routes(source, cypher),
        ),
        *(health_routes(source), error_routes(), *([] if desks is None else [decisions, acts, pairs])),
    )
    for router in routers:
        app.include_router(router)
    install(app, known, measures())
    if desks is not None:
        add_pages(app, door)
    _document(app, routers, Told(tokens is not None, rate is not None))
    return app


@asynccontextmanager
async def _until_closed(source: GraphSource, desks: Desks | None, app: FastAPI) -> AsyncIterator[None]:
    """Closes what was opened when the server ends."""
    del app
    yield
    if desks is not None:
        desks.close()
    source.close()


def _document(app: FastAPI, routers: Sequence[APIRouter], told: Told) -> None:
    """/openapi.json, made when it is first asked for: half of the time of starting a server would go into it."""
    app.openapi = cache(partial(contract, app, routers, told))  # type: ignore[method-assign]

    @app.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> Response:
        return fixed(request, app.openapi())
