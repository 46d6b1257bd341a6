"""Derived relationships of many findings are grouped in parts: the same rows, whatever the parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_graph import small_tables

from graph import derived
from graph.build import build
from graph.config import Config
from graph.database import Row
from graph.queries import queries
from graph.store import open_graph

CONFIG = Config(buffer_pool_mb=64)


def mentions(folder: Path) -> list[Row]:
    """What a build derives."""
    build(small_tables(), folder, CONFIG)
    database = open_graph(folder, CONFIG)
    try:
        return database.rows(queries("dump")["mentions"], {})
    finally:
        database.close()


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_parts_give_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    whole = mentions(tmp_path / "whole")
    monkeypatch.setattr(derived, "AT_ONCE", at_once)
    in_parts = mentions(tmp_path / "parts")
    assert len(in_parts) == len(whole) > 0
    assert sorted(in_parts, key=str) == sorted(whole, key=str)


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
def test_every_paper_is_in_one_part(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(derived, "AT_ONCE", at_once)
    tables = small_tables()
    parts = list(derived.parts(queries("derive")["mentions"], tables))
    assert (len(parts) > 1) == (tables.node("Finding").num_rows > at_once)
    for paper in tables.node("Paper").column("id").to_pylist():
        assert sum(str(part["first"]) <= paper < str(part["before"]) for part in parts) == 1


def test_query_that_takes_no_papers_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived, "AT_ONCE", 1)
    assert list(derived.parts(queries("derive")["barrier_in"], small_tables())) == [{}]


@pytest.mark.parametrize(("findings", "pool"), [(0, 64), (131_072, 64), (5_000_000, 2_441)])
def test_pool_grows_with_a_large_graph(findings: int, pool: int) -> None:
    assert CONFIG.pool_mb({"Finding": findings}) == pool
