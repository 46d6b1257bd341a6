"""A small graph with a survey: one measure in two forms, three sites, one of them too small to be shown on training.

Means are made by hand. `HIDDEN` stands nowhere in the rows: what is not shown has no number (decision 0018).

    staff, 1.0     culture-1, culture-2 (reversed), training-1, pay-1; role-1 was dropped
    volunteers     culture-1; everybody only
    sites          Hill 12 people, Lake 9, Mill 8; training-1 is not shown at Mill, where nobody was asked pay-1
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from small_graph import small_tables

from graph.additions import Additions, with_additions
from graph.database import Row
from graph.ids import setting_id
from graph.survey import Group, GroupKind, Instrument, Item, ItemStatus
from graph.tables import GraphTables
from synthesis.survey.contracts import Analysis, Figure, Rated, Summary

SITES = {"Hill": ("X", "en"), "Lake": ("Y", "de"), "Mill": ("Y", "he")}
WORDS = {
    "culture-1": {"en": "Everybody here may speak up.", "de": "Hier dürfen alle reden."},
    "culture-2": {"en": "Only the top decides here."},
    "training-1": {"en": "There is training before the start."},
    "pay-1": {"en": "Pay is fair <b>here</b>."},
    "role-1": {"en": "Roles are written down."},
}
MEANS = {
    "Hill": {"culture": 3.0, "training": 1.5, "pay": 4.25},
    "Lake": {"culture": 3.5, "training": 3.0, "pay": 4.5},
    "Mill": {"culture": 2.5, "training": None, "pay": None},
}
"""Means of influences and of their items; null: not shown, or for pay at Mill nobody was asked."""
PEOPLE = {"Hill": 12, "Lake": 9, "Mill": 8}
WHY = "fewer than 5 people answered"
STAFF = Instrument(
    "House questions",
    "1.0",
    "staff",
    tuple(
        Item(
            item_id,
            item_id.partition("-")[0],
            at,
            1,
            5,
            reverse=item_id == "culture-2",
            status=ItemStatus.DROPPED if item_id == "role-1" else ItemStatus.KEPT,
            reason="nobody could answer it" if item_id == "role-1" else None,
            wording=words,
            anchors={"en": {"1": "never", "5": "always"}},
        )
        for at, (item_id, words) in enumerate(WORDS.items(), start=1)
    ),
)
VOLUNTEERS = Instrument("House questions", "1.0", "volunteers", STAFF.items[:1])


def survey_tables(revision: str = "r1", *, synthetic: bool = True) -> GraphTables:
    """The small graph with the survey in it."""
    nodes: dict[str, list[Row]] = {"Instrument": [], "Item": [], "Rating": [], "SurveyFigure": [], "Setting": []}
    edges: dict[str, list[Row]] = {name: [] for name in ("HAS_ITEM", "MEASURES", "FIGURE_OF")}
    edges |= {name: [] for name in ("RATING_BY", "RATING_OF", "RATING_ON", "RATED_AT")}
    for name, (country, _) in SITES.items():
        nodes["Setting"].append(_row(id=setting_id("site", name), name=name, kind="site", country=country))
    for form in (STAFF, VOLUNTEERS):
        _add_form(form, nodes, edges, synthetic=synthetic)
    for summary in _summaries(synthetic=synthetic):
        nodes["Rating"].append(
            {"id": summary.id, "rated": summary.rated.value, "wave": summary.wave}
            | {"group_kind": summary.group.kind.value, "group_name": summary.group.name, "sd": None, "median": None}
            | {name: getattr(summary, name) for name in ("respondents", "mean", "low", "high", "missing")}
            | {name: getattr(summary, name) for name in ("not_applicable", "shown", "why_not", "synthetic")}
        )
        ends = {"RATING_BY": summary.instrument_id, "RATING_OF": summary.item_node_id}
        for type_, end in (ends | {"RATING_ON": summary.influence_id, "RATED_AT": summary.setting_id}).items():
            if end is not None:
                edges[type_].append({"start_id": summary.id, "end_id": end})
    for figure in _figures(synthetic=synthetic):
        row = {"id": figure.id, "group_kind": figure.group.kind.value, "group_name": figure.group.name}
        plain = ("method", "about", "influence_id", "with_id", "item_id", "wave", "respondents", "value", "low", "high")
        more = ("p", "p_adj", "interval_kind", "assumes", "sentence", "refused", "seed", "synthetic")
        row |= {"analysis": figure.analysis.value} | {name: getattr(figure, name) for name in (*plain, *more)}
        nodes["SurveyFigure"].append(row)
        edges["FIGURE_OF"].append({"start_id": figure.id, "end_id": figure.instrument_id})
    return with_additions(small_tables(revision), Additions(nodes, edges))


def _row(**said: object) -> Row:
    names = ("id", "name", "kind", "country", "income_group", "level_of_care", "sector")
    return {**dict.fromkeys(names), **said}


def _add_form(form: Instrument, nodes: dict[str, list[Row]], edges: dict[str, list[Row]], *, synthetic: bool) -> None:
    dropped = len(form.items) - len(form.kept)
    about = {"name": form.name, "version": form.version, "form": form.form, "languages": ["de", "en"]}
    counts = {"items_kept": len(form.kept), "items_dropped": dropped, "scale_low": 1.0, "scale_high": 5.0}
    nodes["Instrument"].append({"id": form.id, **about, **counts, "synthetic": synthetic})
    for item in form.items:
        id_ = form.item_node_id(item)
        said = {"wording": json.dumps(item.wording), "text": item.wording["en"], "anchors": json.dumps(item.anchors)}
        scale = {"scale_low": item.scale_low, "scale_high": item.scale_high}
        status = {"reverse": item.reverse, "status": item.status.value, "reason": item.reason}
        nodes["Item"].append({"id": id_, "item_id": item.item_id, "position": item.position, **said, **scale, **status})
        edges["HAS_ITEM"].append({"start_id": form.id, "end_id": id_})
        edges["MEASURES"].append({"start_id": id_, "end_id": item.influence_id})


def _summaries(*, synthetic: bool) -> Iterator[Summary]:
    """Of every site and everybody, each influence and each kept item of the staff form; one of the volunteers."""
    everybody = {"culture": 3.0, "training": 2.1, "pay": 4.4}
    for site, means in (*MEANS.items(), (None, everybody)):
        group = Group(GroupKind.SITE, site) if site else Group()
        place = setting_id("site", site) if site else None
        people = PEOPLE[site] if site else sum(PEOPLE.values())
        for influence, mean in means.items():
            if (site, influence) == ("Mill", "pay"):
                continue
            shown = mean is not None
            numbers = {"respondents": people, "mean": mean, "low": mean - 0.4, "high": mean + 0.4} if mean else {}
            hidden = {"shown": shown, "why_not": None if shown else WHY, "synthetic": synthetic}
            common = {"setting_id": place, **numbers, **hidden}
            yield Summary(STAFF.id, Rated.INFLUENCE, None, group, influence_id=influence, **common)  # type: ignore[arg-type]
            for item in STAFF.kept:
                if item.influence_id == influence:
                    node = STAFF.item_node_id(item)
                    yield Summary(STAFF.id, Rated.ITEM, None, group, item_node_id=node, **common)  # type: ignore[arg-type]
    yield Summary(VOLUNTEERS.id, Rated.MEASURE, None, Group(), respondents=6, mean=2.0, shown=True, synthetic=synthetic)


def _figures(*, synthetic: bool) -> Iterator[Figure]:
    common = {"assumes": "one factor", "synthetic": synthetic}
    yield Figure(
        STAFF.id,
        Analysis.RELIABILITY,
        "cronbach_alpha",
        "Culture",
        sentence="The two items on culture hang together well (alpha 0.81).",
        influence_id="culture",
        respondents=29,
        value=0.81,
        low=0.6,
        high=0.92,
        interval_kind="Feldt",
        **common,  # type: ignore[arg-type]
    )
    yield Figure(
        STAFF.id,
        Analysis.SITES,
        "site_regression",
        "Differences between sites",
        sentence="It was not computed.",
        refused="three sites cannot support a correlation",
        **common,  # type: ignore[arg-type]
    )
    for other, value, high in (("training", 0.3, 0.5), ("pay", 0.8, 0.9)):
        yield Figure(
            STAFF.id,
            Analysis.VALIDITY,
            "htmt",
            f"Culture and {other}",
            sentence=f"Culture and {other}: HTMT {value}.",
            influence_id="culture",
            with_id=other,
            respondents=29,
            value=value,
            low=0.1,
            high=high,
            **common,  # type: ignore[arg-type]
        )
