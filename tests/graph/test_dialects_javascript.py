"""Cytoscape.js, d3-force and graphology themselves, without a screen, read what is written for them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from drawn_graph import HOSTILE, hostile_graph, known_edges, seen
from npm_package import npm_modules

from graph.dialects import DIALECTS
from graph.dialects.shapes import Graph

PACKAGES = ("cytoscape@3.34.4", "d3-force@3.0.0", "graphology@0.26.0")
READER = Path(__file__).resolve().parents[1] / "support" / "graph_readers.cjs"
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
    done = subprocess.run(
        ["node", str(READER)],
        input=json.dumps(given),
        env={**os.environ, "NODE_PATH": str(modules)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return graph, said


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
