"""A server that is down, locked, too old, stopped half-way or not ours ends in one sentence, and loses nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest
from build_process import start
from old_server import server_that_says
from small_graph import small_tables
from tiny_review import tiny_review

from graph.audit import check_engines
from graph.build import build
from graph.config import Config
from graph.engines.neo4j import Neo4jDatabase
from graph.errors import DatabaseUnavailable, GraphOfAnotherReview
from graph.queries import queries
from graph.store import open_graph
from ingest.folder import read_folder

EMBEDDED = Config(buffer_pool_mb=64)


def refused(config: Config) -> str:
    with pytest.raises(DatabaseUnavailable) as met:
        Neo4jDatabase(config).close()
    return str(met.value)


@pytest.mark.fault("a Neo4j server that is none, down, or not ours")
@pytest.mark.parametrize(
    ("agent", "greeting"),
    [
        ("Neo4j/4.4.30", b"\0\0\x04\x04"),
        ("Neo4j/5.13.0", b"\0\0\0\x05"),
        ("Neo4j/v5.11.0 compatible graph database server - Memgraph", b"\0\0\0\x05"),
    ],
)
def test_server_of_another_version_is_named(agent: str, greeting: bytes) -> None:
    with server_that_says(agent, greeting=greeting) as uri:
        said = refused(Config(engine="neo4j", neo4j_uri=uri))
        assert said == f"{uri}: {agent} answers there; narragraph needs Neo4j 5.26 or newer."


@pytest.mark.fault("a Neo4j server that is none, down, or not ours")
def test_server_of_another_protocol_is_told() -> None:
    with server_that_says(None, greeting=b"\0\0\0\0") as uri:
        said = refused(Config(engine="neo4j", neo4j_uri=uri))
        assert said == f"{uri}: what answers there is no Neo4j 5.26 or newer: it speaks another protocol."


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7474", "bolt//x", "bolt://neo4j:secret@127.0.0.1:1", "x"])
def test_address_that_is_none_is_told_without_its_password(uri: str) -> None:
    said = refused(Config(engine="neo4j", neo4j_uri=uri))
    assert "this is no address of a Neo4j server. Set NARRAGRAPH_NEO4J_URI to bolt://host:port" in said
    assert "secret" not in said


@pytest.mark.fault("a Neo4j server that is none, down, or not ours")
def test_server_that_is_down_is_told() -> None:
    said = refused(Config(engine="neo4j", neo4j_uri="bolt://127.0.0.1:1"))
    assert said == "bolt://127.0.0.1:1: no Neo4j answers there. Start it, or correct NARRAGRAPH_NEO4J_URI."


@pytest.mark.neo4j
def test_database_of_another_name_is_told(neo4j_config: Config, tmp_path: Path) -> None:
    other = Config(engine="neo4j", neo4j_uri=neo4j_config.neo4j_uri, neo4j_database="reviews")
    with pytest.raises(DatabaseUnavailable, match=r'it has no database "reviews"\. Set NARRAGRAPH_NEO4J_DATABASE\.'):
        build(small_tables(), tmp_path, other)


@pytest.fixture
def driver(clean_neo4j: Config) -> Iterator[neo4j.Driver]:
    """A user's own driver on the emptied server."""
    with neo4j.GraphDatabase.driver(clean_neo4j.neo4j_uri) as opened:
        yield opened
        opened.execute_query("MATCH (n) DETACH DELETE n")


@pytest.mark.fault("a Neo4j server that is none, down, or not ours")
@pytest.mark.neo4j
def test_foreign_nodes_under_our_labels_are_never_taken_away(
    clean_neo4j: Config, driver: neo4j.Driver, tmp_path: Path
) -> None:
    driver.execute_query("CREATE (:Paper {id: 'theirs', title: 'T'}), (:Shop {id: 'x'})")
    with pytest.raises(GraphOfAnotherReview, match="holds nodes that narragraph did not make under the names of its"):
        build(small_tables(), tmp_path, clean_neo4j)
    kept = driver.execute_query("MATCH (n) RETURN properties(n) AS p ORDER BY p.id").records
    assert [record["p"]["id"] for record in kept] == ["theirs", "x"]
    assert driver.execute_query("SHOW CONSTRAINTS YIELD name RETURN count(*) AS n").records[0]["n"] in {0, _ours()}


def _ours() -> int:
    from graph.statements import schema_statements

    return len(schema_statements("neo4j"))


@pytest.mark.neo4j
def test_foreign_nodes_of_other_labels_stay_as_they_are(
    clean_neo4j: Config, driver: neo4j.Driver, tmp_path: Path
) -> None:
    driver.execute_query("CREATE (:Shop {id: 'x'})-[:SELLS]->(:Thing {id: 'A'})")
    build(small_tables(), tmp_path, clean_neo4j)
    build(small_tables("r2"), tmp_path, clean_neo4j)
    kept = driver.execute_query("MATCH (a:Shop)-[:SELLS]->(b:Thing) RETURN a.id AS a, b.id AS b").records
    assert [tuple(record) for record in kept] == [("x", "A")]


@pytest.mark.fault("a Neo4j server that is none, down, or not ours")
@pytest.mark.neo4j
def test_another_review_on_the_server_is_refused(clean_neo4j: Config, driver: neo4j.Driver, tmp_path: Path) -> None:
    build(small_tables(), tmp_path / "small", clean_neo4j)
    before = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
    tables = read_folder(tiny_review(tmp_path / "tiny")).tables
    with pytest.raises(GraphOfAnotherReview, match=r'holds the review ".*", but this folder is "tiny"\. Use another'):
        build(tables, tmp_path / "tiny", clean_neo4j)
    assert driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == before


@pytest.mark.fault("kill -9 of a build on a Neo4j server")
@pytest.mark.neo4j
def test_killed_server_builds_are_told_and_finished_by_the_next(
    clean_neo4j: Config, driver: neo4j.Driver, tmp_path: Path
) -> None:
    folder = tiny_review(tmp_path / "review")
    words = ["build", folder, "--engine", "neo4j"]
    environment = {"NARRAGRAPH_NEO4J_URI": clean_neo4j.neo4j_uri}
    first = start(words, tmp_path / "said", environment)
    first.join(180)
    assert first.exitcode == 0, (tmp_path / "said").read_text()
    moments = random.Random(5)
    told = 0
    table = folder / "tables" / "findings.csv"
    whole = table.read_text()
    for number in range(10):
        table.write_text(whole + f"K{number},clinic,Training,helps,They said {number}\n" * 2)
        process = start(words, tmp_path / "said", environment)
        until = time.monotonic() + 60
        while time.monotonic() < until and process.is_alive() and not _building(driver):
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.3))
        process.kill()
        process.join()
        told += _building(driver)
    assert told >= 3, "too few kills met a build at work: the test has lost its point"
    tables = read_folder(folder).tables
    if not _building(driver):
        driver.execute_query("MATCH (r:Review) SET r.building = 'abc'")
    done = build(tables, folder, clean_neo4j)
    assert any("An earlier build (revision " in note and "was interrupted" in note for note in done.notes)
    build(tables, folder, EMBEDDED)
    left, right = open_graph(folder, EMBEDDED), open_graph(folder, clean_neo4j)
    try:
        assert right.rows(queries("dump")["review"], {})[0]["building"] is None
        assert [failure for check in check_engines(left, right) for failure in check.failures] == []
    finally:
        left.close()
        right.close()


def _building(driver: neo4j.Driver) -> bool:
    return driver.execute_query("MATCH (r:Review) RETURN r.building AS b").records[0]["b"] is not None
