"""HTTP as the server reads it: what is no request gets a problem too, and nobody holds a connection by being slow."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from api.guards import HEADERS
from api.problems import MEDIA, problem

HEAD_SECONDS = 20.0
"""Within which the head of a request must be here whole."""
BODY_SECONDS = 60.0
"""Within which its body must, which has a megabyte at most (api/guards.py)."""
DETAIL = "This is no HTTP request, or its address and headers are longer than 64 kB together."


class Protocol(H11Protocol):
    """uvicorn's own, with a problem (RFC 9457) for what it cannot read, and a limit on waiting for a request."""

    _waiting: asyncio.TimerHandle | None = None
    _patience = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there; its request is awaited."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Some bytes came: of a request that is not whole yet, or the last ones of it."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self._answering and not self.cycle.more_body:
            self._unwatch()  # a request is being answered, however slowly its client reads
            return
        seconds = BODY_SECONDS if self._answering else HEAD_SECONDS
        if self._waiting is None or self._patience != seconds:
            self._unwatch()
            self._patience, self._waiting = seconds, self.loop.call_later(seconds, self._too_slow)

    @property
    def _answering(self) -> bool:
        """Whether a head came whose answer is not sent whole; its body may not be here yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def _unwatch(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        self._waiting = None
        if not self._answering or self.cycle.more_body:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, and close: what follows on this connection could not be read either."""
        del msg
        said = problem(400, "http", DETAIL)
        body = bytes(said.body)
        told = {"content-type": MEDIA, "content-length": str(len(body)), "connection": "close", **HEADERS}
        head = "".join(f"{name.lower()}: {value}\r\n" for name, value in told.items())
        self.transport.write(f"HTTP/1.1 400 Bad Request\r\n{head}\r\n".encode() + body)
        self.transport.close()
