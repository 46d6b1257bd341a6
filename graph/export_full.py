"""The full graph: papers, studies, settings, influences and findings as they are stored, with their relationships."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.database import Database, Row
from graph.dialects.shapes import VOCABULARY, Edge, Node
from graph.errors import ParameterError
from graph.export_address import address
from graph.export_parts import Count, Parts, edge_of, held_of
from graph.queries import queries
from graph.schema import EDGES, snake

LABELS = {"Paper": "title", "Study": "id", "Setting": "name", "Influence": "name", "Finding": "direction"}
"""Every label of the graph and the property that names its nodes."""
_RENAMED = {("Setting", "kind"): "setting_kind"}
_WORDS = {one.name for one in VOCABULARY if one.of in {"node", "both"}} - {"id", "kind", "label"}
MOST_LABEL = 80
MOST_NODES = 100_000
"""A larger graph is no picture; an export of the whole review holds it."""
Opened = Callable[[str, str], dict[str, object]]


def full(database: Database, count: Count, parameters: Mapping[str, object]) -> Parts:
    """Every node of these labels, and every stored relationship among them; views of them are left out."""
    del count, parameters
    nodes: list[Node] = []
    for label, named in LABELS.items():
        nodes += [_node(label, named, row) for row in database.rows(queries("dump")[snake(label)], {})]
        if len(nodes) > MOST_NODES:
            message = (
                f"the full graph has more than {MOST_NODES:,} nodes, which nothing draws. Use kind=influences, or "
                "write all of it with `narragraph export --format parquet`."
            )
            raise ParameterError("graph", "kind", "full", message)
    edges: list[Edge] = []
    for table in EDGES:
        if table.start in LABELS and table.end in LABELS and not table.derived and not table.requested:
            for row in database.rows(queries("dump")[snake(table.type)], {}):
                start, end = str(row["start_id"]), str(row["end_id"])
                href = address("passages_behind", _OPENS[table.type](start, end))
                edges.append(edge_of(table.type, (f"{table.start}:{start}", f"{table.end}:{end}"), href, {}))
    return Parts(nodes, edges, True, {"counted": "nothing: everything that is stored, counted or not"})


def _node(label: str, named: str, row: Row) -> Node:
    id_ = str(row["id"])
    renamed = {_RENAMED.get((label, name), name): value for name, value in row.items()}
    held = held_of({name: value for name, value in renamed.items() if name in _WORDS})
    # Whatever is asked about a thing by its id is shown, counted or not; an influence and a setting have passages too.
    href = address("passages_behind", {f"{snake(label)}_id": id_, "uncounted": True})
    return Node(label, id_, str(row[named] or id_)[:MOST_LABEL], href, held)


def _finding(id_: str) -> dict[str, object]:
    return {"finding_id": id_, "uncounted": True}


_OPENS: dict[str, Opened] = {
    "REPORTS_ON": lambda paper, study: {"paper_id": paper, "study_id": study, "uncounted": True},
    "CONDUCTED_IN": lambda study, setting: {"study_id": study, "setting_id": setting, "uncounted": True},
    "PART_OF": lambda part, _: {"setting_id": part, "uncounted": True},
    "REPORTS": lambda _, finding: _finding(finding),
    "ABOUT": lambda finding, _: _finding(finding),
    "IN_SETTING": lambda finding, _: _finding(finding),
    "FROM": lambda finding, _: _finding(finding),
    "NARROWER_THAN": lambda narrower, _: {"influence_id": narrower, "uncounted": True},
}
"""How each relationship is opened: from its two ends to the parameters of passages_behind."""
