"""A server that anybody may read: other sites' pages too, and nothing else than reading."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.guards import HEADERS
from api.problems import problem

READS = ("GET", "HEAD")
EXPOSED = (
    *("Content-Disposition", "ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After"),
    *("X-Narragraph-Codebook", "X-Narragraph-Filter", "X-Narragraph-Guarded-Cells", "X-Narragraph-Revision"),
    *("X-Narragraph-Truncated", "X-Narragraph-Unit"),
)
"""Headers that a page of another site may read, beside the few that every page may."""
ASKED = ("Accept", "If-None-Match")
"""Headers that such a page may send."""
A_DAY = 86_400
"""Seconds that a browser remembers what it may ask."""


class Public:
    """Lets pages of every site read (CORS), without cookies or tokens of theirs, and refuses what is no reading."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a reading request on; answer a browser that asks first what it may do; refuse all else."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():  # those of a refusal that is made here
                    headers.setdefault(name, value)
                headers["Access-Control-Allow-Origin"] = "*"
                headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
            await send(message)

        if scope["method"] in READS:
            await self.app(scope, receive, send_open)
            return
        asked = Headers(scope=scope).get("access-control-request-method")
        if scope["method"] == "OPTIONS" and asked in READS:
            allowed = {
                "Access-Control-Allow-Methods": ", ".join(READS),
                "Access-Control-Allow-Headers": ", ".join(ASKED),
                "Access-Control-Max-Age": str(A_DAY),
            }
            await Response(status_code=204, headers=allowed)(scope, receive, send_open)
            return
        detail = f"This server is open for reading only; it takes {', '.join(READS)}."
        await problem(405, "method", detail, {}, {"Allow": ", ".join(READS)})(scope, receive, send_open)
