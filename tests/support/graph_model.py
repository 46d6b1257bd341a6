"""A graph as plain Python: random tables to write, and what follows from them, worked out without any engine."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa
from hypothesis import strategies as st
from small_graph import edge_rows, node_rows

from graph.database import Row
from graph.schema import EDGE, EDGES, NODE, NODES, SCHEMA_VERSION, Column
from graph.tables import GraphTables

TEXT = st.sampled_from(["", "a", "A", "ä😀", "שלום", "x" * 300, "line\nline", "'\"\\`$", "null"])
NUMBER = st.sampled_from([0, -1, 1, 200, 2**31, -(2**40)])
DIRECTIONS = ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent")
RULES = ("mixed", "facilitator", "barrier", "unclear")


def _value(column: Column) -> st.SearchStrategy[object]:
    kinds: dict[str, st.SearchStrategy[object]] = {
        "string": TEXT,
        "integer": NUMBER,
        "float": st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans(),
        "list<string>": st.lists(TEXT, min_size=1, max_size=3),
    }
    if column.name == "direction":
        return st.sampled_from(DIRECTIONS)
    if column.name == "counted":
        return st.booleans()
    return st.none() | kinds[column.type]


@st.composite
def graphs(draw: st.DrawFn) -> GraphTables:
    """A small graph that keeps every law of `check_tables`: any nodes, any properties, any relationships between."""
    ids: dict[str, list[str]] = {"Review": ["r"]}
    nodes: dict[str, pa.Table] = {}
    for table in NODES:
        known = ids.setdefault(table.label, [f"{table.label[0]}{n}" for n in sorted(draw(st.sets(st.integers(0, 4))))])
        row = st.fixed_dictionaries({column.name: _value(column) for column in table.columns[1:]})
        rows = [draw(row) | {"id": id_} for id_ in known]
        if table.label == "Review":
            rows[0] |= {"paper_with_both": draw(st.sampled_from(RULES)), "schema_version": SCHEMA_VERSION}
        nodes[table.label] = node_rows(table.label, rows)
    edges = {}
    for edge in EDGES:
        pairs = [(start, end) for start in ids[edge.start] for end in ids[edge.end]]
        if not edge.derived and pairs:
            chosen = _lawful(edge.type, draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6)))
            values = [tuple(draw(_value(column)) for column in edge.columns) for _ in chosen]
            edges[edge.type] = edge_rows(edge.type, [(*ends, *rest) for ends, rest in zip(chosen, values, strict=True)])
    return GraphTables(nodes, edges)


def _lawful(type_: str, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One paper and one study for a finding, as docs/model.md promises: counts of findings rest on it."""
    side = {"REPORTS": 1, "FROM": 0}.get(type_)
    return pairs if side is None else list({pair[side]: pair for pair in pairs}.values())


def _pairs(tables: GraphTables, type_: str) -> list[tuple[str, str]]:
    return [(row["start_id"], row["end_id"]) for row in tables.edge(type_).to_pylist()]


def derived(tables: GraphTables, type_: str) -> list[Row]:
    """The rows of a derived relationship, by the definitions of docs/model.md; engines and queries have no part."""
    finding = {row["id"]: row for row in tables.node("Finding").to_pylist()}
    counted = [
        (paper, id_, influence)
        for paper, id_ in _pairs(tables, "REPORTS")
        for about, influence in _pairs(tables, "ABOUT")
        if about == id_ and finding[id_]["counted"]
    ]
    if type_ == "MENTIONS":
        return _mentions(tables, [row for row in counted if finding[row[1]]["direction"] != "absent"], finding)
    way = type_.removesuffix("_IN").lower()
    behind: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for paper, id_, influence in counted:
        for placed, setting in _pairs(tables, "IN_SETTING"):
            for told, study in _pairs(tables, "FROM"):
                if placed == told == id_ and finding[id_]["direction"] == way:
                    behind[influence, setting].append((paper, study, id_))
    names = ("papers", "studies", "findings")
    return [
        {"start_id": ends[0], "end_id": ends[1]}
        | {name: len({row[at] for row in rows}) for at, name in enumerate(names)}
        for ends, rows in behind.items()
    ]


def _mentions(tables: GraphTables, counted: list[tuple[str, str, str]], finding: dict[str, Row]) -> list[Row]:
    said: dict[tuple[str, str], list[object]] = defaultdict(list)
    for paper, id_, influence in counted:
        said[paper, influence].append(finding[id_]["direction"])
    rounds, looked = _pairs(tables, "EXTRACTED_IN"), set(_pairs(tables, "LOOKED_FOR"))
    rule = tables.node("Review").column("paper_with_both")[0].as_py()
    return [
        {
            "start_id": paper,
            "end_id": influence,
            "findings": len(ways),
            "direction": _state(set(ways), rule),
            "looked_for": any(who == paper and (when, influence) in looked for who, when in rounds),
        }
        for (paper, influence), ways in said.items()
    ]


def _state(ways: set[object], rule: str) -> str:
    if "mixed" in ways:
        return "mixed"
    if {"facilitator", "barrier"} <= ways:
        return rule
    return next(way for way in ("facilitator", "barrier", "neutral", "unclear") if way in ways)


def whole(tables: GraphTables) -> dict[str, list[Row]]:
    """Every row that a graph of these tables must hold, by label and type."""
    found = {label: tables.node(label).to_pylist() for label in NODE}
    return found | {
        type_: derived(tables, type_) if edge.derived else tables.edge(type_).to_pylist()
        for type_, edge in EDGE.items()
    }
