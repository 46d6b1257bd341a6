"""A server that speaks Bolt 4.4 or 5.0 just far enough to log in, and says that it is what a test wants."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def _text(text: str) -> bytes:
    content = text.encode()
    return bytes([0xD0, len(content)]) + content


def _success(**said: str) -> bytes:
    body = b"\xb1\x70" + bytes([0xA0 + len(said)]) + b"".join(_text(k) + _text(v) for k, v in said.items())
    return len(body).to_bytes(2, "big") + body + b"\0\0"


@contextmanager
def server_that_says(agent: str | None, *, greeting: bytes = b"\0\0\0\x05") -> Iterator[str]:
    """The URI of such a server. `greeting` is its answer to the handshake: Bolt 5.0, or four zeros for none at all."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, agent, greeting), daemon=True).start()
        yield f"bolt://127.0.0.1:{listening.getsockname()[1]}"


def _serve(listening: socket.socket, agent: str | None, greeting: bytes) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            connection.recv(20)
            connection.sendall(greeting)
            while agent is not None and connection.recv(8192):
                connection.sendall(_success(server=agent, connection_id="bolt-1"))
