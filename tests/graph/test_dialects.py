"""Each dialect is opened by its real reader: the same nodes and edges, whatever stands in names and ids."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from drawn_graph import HOSTILE, hostile_graph, known_edges, seen
from lxml import etree
from rdflib import RDF, RDFS, SKOS, URIRef
from rdflib import Graph as RdfGraph

from graph.dialects import DIALECTS
from graph.dialects.linked import VOCABULARY_URN
from graph.dialects.shapes import CORE, VOCABULARY, Graph
from graph.export_parts import edge_of, held_of

SIMPLE, PARALLEL = hostile_graph(), hostile_graph(directed=True)
BOTH = pytest.mark.parametrize("graph", [SIMPLE, PARALLEL], ids=["simple", "parallel"])
NUMBERS = list(range(len(HOSTILE)))


def _in_xml(text: str) -> str:
    """What a reader of XML can give back: no control characters, every line end a line feed."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if re.match("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", one) else one for one in unified)


def _networkx_edges(graph: Graph, read: Any) -> list[tuple[int, int, str]]:
    number = dict(read.nodes.data("papers"))
    return sorted(seen(graph, number[a], number[b], held["direction"]) for a, b, held in read.edges(data=True))


@BOTH
@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_xml_is_read_by_networkx(tmp_path: Path, graph: Graph, form: str) -> None:
    (tmp_path / "g").write_bytes(DIALECTS[form].write(graph))
    read: Any = nx.read_gexf(tmp_path / "g") if form == "gexf" else nx.read_graphml(tmp_path / "g")
    assert sorted(held["papers"] for _, held in read.nodes(data=True)) == NUMBERS
    assert _networkx_edges(graph, read) == known_edges(graph)
    assert read.is_directed() == graph.directed
    labels = {held["papers"]: held["label"] for _, held in read.nodes(data=True)}
    assert [labels[number] for number in NUMBERS] == [_in_xml(text) for text in HOSTILE]
    one = next(held for _, held in read.nodes(data=True) if held["papers"] == 7)
    assert (one["share"], one["counted"], one["definition"]) == (1.0, False, "\tTab")
    assert "share" not in next(held for _, held in read.nodes(data=True) if held["papers"] == 0)
    weights = sorted(held["weight"] for _, _, held in read.edges(data=True))
    assert weights == sorted(edge.weight for edge in graph.edges)


def test_gexf_has_places(tmp_path: Path) -> None:
    (tmp_path / "g").write_bytes(DIALECTS["gexf"].write(SIMPLE))
    read: Any = nx.read_gexf(tmp_path / "g")
    assert {held["viz"]["position"]["y"] for _, held in read.nodes(data=True)} == {-1.5}


def test_gexf_tells_parallel_edges_apart_by_kind() -> None:
    """Gephi adds up parallel edges of one kind."""
    edges = etree.fromstring(DIALECTS["gexf"].write(PARALLEL)).iter("{http://gexf.net/1.3}edge")
    told = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
    assert len(set(told)) == len(told) == len(PARALLEL.edges)


@BOTH
def test_graphml_is_read_by_igraph(tmp_path: Path, graph: Graph) -> None:
    (tmp_path / "g.graphml").write_bytes(DIALECTS["graphml"].write(graph))
    read = igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    assert sorted(map(int, read.vs["papers"])) == NUMBERS
    number = [int(value) for value in read.vs["papers"]]
    found = [seen(graph, number[edge.source], number[edge.target], edge["direction"]) for edge in read.es]
    assert sorted(found) == known_edges(graph)
    assert sorted(read.vs["label"]) == sorted(map(_in_xml, HOSTILE))
    assert read["revision"] == "r1"


@BOTH
def test_node_link_is_read_by_networkx(graph: Graph) -> None:
    read: Any = nx.node_link_graph(json.loads(DIALECTS["d3"].write(graph)), edges="links")
    assert _networkx_edges(graph, read) == known_edges(graph)
    assert {held["label"] for _, held in read.nodes(data=True)} == set(HOSTILE)
    assert read.graph == graph.meta


@pytest.mark.parametrize("form", [name for name, one in DIALECTS.items() if "json" in one.media])
def test_json_is_safe_inside_a_script_tag(form: str) -> None:
    text = DIALECTS[form].write(SIMPLE).decode()
    assert not set("<>&\u2028\u2029") & set(text)
    assert "</script>" in json.dumps(json.loads(text))


@BOTH
def test_vosviewer_links_join_its_items(graph: Graph) -> None:
    network = json.loads(DIALECTS["vosviewer"].write(graph))["network"]
    number = {item["id"]: item["weights"]["papers"] for item in network["items"]}
    assert sorted(number.values()) == NUMBERS
    strength = {
        tuple(sorted((number[link["source_id"]], number[link["target_id"]]))): link["strength"]
        for link in network["links"]
    }
    each = 2 if graph.directed else 1
    assert strength == {tuple(sorted((at, (at + 1) % len(HOSTILE)))): each * (at + 1) for at in NUMBERS}
    assert all(-1 <= item["x"] <= 1 for item in network["items"])


