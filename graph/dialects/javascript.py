"""JSON for libraries that draw: Cytoscape.js, d3 (node-link), graphology (sigma) and VOSviewer.

Safe inside a script tag: <, >, & and the line separators of JavaScript are written as escapes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from graph.dialects.shapes import Graph

SCORES = ("share", "balance", "year", "level")
"""Attributes that VOSviewer colours by."""
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def cytoscape(graph: Graph) -> bytes:
    """Cytoscape.js: `cytoscape({...answer, layout: {name: "preset"}})`. Its y grows downwards."""
    nodes = [{"data": node.flat(), "position": {"x": node.x, "y": -node.y}} for node in graph.nodes]
    edges = [{"data": edge.flat()} for edge in graph.edges]
    return dumped({"data": dict(graph.meta), "elements": {"nodes": nodes, "edges": edges}})


def node_link(graph: Graph) -> bytes:
    """d3-force and networkx: `nodes` and `links`, whose ends are node ids."""
    said = {"directed": graph.directed, "multigraph": graph.parallel, "graph": dict(graph.meta)}
    nodes = [node.flat() for node in graph.nodes]
    return dumped({**said, "nodes": nodes, "links": [edge.flat() for edge in graph.edges]})


def graphology(graph: Graph) -> bytes:
    """graphology, which sigma draws: `Graph.from(answer)`."""
    kind = "directed" if graph.directed else "undirected"
    options = {"type": kind, "multi": graph.parallel, "allowSelfLoops": True}
    nodes = [{"key": node.id, "attributes": _without(node.flat(), "id")} for node in graph.nodes]
    edges = [
        {
            "key": edge.id,
            "source": edge.source,
            "target": edge.target,
            "undirected": not graph.directed,
            "attributes": _without(edge.flat(), "id", "source", "target"),
        }
        for edge in graph.edges
    ]
    return dumped({"attributes": dict(graph.meta), "options": options, "nodes": nodes, "edges": edges})


def vosviewer(graph: Graph) -> bytes:
    """VOSviewer: items with weights and scores; parallel edges become one link whose strength is their sum.

    It refuses a map in which an item lacks a weight that others have, so a weight stands for all or is left out.
    """
    weights = [name for name in ("papers", "passages") if all(name in node.attributes for node in graph.nodes)]
    items = []
    for node in graph.nodes:
        item = {"id": node.id, "label": node.label, "x": node.x / 1000, "y": node.y / 1000, "url": node.href}
        held = {name: node.attributes[name] for name in weights}
        shown = {name: node.attributes[name] for name in SCORES if name in node.attributes}
        items.append(item | ({"weights": held} if held else {}) | ({"scores": shown} if shown else {}))
    strength: dict[tuple[str, str], float] = defaultdict(float)
    for edge in graph.edges:
        strength[min(edge.source, edge.target), max(edge.source, edge.target)] += edge.weight
    links = [{"source_id": a, "target_id": b, "strength": sum_} for (a, b), sum_ in sorted(strength.items())]
    return dumped({"network": {"items": items, "links": links}, "info": {"meta": dict(graph.meta)}})


def _without(flat: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in flat.items() if name not in names}


def dumped(value: object) -> bytes:
    """JSON without NaN, as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPED).encode()
