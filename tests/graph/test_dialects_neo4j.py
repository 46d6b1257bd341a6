"""Neo4j itself runs the script that is written for it; nothing in a name is ever a statement."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest
from cypher_linter import Statement, lint
from drawn_graph import HOSTILE, hostile_graph, known_edges, seen

from graph.config import Config
from graph.dialects import DIALECTS
from graph.dialects import script as script_of
from graph.dialects.shapes import Graph

NODES = (
    "MATCH (n:Influence) RETURN n.id AS id, n.label AS label, n.definition AS said, n.share AS share, n.papers AS at"
)
EDGES = (
    "MATCH (a)-[r:REPORTED_IN]->(b) RETURN a.papers AS a, b.papers AS b, r.direction AS direction, r.weight AS weight"
)


@pytest.fixture
def session(clean_neo4j: Config) -> Iterator[neo4j.Session]:
    """A session on an empty server, which is left without the constraints of a script."""
    auth = (clean_neo4j.neo4j_username, clean_neo4j.neo4j_password) if clean_neo4j.neo4j_password else None
    with neo4j.GraphDatabase.driver(clean_neo4j.neo4j_uri, auth=auth) as driver, driver.session() as opened:
        before = _constraints(opened)
        yield opened
        for name in _constraints(opened) - before:
            opened.run(f"DROP CONSTRAINT `{name}`").consume()  # type: ignore[arg-type]
        opened.run("MATCH (n) DETACH DELETE n").consume()


def _constraints(session: neo4j.Session) -> set[str]:
    return {record["name"] for record in session.run("SHOW CONSTRAINTS YIELD name RETURN name")}


def _run(session: neo4j.Session, graph: Graph) -> None:
    """As cypher-shell does: line by line, comments left out. A statement that is two is an error."""
    for line in DIALECTS["cypher"].write(graph).decode().splitlines():
        if not line.startswith("//"):
            session.run(line.removesuffix(";")).consume()  # type: ignore[arg-type]


@pytest.mark.neo4j
@pytest.mark.parametrize("directed", [False, True])
def test_script_makes_the_same_nodes_and_edges(session: neo4j.Session, directed: bool) -> None:
    graph = hostile_graph(directed=directed)
    session.run("CREATE (:Canary)").consume()
    _run(session, graph)
    _run(session, graph)  # twice adds nothing
    nodes = [record.data() for record in session.run(NODES)]
    assert sorted((row["at"], row["label"]) for row in nodes) == list(enumerate(HOSTILE))
    assert {row["at"]: row["said"] for row in nodes} == dict(enumerate(HOSTILE))
    assert {row["id"] for row in nodes} == {node.id for node in graph.nodes}
    assert {row["at"]: row["share"] for row in nodes}[7] == 1.0
    edges = [record.data() for record in session.run(EDGES)]
    assert sorted(seen(graph, row["a"], row["b"], row["direction"]) for row in edges) == known_edges(graph)
    assert sorted(row["weight"] for row in edges) == sorted(edge.weight for edge in graph.edges)
    alive = session.run("MATCH (n:Canary) RETURN count(n) AS alive").single(strict=True)
    assert alive["alive"] == 1


@pytest.mark.neo4j
def test_script_comes_in_batches(session: neo4j.Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_of, "BATCH", 5)
    _run(session, hostile_graph())
    assert len(list(session.run(NODES))) == len(list(session.run(EDGES))) == len(HOSTILE)


@pytest.mark.node
def test_script_is_read_alike_by_older_and_newer_servers() -> None:
    """Neo4j's own linter for Cypher 5 and 25 finds nothing but the keys of rows, which no database holds."""
    whole = hostile_graph()
    quoted = tuple(node for node in whole.nodes if {"'", "\\"} & set(node.label))  # the linter is slow
    few = Graph(quoted, tuple(edge for edge in whole.edges if edge.source == quoted[0].id), False, whole.meta)
    lines = DIALECTS["cypher"].write(few).decode().splitlines()
    written = [Statement("written", line, {}) for line in lines if not line.startswith("//")]
    found = lint([*written, Statement("broken", "UNWIND [{id: 'a'b'}] AS row RETURN row", {})])
    assert {said.split(",")[1] for said in found if "is not present in the database" not in said} == {" broken"}


def test_script_shows_a_reader_every_character() -> None:
    """No control, no turned direction, no hidden line end: what is seen is what is run."""
    text = DIALECTS["cypher"].write(hostile_graph()).decode()
    assert {letter for letter in text if not letter.isprintable()} == {"\n"}
    assert "\\\\u" not in text.replace("\\\\\\u0075", "")
    assert all(line.startswith(("//", "CREATE CONSTRAINT ", "UNWIND [{")) for line in text.splitlines())
