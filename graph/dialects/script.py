"""A .cypher script for Neo4j: one statement on a line, run with `cypher-shell --file`; running it twice adds nothing.

A script has no parameters, so values are literals. Inside quotes a backslash, a quote, and every character that is not
printed or turns the direction of writing is an escape. Neo4j decodes \\uXXXX anywhere in a statement; parsers differ
in what they do after two backslashes: a backslash of a text is never followed by a plain u.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from graph.dialects.shapes import Graph, Value, scalars, spelt

BATCH = 500
"""Rows of one statement."""
_PRINTED = {"\\": "\\\\", "'": "\\'", '"': '\\"', "`": "`"}


def neo4j_script(graph: Graph) -> bytes:
    """Constraints, nodes, then edges; what the graph says about itself stands in comments at the top."""
    lines = [f"// {name}: {_comment(value)}" for name, value in scalars(graph.meta)]
    kinds = {node.id: node.kind for node in graph.nodes}
    nodes: dict[str, list[str]] = defaultdict(list)
    for node in graph.nodes:
        nodes[node.kind].append(_map(node.flat()))
    edges: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for edge in graph.edges:
        ends = {"id": edge.id, "source": edge.source, "target": edge.target}
        held = {name: value for name, value in edge.flat().items() if name not in {"source", "target"}}
        row = f"{_map(ends)[:-1]}, properties: {_map(held)}}}"
        edges[kinds[edge.source], edge.kind, kinds[edge.target]].append(row)
    lines += [_statement("constraint").replace("Label", kind) for kind in sorted(nodes)]
    for kind in sorted(nodes):
        lines += _batches(_statement("nodes").replace("Label", kind), nodes[kind])
    for start, kind, end in sorted(edges):
        shape = _statement("edges").replace("Start", start).replace("End", end).replace("TYPE", kind)
        lines += _batches(shape, edges[start, kind, end])
    return ("\n".join(lines) + "\n").encode()


@cache
def _statement(name: str) -> str:
    return (files("cypher") / "script" / f"{name}.cypher").read_text(encoding="utf-8").strip()


def _batches(statement: str, rows: list[str]) -> Iterable[str]:
    for place in range(0, len(rows), BATCH):
        yield statement.replace("$rows", f"[{', '.join(rows[place : place + BATCH])}]")


def _map(row: Mapping[str, Value]) -> str:
    return "{" + ", ".join(f"{name}: {_literal(value)}" for name, value in row.items()) + "}"


def _literal(value: Value) -> str:
    return f"'{_escaped(value)}'" if isinstance(value, str) else spelt(value)


def _escaped(text: str) -> str:
    spelt = []
    for place, letter in enumerate(text):
        if letter == "u" and place and text[place - 1] == "\\":
            spelt.append("\\u0075")
        elif letter in _PRINTED:
            spelt.append(_PRINTED[letter])
        else:
            spelt.append(letter if letter == " " or _plain(letter) else _code(letter))
    return "".join(spelt)


def _plain(letter: str) -> bool:
    """Whether a reader sees the character: no control, format, surrogate, private or separating one."""
    return unicodedata.category(letter)[0] not in {"C", "Z"}


def _code(letter: str) -> str:
    """UTF-16 code units as escapes."""
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02X}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def _comment(value: Value) -> str:
    """One line: a comment ends where the line does."""
    return "".join(letter if letter == " " or _plain(letter) else "\ufffd" for letter in spelt(value))
