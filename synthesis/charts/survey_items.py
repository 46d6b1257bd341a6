"""How every item is rated at every site: a matrix in which nothing that is hidden looks like a low rating."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.progress import Progress
from graph.survey import GroupKind
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import INK, STEP, columns_axis, first, labels, many, number, rows_axis
from synthesis.charts.survey_asked import HATCH, HIDDEN, NOTHING, Asked, asked_of, command_of, opens
from synthesis.evidence import Evidence
from synthesis.survey.rows import Row, is_kept

CELL, LABEL = 44, 52
EVERYBODY = "everybody"
SHOWN = "mean"
LIGHT, DARK = "#f4f8fc", "#0b3c6e"
MARKS = {HIDDEN: HATCH, NOTHING: "M-0.28,0A0.28,0.28,0,1,1,0.28,0A0.28,0.28,0,1,1,-0.28,0Z"}


def item_by_site(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `item_by_site`: the mean of every kept item at every site, and of everybody."""
    # long: half of it is the caption
    progress("reading ratings", 0, 1)
    asked = asked_of(evidence, given)
    every = [
        item for item in asked.rows.items if item["instrument_id"] == asked.form["instrument_id"] and is_kept(item)
    ]
    order = {id_: at for at, id_ in enumerate(asked.seen.forms[str(asked.form["instrument_id"])].influences)}
    every.sort(key=lambda item: (order.get(item["influence_id"], len(order)), item["position"] or 0, item["id"]))
    listed, cut = first([dict(item) for item in every], int(str(given["top"])), "items")
    sites = {one.setting_id for one in asked.seen.ratings if one.instrument_id == asked.form["instrument_id"]}
    columns: list[tuple[str | None, str]] = [
        (id_, asked.seen.name(id_)) for id_ in sorted(sites, key=lambda id_: (asked.seen.name(id_), id_))
    ]
    cells = _cells(asked, listed, [*columns, (None, EVERYBODY)])
    states = {state: sum(cell["state"] == state for cell in cells) for state in (SHOWN, *MARKS)}
    means = [cell for cell in cells if cell["state"] == SHOWN]
    return Drawn(
        _view(cells, listed, asked.scale()),
        cells,
        "How each item is rated at each site",
        asked.n([int(number(cell["respondents"])) for cell in means]),
        "Figure and shade: mean of the people there, the darker the higher; (R): a reversed item, answers turned. A "
        "hatched cell is rated and not shown, because a few people could be seen through it; it is not a low rating",
        "respondent",
        asked.filter,
        command_of("survey describe"),
        f"Matrix of {many(len(listed), 'item')} and {many(len(columns), 'site')}, with everybody: "
        + ", ".join(f"{count:,} cells {state}" for state, count in states.items() if count)
        + f".{''.join(f' {said}' for said in asked.rows.said)}",
        440 + CELL * (len(columns) + 1),
        (*cut, *asked.notes),
        bool(cut),
    )


def _cells(asked: Asked, items: Rows, columns: list[tuple[str | None, str]]) -> Rows:
    """One row for every item and site; `everybody` has no setting."""
    rated: dict[tuple[Any, Any], Row] = {
        (row["item_id"], row["setting_id"]): row
        for row in asked.rows.ratings
        if row["instrument_id"] == asked.form["instrument_id"]
        and row["wave"] == asked.wave
        and row["rated"] == "item"
        and row["group_kind"] in {GroupKind.ALL, GroupKind.SITE}
    }
    called = labels([(str(item["item_id"]), _said(item)) for item in items], LABEL)
    heads = labels([(id_ or EVERYBODY, name) for id_, name in columns], 30, 1)
    found, before = Rows(), None
    for item in items:
        item["label"] = called[str(item["item_id"])]
        for id_, name in columns:
            row = rated.get((item["item_id"], id_))
            shown = row is not None and row["shown"] and row["mean"] is not None
            found.append(
                {
                    **{column: item[column] for column in ("item_id", "text", "influence_id", "influence", "label")},
                    "setting_id": id_,
                    "site": name,
                    "respondents": row["respondents"] if row is not None and shown else None,
                    "mean": row["mean"] if row is not None and shown else None,
                    "state": SHOWN if shown else NOTHING if row is None else HIDDEN,
                    "why_not": row["why_not"] if row is not None and not shown else None,
                    "synthetic": asked.rows.synthetic,
                    "head": heads[id_ or EVERYBODY],
                    "of": item["influence"] if item["influence_id"] != before else "",
                    "href": opens(item["influence_id"]),
                }
            )
        before = item["influence_id"]
    return found


def _said(item: Mapping[str, object]) -> str:
    turned = " (R)" if item["reverse"] else ""
    return f"{item['item_id']}{turned}  {item['text'] or 'no wording'}"


def _view(cells: Rows, items: Rows, scale: tuple[float, float]) -> Spec:
    """Shades with figures; marks with a legend where no figure may stand."""
    # long: the layers are one picture
    here = [state for state in MARKS if any(cell["state"] == state for cell in cells)]
    heads = list(dict.fromkeys(str(cell["head"]) for cell in cells))
    legend = {"title": "no figure because", "orient": "bottom", "columns": 0, "symbolSize": 200}
    middle = scale[0] + 0.66 * (scale[1] - scale[0])
    shown, known = [{"filter": f"datum.state === '{SHOWN}'"}], {"domain": list(scale), "range": [LIGHT, DARK]}
    last = [{"filter": f"datum.head === {_word(heads[-1])}"}] if heads else []
    return {
        "data": {"values": cells},
        "width": {"step": CELL},
        "height": {"step": STEP},
        "encoding": {"x": columns_axis("head", heads), "y": rows_axis([str(item["label"]) for item in items])},
        "layer": [
            {
                "transform": shown,
                "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1.5},
                "encoding": {"fill": {"field": "mean", "type": "quantitative", "scale": known, "legend": None}},
            },
            {
                "transform": shown,
                "mark": {"type": "text", "baseline": "middle"},
                "encoding": {
                    "text": {"field": "mean", "type": "quantitative", "format": ".1f"},
                    "color": {"condition": {"test": f"datum.mean > {middle}", "value": "white"}, "value": INK},
                },
            },
            {
                "transform": [{"filter": f"datum.state !== '{SHOWN}'"}],
                "mark": {"type": "point", "size": 560, "stroke": "#777777", "strokeWidth": 1, "opacity": 1},
                "encoding": {
                    "shape": {
                        "field": "state",
                        "type": "nominal",
                        "scale": {"domain": here, "range": [MARKS[state] for state in here]},
                        "legend": legend if here else None,
                    }
                },
            },
            {
                "transform": last,
                "mark": {"type": "text", "align": "left", "baseline": "middle", "fontWeight": "bold", "fontSize": 10},
                "encoding": {
                    "x": {"value": CELL * len(heads) + 10},
                    "text": {"field": "of", "type": "nominal"},
                },
            },
        ],
    }


def _word(text: str) -> str:
    """A text inside an expression of Vega."""
    import json

    return json.dumps(text)
