"""Pairs beyond chance as a network, laid out once and seeded, every edge with the address of what is behind it."""

from __future__ import annotations

from collections.abc import Mapping

from graph.dialects.shapes import Edge, Node
from graph.export_layout import placed
from graph.progress import Progress
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.pairs import defaults
from synthesis.charts.spread import spread
from synthesis.charts.style import INK, PALE, behind, command, correction_word, first, labels, many, number
from synthesis.evidence import Evidence
from synthesis.measures import measure

WIDTH, BOX, LETTER, STEEP = 620, 82.0, 6.0, 110.0
"""Pixels: least width of the caption, height of a circle with its label, about the width of a letter and of a label."""


def network(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `network`: nodes are influences, edges the rows of `numbers pairs`."""
    asked = {name: value for name, value in given.items() if name != "top"}
    _, measured = measure(evidence, "pairs", asked, progress=progress)
    rows, cut = first([dict(row) for row in measured.rows], int(str(given["top"])), "pairs")
    for row in rows:
        row["href"] = behind([row["a_influence_id"], row["b_influence_id"]], given)
        row["beyond"] = number(row["shared"]) - number(row["expected"])
    said, window = measured.said, str(measured.said["unit"])
    nodes, layout, size = _places(rows, given)
    correction = correction_word(said["correction"])
    return Drawn(
        _view(rows, nodes, size)
        if rows
        else _nothing(f"No pair is beyond chance ({correction}-adjusted p < {given['level']})."),
        rows,
        "Influences reported together beyond chance",
        f"n = {many(said['windows'], window)}, {many(said['influences'], 'influence')}, "
        f"{many(len(measured.rows), 'pair')} beyond chance",
        f"Edge: {correction}-adjusted p < {given['level']} under the null model ({said['null_model']}); figure and "
        f"thickness: {window}s shared (expected); circle: {window}s that report it. Distance means nothing "
        f"(layout: {layout})",
        window,
        str(said["filter"]),
        command("pairs", asked, defaults()),
        f"Network of {len(nodes)} influences and {len(rows)} pairs beyond chance."
        + (f" First: {rows[0]['a_name']} and {rows[0]['b_name']}." if rows else ""),
        max(WIDTH, size[0]),
        (*cut, *measured.notes),
        bool(cut),
    )


def _places(rows: Rows, given: Mapping[str, object]) -> tuple[Rows, str, tuple[int, int]]:
    """One row for each node, with its place; edges get the places of their ends."""
    totals: dict[str, tuple[str, int]] = {}
    for row in rows:
        for side in "ab":
            id_ = str(row[f"{side}_influence_id"])
            totals[id_] = (str(row[f"{side}_name"] or id_), int(number(row[side])))
    named = labels([(id_, totals[id_][0]) for id_ in sorted(totals)], 22)
    nodes = [Node("Influence", id_, named[id_], "", {}) for id_ in sorted(totals)]
    forced, layout = placed(nodes, _edges(rows, {node.entity_id: node.id for node in nodes}))
    widths = [max(map(len, node.label.splitlines())) * LETTER + 16 for node in forced]
    spots, *size = spread([(node.x, node.y) for node in forced], widths, BOX)
    where = {node.entity_id: spot for node, spot in zip(forced, spots, strict=True)}
    for row in rows:
        (row["x"], row["y"]), (row["x2"], row["y2"]) = (where[str(row[f"{side}_influence_id"])] for side in "ab")
        row["middle_x"], row["middle_y"] = _middle(row)
        row["said"] = f"{row['shared']} ({number(row['expected']):.1f})"
    return (
        [
            {
                "influence_id": id_,
                "name": totals[id_][0],
                "label": named[id_],
                "papers": totals[id_][1],
                "x": where[id_][0],
                "y": where[id_][1],
                "href": behind([id_], given),
            }
            for id_ in sorted(totals)
        ],
        layout,
        (size[0], size[1]),
    )


def _edges(rows: Rows, ids: Mapping[str, str]) -> list[Edge]:
    """The edges that pull on the layout, as strong as what they share beyond the expected number."""
    ends = [(ids[str(row["a_influence_id"])], ids[str(row["b_influence_id"])]) for row in rows]
    weights = [number(row["beyond"]) for row in rows]
    return [Edge(str(at), "pair", *ends[at], weights[at], "", {}) for at in range(len(rows))]


def _middle(row: Mapping[str, object]) -> tuple[float, float]:
    """Where the figure of an edge stands: in its middle; on a steep edge lower, below the label of its upper end."""
    ends = sorted(((number(row["y"]), number(row["x"])), (number(row["y2"]), number(row["x2"]))))
    (y, x), (y2, x2) = ends
    along = 0.5 if abs(x2 - x) > STEEP else 0.76
    return round(x + (x2 - x) * along, 1), round(y + (y2 - y) * along, 1)


def _view(rows: Rows, nodes: Rows, extent: tuple[int, int]) -> Spec:
    def place(field: str, axis: str) -> Spec:
        # A unit is a pixel, and y runs down as in the picture.
        domain = [0, extent[0]] if axis == "x" else [extent[1], 0]
        scale = {"domain": domain, "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    width = {"field": "beyond", "type": "quantitative", "scale": {"range": [1, 7], "zero": False}, "legend": None}
    size = {"field": "papers", "type": "quantitative", "scale": {"range": [240, 700], "zero": False}, "legend": None}
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    halo = {"stroke": "white", "strokeWidth": 3, "strokeJoin": "round"}
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "color": "#9a9a9a", "strokeCap": "round"},
            "encoding": {"x": place("x", "x"), "y": place("y", "y"), **ends, "strokeWidth": width},
        },
        {
            "data": {"values": nodes},
            "mark": {"type": "circle", "color": "#bcd7ea", "stroke": INK, "strokeWidth": 1, "opacity": 1},
            "encoding": {"x": place("x", "x"), "y": place("y", "y"), "size": size},
        },
    ]
    figures: Spec = {"x": place("middle_x", "x"), "y": place("middle_y", "y")}
    at_nodes: Spec = {"x": place("x", "x"), "y": place("y", "y")}
    label = {"fontSize": 11, "lineBreak": "\n", "dy": 22}
    figure = {"fontSize": 9, "color": PALE, "dy": -9}
    layers += [
        _text(rows, figures, "said", {**figure, **halo}),
        _text(rows, figures, "said", figure),
        _text(nodes, at_nodes, "label", {**label, **halo}),
        _text(nodes, at_nodes, "label", label),
        _text(nodes, at_nodes, "papers", {"fontSize": 10, "fontWeight": "bold"}),
    ]
    return {"width": extent[0], "height": extent[1], "layer": layers}


def _text(rows: Rows, at: Spec, field: str, mark: Spec) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "baseline": "middle", **mark},
        "encoding": {**at, "text": {"field": field, "type": "nominal"}},
    }


def _nothing(said: str) -> Spec:
    """A picture that says in words that there is nothing to draw."""
    return {
        "width": WIDTH,
        "height": 60,
        "data": {"values": [{"said": said}]},
        "mark": {"type": "text", "align": "left", "fontSize": 13},
        "encoding": {"x": {"value": 0}, "y": {"value": 30}, "text": {"field": "said", "type": "nominal"}},
    }
