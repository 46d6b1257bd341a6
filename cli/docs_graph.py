"""The generated parts of docs/dialects.md: formats, parameters and the vocabulary of graphs."""

from __future__ import annotations

from cli.docs_table import default_of, table, type_of
from graph.dialects import DIALECTS
from graph.dialects.shapes import VOCABULARY
from graph.export_graph import BELONGS, graph_contract


def dialects() -> str:
    """Every format with its media type and its readers."""
    rows = ((f"`{one.name}`", f"`{one.media}`", one.readers) for one in DIALECTS.values())
    return table(("format", "media type", "read by"), rows)


def graph_parameters() -> str:
    """What a graph takes, and which kinds take it."""
    rows = []
    for one in graph_contract().parameters:
        kinds = [kind for kind, names in BELONGS.items() if one.name in names]
        rows.append((f"`{one.name}`", type_of(one), default_of(one), one.meaning, ", ".join(kinds) or "all"))
    return table(("parameter", "type", "without it", "meaning", "kinds"), rows)


def vocabulary() -> str:
    """Every attribute, as all formats spell it."""
    return table(
        ("attribute", "of", "type", "meaning"), ((f"`{one.name}`", one.of, one.type, one.meaning) for one in VOCABULARY)
    )
