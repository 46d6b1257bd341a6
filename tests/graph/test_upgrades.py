"""Folders, graphs and ledgers that older versions wrote: what today's code says of them, and that nothing is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import neo4j
import pytest
from command_line import in_shell

from cli.curated import read_curated
from graph.build import build
from graph.config import Config
from graph.errors import GraphDamaged
from graph.queries import queries
from graph.schema import EDGES, NODES, SCHEMA_VERSION, snake
from graph.statements import schema_statements
from graph.store import open_graph, published
from graph.tables import GraphTables

HERE = Path(__file__).with_name("upgrades")
EMBEDDED = Config(buffer_pool_mb=64)
NAMES = [node.label for node in NODES] + [edge.type for edge in EDGES]


def unpacked(name: str, folder: Path) -> Path:
    with zipfile.ZipFile(HERE / f"{name}.zip") as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def old() -> dict[str, Any]:
    """The graph of schema 3 as it was: nodes, edges, constraints, and the names of its vocabulary."""
    said: dict[str, Any] = json.loads((HERE / "schema-3.json").read_text(encoding="utf-8"))
    return said


def tables_of(folder: Path) -> GraphTables:
    ingested = read_curated(folder).ingested
    assert ingested.report.problems == ()
    return ingested.tables


@pytest.mark.parametrize("schema", [1, 3])
def test_older_folder_says_what_to_type_and_a_build_makes_it_current(tmp_path: Path, schema: int) -> None:
    folder = unpacked(f"schema-{schema}", tmp_path / "review")
    before = published(folder)
    assert before.schema_version == schema
    with pytest.raises(
        GraphDamaged, match=rf"it was built with graph schema {schema}, this is {SCHEMA_VERSION}\. "
    ) as met:
        open_graph(folder, EMBEDDED)
    assert str(met.value).endswith("Nothing is lost: run `narragraph build` to make it again from the folder.")
    done = build(tables_of(folder), folder, EMBEDDED)
    assert done.notes == (
        f"The previous graph was made again: it was built with graph schema {schema}, this is {SCHEMA_VERSION}.",
    )
    assert {name: done.counts[name] for name in before.counts} == before.counts
    assert not build(tables_of(folder), folder, EMBEDDED).changed
    assert [file.name for file in (folder / ".narragraph" / "graph").glob("*.lbug")] == [published(folder).file]


def test_query_of_an_older_folder_is_one_sentence_on_the_command_line(tmp_path: Path) -> None:
    folder = unpacked("schema-1", tmp_path / "review")
    ran = in_shell("query", "review", "-C", folder)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert "Nothing is lost: run `narragraph build`" in ran.err


def test_every_decision_of_the_first_ledgers_survives(tmp_path: Path, old: dict[str, Any]) -> None:
    tables = tables_of(unpacked("schema-3", tmp_path / "review"))
    for label in ("Decision", "Suggestion", "Curator", "Finding", "Passage", "Influence"):
        now = {row["id"]: row for row in tables.node(label).to_pylist()}
        assert set(now) == {row["id"] for row in old["nodes"][label]}
        for row in old["nodes"][label]:
            assert {name: now[row["id"]][name] for name in row} == row
    for type_ in ("MADE", "DECIDES_ON", "PROPOSES", "AT"):
        assert _ends(tables.edge(type_).to_pylist()) == _ends(old["edges"][type_]["rows"])
    claimed = {row["start_id"] for row in tables.edge("CLAIMS").to_pylist()}
    accepted = {row["id"] for row in old["nodes"]["Decision"] if row["verdict"] == "accept"}
    assert claimed
    assert claimed <= accepted


def _ends(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(row["start_id"], row["end_id"]) for row in rows}


def test_every_name_of_the_old_vocabulary_is_still_known(old: dict[str, Any]) -> None:
    """Who takes a label, type or property away must also take it off the servers that hold it."""
    now = {table.label: table.columns for table in NODES} | {table.type: table.columns for table in EDGES}
    gone = [
        f"{name}.{column}"
        for name, columns in old["properties"].items()
        for column in columns
        if column not in {known.name for known in now.get(name, ())}
    ]
    assert gone == []
    assert [statement for statement in old["constraints"] if statement not in schema_statements("neo4j")] == []


@pytest.mark.neo4j
def test_server_with_an_older_graph_says_so_and_is_brought_up_to_date(
    clean_neo4j: Config, tmp_path: Path, old: dict[str, Any]
) -> None:
    folder = unpacked("schema-3", tmp_path / "review")
    auth = (clean_neo4j.neo4j_username, clean_neo4j.neo4j_password) if clean_neo4j.neo4j_password else None
    with neo4j.GraphDatabase.driver(clean_neo4j.neo4j_uri, auth=auth) as driver:
        _write(driver, old)
    with pytest.raises(
        GraphDamaged, match=rf"built with graph schema 3, this is {SCHEMA_VERSION}\. Nothing is lost: run"
    ):
        open_graph(folder, clean_neo4j)
    tables = tables_of(folder)
    done = build(tables, folder, clean_neo4j)
    assert done.changed
    assert done.counts == build(tables, folder, EMBEDDED).counts
    database = open_graph(folder, clean_neo4j)
    try:
        (review,) = database.rows(queries("dump")["review"], {})
        assert (review["schema_version"], review["building"]) == (SCHEMA_VERSION, None)
        assert len(database.rows(queries("dump")[snake("CLAIMS")], {})) == tables.edge("CLAIMS").num_rows > 0
    finally:
        database.close()
    assert not build(tables, folder, clean_neo4j).changed  # which compares every row


def _write(driver: neo4j.Driver, old: dict[str, Any]) -> None:
    """The rows as the version of then had written them."""
    for statement in old["constraints"]:
        driver.execute_query(statement)
    for label, rows in old["nodes"].items():
        driver.execute_query(f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", rows=rows)
    for type_, edge in old["edges"].items():
        rows = [
            {"start": row.pop("start_id"), "end": row.pop("end_id"), "said": row}
            for row in ({**row} for row in edge["rows"])
        ]
        driver.execute_query(
            f"UNWIND $rows AS row MATCH (a:{edge['start']} {{id: row.start}}) MATCH (b:{edge['end']} {{id: row.end}}) "
            f"CREATE (a)-[x:{type_}]->(b) SET x = row.said",
            rows=rows,
        )
