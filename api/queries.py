"""The query files as endpoints: one route each, described by the file's own header."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi import Query as Param
from pydantic import BaseModel, Field, create_model

from api.answers import PREFIX, chosen_format, etag, not_modified, rendered
from api.models import Meta, Problem
from api.source import GraphSource
from graph.ask import MOST_IDS, MOST_TEXT, ask, graph_info, read_parameters
from graph.query_header import Parameter, Query

TYPES: dict[str, Any] = {"string": str, "integer": int, "float": float, "boolean": bool, "list<string>": list[str]}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": text, "content": {"application/problem+json": {}}}
    for code, text in {
        400: "The request cannot be read.",
        404: "An id that the graph does not hold.",
        406: "None of the formats asked for can be given.",
        422: "A parameter is missing, unknown, of the wrong type or out of range.",
        503: "No graph can be read now.",
    }.items()
}


def query_routes(queries: Mapping[str, Query], source: GraphSource) -> APIRouter:
    """One GET route for each query file; adding a file adds its route."""
    router = APIRouter(tags=["queries"])
    for query in queries.values():
        router.add_api_route(
            PREFIX + query.name,
            _endpoint(query, source),
            methods=["GET"],
            name=query.name,
            operation_id=query.name,
            summary=query.summary,
            description=query.prose or query.summary,
            response_model=_model(query),
            responses={
                200: {"content": {"text/csv": {"schema": {"type": "string"}}, "application/jsonl": {}}},
                304: {"description": "The client holds this answer already."},
                **PROBLEMS,
            },
        )
    return router


def _endpoint(query: Query, source: GraphSource) -> Callable[..., Response]:
    known = {parameter.name for parameter in query.parameters} | {"format"}

    def answer(request: Request, **given: Any) -> Response:
        extra = {name: value for name, value in request.query_params.items() if name not in known}
        format_ = chosen_format(request, given.pop("format"))
        said = {name: value for name, value in given.items() if value is not None}
        asked = read_parameters(query, {**said, **extra})
        with source.graph() as database:
            tag = etag(graph_info(database), {"query": query.name, "format": format_, **asked})
            if not_modified(request, tag):
                return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"})
            return rendered(ask(database, query, said), format_, tag)

    # FastAPI reads the parameters of an endpoint from its signature: give it those of the header.
    answer.__signature__ = _signature(query)  # type: ignore[attr-defined]
    answer.__doc__ = query.prose or query.summary
    return answer


def _signature(query: Query) -> inspect.Signature:
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)]
    for parameter in query.parameters:
        default = inspect.Parameter.empty if parameter.required else None
        parameters.append(
            inspect.Parameter(parameter.name, keyword, annotation=_annotation(parameter), default=default)
        )
    # Any word reaches chosen_format, so that an unknown one is a 406 with the list.
    shown = Annotated[str | None, Param(description="json, csv or jsonl; else the Accept header decides.")]
    parameters.append(inspect.Parameter("format", keyword, annotation=shown, default=None))
    return inspect.Signature(parameters)


def _annotation(parameter: Parameter) -> Any:
    """The type of a parameter with its meaning, range and choices."""
    type_ = TYPES.get(_plain(parameter.type), str)
    limits: dict[str, Any] = {"description": _described(parameter)}
    if parameter.least is not None:
        limits |= {"ge": parameter.least, "le": parameter.most}
    if parameter.choices:
        type_ = Literal[parameter.choices]
    elif type_ is str:
        limits["max_length"] = MOST_TEXT
    elif type_ == list[str]:
        limits["max_length"] = MOST_IDS
    return Annotated[type_ if parameter.required else type_ | None, Param(**limits)]


def _described(parameter: Parameter) -> str:
    if parameter.required or parameter.default in (None, "", []):
        return parameter.meaning
    return f"{parameter.meaning} (default {parameter.default})"


def _plain(type_: str) -> str:
    """id<Label> as string, list<id<Label>> as list<string>."""
    return "list<string>" if type_.startswith("list<") else "string" if type_.startswith("id<") else type_


def _model(query: Query) -> type[BaseModel]:
    """The body of one query's answer."""
    fields: dict[str, Any] = {
        column.name: (TYPES.get(_plain(column.type), str) | None, Field(description=column.meaning))
        for column in query.columns
    }
    name = "".join(part.capitalize() for part in query.name.split("_"))
    row = create_model(f"{name}Row", **fields)
    return create_model(
        name,
        meta=(Meta, Field(description="What the answer says about itself.")),
        columns=(list[dict[str, str]], Field(description="Name, type and meaning of every column.")),
        rows=(list[row], Field(description="The rows, sorted.")),  # type: ignore[valid-type]
        opens=(list[dict[str, str]], Field(description="For each row, the address behind each figure.")),
    )
