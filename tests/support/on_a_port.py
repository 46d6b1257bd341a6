"""A server of this process on a real socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from api.protocol import Protocol
from cli.serve import _listen
from graph.config import Config


@contextmanager
def on_a_port(app: FastAPI) -> Iterator[int]:
    """Serve an application as `narragraph serve` does; gives the port."""
    server = uvicorn.Server(uvicorn.Config(app, http=Protocol, log_level="critical", timeout_graceful_shutdown=1))
    with _listen(Config(host="127.0.0.1", port=0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()
