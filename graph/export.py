"""The whole graph in the formats of other tools. Sorted by id, so that both engines give the same bytes.

csv, parquet  a folder: one file per label and relationship type, and manifest.json
json, jsonl   one file: the manifest, every node, every relationship
graphml       one file for igraph, Gephi, yEd and networkx
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from graph import version
from graph.dialects.shapes import Value
from graph.dialects.xml import Cleaner, Joined, Named, graphml_of
from graph.queries import queries
from graph.schema import EDGES, NODES, EdgeTable, NodeTable, snake
from graph.spreadsheet import LIST_SEPARATOR, cell_text, write_delimited

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.database import Database

FORMATS = ("csv", "json", "jsonl", "parquet", "graphml")
FOLDERS = ("csv", "parquet")
"""Formats that are a folder of files."""
MANIFEST = "manifest.json"
WHAT = "narragraph graph export"
LICENCES = {
    "quotes": "Quotes from papers belong to their authors and publishers; this export does not relicense them.",
    "codings": "Codings, codebook and notes belong to the review team; ask them before you publish.",
}
_NAMED_BY = {
    "Paper": "title",
    "Review": "title",
    "Finding": "direction",
    "Passage": "quote",
    "CitedFigure": "label",
    "Mapping": "kind",
}


@dataclass(frozen=True)
class WholeGraph:
    """Every table of a graph, sorted, with the manifest that says what it is."""

    tables: dict[str, pa.Table]
    manifest: dict[str, object]


@dataclass(frozen=True)
class NodeKey:
    """A node of the graph: ids are unique within a label."""

    label: str
    id: str


@dataclass(frozen=True)
class Node(NodeKey):
    """One node with its other properties."""

    properties: dict[str, object]


@dataclass(frozen=True)
class Relationship:
    """One relationship with its properties."""

    type: str
    start: NodeKey
    end: NodeKey
    properties: dict[str, object]


def read_graph(database: Database) -> WholeGraph:
    """All nodes and relationships of an open graph, derived ones included."""
    tables = {}
    for name, keys in _names():
        table = database.arrow(queries("dump")[snake(name)], {})
        tables[name] = table.sort_by([(key, "ascending") for key in keys])
    return WholeGraph(tables, _manifest(tables, database.engine))


def write_graph(graph: WholeGraph, out: Path, form: str, *, raw: bool = False, bom: bool = False) -> tuple[str, ...]:
    """Write `graph` to the file or folder `out`, which must not exist; returns notes on what the format changed."""
    if form in FOLDERS:
        return _write_folder(graph, out, form, raw=raw, bom=bom)
    if form == "graphml":
        return _write_graphml(graph, out)
    with out.open("w", encoding="utf-8", newline="\n") as file:
        (_write_json if form == "json" else _write_jsonl)(graph, file)
    return ()


def _names() -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in NODES:
        yield node.label, ("id",)
    for edge in EDGES:
        yield edge.type, ("start_id", "end_id")


def _manifest(tables: dict[str, pa.Table], engine: str) -> dict[str, object]:
    review = tables["Review"].to_pylist()[0]
    return {
        "what": WHAT,
        "narragraph_version": version(),
        "engine": engine,
        "review": review,
        "revision": review["revision"],
        "codebook_version": review["codebook_version"],
        "unit": review["unit"],
        "nodes": [_described(node, tables[node.label].num_rows) for node in NODES],
        "relationships": [_described(edge, tables[edge.type].num_rows) for edge in EDGES],
        "licences": LICENCES,
    }


def _described(table: NodeTable | EdgeTable, rows: int) -> dict[str, object]:
    columns = [vars(column) for column in table.columns]
    if isinstance(table, NodeTable):
        return {"label": table.label, "meaning": table.meaning, "rows": rows, "properties": columns}
    ends = {"start": table.start, "end": table.end, "derived": table.derived}
    return {"type": table.type, "meaning": table.meaning, "rows": rows, **ends, "properties": columns}


def _write_folder(graph: WholeGraph, out: Path, form: str, *, raw: bool, bom: bool) -> tuple[str, ...]:
    out.mkdir()
    guarded = 0
    for name, table in graph.tables.items():
        file = out / f"{snake(name)}.{form}"
        if form == "parquet":
            import pyarrow.parquet as pq

            pq.write_table(table.replace_schema_metadata({"revision": str(graph.manifest["revision"])}), file)
            continue
        with file.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as opened:
            rows = (list(row.values()) for batch in table.to_batches(10_000) for row in batch.to_pylist())
            guarded += write_delimited(table.column_names, rows, opened, raw=raw)
    how = {"lists": f'joined by "{LIST_SEPARATOR}"', "guarded_cells": guarded} if form == "csv" else {}
    text = json.dumps(graph.manifest | how, ensure_ascii=False, indent=1)
    (out / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return guarded_note(guarded)


def guarded_note(guarded: int) -> tuple[str, ...]:
    """What to tell about cells that got an apostrophe."""
    if not guarded:
        return ()
    cells = "1 cell begins" if guarded == 1 else f"{guarded} cells begin"
    why = "written with a leading ' so that a spreadsheet does not run them. --raw writes them as they are."
    return (f"{cells} with = + - @ or a tab: {why}",)


def _write_json(graph: WholeGraph, file: TextIO) -> None:
    file.write('{"manifest": ' + _compact(graph.manifest))
    for key, records in _records(graph):
        file.write(f',\n"{key}s": [')
        file.writelines((",\n" if place else "\n") + _compact(vars(record)) for place, record in enumerate(records))
        file.write("\n]")
    file.write("}\n")


def _write_jsonl(graph: WholeGraph, file: TextIO) -> None:
    file.write(_compact({"record": "manifest"} | graph.manifest) + "\n")
    for kind, records in _records(graph):
        file.writelines(_compact({"record": kind} | vars(record)) + "\n" for record in records)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=vars)


def _records(graph: WholeGraph) -> tuple[tuple[str, Iterator[Node | Relationship]], ...]:
    return ("node", _nodes(graph)), ("relationship", _relationships(graph))


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(10_000):
        yield from batch.to_pylist()


def _nodes(graph: WholeGraph) -> Iterator[Node]:
    for node in NODES:
        for row in _rows(graph.tables[node.label]):
            yield Node(node.label, row.pop("id"), row)


def _relationships(graph: WholeGraph) -> Iterator[Relationship]:
    for edge in EDGES:
        for row in _rows(graph.tables[edge.type]):
            start, end = NodeKey(edge.start, row.pop("start_id")), NodeKey(edge.end, row.pop("end_id"))
            yield Relationship(edge.type, start, end, row)


def _write_graphml(graph: WholeGraph, out: Path) -> tuple[str, ...]:
    keys = _graphml_keys(graph)
    nodes: list[Named] = []
    for node in _nodes(graph):
        held = _plain(node.properties)
        named = held.get(_NAMED_BY.get(node.label, "name")) or node.id
        nodes.append(
            (keys[node.label, node.id], {**held, "type": node.label, "label": Cleaner().text(str(named))[:80]})
        )
    edges: list[Joined] = []
    for number, edge in enumerate(_relationships(graph)):
        start, end = (keys[key.label, key.id] for key in (edge.start, edge.end))
        edges.append((f"e{number}", start, end, {"type": edge.type, **_plain(edge.properties)}))
    text, replaced = graphml_of(nodes, edges, {"revision": str(graph.manifest["revision"])}, directed=True)
    out.write_bytes(text)
    lost = 'GraphML holds no lists and no nulls: lists are joined by "; ", nulls are left out, line ends are \\n.'
    return (lost, f"{replaced} control characters that XML does not allow became U+FFFD.") if replaced else (lost,)


def _graphml_keys(graph: WholeGraph) -> dict[tuple[str, str], str]:
    """The id of every node; `Label:id` where two labels share one id, because GraphML knows one name space."""
    labels: dict[str, list[str]] = {}
    for node in _nodes(graph):
        labels.setdefault(node.id, []).append(node.label)
    return {
        (label, id_): id_ if len(sharing) == 1 else f"{label}:{id_}"
        for id_, sharing in labels.items()
        for label in sharing
    }


def _plain(properties: dict[str, Any]) -> dict[str, Value]:
    kept = {name: cell_text(value) if isinstance(value, list) else value for name, value in properties.items()}
    return {name: value for name, value in kept.items() if value is not None}
