"""Every export is read again by the reader its users have, and holds the same nodes and relationships."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_graph import node_rows, small_tables

from graph.build import build
from graph.config import Config
from graph.export import MANIFEST, WholeGraph, read_graph, write_graph
from graph.schema import EDGE, EDGES, NODE, NODES, snake
from graph.spreadsheet import write_delimited
from graph.store import open_graph
from graph.tables import GraphTables

CONFIG = Config(buffer_pool_mb=64)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> WholeGraph:
    return _built(small_tables(), tmp_path_factory.mktemp("small"))


def _built(tables: GraphTables, folder: Path) -> WholeGraph:
    build(tables, folder, CONFIG)
    database = open_graph(folder, CONFIG)
    try:
        return read_graph(database)
    finally:
        database.close()


def _nodes(graph: WholeGraph) -> set[tuple[str, str]]:
    return {(node.label, id_) for node in NODES for id_ in graph.tables[node.label].column("id").to_pylist()}


def _edges(graph: WholeGraph) -> set[tuple[str, str, str]]:
    return {
        (edge.type, row["start_id"], row["end_id"]) for edge in EDGES for row in graph.tables[edge.type].to_pylist()
    }


def test_read_graph_holds_every_row_and_derived_ones(graph: WholeGraph) -> None:
    assert graph.tables["Finding"].num_rows == 12
    assert graph.tables["BARRIER_IN"].num_rows == 2  # training in the clinic, pay on the ward
    assert graph.manifest["revision"] == "r1"
    assert graph.manifest["unit"] == "paper"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_folder_export_holds_every_table(graph: WholeGraph, tmp_path: Path, form: str) -> None:
    write_graph(graph, tmp_path / "out", form, raw=True)
    for name, table in graph.tables.items():
        read = pq.read_table(tmp_path / "out" / f"{snake(name)}.parquet") if form == "parquet" else None
        if read is not None:
            assert read.equals(table)
            continue
        with (tmp_path / "out" / f"{snake(name)}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows == [{key: _spelt(value) for key, value in row.items()} for row in table.to_pylist()]
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))
    assert {entry["label"]: entry["rows"] for entry in manifest["nodes"]}["Finding"] == 12
    assert manifest["revision"] == "r1"
    assert "does not relicense" in manifest["licences"]["quotes"]


def _spelt(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(value) if isinstance(value, list) else str(value)


def test_csv_export_with_a_byte_order_mark_on_request(graph: WholeGraph, tmp_path: Path) -> None:
    write_graph(graph, tmp_path / "with", "csv", bom=True)
    write_graph(graph, tmp_path / "without", "csv")
    assert (tmp_path / "with" / "paper.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    assert (tmp_path / "without" / "paper.csv").read_bytes().startswith(b"id,")


def _records(path: Path, form: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if form == "jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield record.pop("record"), record
        return
    whole = json.loads(path.read_text(encoding="utf-8"))
    yield "manifest", whole["manifest"]
    for kind in ("node", "relationship"):
        for record in whole[f"{kind}s"]:
            yield kind, record


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_export_holds_every_node_and_relationship(graph: WholeGraph, tmp_path: Path, form: str) -> None:
    write_graph(graph, tmp_path / "out", form)
    records = list(_records(tmp_path / "out", form))
    assert [kind for kind, _ in records].index("manifest") == 0
    nodes = [record for kind, record in records if kind == "node"]
    edges = [record for kind, record in records if kind == "relationship"]
    assert {(node["label"], node["id"]) for node in nodes} == _nodes(graph)
    assert {(edge["type"], edge["start"]["id"], edge["end"]["id"]) for edge in edges} == _edges(graph)
    assert all((edge["start"]["label"], edge["start"]["id"]) in _nodes(graph) for edge in edges)
    paper = next(node for node in nodes if node["id"] == "A")
    assert paper["properties"]["authors"] == ["Author A"]
    assert next(node for node in nodes if node["id"] == "G")["properties"]["year"] is None


def test_graphml_export_is_read_by_networkx(graph: WholeGraph, tmp_path: Path) -> None:
    notes = write_graph(graph, tmp_path / "out.graphml", "graphml")
    read = nx.read_graphml(tmp_path / "out.graphml", force_multigraph=True)
    assert {(data["type"], id_) for id_, data in read.nodes(data=True)} == _nodes(graph)
    assert {(data["type"], start, end) for start, end, data in read.edges(data=True)} == _edges(graph)
    assert read.nodes["A"]["year"] == 2010
    assert "year" not in read.nodes["G"]
    assert read.nodes["training"]["label"] == "Training"
    assert read.nodes["setting:service/ward"]["kind"] == "service"
    assert "nulls are left out" in notes[0]


def _with_influences(*rows: dict[str, object]) -> GraphTables:
    small = small_tables()
    table = pa.concat_tables([small.nodes["Influence"], node_rows("Influence", list(rows))])
    return GraphTables(small.nodes | {"Influence": table}, small.edges)


def test_graphml_export_survives_control_characters(tmp_path: Path) -> None:
    bad = {"id": "bell", "name": "a\x07b\x0bc\ud7ff\ufffe", "definition": "one\r\ntwo", "status": "active", "level": 0}
    graph = _built(_with_influences(bad), tmp_path)
    notes = write_graph(graph, tmp_path / "out.graphml", "graphml")
    read = nx.read_graphml(tmp_path / "out.graphml")
    assert read.nodes["bell"]["name"] == "a\ufffdb\ufffdc\ud7ff\ufffd"
    assert read.nodes["bell"]["definition"] == "one\ntwo"
    assert notes[1].startswith("3 control characters")


def test_graphml_export_keeps_two_labels_with_one_id_apart(tmp_path: Path) -> None:
    graph = _built(_with_influences({"id": "small", "name": "Small", "status": "active", "level": 0}), tmp_path)
    write_graph(graph, tmp_path / "out.graphml", "graphml")
    read = nx.read_graphml(tmp_path / "out.graphml")
    assert read.nodes["Review:small"]["label"] == "A small review"
    assert read.nodes["Influence:small"]["label"] == "Small"
    assert read.has_edge("Review:small", "A")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_csv_export_guards_cells_that_a_spreadsheet_would_run(tmp_path: Path, start: str) -> None:
    row = {"id": "calc", "name": f"{start}1+1", "status": "active", "level": 0}
    graph = _built(_with_influences(row), tmp_path)
    notes = write_graph(graph, tmp_path / "out", "csv")
    write_graph(graph, tmp_path / "raw", "csv", raw=True)
    assert _named(tmp_path / "out", "calc") == f"'{start}1+1"
    assert _named(tmp_path / "raw", "calc") == f"{start}1+1"
    assert notes[0].startswith("1 cell begins")


def _named(folder: Path, id_: str) -> str:
    with (folder / "influence.csv").open(encoding="utf-8", newline="") as file:
        return next(row["name"] for row in csv.DictReader(file) if row["id"] == id_)


def test_write_delimited_leaves_negative_numbers_alone(tmp_path: Path) -> None:
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        guarded = write_delimited(["a", "b"], [[-1, -0.5], ["-1", ["-x", "y"]]], file)
    assert guarded == 2
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "a,b\n-1,-0.5\n'-1,'-x; y\n"


def test_exports_of_one_graph_are_the_same_bytes(graph: WholeGraph, tmp_path: Path) -> None:
    again = _built(small_tables(), tmp_path)
    for form in ("json", "graphml"):
        write_graph(graph, tmp_path / f"1.{form}", form)
        write_graph(again, tmp_path / f"2.{form}", form)
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes()


def test_every_table_has_a_file_name_of_its_own() -> None:
    assert len({snake(name) for name in (*NODE, *EDGE)}) == len(NODE) + len(EDGE)
