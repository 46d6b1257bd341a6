"""A server of a curated review, asked without a socket as a browser on this machine would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from http_client import client_of

from api.app import create_app
from api.desks import Desks
from api.source import GraphSource
from api.tokens import TokenFile
from cli.desk import opened
from cli.terminal import Terminal
from graph.config import Config

CONFIG = Config(buffer_pool_mb=64)
PEOPLE = """
[curators]
blind_share = 0.0

[[curators.people]]
id = "ann"
name = "Ann"

[[curators.people]]
id = "ben"
name = "Ben"

[[curators.people]]
id = "chief"
name = "The chief"
role = "adjudicator"

[[curators.people]]
id = "rita"
role = "reader"
"""


@contextmanager
def desk_client(folder: Path, config: Config = CONFIG, tokens: TokenFile | None = None) -> Iterator[TestClient]:
    """A client of a server at which people decide."""
    source = GraphSource(folder, config)
    app = create_app(source, tokens=tokens, opener=partial(opened, folder, Terminal(quiet=True)))
    with client_of(app) as client:
        yield client


def as_(curator: str) -> dict[str, str]:
    """Headers of a curator on loopback."""
    return {"Narragraph-Curator": curator}


def queue(client: TestClient, curator: str, **asked: Any) -> dict[str, Any]:
    """What waits for a curator."""
    answer = client.get("/v1/queue", headers=as_(curator), params=asked)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def post(client: TestClient, curator: str, act: str, /, **sent: Any) -> Any:
    """An act, answered when the graph shows it."""
    return client.post(f"/v1/{act}", headers=as_(curator), json={"wait": True, **sent})


def level(client: TestClient) -> None:
    """Bring the graph up to the ledgers, without waiting for the thread that does it."""
    desks: Desks = client.app.state.desks  # type: ignore[attr-defined]
    desks.open().live.follow()
