"""Errors for people: the same words as the problem, on a page. Programs get the problem."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.page.render import page
from api.problems import NotAllowed
from graph.errors import SynthesisError

KINDS: tuple[type[Exception], ...] = (SynthesisError, NotAllowed, RequestValidationError, HTTPException)
_MACHINES = re.compile(r"/(v1|errors|static)/.*|/(openapi\.json|livez|readyz|version)")


def for_people(app: FastAPI) -> None:
    """Wrap the handlers of `app`, which must be installed already."""
    for kind in KINDS:
        app.add_exception_handler(kind, _wrapped(app.exception_handlers[kind]))


def _wrapped(handler: Callable[..., Any]) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        plain: Response = handler(request, error)
        path = request.url.path
        if _MACHINES.fullmatch(path) or "text/html" not in request.headers.get("accept", ""):
            return plain
        if isinstance(error, NotAllowed) and error.status == 401 and request.method == "GET":
            to = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/signin?to={quote(to)}", 303)
        said = json.loads(bytes(plain.body))
        return page(request, "error.html", plain.status_code, said=said)

    return answer
