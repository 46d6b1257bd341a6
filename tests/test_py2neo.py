"""The optional extra `py2neo`: notebooks that use it can read our graph on a Neo4j server.

py2neo is retired by its authors and nothing here runs on it (docs/decisions/0003-py2neo.md). What works is asserted
below, and so is what does not: its schema helpers speak a syntax that Neo4j 5 no longer knows, so constraints are ours.
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from missing import missing
from small_graph import small_tables

from graph.build import build
from graph.config import Config
from graph.queries import queries
from graph.store import open_graph

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def py2neo() -> Any:
    """The library itself."""
    if find_spec("py2neo") is None:
        missing("NO PY2NEO: install the extra py2neo; reading our graph with it was NOT checked")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is retired: its own deprecations are not ours to mend
        import py2neo as library

    return library


@pytest.fixture(scope="module")
def loaded(neo4j_config: Config, tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The small graph, built by our own build into an emptied server."""
    import neo4j

    auth = (neo4j_config.neo4j_username, neo4j_config.neo4j_password) if neo4j_config.neo4j_password else None
    with neo4j.GraphDatabase.driver(neo4j_config.neo4j_uri, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    build(small_tables(), tmp_path_factory.mktemp("py2neo"), neo4j_config)
    return neo4j_config


@pytest.fixture
def graph(py2neo: Any, loaded: Config) -> Any:
    """A py2neo Graph on that server."""
    return py2neo.Graph(
        loaded.neo4j_uri,
        auth=(loaded.neo4j_username, loaded.neo4j_password) if loaded.neo4j_password else None,
        name=loaded.neo4j_database,
    )


def test_cypher_answers_as_parameters_ask(graph: Any) -> None:
    said = "MATCH (:Paper {id: $id})-[m:MENTIONS]->(i:Influence) RETURN i.id AS influence_id, m.direction AS direction"
    found = {(row["influence_id"], row["direction"]) for row in graph.run(said, id="A")}
    assert found == {("training", "mixed"), ("culture", "mixed")}
    assert graph.evaluate("MATCH (f:Finding) RETURN count(f)") == 12


def test_our_query_files_answer_the_same_through_py2neo(graph: Any, loaded: Config, tmp_path: Path) -> None:
    ours = open_graph(tmp_path, loaded)
    try:
        for name in ("influences_by_frequency", "co_occurring_pairs", "settings", "papers"):
            query = queries()[name]
            given = {parameter.name: parameter.default for parameter in query.parameters}
            assert graph.run(query.text, **given).data() == ours.rows(query, given), name
    finally:
        ours.close()


def test_frames_hold_our_columns(graph: Any) -> None:
    said = "MATCH (p:Paper) RETURN p.id AS paper_id, p.year AS year, p.status AS status ORDER BY paper_id"
    frame = graph.run(said).to_data_frame()
    assert list(frame.columns) == ["paper_id", "year", "status"]
    assert list(frame["paper_id"]) == list("ABCDEFG")
    assert frame["year"].iloc[0] == 2010
    assert frame["year"].isna().sum() == 1, "the year of G is not known, which is not 0"
    assert frame.set_index("paper_id")["status"]["F"] == "excluded"


def test_matchers_find_nodes_and_relationships(py2neo: Any, graph: Any) -> None:
    nodes = py2neo.NodeMatcher(graph)
    assert nodes.match("Influence", id="training").first()["name"] == "Training"
    assert nodes.match("Paper").where("_.status = 'included'").count() == 6
    setting = nodes.match("Setting", id="setting:service/clinic").first()
    helped = py2neo.RelationshipMatcher(graph).match((None, setting), r_type="FACILITATOR_IN")
    assert {(edge.start_node["id"], edge["papers"], edge["studies"]) for edge in helped} == {("training", 3, 2)}


def test_figure_opens_to_its_passages(graph: Any) -> None:
    said = "MATCH (:Paper {id: 'C'})-[:CONTAINS]->(q:Passage)-[:ILLUSTRATES]->(f:Finding) RETURN q, f ORDER BY q.id"
    found = graph.run(said).data()
    assert {row["f"]["direction"] for row in found} == {"facilitator", "barrier"}
    assert all(row["q"]["quote"].startswith("C says") for row in found)


def test_reading_transaction_refuses_a_write(graph: Any) -> None:
    with pytest.raises(Exception, match="Writing in read access mode not allowed"):
        graph.query("CREATE (n:Intruder {id: 'x'}) RETURN n")
    assert graph.evaluate("MATCH (n:Intruder) RETURN count(n)") == 0


def test_schema_comes_from_our_own_commands(graph: Any) -> None:
    """Our build made the constraints; py2neo's own helpers fail, which is why the docs say not to use them."""
    constrained = {row["labels"][0] for row in graph.run("SHOW CONSTRAINTS YIELD labelsOrTypes AS labels").data()}
    assert {"Paper", "Influence", "Finding", "Passage", "Setting", "Study"} <= constrained
    assert "Paper" in graph.schema.node_labels
    with pytest.raises(Exception, match="Replace ON with FOR"):
        graph.schema.create_uniqueness_constraint("Paper", "doi")
