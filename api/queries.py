"""The query files as endpoints: one route each, described by the file's own header."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from api.answering import answered, unkept
from api.answers import chosen_format
from api.contract import described_parameters, responses
from api.examples import example_answer, example_body, plain
from api.models import Column, Meta
from api.problems import QUERIES
from api.source import GraphSource
from graph.ask import Answer, GraphInfo, ask, read_parameters
from graph.database import Database
from graph.errors import ParameterError
from graph.query_header import Query
from graph.requested import REQUESTED

TYPES: dict[str, Any] = {"string": str, "integer": int, "float": float, "boolean": bool, "list<string>": list[str]}
Answering = Callable[[Database, Query, Mapping[str, object]], Answer]
_MADE: dict[str, tuple[Query, type[BaseModel]]] = {}


def asked_graph(database: Database, query: Query, given: Mapping[str, object]) -> Answer:
    """The answer of a query file."""
    return ask(database, query, given, text=True)


def query_routes(
    queries: Mapping[str, Query],
    source: GraphSource,
    *,
    prefix: str = QUERIES,
    answer: Answering = asked_graph,
    tag: str = "queries",
) -> APIRouter:
    """One GET route for each contract; adding a file adds its route. `answer`: what is done with the parameters."""
    router = APIRouter(tags=[tag])
    for query in queries.values():
        router.add_api_route(
            prefix + query.name,
            _endpoint(query, source, answer),
            methods=["GET"],
            name=query.name,
            operation_id=query.name,
            summary=query.summary,
            description=query.prose or query.summary,
            response_model=model(query, query.name),
            responses=responses(400, 404, 406, 414, 422, 500, 503, answer=example_answer(query)),
            openapi_extra={"parameters": described_parameters(query)},
        )
    return router


def _endpoint(query: Query, source: GraphSource, answered_by: Answering) -> Callable[[Request], Response]:
    requested = any(type_ in query.text for type_ in REQUESTED)

    # The header's own reading of parameters serves here and on the command line, so both refuse with the same words.
    def answer(request: Request) -> Response:
        format_ = chosen_format(request)
        given = words(request, query)
        asked = {"query": query.name, "text": query.text, "format": format_, **read_parameters(query, given, text=True)}

        def make(database: Database, info: GraphInfo) -> tuple[Answer, str | None]:
            del info
            return answered_by(database, query, given), None

        if requested:
            # What was made on request may be made anew on the same revision: no tag could tell.
            return unkept(source, format_, make)
        return answered(request, source, format_, asked, make)

    return answer


def words(request: Request, query: Query) -> dict[str, object]:
    """The parameters of a request as words, a list for each list parameter. Raises ParameterError."""
    lists = {parameter.name for parameter in query.parameters if parameter.type.startswith("list<")}
    found: dict[str, object] = {}
    for name in request.query_params:
        values = request.query_params.getlist(name)
        if name not in lists and len(values) > 1:
            raise ParameterError(query.name, name, values, "it is given more than once.")
        found[name] = values if name in lists else values[0]
    found.pop("format", None)
    return found


def model(query: Query, operation: str) -> type[BaseModel]:
    """The body of the answer of one query, named after its operation; made once a process."""
    if operation not in _MADE or _MADE[operation][0] != query:
        _MADE[operation] = (query, _model(query, operation))
    return _MADE[operation][1]


def _model(query: Query, operation: str) -> type[BaseModel]:
    example = example_body(query)
    fields: dict[str, Any] = {
        _field(column.name): (
            TYPES.get(plain(column.type), str) | None,
            Field(alias=column.name, description=column.meaning),
        )
        for column in query.columns
    }
    name = "".join(part.capitalize() for part in operation.split("_"))
    row = create_model(f"{name}Row", __config__=_showing(example["rows"][0]), **fields)
    return create_model(
        f"{name}Answer",
        __config__=_showing(example),
        meta=(Meta, Field(description="What the answer says about itself.")),
        columns=(list[Column], Field(description="Name, type and meaning of every column.")),
        rows=(list[row], Field(description="The rows, sorted.")),  # type: ignore[valid-type]
        opens=(
            list[dict[str, str]],
            Field(description="For each row, the address behind each figure; empty where no figure opens."),
        ),
    )


def _field(column: str) -> str:
    """The name of a column in the model: some are words of pydantic's own."""
    return f"{column}_" if hasattr(BaseModel, column) else column


def _showing(example: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})
