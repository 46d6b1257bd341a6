"""Graphs for other tools, as a hostile codebook would make them: every node has a number (`papers`) to be known by."""

from __future__ import annotations

from graph.dialects.shapes import Edge, Graph, Node
from graph.export_parts import edge_of

HOSTILE = (
    "Plain",
    '"><script>alert(1)</script><!--',
    "]]>&amp;&#10;<![CDATA[",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\tTab",
    "two\nlines",
    "carriage\r\nreturn\rhere",
    "bell\x07",
    "bell\x0b",
    "nul\x00",
    "no character \ufffe \uffff",
    "\u202etxt.exe\u202c \u2066a\u2069",
    "line\u2028separator\u2029",
    "𝕏 é e\u0301 日本語 العربية",
    "'}) DETACH DELETE n //",
    "'}] AS row MATCH (n) DETACH DELETE n; //",
    "\\",
    "\\'",
    "\\\\'",
    "\\u0027}) MATCH (n) DETACH DELETE n //",
    "\\\\u0027 \\\\\\u0027 \\uuu0027 \\U0027",
    "`Label` $rows row {{x}} ${y} %s",
    "a; b, c | d / e # f ? g",
    "x" * 5000,
    " ",
)


def hostile_graph(*, directed: bool = False) -> Graph:
    """Every hostile text as id and label, joined in a ring; directed: with parallel edges."""
    nodes = [
        Node(
            "Influence",
            text,
            text,
            f"/v1/queries/passages_behind?influence_id={place}",
            _held(text, place),
            place,
            -1.5,
        )
        for place, text in enumerate(HOSTILE)
    ]
    edges = [
        edge_of("REPORTED_IN", (node.id, after.id), "/v1/queries/passages_behind", {"direction": direction}, place + 1)
        for place, (node, after) in enumerate(zip(nodes, [*nodes[1:], nodes[0]], strict=True))
        for direction in (("facilitator", "barrier") if directed else ("mixed",))
    ]
    meta = {
        "review_id": 'r"<>\x07',
        "revision": "r1",
        "filter": 'country "</script>"\n*/',
        "unit": None,
        "truncated": True,
    }
    return Graph(tuple(nodes), tuple(edges), directed, meta)


def _held(text: str, place: int) -> dict[str, str | int | float | bool]:
    held: dict[str, str | int | float | bool] = {"papers": place, "definition": text, "counted": place % 2 == 0}
    return held | ({} if place == 0 else {"share": place / 7})


def known_edges(graph: Graph) -> list[tuple[int, int, str]]:
    """Every edge by the numbers of its ends and its direction, sorted; an undirected one from the smaller number."""
    number = {node.id: int(node.attributes["papers"]) for node in graph.nodes}
    return sorted(seen(graph, number[edge.source], number[edge.target], _direction(edge)) for edge in graph.edges)


def seen(graph: Graph, source: int, target: int, direction: str) -> tuple[int, int, str]:
    """One edge as `known_edges` writes it."""
    ends = (source, target) if graph.directed else (min(source, target), max(source, target))
    return (*ends, direction)


def _direction(edge: Edge) -> str:
    return str(edge.attributes["direction"])
