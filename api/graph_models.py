"""The JSON dialects of a graph as the contract shows them, each with an example that its own writer made."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict

from api.examples import INFO
from graph.dialects import DIALECTS
from graph.dialects.shapes import Graph, Node
from graph.export import LICENCES
from graph.export_address import address, passages
from graph.export_parts import edge_of


def _node(id_: str, x: float, papers: int) -> Node:
    counts = {"papers": papers, "passages": papers, "facilitator": papers - 1, "barrier": 1}
    return Node("Influence", id_, id_.capitalize(), passages([], influence_id=id_), counts, x, 0.0)


_HREF = address("findings_behind", {"influence_ids": ["culture", "training"]})
EXAMPLE = Graph(
    nodes=(_node("culture", -1000.0, 2), _node("training", 1000.0, 3)),
    edges=(
        edge_of(
            "CO_OCCURS",
            ("Influence:culture", "Influence:training"),
            _HREF,
            {"shared": 2, "expected": 0.9, "lift": 2.2, "p_adj": 0.01, "related": False, "beyond_chance": True},
            2,
        ),
    ),
    directed=False,
    meta={
        "what": "narragraph graph influences",
        "review_id": INFO.review_id,
        "revision": INFO.revision,
        "codebook_version": INFO.codebook_version,
        "unit": INFO.unit,
        "window": "paper",
        "filter": "no filter",
        "parameters": {"kind": "influences"},
        "nodes": 2,
        "edges": 1,
        "truncated": False,
        "licences": LICENCES,
    },
)
"""Invented: two influences that share two papers."""


def shown(dialect: str) -> Any:
    """The example in one JSON dialect."""
    return json.loads(DIALECTS[dialect].write(EXAMPLE))


def _example(dialect: str) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [shown(dialect)]})


class CytoscapeGraph(BaseModel):
    """`format=cytoscape`: what `cytoscape()` takes; every node and edge has its attributes in `data`."""

    model_config = _example("cytoscape")

    data: dict[str, object]
    elements: dict[str, list[dict[str, object]]]


class NodeLinkGraph(BaseModel):
    """`format=d3`: nodes and links, whose ends are ids of nodes; `graph` is what the graph says about itself."""

    model_config = _example("d3")

    directed: bool
    multigraph: bool
    graph: dict[str, object]
    nodes: list[dict[str, object]]
    links: list[dict[str, object]]


class GraphologyGraph(BaseModel):
    """`format=graphology`: what `Graph.from()` takes."""

    model_config = _example("graphology")

    attributes: dict[str, object]
    options: dict[str, object]
    nodes: list[dict[str, object]]
    edges: list[dict[str, object]]


class VosviewerGraph(BaseModel):
    """`format=vosviewer`: a network of items and links."""

    model_config = _example("vosviewer")

    network: dict[str, list[dict[str, object]]]
    info: dict[str, object]


JsonGraph = CytoscapeGraph | NodeLinkGraph | GraphologyGraph | VosviewerGraph
