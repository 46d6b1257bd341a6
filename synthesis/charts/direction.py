"""Directions of report: barrier to the left, mixed in the middle, facilitator to the right, the rest told beside."""

from __future__ import annotations

from collections.abc import Mapping

from graph.model import Unit
from graph.progress import Progress
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import FILLS, INK, STEP, behind, command, first, labels, many, rows_axis
from synthesis.evidence import Evidence
from synthesis.measures import measure, measures

WIDTH, GAP = 400, 56
DRAWN = ("barrier", "mixed", "facilitator")
BESIDE = ("neutral", "unclear", "absent", "not_reported", "not_extracted")
MEASURE = "directions"


def directions(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `directions`: one bar for each influence; nothing is netted, every paper stays to be seen."""
    asked = {name: value for name, value in given.items() if name != "top"}
    _, measured = measure(evidence, MEASURE, asked, progress=progress)
    rows, notes = first(in_order(measured.rows), int(str(given["top"])), "influences")
    shown = labels([(str(row["influence_id"]), str(row["name"] or row["influence_id"])) for row in rows])
    for row in rows:
        row["label"] = shown[str(row["influence_id"])]
        row["href"] = behind([row["influence_id"]], given)
    unit = str(measured.said["unit"])
    bars = _bars(rows, given, by_paper=unit == Unit.PAPER and given["with_both"] is None)
    view: Spec = {
        "width": WIDTH,
        "height": {"step": STEP},
        "encoding": {"y": rows_axis([str(row["label"]) for row in rows])},
        "layer": [*_bar_layers(bars, unit), *_beside()],
        "data": {"values": rows},
    }
    told = ", ".join(f"{sum(int(str(row[name])) for row in rows):,} {name}" for name in DRAWN)
    return Drawn(
        view,
        rows,
        "Direction of influence, as reported",
        f"n = {many(measured.said['papers'])}",
        f"Bar: {unit}s in which it hinders (left), does both (middle), helps (right); a {unit} with both counts as "
        f"{measured.said['paper_with_both']}. Figures beside: {unit}s in no bar. Not the size of an effect",
        unit,
        str(measured.said["filter"]),
        command(MEASURE, asked, {parameter.name: parameter.default for parameter in measures()[MEASURE].parameters}),
        f"Bars of {len(rows)} influences around a middle line: barrier left, facilitator right. All together: {told}.",
        WIDTH + 260 + GAP * len(BESIDE),
        (*notes, *measured.notes),
        bool(notes),
    )


def in_order(rows: Rows) -> Rows:
    """Copies of the rows of `directions`, most reported first."""

    def reported(row: Mapping[str, object]) -> int:
        return sum(int(str(row[name])) for name in (*DRAWN, "neutral", "unclear"))

    return sorted((dict(row) for row in rows), key=lambda row: (-reported(row), str(row["name"]), row["influence_id"]))


def _bars(rows: Rows, given: Mapping[str, object], *, by_paper: bool) -> Rows:
    """One row for each piece of a bar, from where to where; mixed lies half on either side of the middle.

    `by_paper`: a piece counts papers as the review does, so it opens to exactly the papers in its state.
    """
    bars: Rows = []
    for row in rows:
        counts = {name: int(str(row[name])) for name in DRAWN}
        half = counts["mixed"] / 2
        spans = {
            "barrier": (-half - counts["barrier"], -half),
            "mixed": (-half, half),
            "facilitator": (half, half + counts["facilitator"]),
        }
        for state, (start, end) in spans.items():
            if counts[state]:
                only = {"state": state} if by_paper else {} if state == "mixed" else {"direction": state}
                href = behind([row["influence_id"]], given, **only)
                named = {"influence_id": row["influence_id"], "name": row["name"], "label": row["label"]}
                bars.append({**named, "state": state, "count": counts[state], "from": start, "to": end, "href": href})
    return bars


def _bar_layers(bars: Rows, unit: str) -> list[Spec]:
    most = max((abs(float(str(bar[end]))) for bar in bars for end in ("from", "to")), default=1.0) or 1.0
    title = f"\u25c4 barrier \u2003\u2003 {unit}s \u2003\u2003 facilitator \u25ba"
    axis: Spec = {"title": title, "labelExpr": "format(abs(datum.value), 'd')", "tickMinStep": 1, "grid": True}
    axis |= {"gridColor": {"condition": {"test": "datum.value === 0", "value": INK}, "value": "#ededed"}}
    colour = {
        "field": "state",
        "type": "nominal",
        "scale": {"domain": list(DRAWN), "range": [FILLS[state] for state in DRAWN]},
        "legend": {"title": None, "orient": "bottom", "symbolType": "square", "symbolStrokeColor": INK},
    }
    place = {
        "x": {"field": "from", "type": "quantitative", "axis": axis, "scale": {"domain": [-most, most], "nice": False}},
        "x2": {"field": "to"},
    }
    middle = "(datum.from + datum.to) / 2"
    # A figure needs some room: in a piece that is too short the axis tells the number, and so does the table.
    roomy = f"datum.count / {2 * most} * {WIDTH} >= 7 * length('' + datum.count) + 2"
    return [
        {
            "data": {"values": bars},
            "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.7, "height": 18},
            "encoding": {**place, "color": colour},
        },
        {
            "data": {"values": bars},
            "transform": [{"calculate": middle, "as": "middle"}, {"filter": roomy}],
            "mark": {"type": "text", "fontWeight": "bold"},
            "encoding": {
                "x": {"field": "middle", "type": "quantitative"},
                "text": {"field": "count"},
                "color": {"condition": {"test": "datum.state === 'barrier'", "value": "white"}, "value": INK},
            },
        },
    ]


def _beside() -> list[Spec]:
    """The directions that have no side, as a small table right of the bars; a dash where nobody looked, never a 0."""
    layers: list[Spec] = []
    for nth, name in enumerate(BESIDE):
        x = WIDTH + 34 + nth * GAP
        layers.append(
            {
                "transform": [
                    {"calculate": f"isValid(datum.{name}) ? format(datum.{name}, ',') : '\u2013'", "as": "said"}
                ],
                "mark": {"type": "text", "baseline": "middle"},
                "encoding": {"x": {"value": x}, "text": {"field": "said", "type": "nominal"}},
            }
        )
        for line, word in enumerate(reversed(name.split("_"))):
            layers.append(
                {
                    "data": {"values": [{}]},
                    "mark": {"type": "text", "baseline": "bottom", "color": INK, "text": word},
                    "encoding": {"x": {"value": x}, "y": {"value": -6 - 13 * line}},
                }
            )
    return layers
