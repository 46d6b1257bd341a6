"""Cytoscape.js, d3-force, graphology and VOSviewer Online, without a screen, read what is written for them."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drawn_graph import HOSTILE, hostile_graph, known_edges, seen
from npm_package import npm_modules

from graph.dialects import DIALECTS
from graph.dialects.shapes import Graph

PACKAGES = ("cytoscape@3.34.4", "d3-force@3.0.0", "graphology@0.26.0")
VOSVIEWER = "vosviewer-online@1.2.2"
SUPPORT = Path(__file__).resolve().parents[1] / "support"
GRAPHS = {"simple": hostile_graph(), "parallel": hostile_graph(directed=True)}
pytestmark = pytest.mark.node


@pytest.fixture(scope="module", params=list(GRAPHS))
def opened(request: pytest.FixtureRequest) -> tuple[Graph, dict[str, Any]]:
    """A graph, and what each library says that it holds."""
    graph = GRAPHS[request.param]
    modules = npm_modules(
        "graph-readers-1", *PACKAGES, unchecked="graphs were NOT opened by the libraries that draw them"
    )
    given = {form: json.loads(DIALECTS[form].write(graph)) for form in ("cytoscape", "d3", "graphology")}
    said: dict[str, Any] = _read("graph_readers.cjs", modules, given)
    return graph, said


def _read(script: str, modules: Path, given: object) -> Any:
    """What a script of tests/support/ says about the graphs that it is given."""
    done = subprocess.run(
        ["node", str(SUPPORT / script)],
        input=json.dumps(given),
        env={**os.environ, "NODE_PATH": str(modules)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("library", ["cytoscape", "d3", "graphology"])
def test_library_holds_the_same_nodes_and_edges(opened: tuple[Graph, dict[str, Any]], library: str) -> None:
    graph, said = opened
    nodes, edges = said[library]["nodes"], said[library]["edges"]
    assert sorted((node["papers"], node["label"]) for node in nodes) == list(enumerate(HOSTILE))
    assert {node["id"] for node in nodes} == {node.id for node in graph.nodes}
    found = [seen(graph, edge["from"], edge["to"], edge["direction"]) for edge in edges]
    assert sorted(found) == known_edges(graph)
    assert {edge["id"]: edge["href"] for edge in edges} == {edge.id: edge.href for edge in graph.edges}


def test_libraries_keep_what_the_graph_says_about_itself(opened: tuple[Graph, dict[str, Any]]) -> None:
    graph, said = opened
    assert said["cytoscape"]["meta"] == said["graphology"]["meta"] == graph.meta
    assert said["graphology"]["type"] == ("directed" if graph.directed else "undirected")
    assert {place["y"] for place in said["cytoscape"]["places"]} == {1.5}


def test_vosviewer_finds_no_fault_and_holds_the_same_items_and_links() -> None:
    """The reader of VOSviewer Online, with its own checks; it knows no direction, so parallel edges are one link."""
    modules = npm_modules("vosviewer-1", VOSVIEWER, unchecked="graphs were NOT opened by VOSviewer")
    graphs = list(GRAPHS.values())
    given = [json.loads(DIALECTS["vosviewer"].write(graph)) for graph in graphs]
    broken = {"network": {"items": given[0]["network"]["items"], "links": [{"source_id": "x", "target_id": "y"}]}}
    whole = GRAPHS["simple"]
    mixed = replace(whole, nodes=(replace(whole.nodes[0], attributes={}), *whole.nodes[1:]))
    unweighted = json.loads(DIALECTS["vosviewer"].write(mixed))
    *read, uneven, refused = _read("vosviewer_reader.cjs", modules, [*given, unweighted, broken])
    assert (uneven["error"], len(uneven["items"])) == (None, len(HOSTILE)), "an item without a weight"
    assert refused["error"], "its checks run"
    for graph, said in zip(graphs, read, strict=True):
        assert said["error"] is None
        number = {item["id"]: item["weight<papers>"] for item in said["items"]}
        labels = {item["weight<papers>"]: item["label"] for item in said["items"]}
        own = {"+1": 1, "-1": -1, " ": None}  # it takes digits for a number, and a blank for nothing
        assert [labels[at] for at in range(len(HOSTILE))] == [own.get(text, text) for text in HOSTILE]
        links = {(*sorted((number[start], number[end])), strength) for start, end, strength, *_ in said["links"]}
        weights = {(a, b): 0.0 for a, b, _ in known_edges(hostile_graph())}
        ends = {node.id: int(node.attributes["papers"]) for node in graph.nodes}
        for edge in graph.edges:
            weights[min(ends[edge.source], ends[edge.target]), max(ends[edge.source], ends[edge.target])] += edge.weight
        assert links == {(a, b, weight) for (a, b), weight in weights.items()}
