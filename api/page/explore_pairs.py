"""Explore: pairs of influences that papers report together, as a table and as a network of the same rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.page.explore_counts import Explored
from api.page.explore_shell import (
    Asked,
    Said,
    chart_data,
    counted_by,
    data_of,
    explored,
    passages,
    picture_of,
    shown_graph,
)
from api.page.explore_view import View, read_view
from api.page.opened import number, paged
from api.page.render import SIGNS
from graph.dialects.shapes import Edge, Node
from graph.errors import ParameterError
from graph.export_layout import placed
from graph.model import Direction, InfluenceStatus
from graph.query_header import Parameter
from synthesis.charts.spread import spread
from synthesis.charts.style import labels
from synthesis.measures import Measured, measure, measures

router = APIRouter(include_in_schema=False)
EACH = 100
"""Pairs on one page of the table."""
DRAWN = 1000
"""Edges of a network at most, the first of the table."""
APART = 150
"""Influences of a network whose labels are kept apart."""
LETTERS, LETTER, BOX = 22, 6.2, 64.0
"""Letters in a line of a label; pixels of a letter, and of a circle with its label."""
BEYOND, ALL = "beyond", "all"
TESTED = ("window", "null_model", "correction", "level", "status", "least")
"""Fields that are parameters of the measure."""
FIELDS = ("show", "shared", *TESTED)
WORDS = {
    "paper": "same paper",
    "study": "same study",
    "section": "same section of a text",
    "passage": "same passage",
    "setting": "same setting",
    "auto": "chosen for this review",
    "permutation": "random tables with the same totals",
    "configuration": "configuration model (same totals on average)",
    "hypergeometric": "every paper alike (hypergeometric)",
    "holm": "Holm (no false pair)",
    "benjamini_hochberg": "Benjamini-Hochberg (few false pairs)",
}


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs of a view, what decides them, and how many there are without the threshold and the test."""

    rows: Sequence[Mapping[str, object]]
    said: Mapping[str, object]
    notes: Sequence[str]
    together: int
    """Pairs that share anything."""
    beyond: bool
    shared: int


def _parameter(name: str) -> Parameter:
    return next(one for one in measures()["pairs"].parameters if one.name == name)


def given_of(view: View) -> dict[str, object]:
    """The parameters of the measure that a view asks for."""
    return {name: view.of(name) for name in TESTED if view.of(name)}


def found_pairs(asked: Asked) -> Found:
    """The pairs of a view, in the order of the measure; under a threshold alone those that share most come first."""
    view = asked.view
    show, shared = view.of("show", BEYOND), _shared(view.of("shared"))
    if show not in {BEYOND, ALL}:
        raise ParameterError("explore", "show", show, f'"{show}" is not one of {BEYOND}, {ALL}.')
    given = {**given_of(view), "all": "true", "where": asked.where}
    return asked.explored.kept(
        asked.database,
        ["pairs", given, show, shared],
        lambda found: _narrowed(measure(found, "pairs", given, text=True)[1], beyond=show == BEYOND, shared=shared),
    )


def _narrowed(measured: Measured, *, beyond: bool, shared: int) -> Found:
    """The pairs above a threshold; every pair would be too many to keep."""
    together = [row for row in measured.rows if int(str(row["shared"])) >= 1]
    rows = [row for row in together if int(str(row["shared"])) >= shared and (row["beyond_chance"] or not beyond)]
    if not beyond:
        rows.sort(key=lambda row: -int(str(row["shared"])))
    return Found(rows, measured.said, measured.notes, len(together), beyond, shared)


def _shared(text: str) -> int:
    """The threshold. Raises ParameterError."""
    if not text:
        return 2
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= 1_000_000):
        raise ParameterError("explore", "shared", text, "it is a number from 1 to 1,000,000.")
    return int(text)


