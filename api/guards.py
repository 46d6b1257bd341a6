"""What every request passes: known hosts only, a token where one is needed, short enough, readable, and never naked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import ERRORS, log, problem
from api.who import NOBODY, Door

MOST_QUERY = 32_768
"""Bytes of a query string."""
MOST_BODY = 1_000_000
"""Bytes of a body; a decision with every field full has a tenth."""
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""What an answer says when it does not say otherwise."""
OPEN = re.compile(rf"/livez|/signin|/static/.*|{ERRORS.rstrip('/')}(/.*)?")
"""Addresses that need no token: they say nothing of the review, and a health check has no token."""
MACHINES = re.compile(r"/(v1|openapi\.json|readyz|version)(/.*)?")
"""Addresses that programs ask: without a token they get a problem, where a person is sent to sign in."""


@dataclass(frozen=True)
class _Refusal:
    status: int
    slug: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)


class Guard:
    """Refuses foreign Host headers (DNS rebinding), strangers, cross-site writes and unreadable queries.

    HEAD is answered as GET without a body. Whatever fails unforeseen ends here as a 500 without internals.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str], door: Door) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head, started = scope["method"] == "HEAD", False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            refused = self._refusal(scope)
            if refused is not None:
                if refused.status in {401, 403}:
                    log.warning("refused %s %s: %s", scope["method"], scope["path"], refused.slug)
                answer = problem(refused.status, refused.slug, refused.detail, {}, refused.headers)
                await answer(scope, receive, send_guarded)
            else:
                await self.app({**scope, "method": "GET"} if head else scope, _bounded(receive), send_guarded)
        except Exception:  # the outermost shell: a client gets no internals, the log gets all
            if started:
                raise
            log.exception("%s %s", scope["method"], scope["path"])
            said = problem(500, "unexpected", "Something went wrong in narragraph. The server's log says what.")
            await said(scope, receive, send_guarded)

    def _from_elsewhere(self, headers: Headers) -> bool:
        """Whether a page of another site sends this; a browser says so in one of two headers."""
        origin = headers.get("origin")
        foreign = origin is not None and _name(origin.split("//")[-1]) not in self.hosts
        return foreign or headers.get("sec-fetch-site") == "cross-site"

    def _refusal(self, scope: Scope) -> _Refusal | None:
        headers, query = Headers(scope=scope), scope.get("query_string", b"")
        if _name(headers.get("host", "")) not in self.hosts:
            return _Refusal(400, "host", "This server does not answer under that host name.")
        unsafe = scope["method"] not in {"GET", "HEAD", "OPTIONS"}
        if unsafe and self._from_elsewhere(headers):
            return _Refusal(403, "origin", "Requests that change something must come from this server's own pages.")
        if too_large(headers.get("content-length", "0")):
            return _Refusal(413, "too-large", f"A body may have {MOST_BODY:,} bytes.")
        who = self.door.who(headers)
        if who is None and not OPEN.fullmatch(scope["path"]):
            return _without_token(headers, scope["path"])
        scope.setdefault("state", {}).update(who=who or NOBODY, head=scope["method"] == "HEAD")
        if len(query) > MOST_QUERY:
            return _Refusal(414, "query-too-long", f"The query string is longer than {MOST_QUERY} bytes.")
        try:
            unquote_to_bytes(query).decode()
        except UnicodeDecodeError:
            return _Refusal(400, "encoding", "The query string is not UTF-8. Encode its values as UTF-8, then as %XX.")
        return None


def too_large(length: str) -> bool:
    """Whether a Content-Length is beyond what a body may have; any number of digits may come."""
    digits = re.fullmatch("0*([0-9]*)", length)
    return digits is not None and (len(digits[1]) > len(str(MOST_BODY)) or int(digits[1] or 0) > MOST_BODY)


def _bounded(receive: Receive) -> Receive:
    """`receive`, until more came than a body may have: one without a length, or with a wrong one."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BODY:
            raise HTTPException(413, f"A body may have {MOST_BODY:,} bytes.")
        return message

    return counted


def _without_token(headers: Headers, path: str) -> _Refusal:
    """Why a request without a good token is refused; a person's browser is sent to sign in."""
    asked = 'Bearer realm="narragraph"'
    scheme, _, token = headers.get("authorization", "").strip().partition(" ")
    if "authorization" not in headers and "text/html" in headers.get("accept", "") and not MACHINES.fullmatch(path):
        return _Refusal(303, "token", "Sign in first.", {"Location": f"/signin?to={quote(path)}"})
    if scheme.lower() != "bearer" or not token:
        detail = "This server asks for a token: send the header `Authorization: Bearer <token>`."
        return _Refusal(401, "token", detail, {"WWW-Authenticate": asked})
    detail = "This token is not known here. It may have been removed, or was cut when it was copied."
    return _Refusal(401, "token", detail, {"WWW-Authenticate": f'{asked}, error="invalid_token"'})


def _name(host: str) -> str:
    """A host without its port, in lower case."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()
