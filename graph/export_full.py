"""The full graph: papers, studies, settings, influences and findings as they are stored, with their relationships."""

from __future__ import annotations

from collections.abc import Mapping

from graph.database import Database, Row
from graph.dialects.shapes import VOCABULARY, Edge, Node, Value
from graph.errors import ParameterError
from graph.export_address import address
from graph.export_parts import Counting, Parts, edge_of, held_of
from graph.queries import queries
from graph.schema import EDGES, EdgeTable, snake

LABELS = {"Paper": "title", "Study": "id", "Setting": "name", "Influence": "name", "Finding": "direction"}
"""Every label of the graph and the property that names its nodes."""
_RENAMED = {("Setting", "kind"): "setting_kind", ("RELATED_TO", "kind"): "related_as"}
NODE_WORDS, EDGE_WORDS = (
    {one.name for one in VOCABULARY if one.of in {of, "both"}} - {"id", "kind", "label"} for of in ("node", "edge")
)
MOST_LABEL = 80
MOST_NODES = 100_000
"""A larger graph is no picture; an export of the whole review holds it."""
FINDING = "finding_id"


def full(database: Database, counting: Counting, parameters: Mapping[str, object]) -> Parts:
    """Every node of these labels and every stored relationship among them, or what a filter keeps; views are left out.

    Under a filter only what counts is kept: included papers, counted findings, and what these touch.
    """
    where = parameters["where"]
    kept, told = counting.kept(where) if isinstance(where, list) and where else (None, "no filter")
    nodes: list[Node] = []
    for label, named in LABELS.items():
        rows = database.rows(queries("dump")[snake(label)], {})
        nodes += [_node(label, named, row) for row in rows if kept is None or row["id"] in kept[label]]
        if len(nodes) > MOST_NODES:
            message = (
                f"the full graph has more than {MOST_NODES:,} nodes, which nothing draws. Narrow it with where, use "
                "kind=influences, or write all of it with `narragraph export --format parquet`."
            )
            raise ParameterError("graph", "kind", "full", message)
    said = "nothing: everything that is stored, counted or not" if kept is None else "nothing: what counts, as stored"
    return Parts(nodes, _edges(database, kept), True, {"filter": told, "counted": said})


def _edges(database: Database, kept: Mapping[str, frozenset[str]] | None) -> list[Edge]:
    edges: list[Edge] = []
    for table in EDGES:
        if table.start in LABELS and table.end in LABELS and not table.derived and not table.requested:
            for row in database.rows(queries("dump")[snake(table.type)], {}):
                start, end = str(row["start_id"]), str(row["end_id"])
                if kept is None or (start in kept[table.start] and end in kept[table.end]):
                    ends = (f"{table.start}:{start}", f"{table.end}:{end}")
                    edges.append(
                        edge_of(table.type, ends, _opened(table, start, end), _held(table.type, row, EDGE_WORDS))
                    )
    return edges


def _node(label: str, named: str, row: Row) -> Node:
    id_ = str(row["id"])
    held = _held(label, row, NODE_WORDS)
    # Whatever is asked about a thing by its id is shown, counted or not; an influence and a setting have passages too.
    href = address("passages_behind", {f"{snake(label)}_id": id_, "uncounted": True})
    return Node(label, id_, str(row[named] or id_)[:MOST_LABEL], href, held)


def _held(of: str, row: Row, words: set[str]) -> dict[str, Value]:
    """The properties of a row that the vocabulary has words for."""
    renamed = {_RENAMED.get((of, name), name): value for name, value in row.items()}
    return held_of({name: value for name, value in renamed.items() if name in words})


def _opened(table: EdgeTable, start: str, end: str) -> str:
    """Where the passages behind a relationship are: those of its finding, else those that belong to both ends."""
    ends = {f"{snake(table.end)}_id": end, f"{snake(table.start)}_id": start}
    narrowed = {name: id_ for name, id_ in ends.items() if name == FINDING or FINDING not in ends}
    return address("passages_behind", {**narrowed, "uncounted": True})
