"""Influences as nodes: joined by the windows that they share, or to the settings in which they help or hinder."""

from __future__ import annotations

from collections.abc import Mapping

from graph.database import Database, Row
from graph.dialects.shapes import Edge, Node
from graph.errors import SynthesisError
from graph.export_address import address, passages
from graph.export_parts import Count, Counted, Counting, Parts, edge_of, held_of
from graph.model import InfluenceStatus
from graph.queries import queries

DIRECTIONS = ("facilitator", "barrier", "mixed", "neutral", "unclear")
"""What an edge to a setting can say; absent and silence are no edge."""
FEWEST = 100
"""Draws of the measure `frequency`, whose bootstrap is not used here."""
_SETTING = {"kind": "setting_kind", "country": "country", "income_group": "income_group"}
_ASKED = ("window", "all", "least", "null_model", "level", "samples", "seed", "correction", "status", "where")


def influences(database: Database, counting: Counting, parameters: Mapping[str, object]) -> Parts:
    """Pairs of influences, as the measure `pairs` finds them."""
    del database
    count = counting.count
    nodes, counted = _influences(count, parameters)
    found = count("pairs", {name: parameters[name] for name in _ASKED if parameters[name] is not None})
    adjusted = {"holm": "p_holm", "benjamini_hochberg": "p_bh"}[str(parameters["correction"])]
    figures = ("expected", "lift", "jaccard", "npmi", "phi", "p", "related", "beyond_chance")
    edges = []
    for row in found.rows:
        ids = sorted((str(row["a_influence_id"]), str(row["b_influence_id"])))
        source, target = (f"Influence:{id_}" for id_ in ids)
        held = held_of({"shared": row["shared"], **{name: row[name] for name in figures}, "p_adj": row[adjusted]})
        href = address("findings_behind", {"influence_ids": ids, "where": parameters["where"]})
        edges.append(edge_of("CO_OCCURS", (source, target), href, held, weight=row["shared"]))
    said = _told(counted) | {"window": parameters["window"], "counted": dict(found.said)}
    return _parts(nodes, edges, said, truncated=found.truncated or counted.truncated, directed=False)


def influence_settings(database: Database, counting: Counting, parameters: Mapping[str, object]) -> Parts:
    """Influences and settings, as the measure `directions` finds them; one edge for each direction."""
    count = counting.count
    nodes, counted = _influences(count, parameters)
    known = {node.entity_id for node in nodes}
    where = parameters["where"]
    found = count("directions", {**_directions(parameters), "by_setting": True})
    rows = [row for row in found.rows if row["influence_id"] in known and row["setting_id"] is not None]
    used = {str(row["setting_id"]) for row in rows if any(row[direction] for direction in DIRECTIONS)}
    for row in database.rows(queries("dump")["setting"], {}):
        if row["id"] in used:
            id_ = str(row["id"])
            held = held_of({new: row[old] for old, new in _SETTING.items()} | {"level_of_care": row["level_of_care"]})
            href = address("passages_behind", {"setting_id": id_})
            nodes.append(Node("Setting", id_, str(row["name"] or id_), href, held))
    edges = []
    for row in rows:
        source, target = f"Influence:{row['influence_id']}", f"Setting:{row['setting_id']}"
        for direction in DIRECTIONS:
            if row[direction]:
                # A paper in which it does both may say so in two findings: all of them are behind a mixed edge.
                narrowed = {"direction": direction} if direction != "mixed" else {}
                ids = {"influence_id": row["influence_id"], "setting_id": row["setting_id"]}
                href = passages(where, **ids, **narrowed)
                held = held_of({"direction": direction})
                edges.append(edge_of("REPORTED_IN", (source, target), href, held, weight=row[direction]))
    said = _told(counted) | {"counted": dict(found.said)}
    return _parts(nodes, edges, said, truncated=found.truncated or counted.truncated, directed=True)


def _influences(count: Count, parameters: Mapping[str, object]) -> tuple[list[Node], Counted]:
    """Every influence of the codebook status that is asked for, reported or not, with its counts."""
    where, status = parameters["where"], parameters["status"]
    papers = {row["influence_id"]: row for row in count("frequency", _frequency(parameters, "paper")).rows}
    passages_of = {row["influence_id"]: row["count"] for row in _passages(count, parameters)}
    if status is None and any(row["status"] == InfluenceStatus.ACTIVE for row in papers.values()):
        status = InfluenceStatus.ACTIVE.value
    counted = count("directions", _directions(parameters))
    nodes = []
    for row in counted.rows:
        reported = papers.get(row["influence_id"])
        if reported is None or (status is not None and reported["status"] != status):
            continue
        id_ = str(row["influence_id"])
        held: Row = {
            "papers": reported["count"],
            "passages": passages_of.get(id_),
            "looked_for_papers": reported["of"],
            "share": reported["share"],
            **{name: row[name] for name in (*DIRECTIONS, "absent", "balance")},
            "status": reported["status"],
        }
        nodes.append(Node("Influence", id_, str(row["name"] or id_), passages(where, influence_id=id_), held_of(held)))
    return nodes, counted


def _passages(count: Count, parameters: Mapping[str, object]) -> list[Row]:
    """Counts of passages; a review, or what a filter keeps of it, may have none."""
    try:
        return count("frequency", _frequency(parameters, "passage")).rows
    except SynthesisError as error:
        if error.slug != "nothing-to-count":
            raise
        return []


def _frequency(parameters: Mapping[str, object], unit: str) -> dict[str, object]:
    return {"unit": unit, "samples": FEWEST, **_given(parameters, "status", "where")}


def _directions(parameters: Mapping[str, object]) -> dict[str, object]:
    return _given(parameters, "unit", "status", "where")


def _given(parameters: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: parameters[name] for name in names if parameters[name] is not None}


def _told(counted: Counted) -> dict[str, object]:
    """The unit and the filter in words, as the measure says them."""
    return {name: counted.said[name] for name in ("unit", "filter") if name in counted.said}


def _parts(nodes: list[Node], edges: list[Edge], said: dict[str, object], *, truncated: bool, directed: bool) -> Parts:
    """The parts; a cap on rows may leave an edge without its node, which is told and not drawn."""
    ids = {node.id for node in nodes}
    whole = [edge for edge in edges if edge.source in ids and edge.target in ids]
    return Parts(nodes, whole, directed, said, truncated or len(whole) < len(edges))
