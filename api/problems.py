"""Errors as application/problem+json (RFC 9457): one table, one body, for every route."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph.errors import (
    DatabaseUnavailable,
    GraphDamaged,
    GraphMissing,
    GraphOfAnotherReview,
    NotFound,
    ParameterError,
    SynthesisError,
    UnknownQuery,
)

STATUS: dict[type[SynthesisError], int] = {
    NotFound: 404,
    UnknownQuery: 404,
    ParameterError: 422,
    DatabaseUnavailable: 503,
    GraphMissing: 503,
    GraphDamaged: 503,
    GraphOfAnotherReview: 503,
}
MEDIA = "application/problem+json"
DOCS = "https://narragraph.invalid/errors/"
"""Where `type` points: the pages under docs/errors/. The host is reserved never to exist until one is ours."""


def problem(status: int, slug: str, detail: str, fields: Mapping[str, object] | None = None) -> JSONResponse:
    """One problem body."""
    body = {"type": DOCS + slug, "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse({**(fields or {}), **body}, status, media_type=MEDIA)


def install(app: FastAPI) -> None:
    """Answer every error of ours, of FastAPI and of the unexpected kind with a problem body."""

    @app.exception_handler(SynthesisError)
    def ours(request: Request, error: SynthesisError) -> JSONResponse:
        del request
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
        if status == 500:
            return problem(500, error.slug, "The graph could not answer. The server's log says why.")
        fields = {name: list(value) if isinstance(value, tuple) else value for name, value in error.fields().items()}
        return problem(status, error.slug, str(error), {} if status == 503 else fields)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        del request
        said = "; ".join(f"{'.'.join(map(str, part['loc'][1:]))}: {part['msg']}" for part in error.errors())
        return problem(422, "parameter", said)

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: HTTPException) -> JSONResponse:
        del request
        response = problem(
            error.status_code, HTTPStatus(error.status_code).name.lower().replace("_", "-"), error.detail
        )
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> JSONResponse:
        del request, error
        return problem(500, "unexpected", "Something went wrong in narragraph. The server's log says what.")


class NotAcceptable(HTTPException):
    """None of the formats that were asked for can be given."""

    def __init__(self, formats: list[str]) -> None:
        super().__init__(406, f"This answer comes as {', '.join(formats)}.")