@router.get("/explore/pairs")
def pairs(request: Request) -> Response:
    """Pairs under a filter."""

    def make(asked: Asked) -> Said:
        view, found = asked.view, found_pairs(asked)
        given = given_of(view)
        rows = [(row, passages(view, influence_ids=_ids(row))) for row in found.rows]
        return {
            "pages": paged(rows, number(request), EACH, view.address),
            "found": found,
            "said": found.said,
            "notes": found.notes,
            "adjusted": "p_holm" if found.said["correction"] == "holm" else "p_bh",
            "choices": {name: _parameter(name).choices for name in ("window", "null_model", "correction")},
            "statuses": tuple(InfluenceStatus),
            "words": WORDS,
            "network": view.at("/explore/pairs/network", **view.chosen),
            "drawn": min(DRAWN, len(found.rows)),
            "everything": view.changed(show=ALL),
            "lower": view.changed(shared=1),
            "data": data_of(view, "pairs", all=not found.beyond, **given),
            "command": counted_by(view, "pairs", all=not found.beyond, **given),
            "pictures": [("Reported together", picture_of(view, "cooccurrence", **given))],
            "still": chart_data(view, "network", **given),
        }

    return explored(request, "explore_pairs.html", FIELDS, make)


def _ids(row: Mapping[str, object]) -> list[str]:
    return [str(row["a_influence_id"]), str(row["b_influence_id"])]


@router.get("/explore/pairs/network")
def network(request: Request) -> Response:
    """The first pairs of a view as nodes and edges for Cytoscape.js, each with its words and its page."""
    view, _ = read_view(request, FIELDS)
    explored_: Explored = request.app.state.explored
    with shown_graph(request) as database:
        asked = Asked(database, view, explored_)
        rows = found_pairs(asked).rows[:DRAWN]
        counted = explored_.measured(database, "overview", {"where": asked.where})
        by_id = {str(row["influence_id"]): row for row in counted.rows}
        drawn = explored_.kept(database, ["network", view.address], lambda _: _drawn(view, rows, by_id, counted.said))
    text = json.dumps(drawn, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text, media_type="application/json", headers={"Cache-Control": "no-store"})


def _drawn(
    view: View,
    rows: Sequence[Mapping[str, object]],
    counts: Mapping[str, Mapping[str, object]],
    said: Mapping[str, object],
) -> dict[str, object]:
    """Nodes with places, and edges."""
    names: dict[str, str] = {}
    pairs_of: Counter[str] = Counter()
    for row in rows:
        for side in "ab":
            id_ = str(row[f"{side}_influence_id"])
            names[id_] = str(row[f"{side}_name"] or id_)
            pairs_of[id_] += 1
    written = labels([(id_, names[id_]) for id_ in sorted(names)], LETTERS)
    spots, apart = _places(written, rows)
    return {
        "apart": apart,
        "nodes": [
            {
                "data": {
                    "id": id_,
                    "name": names[id_],
                    "label": f"{label} ({counts[id_]['papers']})",
                    "papers": counts[id_]["papers"],
                    "of": said["papers"],
                    "said": _directions(counts[id_]),
                    "pairs": pairs_of[id_],
                    "href": passages(view, influence_ids=id_),
                },
                "position": {"x": x, "y": y},
            }
            for (id_, label), (x, y) in zip(written.items(), spots, strict=True)
        ],
        "edges": [{"data": _edge(view, at, row)} for at, row in enumerate(rows)],
    }


def _places(written: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> tuple[list[tuple[float, float]], bool]:
    """A place for each influence, the nearer the more two share; and whether these are pixels that keep labels apart.

    Where there are too many to be read anyway, places lie between -1000 and 1000.
    """
    nodes = [Node("Influence", id_, label, "", {}) for id_, label in written.items()]
    edges = [
        Edge(str(at), "pair", f"Influence:{one}", f"Influence:{other}", float(str(row["shared"])), "", {})
        for at, row in enumerate(rows)
        for one, other in [_ids(row)]
    ]
    forced, _ = placed(nodes, edges)
    spots = [(node.x, -node.y) for node in forced]
    if len(spots) > APART:
        return spots, False
    wide = [max(map(len, f"{label} (00)".splitlines())) * LETTER + 12 for label in written.values()]
    return spread(spots, wide, BOX)[0], True


def _directions(row: Mapping[str, object]) -> str:
    """`▲ 2 facilitator, ▼ 20 barrier`, in papers."""
    return ", ".join(
        f"{SIGNS[direction]} {row[f'{direction}_papers']} {direction}"
        for direction in Direction
        if row[f"{direction}_papers"]
    )


def _edge(view: View, at: int, row: Mapping[str, object]) -> dict[str, object]:
    one, other = _ids(row)
    return {
        "id": f"pair-{at}",
        "source": one,
        "target": other,
        "shared": row["shared"],
        "expected": round(float(str(row["expected"])), 1),
        "beyond": row["beyond_chance"],
        "related": row["related"],
        "href": passages(view, influence_ids=[one, other]),
    }
