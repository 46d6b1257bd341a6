"""What is made on request: written beside a build, carried over by one, and told when it is stale."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from small_graph import edge_rows, small_tables

from graph.ask import ask
from graph.audit import check_requested, check_tables_held
from graph.build import build
from graph.compare import compare
from graph.config import Config
from graph.errors import StaleWrite
from graph.rewrite import write_requested
from graph.store import open_graph
from graph.tables import GraphTables

EMBEDDED = Config(buffer_pool_mb=64)
PAIR = ("culture", "training", 1, 1.2, 0.8, 0.9, "paper", "no filter", "permutation, holm", 7, "r1")


def pairs(*rows: tuple[object, ...]) -> dict[str, pa.Table]:
    return {"CO_OCCURS": edge_rows("CO_OCCURS", list(rows))}


@pytest.fixture(params=["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def config(request: pytest.FixtureRequest) -> Config:
    found: Config = EMBEDDED if request.param == "ladybug" else request.getfixturevalue("clean_neo4j")
    return found


def written(folder: Path, config: Config) -> list[dict[str, object]]:
    database = open_graph(folder, config)
    try:
        return ask(database, "written_pairs", {}).rows
    finally:
        database.close()


def test_written_pairs_are_replaced_and_say_what_they_are(tmp_path: Path, config: Config) -> None:
    build(small_tables(), tmp_path, config)
    write_requested(pairs(PAIR, ("pay", "training", *PAIR[2:5], None, *PAIR[6:])), "r1", tmp_path, config)
    rows = written(tmp_path, config)
    assert [(row["a_influence_id"], row["b_influence_id"], row["p_adj"]) for row in rows] == [
        ("culture", "training", 0.9),
        ("pay", "training", None),
    ]
    assert (rows[0]["papers"], rows[0]["expected"], rows[0]["seed"], rows[0]["stale"]) == (1, 1.2, 7, False)
    write_requested(pairs(PAIR), "r1", tmp_path, config)
    assert len(written(tmp_path, config)) == 1


def test_build_carries_pairs_over_and_they_are_stale_then(tmp_path: Path, config: Config) -> None:
    build(small_tables(), tmp_path, config)
    write_requested(pairs(PAIR, ("draft:tea", "pay", *PAIR[2:])), "r1", tmp_path, config)
    after = small_tables("r2")
    without_tea = GraphTables(
        {**after.nodes, "Influence": after.node("Influence").filter(pa.compute.field("id") != "draft:tea")},
        {**after.edges, "ABOUT": after.edge("ABOUT").filter(pa.compute.field("end_id") != "draft:tea")},
    )
    build(without_tea, tmp_path, config)
    (row,) = written(tmp_path, config)  # the pair with the influence that is gone went with it
    assert (row["a_influence_id"], row["revision"], row["stale"]) == ("culture", "r1", True)
    database = open_graph(tmp_path, config)
    try:
        (check,) = check_requested(database)
        assert (check.passed, check.checked, check.detail) == (None, 1, "1 are stale: write them again")
        assert check_tables_held(database, without_tea).passed
    finally:
        database.close()


def test_pairs_counted_on_another_revision_are_not_written(tmp_path: Path, config: Config) -> None:
    build(small_tables("r2"), tmp_path, config)
    with pytest.raises(StaleWrite, match="The pairs were counted on revision r1, and the graph shows r2 by now"):
        write_requested(pairs(PAIR), "r1", tmp_path, config)
    assert written(tmp_path, config) == []


@pytest.mark.neo4j
def test_engines_are_compared_without_what_was_made_on_request(tmp_path: Path, clean_neo4j: Config) -> None:
    for config in (EMBEDDED, clean_neo4j):
        build(small_tables(), tmp_path, config)
    write_requested(pairs(PAIR), "r1", tmp_path, EMBEDDED)
    left, right = open_graph(tmp_path, EMBEDDED), open_graph(tmp_path, clean_neo4j)
    try:
        assert compare(left, right) == []
    finally:
        left.close()
        right.close()
