"""A real server over a real socket: what is no request, what is too long, who is slow, and ids as they are written."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from on_a_port import on_a_port

from api import protocol
from api.app import create_app
from api.source import GraphSource
from cli.serve import _listen
from graph.config import Config

REST = b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def port(small_folder: Path) -> Iterator[int]:
    app = create_app(GraphSource(small_folder, Config(buffer_pool_mb=64)))
    with on_a_port(app) as number:
        yield number


def sent(port: int, data: bytes, seconds: float = 30) -> bytes:
    """All that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as client:
        client.sendall(data)
        found = b""
        while part := client.recv(65_536):
            found += part
        return found


@pytest.mark.parametrize(
    ("data", "status", "slug"),
    [
        (b"garbage\r\n\r\n", 400, "http"),
        (b"GET /v1/papers?after=" + b"a" * 70_000, 400, "http"),
        (b"GET /v1/papers?after=" + b"a" * 33_000 + REST, 414, "query-too-long"),
        (b"GET /v1/papers/%ff%fe" + REST, 404, "not-found"),
        (b"GET /v1/papers/doi%3A10.1%2Fx%252Fy" + REST, 404, "not-found"),
        (b"GET /v1/papers/../review" + REST, 404, "not-found"),
        (b"BREW /v1/papers" + REST, 405, "method"),
        (b"GET /v1/papers HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400, "host"),
    ],
)
def test_whatever_comes_gets_a_problem(port: int, data: bytes, status: int, slug: str) -> None:
    head, _, body = sent(port, data).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()), head
    assert b"content-type: application/problem+json" in head
    assert f'"type":"/errors/{slug}"'.encode() in body.replace(b": ", b":")


def test_percent_signs_are_decoded_once(port: int) -> None:
    assert b"doi:10.1/x%2Fy" in sent(port, b"GET /v1/papers/doi%3A10.1%2Fx%252Fy" + REST)


@pytest.mark.fault("slow, half-open and vanishing HTTP clients")
def test_clients_that_never_end_their_request_are_let_go_and_hold_up_nobody(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 1.5)
    slow = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(20)]
    for client in slow:
        client.sendall(b"GET /v1/papers HTTP/1.1\r\nHost: 127")
    assert sent(port, b"GET /v1/papers?limit=1" + REST).startswith(b"HTTP/1.1 200")
    assert {client.recv(100) for client in slow} == {b""}


@pytest.mark.fault("slow, half-open and vanishing HTTP clients")
def test_clients_that_do_not_read_hold_up_nobody(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.5)
    stuck = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(20)]
    for client in stuck:
        client.sendall(b"GET /v1/passages?format=jsonl" + REST)
    assert sent(port, b"GET /v1/papers?limit=1" + REST).startswith(b"HTTP/1.1 200")
    time.sleep(1)
    assert all(client.recv(100).startswith(b"HTTP/1.1 200") for client in stuck)  # slow reading is no offence


def test_answers_do_not_wait_for_acknowledgements() -> None:
    """Head and body are two writes. asyncio turns Nagle's rule off for sockets whose protocol is TCP by name, and with
    it on every answer takes 40 ms more."""
    with _listen(Config(host="127.0.0.1", port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP
