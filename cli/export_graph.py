"""One graph in the format of another tool, through the builder that the server uses too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cli.arguments import read_given

if TYPE_CHECKING:
    from graph.database import Database


def write_kind(database: Database, kind: str, words: Sequence[str], path: Path, form: str) -> tuple[str, ...]:
    """Write the graph of one kind to `path`; returns notes on what is in it. Raises ParameterError, NothingToCount."""
    from graph.dialects import DIALECTS
    from graph.export_graph import build_graph, graph_contract, read_graph_parameters
    from graph.export_parts import Counted, Counting
    from graph.fetch import fetch
    from synthesis.evidence import Evidence, evidence
    from synthesis.kept import kept
    from synthesis.measures import measure

    parameters = read_graph_parameters({**read_given(graph_contract(), words), "kind": kind})

    @cache
    def found() -> Evidence:
        return evidence(fetch(database))

    def count(name: str, given: Mapping[str, object]) -> Counted:
        measured = measure(found(), name, given)[1]
        return Counted(measured.rows, {**measured.said, "notes": list(measured.notes)})

    graph = build_graph(database, Counting(count, lambda where: kept(found(), where)), parameters)
    path.write_bytes(DIALECTS[form].write(graph))
    cut = ("CUT OFF: the weakest edges are left out (--limit).",) if graph.meta["truncated"] else ()
    return (f"{len(graph.nodes):,} nodes, {len(graph.edges):,} edges; {graph.meta['filter']}.", *cut)
