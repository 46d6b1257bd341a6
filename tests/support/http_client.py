"""Asking an application without a socket, under a Host name that it answers to."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from graph.queries import queries

GIVEN: dict[str, object] = {
    "influence_id": "training",
    "setting_id": "setting:service/clinic",
    "paper_id": "A",
    "influence_ids": ["training", "culture"],
    "framework": "levels",
    "construct_id": "construct:levels/meso",
}
"""Ids of the small graph for parameters that have no default."""


def client_of(app: FastAPI, **settings: Any) -> TestClient:
    """A client of an application; errors come as answers, as over a socket."""
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False, **settings)


def given(name: str) -> dict[str, Any]:
    """What a query needs to be asked over the small graph."""
    return {p.name: GIVEN[p.name] for p in queries()[name].parameters if p.required}
