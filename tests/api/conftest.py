"""A client over the small graph, which asks as a browser on this machine would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from http_client import client_of
from small_decisions import with_small_decisions
from small_graph import small_tables, written_pairs

from api.app import create_app
from api.source import GraphSource
from graph.build import build
from graph.config import Config
from graph.rewrite import write_requested

CONFIG = Config(buffer_pool_mb=64)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api")
    build(with_small_decisions(small_tables()), folder, CONFIG)
    write_requested(written_pairs(), "r1", folder, CONFIG)
    return folder


@pytest.fixture(scope="session")
def client(small_folder: Path) -> Iterator[TestClient]:
    with client_of(create_app(GraphSource(small_folder, CONFIG))) as open_client:
        yield open_client
