"""What the queries of derived relationships are asked with: the rule of the review, and a part of the papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import pyarrow.compute as pc

from graph.query_header import Query
from graph.tables import GraphTables

AT_ONCE = 500_000
"""Findings that are grouped together: the engine holds some kilobyte for each pair of paper and influence."""
LAST = "~"
"""Stands behind every id: ids begin with the name of a label in small letters."""


def given(query: Query, tables: GraphTables, first: str = "", before: str = LAST) -> Mapping[str, object]:
    """What a query takes: the state of a paper with both directions, and the papers from one id up to another."""
    rule = tables.node("Review").column("paper_with_both")[0].as_py()
    every = {"paper_with_both": rule, "first": first, "before": before}
    return {parameter.name: every[parameter.name] for parameter in query.parameters}


def parts(query: Query, tables: GraphTables) -> Iterator[Mapping[str, object]]:
    """The same for each part of the papers: together all of them, each once. One part where a query takes none."""
    many = -(-tables.node("Finding").num_rows // AT_ONCE)
    if many < 2 or not any(parameter.name == "first" for parameter in query.parameters):
        yield given(query, tables)
        return
    ids = tables.node("Paper").column("id")
    ordered = ids.take(pc.sort_indices(ids))
    cuts = ["", *(ordered[len(ordered) * part // many].as_py() for part in range(1, many)), LAST]
    for first, before in pairwise(cuts):
        yield given(query, tables, first, before)
