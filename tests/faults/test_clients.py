"""HTTP clients that send half of something, drip, stop reading or vanish: others are answered, and nothing leaks."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from desk_client import as_
from desk_review import desk_review
from faults import often
from on_a_port import on_a_port

from api import protocol
from api.app import create_app
from api.source import GraphSource
from cli.desk import opened_quietly
from curation.ledger import read_ledgers
from graph.config import Config

Recorded = Callable[[str, object], None]
MANY = often(20, 400)
HEAD = "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}\r\n"
PATIENCE = 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk_review(tmp_path_factory.mktemp("clients") / "review")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    source = GraphSource(folder, Config(buffer_pool_mb=64))
    with on_a_port(create_app(source, opener=partial(opened_quietly, folder))) as number:
        assert ask(number, "/v1/queue")[0] == 200  # opens the desk, its threads and its files
        yield number


def ask(port: int, address: str) -> tuple[int, bytes]:
    """Status and body of one good request."""
    with connected(port, "GET", address, **as_("ann"), Connection="close") as client:
        whole = b""
        while part := client.recv(65_536):
            whole += part
    head, _, body = whole.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def connected(port: int, method: str, address: str, body: bytes = b"", **headers: object) -> socket.socket:
    """A client that has sent so much."""
    client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    said = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    client.sendall(HEAD.format(method, address, said).encode() + body)
    return client


def _half_a_body(port: int) -> socket.socket:
    sent = {"Content_Type": "application/json", "Content_Length": 1000}
    return connected(port, "POST", "/v1/decisions", b'{"key": "half', **as_("ann"), **sent)


def _half_a_head(port: int) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    client.sendall(b"GET /v1/papers HTTP/1.1\r\nHo")
    return client


def _vanish(client: socket.socket) -> None:
    """Close without a word of goodbye: the other side gets a reset."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def _descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def _threads() -> int:
    """All but those of the pool that answers requests: anyio bounds that one, and lets it grow to what was needed."""
    return sum("AnyIO worker" not in thread.name for thread in threading.enumerate())


def _settles(count: Callable[[], int], most: int) -> bool:
    """Whether a number comes down to what it was."""
    until = time.monotonic() + PATIENCE
    while count() > most and time.monotonic() < until:
        time.sleep(0.02)
    return count() <= most


@pytest.fixture
def nothing_leaks(port: int) -> Iterator[None]:
    """As many descriptors and threads afterwards as after a request before."""
    for _ in range(3):
        ask(port, "/v1/papers")
    descriptors, threads = _descriptors(), _threads()
    yield
    assert ask(port, "/v1/papers")[0] == 200
    assert _settles(_descriptors, descriptors)
    assert _settles(_threads, threads), threading.enumerate()


@pytest.mark.fault("slow, half-open and vanishing HTTP clients")
@pytest.mark.usefixtures("nothing_leaks")
@pytest.mark.parametrize("begun", [_half_a_body, _half_a_head])
def test_request_that_never_ends_is_let_go(
    port: int,
    folder: Path,
    begun: Callable[[int], socket.socket],
    monkeypatch: pytest.MonkeyPatch,
    record_property: Recorded,
) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 1.5)
    monkeypatch.setattr(protocol, "BODY_SECONDS", 1.5)
    slow = [begun(port) for _ in range(MANY)]
    assert ask(port, "/v1/papers")[0] == 200
    assert {client.recv(100) for client in slow} == {b""}
    for client in slow:
        client.close()
    assert not read_ledgers(folder).entries, "half a decision is none"
    record_property("tried", MANY)


@pytest.mark.fault("slow, half-open and vanishing HTTP clients")
@pytest.mark.usefixtures("nothing_leaks")
def test_body_that_drips_is_let_go_all_the_same(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "BODY_SECONDS", 1.0)
    client = _half_a_body(port)
    client.settimeout(0.1)
    closed, until = False, time.monotonic() + PATIENCE
    while not closed and time.monotonic() < until:
        try:
            client.sendall(b" ")
            closed = client.recv(100) == b""
        except TimeoutError:
            continue
        except OSError:
            closed = True
    client.close()
    assert closed


@pytest.mark.fault("slow, half-open and vanishing HTTP clients")
@pytest.mark.usefixtures("nothing_leaks")
def test_clients_that_vanish_leave_nothing(port: int, record_property: Recorded) -> None:
    for number in range(MANY):
        how = number % 3
        if how == 0:
            client = connected(port, "GET", "/v1/passages?format=jsonl", **as_("ann"))
            client.recv(10)
        else:
            client = _half_a_body(port) if how == 1 else _half_a_head(port)
        _vanish(client)
    record_property("tried", MANY)
