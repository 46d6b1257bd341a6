"""How often the literature reports an influence, against how people at one site rate it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.progress import Progress
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import INK, PALE, labels, many, number
from synthesis.charts.survey_asked import asked_of, command_of, opens, site_of
from synthesis.evidence import Evidence
from synthesis.survey.beside import NOT_IMPORTANCE, Beside, Reading, Rule, beside
from synthesis.survey.reported import percent

WIDTH, HEIGHT, LETTER, LINE_HEIGHT, SIZE = 560, 380, 6.1, 14.0, 90
READINGS = {
    Reading.OFTEN_LOW: ("reported often, rated low", "triangle-down", "#7a2800"),
    Reading.HIGH_SELDOM: ("rated high, seldom reported", "triangle-up", "#6cc0ee"),
    Reading.NEITHER: ("neither", "circle", "#ffffff"),
}
"""Reading -> its words, shape and fill."""
NO_BREAK = "\u00a0%"
Box = tuple[float, float, float, float]


def frequency_against_rating(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `frequency_against_rating`: share of papers to the right, mean rating up, thresholds as lines."""
    # long: half of it is the caption
    progress("reading ratings and papers", 0, 1)
    asked = asked_of(evidence, given)
    site = site_of(asked, given.get("site"))
    rule = Rule(*(float(str(given[name])) for name in ("often", "seldom", "margin")))
    mine = (str(asked.form["instrument_id"]), asked.wave)
    (found,) = beside(evidence, asked.seen, [site], rule)
    listed = [row for row in found.rows if row.rating and (row.rating.instrument_id, row.rating.wave) == mine]
    rows = [_row(row, asked.seen.name(site), made_up=asked.rows.synthetic) for row in listed]
    points = [row for row in rows if row["share"] is not None and row["mean"] is not None]
    scale, name = asked.scale(), asked.seen.name(site)
    counted = {reading: sum(row["reading"] == reading for row in rows) for reading in READINGS}
    missing = [f"{row['name']}: {row['why']}." for row in rows if row not in points]
    defaults = {"often": Rule().often, "seldom": Rule().seldom, "margin": Rule().margin}
    changed = [(key, given[key]) for key, value in defaults.items() if given[key] != value]
    return Drawn(
        _view(points, scale, rule),
        rows,
        f"Reported in the literature, and rated at {name}",
        asked.n([int(number(row["respondents"])) for row in points]),
        f"Right: share of the papers read for it that report it; up: mean at the site. {_told(rule)}",
        "influence",
        asked.filter,
        command_of("survey beside", ("site", name), *changed),
        f"Scatter plot of {many(len(points), 'influence')} at {name}: "
        + ", ".join(f"{counted[reading]} {said}" for reading, (said, _, _) in READINGS.items())
        + f"; {len(missing)} not in the picture.{''.join(f' {said}' for said in asked.rows.said)}",
        WIDTH + 120,
        (*asked.notes, *(f"Not in the picture: {said}" for said in missing)),
    )


def _told(rule: Rule) -> str:
    """The thresholds in words; no line may end before a percent sign."""
    return f"{' '.join(rule.told)} {NOT_IMPORTANCE.rstrip('.')}".replace(" %", NO_BREAK)


def _row(row: Beside, site: str, *, made_up: bool) -> dict[str, object]:
    rating, told = row.rating, READINGS.get(row.reading)
    return {
        "influence_id": row.influence_id,
        "name": row.name,
        "setting_id": row.site,
        "site": site,
        "reporting_papers": row.literature.reporting,
        "looked_for_papers": row.literature.of,
        "share": row.literature.share,
        "respondents": None if rating is None else rating.respondents,
        "mean": None if rating is None else rating.mean,
        "reading": row.reading.value,
        "why": row.why,
        "synthetic": made_up,
        "shown_as": told[0] if told else "",
        "href": opens(row.influence_id),
    }