@BOTH
def test_json_ld_is_read_by_rdflib(graph: Graph) -> None:
    read = RdfGraph().parse(data=DIALECTS["jsonld"].write(graph), format="json-ld")
    named = {
        name: URIRef(VOCABULARY_URN + name) for name in ("papers", "direction", "Influence", "REPORTED_IN", "share")
    }
    number = {thing: value.toPython() for thing, value in read.subject_objects(named["papers"])}
    assert sorted(number.values()) == NUMBERS
    assert set(read.subjects(RDF.type, named["Influence"])) == set(number) == set(read.subjects(RDF.type, SKOS.Concept))
    found = []
    for said in read.subjects(RDF.type, RDF.Statement):
        start, end = read.value(said, RDF.subject), read.value(said, RDF.object)
        assert read.value(said, RDF.predicate) == named["REPORTED_IN"]
        assert (start, named["REPORTED_IN"], end) in read
        found.append(seen(graph, number[start], number[end], str(read.value(said, named["direction"]))))
    assert sorted(found) == known_edges(graph)
    labels = {number[thing]: str(label) for thing, label in read.subject_objects(RDFS.label)}
    assert [labels[at] for at in NUMBERS] == list(HOSTILE)
    assert {type(value.toPython()) for value in read.objects(None, named["share"])} == {float}


def test_json_ld_says_that_a_narrower_influence_has_a_broader_one() -> None:
    ends = (SIMPLE.nodes[0].id, SIMPLE.nodes[1].id)
    graph = Graph(SIMPLE.nodes, (edge_of("NARROWER_THAN", ends, "/", {}),), True, SIMPLE.meta)
    read = RdfGraph().parse(data=DIALECTS["jsonld"].write(graph), format="json-ld")
    ((narrower, broader),) = read.subject_objects(SKOS.broader)
    assert (str(read.value(narrower, RDFS.label)), str(read.value(broader, RDFS.label))) == HOSTILE[:2]


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@BOTH
def test_csv_holds_every_node_and_edge_and_runs_nothing(graph: Graph) -> None:
    with zipfile.ZipFile(io.BytesIO(DIALECTS["csv"].write(graph))) as packed:
        assert packed.namelist() == ["nodes.csv", "edges.csv", "meta.json"]
        nodes, edges = _rows(packed.read("nodes.csv")), _rows(packed.read("edges.csv"))
        assert json.loads(packed.read("meta.json")) == graph.meta
    assert nodes == _rows(DIALECTS["nodes_csv"].write(graph))
    assert edges == _rows(DIALECTS["edges_csv"].write(graph))
    number = {row["id"]: int(row["papers"]) for row in nodes}
    found = [seen(graph, number[row["source"]], number[row["target"]], row["direction"]) for row in edges]
    assert sorted(found) == known_edges(graph)
    for row, text in zip(nodes, HOSTILE, strict=True):
        assert row["label"] == (f"'{text}" if text[0] in "=+-@\t\r\n" else text)
        assert not row["entity_id"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@BOTH
def test_parquet_is_read_with_types_and_meta(tmp_path: Path, graph: Graph) -> None:
    with zipfile.ZipFile(io.BytesIO(DIALECTS["parquet"].write(graph))) as packed:
        packed.extractall(tmp_path)
    nodes, edges = pd.read_parquet(tmp_path / "nodes.parquet"), pd.read_parquet(tmp_path / "edges.parquet")
    assert (tmp_path / "nodes.parquet").read_bytes() == DIALECTS["nodes_parquet"].write(graph)
    assert (tmp_path / "edges.parquet").read_bytes() == DIALECTS["edges_parquet"].write(graph)
    assert nodes["label"].tolist() == list(HOSTILE)
    number = dict(zip(nodes["id"], nodes["papers"], strict=True))
    found = [
        seen(graph, int(number[row.source]), int(number[row.target]), str(row.direction)) for row in edges.itertuples()
    ]
    assert sorted(found) == known_edges(graph)
    schema = pq.read_schema(tmp_path / "nodes.parquet")
    assert json.loads(schema.metadata[b"narragraph"]) == graph.meta
    assert [str(schema.field(name).type) for name in ("papers", "share", "counted")] == ["int64", "double", "bool"]


@pytest.mark.parametrize("form", DIALECTS)
def test_graph_without_nodes_is_no_error(form: str) -> None:
    empty = Graph((), (), False, {"review_id": "r", "revision": "r1"})
    assert DIALECTS[form].write(empty)


@pytest.mark.parametrize("form", DIALECTS)
def test_one_graph_gives_the_same_bytes(form: str) -> None:
    assert DIALECTS[form].write(hostile_graph()) == DIALECTS[form].write(SIMPLE)


def test_two_ids_that_xml_cannot_tell_apart_stay_two_nodes(tmp_path: Path) -> None:
    (tmp_path / "g").write_bytes(DIALECTS["graphml"].write(SIMPLE))
    ids = {id_ for id_, held in nx.read_graphml(tmp_path / "g").nodes(data=True) if held["label"] == "bell\ufffd"}
    assert len(ids) == 2


def test_vocabulary_spells_every_word_once() -> None:
    names = [one.name for one in VOCABULARY]
    assert len(names) == len(set(names))
    assert set(names) >= CORE


def test_values_without_meaning_are_left_out() -> None:
    kept = held_of({"a": None, "b": float("nan"), "c": float("inf"), "d": False, "e": 0, "f": ["x", "y"]})
    assert kept == {"d": False, "e": 0, "f": "x; y"}
