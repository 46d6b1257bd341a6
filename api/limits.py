"""How often one client may ask in a minute: told with every answer, and 429 beyond it.

A courtesy that keeps one program from taking everything; it counts in this process only. Many clients behind one proxy
are one address: limit at the proxy then, and give this server a higher limit.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

USUAL = 1200
"""Requests of one client in a minute, where nobody says another number."""
MOST_CLIENTS = 10_000
"""Clients that are remembered; the one that was quiet longest is forgotten first, and begins anew."""
FREE = frozenset({"/livez"})
"""Health checks are not counted."""
_MINUTE = 60
_NETWORK = 64
"""Bits of an IPv6 address that name a customer; below, one has as many addresses as one likes."""


class Limited:
    """Counts the requests of each token, and without one of each address (of IPv6 its /64).

    A bucket holds a minute's requests and fills evenly.
    Source of the header fields: draft-ietf-httpapi-ratelimit-headers-10.
    """

    def __init__(self, app: ASGIApp, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.per_minute = per_minute
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it. Runs in the event loop, so that no lock is needed."""
        if scope["type"] != "http" or scope["path"] in FREE:
            await self.app(scope, receive, send)
            return
        left = self._take(client_of(scope))
        full = math.ceil((self.per_minute - max(left, 0)) * _MINUTE / self.per_minute)
        told = {
            "RateLimit-Policy": f'"client";q={self.per_minute};w={_MINUTE}',
            "RateLimit": f'"client";r={max(0, math.floor(left))};t={full}',
        }
        if left < 0:
            wait = max(1, math.ceil(-left * _MINUTE / self.per_minute))
            detail = f"One client may ask {self.per_minute} times in a minute here. Go on in {wait} s."
            await problem(429, "rate", detail, {"wait": wait}, {**told, "Retry-After": str(wait)})(scope, receive, send)
            return

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self.app(scope, receive, send_told)

    def _take(self, client: str) -> float:
        """Requests that are left to a client after this one; below zero when it may not have it."""
        now = self._clock()
        held, at = self._held.pop(client, (float(self.per_minute), now))
        filled = min(float(self.per_minute), held + (now - at) * self.per_minute / _MINUTE)
        left = filled - 1
        self._held[client] = (filled if left < 0 else left, now)
        while len(self._held) > MOST_CLIENTS:
            self._held.popitem(last=False)
        return left


def client_of(scope: Scope) -> str:
    """Who asks, as far as counting goes."""
    name = getattr(scope.get("state", {}).get("who"), "curator", None)
    if name:
        return f"token {name}"
    host = (scope.get("client") or ("",))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else f"{int(address) >> _NETWORK:x}"
    return str(address)
