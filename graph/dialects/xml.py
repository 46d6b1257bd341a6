"""GraphML for igraph, yEd, Gephi and networkx, and GEXF 1.3 for Gephi.

What XML cannot hold becomes U+FFFD; an id that this changes gets a digest, so that no two nodes become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from graph.dialects.shapes import Graph, Value, scalars, spelt
from graph.ids import digest

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GRAPHML = {bool: "boolean", int: "long", float: "double", str: "string"}
Named = tuple[str, Mapping[str, Value]]
"""An id and its attributes."""
Joined = tuple[str, str, str, Mapping[str, Value]]
"""An id, both ends and its attributes."""


class Cleaner:
    """Text that XML can hold; counts the characters that it had to replace."""

    def __init__(self) -> None:
        self.replaced = 0

    def text(self, value: str) -> str:
        """The text without what XML forbids. A reader turns every line end into "\\n"; done here, both sides agree."""
        clean, replaced = _NOT_XML.subn("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
        self.replaced += replaced
        return clean

    def id(self, value: str) -> str:
        """An id; one that had to change stays apart from every other."""
        clean = self.text(value)
        return clean if clean == value else f"{clean}#{digest([value])}"

    def value(self, value: Value) -> str:
        """One value as XML Schema spells it."""
        return self.text(spelt(value))


def graphml(graph: Graph) -> bytes:
    """GraphML with every attribute of the vocabulary."""
    nodes = [(node.id, _less(node.flat(), "id")) for node in graph.nodes]
    edges = [(edge.id, edge.source, edge.target, _less(edge.flat(), "id", "source", "target")) for edge in graph.edges]
    return graphml_of(nodes, edges, dict(scalars(graph.meta)), directed=graph.directed)[0]


def graphml_of(
    nodes: Sequence[Named], edges: Sequence[Joined], said: Mapping[str, Value], *, directed: bool
) -> tuple[bytes, int]:
    """GraphML of any nodes and edges, and how many characters had to be replaced."""
    cleaner = Cleaner()
    root = ET.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    keys: dict[tuple[str, str], str] = {}
    for of, carried in (("graph", [said]), ("node", [row for _, row in nodes]), ("edge", [row[3] for row in edges])):
        for name, type_ in _types(carried).items():
            keys[of, name] = f"d{len(keys)}"
            about = {"id": keys[of, name], "for": of, "attr.name": name, "attr.type": _GRAPHML[type_]}
            ET.SubElement(root, "key", about)
    drawn = ET.SubElement(root, "graph", {"edgedefault": "directed" if directed else "undirected"})

    def fill(element: ET.Element, of: str, row: Mapping[str, Value]) -> None:
        for name, value in row.items():
            ET.SubElement(element, "data", {"key": keys[of, name]}).text = cleaner.value(value)

    fill(drawn, "graph", said)
    for id_, row in nodes:
        fill(ET.SubElement(drawn, "node", {"id": cleaner.id(id_)}), "node", row)
    for id_, source, target, row in edges:
        ends = {"source": cleaner.id(source), "target": cleaner.id(target)}
        fill(ET.SubElement(drawn, "edge", {"id": cleaner.id(id_), **ends}), "edge", row)
    return _spelt(root), cleaner.replaced


def _types(rows: Iterable[Mapping[str, Value]]) -> dict[str, type]:
    """One type for each attribute: integers among decimals are decimals, anything else mixed is text."""
    found: dict[str, type] = {}
    for row in rows:
        for name, value in row.items():
            before = found.setdefault(name, type(value))
            if before is not type(value):
                found[name] = float if {before, type(value)} == {int, float} else str
    return found


def gexf(graph: Graph) -> bytes:
    """GEXF 1.3 with places; labels and weights are the format's own."""
    cleaner = Cleaner()
    space = {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"}
    root = ET.Element("gexf", space)
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "narragraph"
    ET.SubElement(meta, "description").text = cleaner.text(
        "; ".join(f"{name}: {spelt(value)}" for name, value in scalars(graph.meta))
    )
    drawn = ET.SubElement(root, "graph", {"defaultedgetype": "directed" if graph.directed else "undirected"})
    own = {"node": ("id", "label", "x", "y"), "edge": ("id", "source", "target", "weight")}
    for of, left_out in own.items():
        declared = ET.SubElement(drawn, "attributes", {"class": of})
        for one in graph.used(of):
            if one.name not in left_out:
                type_ = "double" if one.type == "float" else one.type
                ET.SubElement(declared, "attribute", {"id": one.name, "title": one.name, "type": type_})

    def fill(element: ET.Element, row: Mapping[str, Value]) -> None:
        held = ET.SubElement(element, "attvalues")
        for name, value in row.items():
            ET.SubElement(held, "attvalue", {"for": name, "value": cleaner.value(value)})

    nodes, edges = ET.SubElement(drawn, "nodes"), ET.SubElement(drawn, "edges")
    for node in graph.nodes:
        made = ET.SubElement(nodes, "node", {"id": cleaner.id(node.id), "label": cleaner.text(node.label)})
        fill(made, _less(node.flat(), *own["node"]))
        ET.SubElement(made, "viz:position", {"x": str(node.x), "y": str(node.y), "z": "0.0"})
    for edge in graph.edges:
        ends = {"source": cleaner.id(edge.source), "target": cleaner.id(edge.target), "weight": str(edge.weight)}
        # Gephi makes one edge of parallel ones unless their kinds differ.
        kind = f"{edge.kind} {edge.attributes.get('direction', '')}".strip()
        fill(ET.SubElement(edges, "edge", {"id": edge.id, **ends, "kind": kind}), _less(edge.flat(), *own["edge"]))
    return _spelt(root)


def _less(flat: Mapping[str, Value], *names: str) -> dict[str, Value]:
    return {name: value for name, value in flat.items() if name not in names}


def _spelt(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
