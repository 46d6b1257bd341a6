"""The OpenAPI 3.1 document: what FastAPI derives, with errors, parameters and examples as they really are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from api.answers import FORMATS, body, text_of
from api.examples import example_value, plain
from api.models import Problem
from api.problems import MEDIA, QUERIES
from graph.ask import MOST_IDS, MOST_TEXT, Answer
from graph.query_header import Parameter, Query

WHY = {
    400: "The Host header is not known here, or the query string is not UTF-8.",
    401: "The server asks for a token and got none that it knows.",
    403: "The token reads only, or the request does not come from this server's own page.",
    404: "An id that the graph does not hold, or an address that is none.",
    406: "None of the formats asked for can be given.",
    409: "The act contradicts what was written meanwhile.",
    410: "The cursor is of an older revision; `restart` begins anew.",
    413: "The body is too large.",
    414: "The query string is too long.",
    422: "A parameter is missing, unknown, of the wrong type or out of range.",
    429: "Too many requests, or as many free statements as may run at once; Retry-After says when to ask again.",
    500: "A defect; the server's log says more.",
    503: "No graph can be read now.",
    507: "The decision was not saved; nothing changed.",
}
TAGS = [
    {"name": "queries", "description": "Named questions to the graph. Each is one query file with a contract."},
    {"name": "lists", "description": "What the review holds, in pages with cursors, or whole as a stream."},
    {"name": "numbers", "description": "Measures with unit, denominator and interval, counted on the graph."},
    {"name": "charts", "description": "Pictures of the measures: Vega-Lite, SVG, PNG, and the table behind each."},
    {"name": "graph", "description": "A graph for other tools, each node and edge with the address of its passages."},
    {
        "name": "decisions",
        "description": "What waits for a curator, and the acts. Each act is on the disk when answered.",
    },
    {
        "name": "cypher",
        "description": "A statement of one's own, read-only and limited. Off unless the server was told so.",
    },
    {"name": "review", "description": "The review behind the graph."},
    {"name": "health", "description": "Whether the server lives and can answer; what runs; what its errors mean."},
]
HEADERS = {
    "ETag": "Tag of this answer for If-None-Match; changes with revision, version and question. Absent while a build "
    "changes the graph, and where the answer holds what was written on request.",
    "X-Narragraph-Revision": "Revision of the review folder that the graph shows.",
    "X-Narragraph-Codebook": "Version of the codebook.",
    "X-Narragraph-Unit": "Default unit of counts.",
    "X-Narragraph-Filter": "What narrows the answer, in words, percent-encoded.",
    "Link": "rel=license: where the licences stand. rel=next: the next page of a list; absent on its last one.",
    "X-Narragraph-Truncated": "true when the limit left rows out.",
    "X-Narragraph-Guarded-Cells": "csv only: how many cells got a leading apostrophe, because a spreadsheet would take "
    "them for formulas. Absent when none.",
}
_JSON = {"string": "string", "integer": "integer", "float": "number", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a server adds to every route: whether it asks for a token, and whether it counts requests."""

    tokens: bool = False
    limited: bool = False


def contract(app: FastAPI, routers: Sequence[APIRouter], told: Told) -> dict[str, Any]:
    """The document of all routes of `routers`, which are those of `app`."""
    said = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description="Every error is a problem (RFC 9457) whose `type` opens here and says what it means. Every GET "
        "but the two health checks has an ETag; HEAD works wherever GET does. Values in examples are invented.",
        routes=app.routes,
        tags=TAGS,
    )
    said["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    documented = (route for router in routers for route in router.routes if isinstance(route, APIRoute))
    for route in (route for route in documented if route.include_in_schema):
        _put_back_nulls(said, route)
    if told.limited:
        for path, operations in said["paths"].items():
            for operation in operations.values() if path != "/livez" else ():
                operation["responses"]["429"] = _problem(429)
    if told.tokens:
        said["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for path, operations in said["paths"].items():
            if path != "/livez" and not path.startswith("/errors"):
                for operation in operations.values():
                    operation["security"] = [{"token": []}]
                    operation["responses"]["401"] = _problem(401)
    return said


def _put_back_nulls(said: dict[str, Any], route: APIRoute) -> None:
    """Examples once more, whole: FastAPI drops every null on the way, and here a null says "not known"."""
    shown = route.responses.get(200, {}).get("content", {})
    method = next(iter((route.methods or {"GET"}) - {"HEAD"})).lower()
    for media, form in said["paths"][route.path_format][method]["responses"]["200"]["content"].items():
        if "example" in shown.get(media, {}):
            form["example"] = shown[media]["example"]
    model = TypeAdapter(route.response_model).json_schema(ref_template="#/components/schemas/{model}")
    for name, part in {**model.get("$defs", {}), model.get("title", ""): model}.items():
        if "examples" in part:
            said["components"]["schemas"][name]["examples"] = part["examples"]


def responses(
    *codes: int, answer: Answer | None = None, kept: bool = True, forms: Mapping[str, str] = FORMATS
) -> dict[int | str, dict[str, Any]]:
    """The responses of one route beside its plain JSON: its problems, 304 where it is `kept`, an answer's formats."""
    found: dict[int | str, dict[str, Any]] = {code: _problem(code) for code in codes}
    if kept:
        found[304] = {"description": "The client holds this answer already.", "headers": _headers("ETag")}
    if answer is not None:
        shown: dict[str, Any] = {
            media.split(";")[0]: {"schema": {"type": "string"}, "example": text_of(answer, name)[0]}
            if name in FORMATS
            else {"schema": {"type": "string", "format": "binary"}}
            for name, media in forms.items()
        }
        # The models sort the keys of their examples; this one keeps the order of the columns.
        shown["application/json"] = {"example": body(answer)}
        found[200] = {"description": "The rows, sorted.", "headers": _headers(*HEADERS), "content": shown}
    return found


def _problem(code: int) -> dict[str, Any]:
    return {
        "description": WHY[code],
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"description": HEADERS[name], "schema": {"type": "string"}} for name in names}


def described_parameters(query: Query, formats: Sequence[str] = tuple(FORMATS)) -> list[dict[str, Any]]:
    """The parameters of a query as OpenAPI says them, from its header."""
    if not formats:
        return [_parameter(parameter) for parameter in query.parameters]
    form = {
        "name": "format",
        "in": "query",
        "description": "The form of the answer; without it the Accept header decides.",
        "schema": {"type": "string", "enum": list(formats)},
        "example": formats[0],
    }
    return [*(_parameter(parameter) for parameter in query.parameters), form]


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": _meaning(parameter),
        "schema": _schema(parameter),
        "example": example_value(parameter.name, plain(parameter.type), parameter.meaning, parameter),
    }


def _schema(parameter: Parameter) -> dict[str, Any]:
    type_ = plain(parameter.type)
    if type_ == "list<string>":
        items = {"type": "string", "maxLength": MOST_TEXT}
        return {"type": "array", "items": items, "minItems": int(parameter.required), "maxItems": MOST_IDS}
    said: dict[str, Any] = {"type": _JSON[type_]}
    if parameter.least is not None:
        said |= {"minimum": parameter.least, "maximum": parameter.most}
    if parameter.choices:
        said["enum"] = list(parameter.choices)
    elif type_ == "string":
        said["maxLength"] = MOST_TEXT
    if not parameter.required and parameter.default is not None:
        said["default"] = parameter.default
    return said


def _meaning(parameter: Parameter) -> str:
    label = parameter.type.partition("id<")[2].rstrip(">")
    return f"{parameter.meaning} ({label}.id, from {QUERIES}...)" if label else parameter.meaning
