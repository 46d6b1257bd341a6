"""Shares with their intervals, and ranks with theirs: how firm the order of influences is."""

from __future__ import annotations

from collections.abc import Mapping

from graph.progress import Progress
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import INK, PALE, STEP, behind, command, first, labels, many, rows_axis, text_at
from synthesis.evidence import Evidence
from synthesis.measures import Measured, measure, measures

WIDTH = 380
MEASURE = "frequency"


def frequency(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `frequency`: share of those looked at, with its 95 % interval, and the counts behind it."""
    # long: half of it is the caption
    asked, measured, rows, notes = _counted(evidence, given, progress)
    unit = str(measured.said["unit"])
    order = [str(row["label"]) for row in rows]
    for row in rows:
        looked = row["of"] is not None
        row["shown"] = f"{row['reporting']:,}/{row['of']:,}" if looked else f"{row['count']:,} of ?"
    share: Spec = {"axis": {"format": "%", "title": f"share of the {unit}s looked at", "grid": True, "tickCount": 5}}
    scale = {"domain": [0, _round_up(rows)], "nice": False}
    known: Spec = {"filter": "datum.share !== null"}
    layers: list[Spec] = [
        _interval("share_low", "share_high", 2, known),
        {
            "transform": [known],
            "mark": {"type": "point", "filled": True, "size": 75, "color": INK, "opacity": 1},
            "encoding": {"x": {"field": "share", "type": "quantitative", "scale": scale, **share}},
        },
        {
            "transform": [{"filter": "datum.share === null"}],
            "mark": {"type": "text", "align": "left", "fontStyle": "italic", "color": PALE},
            "encoding": {"x": {"value": 4}, "text": {"value": "share not known: nobody looked systematically"}},
        },
        text_at(WIDTH + 10, "shown"),
    ]
    view = {"width": WIDTH, "height": {"step": STEP}, "encoding": {"y": rows_axis(order)}, "layer": layers}
    strongest = next((row for row in rows if row["share"] is not None), None)
    lead = "" if strongest is None else f" Most: {strongest['name']}, {strongest['shown']}."
    return Drawn(
        {**view, "data": {"values": rows}},
        rows,
        "How often each influence is reported",
        f"n = {many(measured.said['papers'])}",
        f"Dot: share; line: interval ({measured.said['interval']}); figures: {unit}s that report it / looked at for "
        "it. A frequency of report, never an effect",
        unit,
        str(measured.said["filter"]),
        command(MEASURE, asked, _defaults()),
        f"Dot plot of {len(rows)} influences by the share of {unit}s that report them, with intervals.{lead}",
        WIDTH + 320,
        (*notes, *measured.notes),
        bool(notes),
    )


def ranks(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `ranks`: the rank of each influence, its bootstrap interval, and what leaving one paper out does to it."""
    # long: half of it is the caption
    asked, measured, rows, notes = _counted(evidence, given, progress)
    rows.sort(key=lambda row: (row["rank"], row["label"]))
    unit, order = str(measured.said["unit"]), [str(row["label"]) for row in rows]
    for row in rows:
        row["shown"] = f"{row['rank']} ({row['rank_low']} to {row['rank_high']})"
    last = max(max(int(str(row["rank_high"])), int(str(row["rank_left_out_worst"]))) for row in rows)
    axis = {"title": "rank (1: reported most often)", "tickMinStep": 1, "format": "d", "grid": True}
    scale = {"domain": [0.5, last + 0.5], "nice": False, "zero": False}
    layers: list[Spec] = [
        _interval("rank_left_out_best", "rank_left_out_worst", 10, None, color="#c4c4c4"),
        _interval("rank_low", "rank_high", 2, None),
        {
            "mark": {"type": "point", "filled": True, "size": 75, "color": INK, "opacity": 1},
            "encoding": {"x": {"field": "rank", "type": "quantitative", "scale": scale, "axis": axis}},
        },
        text_at(WIDTH + 10, "shown"),
    ]
    return Drawn(
        {
            "width": WIDTH,
            "height": {"step": STEP},
            "encoding": {"y": rows_axis(order)},
            "layer": layers,
            "data": {"values": rows},
        },
        rows,
        "How firm the order of influences is",
        f"n = {many(measured.said['papers'])}",
        f"Dot: rank by {unit}s; thin line: 95 % bootstrap interval ({measured.said['samples']:,} draws, seed "
        f"{measured.said['seed']}); thick grey: ranks when any one is left out. Where lines overlap, the order is not "
        "firm",
        unit,
        str(measured.said["filter"]),
        command(MEASURE, asked, _defaults()),
        f"Dot plot of the ranks of {len(rows)} influences by {unit}s, each with the interval that it may lie in.",
        WIDTH + 320,
        (*notes, *measured.notes),
        bool(notes),
    )


def _counted(
    evidence: Evidence, given: Mapping[str, object], progress: Progress
) -> tuple[Mapping[str, object], Measured, Rows, tuple[str, ...]]:
    """The measure's parameters and answer, the rows shown with label and address, and what was left out."""
    asked = {name: value for name, value in given.items() if name != "top"}
    _, measured = measure(evidence, MEASURE, asked, progress=progress)
    rows, notes = first([dict(row) for row in measured.rows], int(str(given["top"])), "influences")
    shown = labels([(str(row["influence_id"]), str(row["name"] or row["influence_id"])) for row in rows])
    for row in rows:
        row["label"] = shown[str(row["influence_id"])]
        row["href"] = behind([row["influence_id"]], given, roll_up=given["roll_up"] or None)
    return asked, measured, rows, notes


def _defaults() -> dict[str, object]:
    return {parameter.name: parameter.default for parameter in measures()[MEASURE].parameters}


def _interval(low: str, high: str, width: int, only: Spec | None, *, color: str = INK) -> Spec:
    return {
        **({} if only is None else {"transform": [only]}),
        "mark": {"type": "rule", "strokeWidth": width, "color": color, "strokeCap": "butt"},
        "encoding": {"x": {"field": low, "type": "quantitative"}, "x2": {"field": high}},
    }


def _round_up(rows: Rows) -> float:
    """The end of the axis: the next tenth above every interval."""
    most = max((float(str(row["share_high"])) for row in rows if row["share_high"] is not None), default=1.0)
    return min(1.0, (int(most * 10) + 1) / 10)