def _view(points: Rows, scale: tuple[float, float], rule: Rule) -> Spec:
    """Points with their names, and the thresholds that can be drawn as lines."""
    # long: the layers are one picture
    third = (scale[1] - scale[0]) / 3
    across = {"domain": [0, 1], "nice": False}
    up = {"domain": list(scale), "nice": False, "zero": False}
    lines: Rows = [
        {"x": rule.often, "said": f"often: {percent(rule.often)} or more"},
        {"x": rule.seldom, "said": f"seldom: {percent(rule.seldom)} or less"},
    ]
    levels: Rows = [
        {"y": scale[0] + third, "said": "lowest third of the scale"},
        {"y": scale[1] - third, "said": "highest third of the scale"},
    ]
    dashed = {"type": "rule", "strokeDash": [4, 4], "color": "#a6a6a6"}
    told = {"type": "text", "color": PALE, "fontStyle": "italic", "fontSize": 10}
    x_axis = {"title": "share of the papers read for it that report it", "format": "%", "tickCount": 5, "grid": False}
    x = {"type": "quantitative", "scale": across, "axis": x_axis}
    y_axis = {"title": "mean rating at the site", "tickCount": 5, "grid": False}
    y = {"type": "quantitative", "scale": up, "axis": y_axis}
    here = [READINGS[reading] for reading in READINGS if any(row["shown_as"] == READINGS[reading][0] for row in points)]
    domain, shapes, fills = ([one[at] for one in here] for at in range(3))
    legend = {"title": None, "orient": "bottom", "columns": 0, "symbolSize": SIZE, "symbolStrokeWidth": 1.2}
    placed = _labelled(points, scale)
    at = {"x": {"field": "share", **x}, "y": {"field": "mean", **y}}
    layers: list[Spec] = [
        {"data": {"values": lines}, "mark": dashed, "encoding": {"x": {"field": "x", **x}}},
        {"data": {"values": levels}, "mark": dashed, "encoding": {"y": {"field": "y", **y}}},
        {
            "data": {"values": lines},
            "mark": {**told, "align": "left", "dx": 4, "baseline": "top"},
            "encoding": {"x": {"field": "x", **x}, "y": {"value": 2}, "text": {"field": "said"}},
        },
        {
            "data": {"values": levels},
            "mark": {**told, "align": "right", "dy": -6},
            "encoding": {"y": {"field": "y", **y}, "x": {"value": WIDTH - 2}, "text": {"field": "said"}},
        },
        {
            "data": {"values": points},
            "mark": {"type": "point", "size": SIZE, "strokeWidth": 1.2, "opacity": 1},
            "encoding": {
                **at,
                "shape": {"field": "shown_as", "type": "nominal", "scale": _range(domain, shapes), "legend": legend},
                "fill": {"field": "shown_as", "type": "nominal", "scale": _range(domain, fills), "legend": legend},
                "stroke": {
                    "field": "shown_as",
                    "type": "nominal",
                    "scale": _range(domain, [INK] * len(here)),
                    "legend": legend,
                },
            },
        },
        {
            "data": {"values": placed},
            "mark": {"type": "text", "align": "left", "baseline": "middle"},
            "encoding": {
                "x": {"field": "at_x", "type": "quantitative", "scale": None},
                "y": {"field": "at_y", "type": "quantitative", "scale": None},
                "text": {"field": "label", "type": "nominal"},
            },
        },
    ]
    return {"width": WIDTH, "height": HEIGHT, "layer": layers}


def _range(domain: Sequence[object], values: Sequence[object]) -> Spec:
    return {"domain": list(domain), "range": list(values)}


def _labelled(points: Rows, scale: tuple[float, float]) -> Rows:
    """The names with a place in pixels beside their points: the first of eight places that touches nothing else."""
    called = labels([(str(row["influence_id"]), str(row["name"])) for row in points], 44, 1)
    spots = {
        str(row["influence_id"]): (
            number(row["share"]) * WIDTH,
            HEIGHT * (1 - (number(row["mean"]) - scale[0]) / ((scale[1] - scale[0]) or 1)),
        )
        for row in points
    }
    taken: list[Box] = [(x - 7, y - 7, x + 7, y + 7) for x, y in spots.values()]
    found: Rows = []
    for row in sorted(points, key=lambda row: spots[str(row["influence_id"])][::-1]):
        x, y = spots[str(row["influence_id"])]
        wide = len(called[str(row["influence_id"])]) * LETTER
        places = [
            (x + 10, y),
            (x - wide - 8, y),
            *((x + 6 + across * (wide + 12), y + down) for down in (-14, 14, -28, 28) for across in (0, -1)),
        ]
        boxes = [(left, middle - LINE_HEIGHT / 2, left + wide, middle + LINE_HEIGHT / 2) for left, middle in places]
        inside = [box for box in boxes if box[0] >= 0 and box[1] >= 0 and box[3] <= HEIGHT]
        free = [box for box in inside if not any(_touch(box, other) for other in taken)]
        box = (free or inside or boxes)[0]
        taken.append(box)
        found.append(
            {**row, "label": called[str(row["influence_id"])], "at_x": box[0], "at_y": box[1] + LINE_HEIGHT / 2}
        )
    return found


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
