"""How one site rates each influence, beside the range of the other sites."""

from __future__ import annotations

from collections.abc import Mapping

from graph.progress import Progress
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import INK, STEP, labels, many, number, rows_axis, text_at
from synthesis.charts.survey_asked import HIDDEN, Asked, asked_of, command_of, known_text, opens, site_of
from synthesis.evidence import Evidence
from synthesis.survey.beside import names_of, others_of

WIDTH = 380


def site_profile(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `site_profile`: the mean of each influence at a site with its interval, and the other sites behind it."""
    # long: half of it is the caption
    progress("reading ratings", 0, 1)
    asked = asked_of(evidence, given)
    site = site_of(asked, given.get("site"))
    rows = _rows(asked, site, names_of(evidence))
    shown = [row for row in rows if row["mean"] is not None]
    shown.sort(key=lambda row: number(row["mean"]))
    told = (
        f" Lowest: {shown[0]['name']}, {number(shown[0]['mean']):.2f}; highest: {shown[-1]['name']}, "
        f"{number(shown[-1]['mean']):.2f}."
        if shown
        else " No mean is shown."
    )
    hidden = len(rows) - len(shown)
    return Drawn(
        _view(rows, asked.scale()),
        rows,
        f"How influences are rated at {asked.seen.name(site)}",
        asked.n([int(number(row["respondents"])) for row in shown]),
        "Dot: mean of the people there, reversed items turned; line: 95 % t interval; grey: from the lowest to the "
        "highest mean of the other sites. Says how far people see it in place, not how much it matters",
        "respondent",
        asked.filter,
        command_of("survey describe", ("site", asked.seen.name(site))),
        f"Dot plot of {many(len(rows), 'influence')} rated at {asked.seen.name(site)}, {hidden} of them not shown, "
        f"each beside the range of the other sites.{told}{''.join(f' {said}' for said in asked.rows.said)}",
        WIDTH + 360,
        asked.notes,
    )


def _rows(asked: Asked, site: str, names: Mapping[str, str]) -> Rows:
    """One row for each influence of the form, in the order of its items."""
    mine = {
        one.influence_id: one
        for one in asked.seen.ratings
        if (one.instrument_id, one.wave, one.setting_id) == (asked.form["instrument_id"], asked.wave, site)
    }
    influences = asked.seen.forms[str(asked.form["instrument_id"])].influences
    called = labels([(id_, names.get(id_, id_)) for id_ in influences])
    found: Rows = []
    for id_ in influences:
        rating = mine.get(id_)
        means, hidden = ((), 0) if rating is None else others_of(asked.seen, rating)
        low, high = (rating.low, rating.high) if rating is not None else (None, None)
        mean = None if rating is None else rating.mean
        why = "nobody there was asked" if rating is None else f"{HIDDEN}: {rating.why_not or 'too few people'}"
        found.append(
            {
                "influence_id": id_,
                "name": names.get(id_, id_),
                "setting_id": site,
                "site": asked.seen.name(site),
                "respondents": None if rating is None else rating.respondents,
                "mean": mean,
                "low": low,
                "high": high,
                "others_low": means[0] if means else None,
                "others_high": means[-1] if means else None,
                "other_sites": len(means),
                "other_sites_hidden": hidden,
                "why_not": None if mean is not None else why,
                "synthetic": asked.rows.synthetic,
                "label": called[id_],
                "href": opens(id_),
                "said": f"{mean:.2f} (n = {rating.respondents:,})" if mean is not None and rating is not None else "",
                "hidden": "" if mean is not None else why,
            }
        )
    return found


def _view(rows: Rows, scale: tuple[float, float]) -> Spec:
    axis = {"title": "mean rating", "grid": True, "tickCount": 5}
    known = [{"filter": "datum.mean !== null"}]
    x = {"type": "quantitative", "scale": {"domain": list(scale), "nice": False, "zero": False}, "axis": axis}
    layers: list[Spec] = [
        {
            "transform": [{"filter": "datum.others_low !== null && datum.mean !== null"}],
            "mark": {"type": "rule", "strokeWidth": 9, "color": "#cfcfcf", "strokeCap": "round"},
            "encoding": {"x": {"field": "others_low", **x}, "x2": {"field": "others_high"}},
        },
        {
            "transform": [{"filter": "datum.low !== null"}],
            "mark": {"type": "rule", "strokeWidth": 2, "color": INK, "strokeCap": "butt", "clip": True},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "transform": known,
            "mark": {"type": "point", "filled": True, "size": 75, "color": INK, "opacity": 1},
            "encoding": {"x": {"field": "mean", **x}},
        },
        known_text("datum.mean === null", "hidden"),
        text_at(WIDTH + 10, "said"),
    ]
    order = rows_axis([str(row["label"]) for row in rows])
    return {
        "width": WIDTH,
        "height": {"step": STEP},
        "encoding": {"y": order},
        "layer": layers,
        "data": {"values": rows},
    }
