"""Places for the nodes of a graph: computed here once and seeded, so that every tool draws the same picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from graph.dialects.shapes import Edge, Node

SEED = 20200331
MOST_FORCED = 400
"""Nodes that forces are computed for; more are laid out in a spiral, kind by kind."""
HALF = 1000.0
_GOLDEN = math.pi * (3 - math.sqrt(5))


def placed(nodes: Sequence[Node], edges: Sequence[Edge]) -> tuple[tuple[Node, ...], str]:
    """The nodes with x and y, and the method in words."""
    if not nodes:
        return (), "none"
    if len(nodes) > MOST_FORCED:
        # Source: Vogel 1979, A better way to construct the sunflower head.
        spots = [_spiral(place, len(nodes)) for place in range(len(nodes))]
        order = sorted(range(len(nodes)), key=lambda at: (nodes[at].kind, nodes[at].id))
        found = dict(zip(order, spots, strict=True))
        return tuple(_at(node, *found[at]) for at, node in enumerate(nodes)), "spiral by kind and id"
    import networkx as nx

    drawn: nx.Graph[str] = nx.Graph()
    drawn.add_nodes_from(node.id for node in nodes)
    for edge in edges:
        before = drawn.get_edge_data(edge.source, edge.target, {"weight": 0.0})["weight"]
        drawn.add_edge(edge.source, edge.target, weight=before + edge.weight)
    most = max((data["weight"] for _, _, data in drawn.edges.data()), default=1.0)
    for _, _, data in drawn.edges.data():
        data["weight"] = 0.2 + data["weight"] / most
    where = nx.spring_layout(drawn, seed=SEED, k=1.5 / math.sqrt(len(nodes)), iterations=60)
    return tuple(_at(node, *where[node.id]) for node in nodes), f"Fruchterman-Reingold, 60 steps, seed {SEED}"


def _spiral(place: int, of: int) -> tuple[float, float]:
    radius = math.sqrt((place + 0.5) / of)
    return radius * math.cos(place * _GOLDEN), radius * math.sin(place * _GOLDEN)


def _at(node: Node, x: float, y: float) -> Node:
    # One decimal of 2000: far below what anybody sees, far above what processors differ by.
    return replace(node, x=round(float(x) * HALF, 1) + 0.0, y=round(float(y) * HALF, 1) + 0.0)
