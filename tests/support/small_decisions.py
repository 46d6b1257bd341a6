"""Decisions on the small graph, written by hand. None of them makes a finding, so its counts stay as they are.

    suggestion  paper  influence  proposed     status       decisions
    s:1         A      training   facilitator  agreed       ann reject (blind, 4 s), bob reject
    s:2         A      pay        barrier      conflict     ann accept (6 s), bob edit -> mixed
    s:3         C      culture    barrier      adjudicated  ann accept, bob unsure (blind), eve reject (adjudication)
    s:4         C      culture    barrier      adjudicated  overlaps s:3: bob unsure; settled by the same adjudication
    s:5         G      role       barrier      single       bob unsure
    s:6         C      training   barrier      conflict     ann accept, bob reject

zoe is named in review.toml and has decided nothing.
"""

from __future__ import annotations

from graph.additions import Additions, with_additions
from graph.database import Row
from graph.schema import EDGE, NODE
from graph.tables import GraphTables

SUGGESTED = (
    ("s:1", "A", "training", "facilitator", "agreed"),
    ("s:2", "A", "pay", "barrier", "conflict"),
    ("s:3", "C", "culture", "barrier", "adjudicated"),
    ("s:4", "C", "culture", "barrier", "adjudicated"),
    ("s:5", "G", "role", "barrier", "single"),
    ("s:6", "C", "training", "barrier", "conflict"),
)
DECIDED: tuple[tuple[str, str, tuple[str, ...], str, str | None, bool, float | None], ...] = (
    ("e:1", "ann", ("s:1",), "reject", None, True, 4.0),
    ("e:2", "bob", ("s:1",), "reject", None, False, None),
    ("e:3", "ann", ("s:2",), "accept", "barrier", False, 6.0),
    ("e:4", "bob", ("s:2",), "edit", "mixed", False, None),
    ("e:5", "ann", ("s:3",), "accept", "barrier", False, None),
    ("e:6", "bob", ("s:3",), "unsure", None, True, None),
    ("e:7", "bob", ("s:4",), "unsure", None, False, None),
    ("e:8", "eve", ("s:3", "s:4"), "reject", None, False, None),
    ("e:9", "bob", ("s:5",), "unsure", None, False, None),
    ("e:10", "ann", ("s:6",), "accept", "barrier", False, None),
    ("e:11", "bob", ("s:6",), "reject", None, False, None),
)
CURATORS = (("ann", "coder"), ("bob", "coder"), ("eve", "adjudicator"), ("zoe", "coder"))


def with_small_decisions(tables: GraphTables) -> GraphTables:
    """The tables with the decisions above."""
    nodes = {
        "Curator": [_node("Curator", id=who, name=who.title(), role=role) for who, role in CURATORS],
        "Passage": [
            _node(
                "Passage",
                id=f"p:{id_}",
                kind="text",
                quote=f"{id_} in {paper}",
                path="texts/t.txt",
                page=number,
                char_start=number,
                char_end=number + 8,
            )
            for number, (id_, paper, *_) in enumerate(SUGGESTED, start=1)
        ],
        "Suggestion": [
            _node("Suggestion", id=id_, direction=direction, status=status, origin="rules")
            for id_, _, _, direction, status in SUGGESTED
        ],
        "Decision": [
            _node(
                "Decision",
                id=id_,
                kind="adjudication" if who == "eve" else "decision",
                verdict=verdict,
                direction=direction,
                at="2026-01-01T00:00:00.000Z",
                blind=blind,
                seconds=seconds,
                reason="of another study" if who == "eve" else None,
                codebook_version="c1",
            )
            for id_, who, _, verdict, direction, blind, seconds in DECIDED
        ],
    }
    edges = {
        "CONTAINS": [_edge("CONTAINS", paper, f"p:{id_}") for id_, paper, *_ in SUGGESTED],
        "AT": [_edge("AT", id_, f"p:{id_}") for id_, *_ in SUGGESTED],
        "PROPOSES": [_edge("PROPOSES", id_, influence) for id_, _, influence, *_ in SUGGESTED],
        "MADE": [_edge("MADE", who, id_) for id_, who, *_ in DECIDED],
        "DECIDES_ON": [_edge("DECIDES_ON", id_, on) for id_, _, every, *_ in DECIDED for on in every],
    }
    return with_additions(tables, Additions(nodes, edges))


def _node(label: str, **properties: object) -> Row:
    return dict.fromkeys(column.name for column in NODE[label].columns) | properties


def _edge(type_: str, start: str, end: str) -> Row:
    return {"start_id": start, "end_id": end, **dict.fromkeys(column.name for column in EDGE[type_].columns)}
