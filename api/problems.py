"""Errors as application/problem+json (RFC 9457): one table, one body, for every route.

`type` is an address on this very server, /errors/<slug>, that says what the error means (api/meanings.py). A host
of our own would be a promise that nobody keeps; a URN would not open.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Mapping
from http import HTTPStatus
from urllib.parse import unquote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph import export_address
from graph.errors import (
    DatabaseUnavailable,
    DecisionRefused,
    GraphDamaged,
    GraphMissing,
    GraphOfAnotherReview,
    LedgerError,
    NotFound,
    NotSaved,
    ParameterError,
    ReviewFolderError,
    SynthesisError,
    UnknownQuery,
    did_you_mean,
    near_misses,
)
from graph.free.errors import CypherOff, StatementFailed, StatementRefused, StatementStopped, TooManyStatements
from synthesis.charts.kinds import KINDS
from synthesis.selection import NothingToCount

STATUS: dict[type[SynthesisError], int] = {
    NotFound: 404,
    UnknownQuery: 404,
    ParameterError: 422,
    DecisionRefused: 422,
    NothingToCount: 422,
    StatementRefused: 422,
    StatementFailed: 422,
    StatementStopped: 422,
    TooManyStatements: 429,
    CypherOff: 403,
    DatabaseUnavailable: 503,
    GraphMissing: 503,
    GraphDamaged: 503,
    GraphOfAnotherReview: 503,
    ReviewFolderError: 503,
    LedgerError: 503,
    NotSaved: 507,
}
UNREADY: dict[type[SynthesisError], str] = {
    DatabaseUnavailable: "The database server cannot be used now. The log of this server says why.",
    GraphMissing: "No graph has been built here yet. Run `narragraph build` on the folder that is served.",
    GraphDamaged: "The graph cannot be read. Nothing is lost: run `narragraph build` on the folder that is served.",
    GraphOfAnotherReview: "The graph holds another review than the folder that is served.",
    ReviewFolderError: "The review folder has problems, so nothing can be decided now. `narragraph check` lists them.",
    LedgerError: "A ledger of decisions is not in order, so nothing can be decided now. `narragraph check` says where.",
    NotSaved: "It was not saved: the disk of the server is full or cannot be written. Keep it and send it again.",
}
"""What a 503 says: the error's own words name folders and hosts, which are nobody's business over HTTP."""
UNSAID = "The graph could not answer. The server's log says why."
SLUGS = {404: "unknown-address", 405: "method", 406: "format", 413: "too-large"}
"""What the framework refuses by itself."""
QUERIES, NUMBERS, ERRORS = export_address.QUERIES, export_address.NUMBERS, "/errors/"
CHARTS = "/v1/charts/"
MEDIA = "application/problem+json"
MOST_SHOWN = 200
"""Characters of a refused value that a field repeats."""
MOST_DETAIL = 1000
"""Characters of a detail: it repeats what was asked, which may be long."""
log = logging.getLogger("narragraph.api")


class NotAllowed(Exception):
    """The asker may not do this: 401 when nobody knows who they are, else 403."""

    def __init__(self, status: int, slug: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.detail = detail


class Refused(Exception):
    """A request that is refused with a problem of its own: status, slug, detail, fields, headers."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        fields: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.slug, self.detail = status, slug, detail
        self.fields, self.headers = fields or {}, headers or {}


class ProblemResponse(JSONResponse):
    """A problem body."""

    media_type = MEDIA


def problem(
    status: int,
    slug: str,
    detail: str,
    fields: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """One problem body; no cache keeps it."""
    detail = detail if len(detail) <= MOST_DETAIL else f"{detail[:MOST_DETAIL]}..."
    body = {"type": ERRORS + slug, "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return ProblemResponse({**(fields or {}), **body}, status, headers=kept)


def status_of(kind: type[SynthesisError]) -> int:
    """The HTTP status of an error of ours; what is not in the table is a failure of the server."""
    return next((code for known, code in STATUS.items() if issubclass(kind, known)), 500)


def install(app: FastAPI, queries: Collection[str], numbers: Collection[str]) -> None:
    """Answer every error of ours and of the framework with a problem body.

    `queries`, `numbers`: the names under both addresses, for near misses.
    """
    _refusals(app)
    named = ((QUERIES, "query", queries), (NUMBERS, "measure", numbers), (CHARTS, "chart", KINDS))

    @app.exception_handler(SynthesisError)
    def ours(request: Request, error: SynthesisError) -> ProblemResponse:
        status = status_of(type(error))
        if status >= 500:
            # A health check asks every few seconds whether there is a graph yet: that is no error of the server.
            level = logging.INFO if isinstance(error, GraphMissing) else logging.ERROR
            log.log(level, "%s: %s: %s", request.url.path, type(error).__name__, error)
            said = next((text for kind, text in UNREADY.items() if isinstance(error, kind)), None)
            headers = {"Retry-After": "5"} if status == 503 else {}
            return problem(status, error.slug, said or UNSAID, {}, headers)
        fields = {name: _shown(value) for name, value in error.fields().items()}
        wait = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyStatements) else {}
        return problem(status, error.slug, str(error), fields, wait)

    @app.exception_handler(HTTPException)
    def framework(request: Request, error: HTTPException) -> ProblemResponse:
        path = request.url.path
        for prefix, what, known in named:
            if error.status_code == 404 and path.startswith(prefix):
                name = unquote(path.removeprefix(prefix))[:MOST_SHOWN]
                near = near_misses(name, known)
                detail = f'There is no {what} "{name}".{did_you_mean(near) or f" {prefix[:-1]} lists them all."}'
                return problem(404, UnknownQuery.slug, detail, {"name": name, "near": near})
        headers, detail = dict(error.headers or {}), error.detail
        if error.status_code == 404 and not path.startswith(ERRORS):
            detail = "Nothing is at this address. /v1/queries lists what can be asked, /openapi.json describes all."
        elif error.status_code == 405:
            allowed = headers.get("Allow", "GET")
            detail = f"{request.method} is not possible here; this address takes {allowed}."
            headers["Allow"] = allowed.replace("GET", "GET, HEAD")
        return problem(error.status_code, SLUGS.get(error.status_code, "unexpected"), detail, {}, headers)


def _refusals(app: FastAPI) -> None:
    """What people who act meet: they may not, or what they sent cannot be read."""

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, error: NotAllowed) -> ProblemResponse:
        log.warning("refused %s %s: %s", request.method, request.url.path, error.slug)
        return problem(error.status, error.slug, error.detail)

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> ProblemResponse:
        del request
        return problem(error.status, error.slug, error.detail, error.fields, error.headers)

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> ProblemResponse:
        del request
        found = [(".".join(str(part) for part in said["loc"][1:]), said["msg"]) for said in error.errors()[:5]]
        detail = "; ".join(f"{place or 'the body'}: {message}" for place, message in found)
        return problem(
            422, "body", f"What was sent cannot be read. {detail}.", {"places": [place for place, _ in found]}
        )


def _shown(value: object) -> object:
    if isinstance(value, tuple | list):
        return [_shown(part) for part in value[:20]]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no word for it
    return value[:MOST_SHOWN] if isinstance(value, str) else value


class NotAcceptable(HTTPException):
    """None of the formats that were asked for can be given."""

    def __init__(self, formats: list[str]) -> None:
        super().__init__(406, f"This answer comes as {', '.join(formats)}.")
