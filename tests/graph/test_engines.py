"""Both engines hold the same graph and give the same answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from http_client import given
from small_graph import small_tables

from graph.ask import ask
from graph.build import build
from graph.compare import compare
from graph.config import Config
from graph.queries import queries
from graph.store import open_graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("engines")
    build(small_tables(), place, Config(buffer_pool_mb=64))
    return place


@pytest.mark.neo4j
def test_engines_hold_the_same_graph(folder: Path, clean_neo4j: Config) -> None:
    assert build(small_tables(), folder, clean_neo4j).changed
    embedded, server = open_graph(folder, Config(buffer_pool_mb=64)), open_graph(folder, clean_neo4j)
    try:
        assert compare(embedded, server) == []
        for name in queries():
            assert ask(embedded, name, given(name)).rows == ask(server, name, given(name)).rows, name
    finally:
        embedded.close()
        server.close()


@pytest.mark.neo4j
def test_second_neo4j_build_writes_nothing(folder: Path, clean_neo4j: Config) -> None:
    first = build(small_tables(), folder, clean_neo4j)
    second = build(small_tables(), folder, clean_neo4j)
    assert first.changed
    assert not second.changed
    assert first.counts == second.counts == build(small_tables(), folder, Config(buffer_pool_mb=64)).counts
