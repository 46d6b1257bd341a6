"""The survey: the measure, how each site rates each influence, items, and statistics with what they say or refuse.

Like the explore pages it is for whoever may read the numbers, and needs no script. It shows summaries of groups and
nothing else, because nothing else is in the graph (docs/decisions/0018-survey.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.page.explore_shell import Asked, Said, explored
from api.page.explore_view import View, addressed
from api.problems import QUERIES
from graph.queries import queries
from graph.survey import GroupKind
from synthesis.charts.survey_asked import asked_of
from synthesis.selection import Filter, NothingToCount
from synthesis.survey.contracts import Analysis, Rated
from synthesis.survey.rows import LEADING, Row, SurveyRows, is_kept, leads, method_name, survey_rows
from synthesis.survey.words import number

router = APIRouter(include_in_schema=False)
ADDRESS = "/survey"
FIELDS = ("form", "wave")
DATA = ("instruments", "items", "ratings", "survey_figures")
"""Queries that give the same rows."""
EVERYBODY = "everybody"
WHOLE = "the whole measure"


@dataclass(frozen=True, slots=True)
class Column:
    """One group of people: what it is called and, of a site, where its brief and its picture are."""

    name: str
    kind: str
    brief: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One influence, or the whole measure: where its passages are, and the summary of each column, null for none."""

    name: str
    opens: str
    cells: tuple[Row | None, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """One statistic: its name, what it assumes, and its figures."""

    name: str
    assumes: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One item: its row, its words by language, and what everybody answered; null where nobody was asked."""

    row: Row
    words: Mapping[str, str]
    opens: str
    everybody: Row | None


@router.get(ADDRESS)
def survey(request: Request) -> Response:
    """The survey of the review; the page says so where there is none."""

    def make(asked: Asked) -> Said:
        view = asked.view
        found: SurveyRows = asked.explored.kept(asked.database, ["survey"], lambda held: survey_rows(held.survey))
        if not found.instruments:
            raise NothingToCount("survey", Filter().told(), "docs/survey.md says how one comes into a review folder.")
        return {
            "two": number,
            "synthetic": found.said,
            "forms": found.instruments,
            "data": _data(),
            **_rated(asked, found, view),
        }

    return explored(request, "survey.html", FIELDS, make, tab=ADDRESS)


def _rated(asked: Asked, found: SurveyRows, view: View) -> Said:
    """What one form and one wave say; of a form that nobody rated its items."""
    given = {name: view.of(name) or None for name in FIELDS}
    rated = {row["instrument_id"] for row in found.ratings}
    unrated = [form for form in found.instruments if form["instrument_id"] not in rated]
    chosen = next((form for form in unrated if form["instrument_id"] == given["form"] or not rated), None)
    if chosen is not None:
        return {"chosen": chosen, "wave": None, "waves": (), **_items(found, chosen, None), "tables": (), "figures": ()}
    shown = asked.explored.kept(asked.database, ["survey", given], lambda held: asked_of(held, given))
    mine = [row for row in found.ratings if _of(row, shown.form, shown.wave)]
    influences = shown.seen.forms[str(shown.form["instrument_id"])].influences
    groups = (("site", GroupKind.SITE), ("role", GroupKind.ROLE), ("language", GroupKind.LANGUAGE))
    tables = [(word, *_table(mine, kind, influences, shown.form)) for word, kind in groups]
    return {
        "chosen": shown.form,
        "wave": shown.wave,
        "waves": sorted({row["wave"] for row in found.ratings if _of(row, shown.form, row["wave"]) and row["wave"]}),
        **_items(found, shown.form, shown.wave),
        "tables": [table for table in tables if table[1]],
        "figures": _figures(found, shown.form, shown.wave),
        "leading": LEADING,
        "pictures": [
            ("Items at every site", _picture("item_by_site", shown.form)),
            ("Reported against rated", _picture("frequency_against_rating", shown.form)),
        ],
    }


def _of(row: Row, form: Row, wave: str | None) -> bool:
    return bool(row["instrument_id"] == form["instrument_id"] and row["wave"] == wave)


def _picture(chart: str, form: Row, **more: object) -> str:
    return addressed(f"/explore/charts/{chart}", (), **more, form=form["instrument_id"])


def _passages(influence_id: object) -> str:
    return "" if influence_id is None else addressed("/explore/passages", (), influence_ids=influence_id)


def _table(
    rows: Sequence[Row], kind: GroupKind, influences: Sequence[str], form: Row
) -> tuple[list[Column], list[Line]]:
    """Groups of one kind, with everybody beside them, and a line for each influence and the whole measure."""
    groups: dict[str, Column] = {}
    for row in rows:
        if row["group_kind"] == kind and row["rated"] != Rated.ITEM:
            groups.setdefault(str(row["group_name"]), _column(row, kind, form))
    if not groups:
        return [], []
    order = sorted(groups, key=lambda name: groups[name].name)
    held = {
        (row["influence_id"], row["group_name"] if row["group_kind"] == kind else None): row
        for row in rows
        if row["rated"] != Rated.ITEM and row["group_kind"] in {kind, GroupKind.ALL}
    }
    names = {row["influence_id"]: row["influence"] for row in rows}
    lines = [
        Line(str(names.get(id_) or WHOLE), _passages(id_), tuple(held.get((id_, name)) for name in (*order, None)))
        for id_ in (*influences, None)
    ]
    columns = [*(groups[name] for name in order), Column(EVERYBODY, GroupKind.ALL)]
    return columns, [line for line in lines if any(line.cells)]


def _column(row: Row, kind: GroupKind, form: Row) -> Column:
    name = str(row["site"] or row["group_name"])
    if kind is not GroupKind.SITE or not row["setting_id"]:
        return Column(name, kind.value)
    picture = _picture("site_profile", form, site=row["setting_id"])
    return Column(name, kind.value, f"/brief/{quote(str(row['setting_id']), safe='')}", picture)


def _items(found: SurveyRows, form: Row, wave: str | None) -> Said:
    """Kept items with their words, and dropped ones with the reasons."""
    everybody = {
        row["item_id"]: row
        for row in found.ratings
        if _of(row, form, wave) and row["rated"] == Rated.ITEM and row["group_kind"] == GroupKind.ALL
    }
    mine = [
        Wording(row, json.loads(row["wording"] or "{}"), _passages(row["influence_id"]), everybody.get(row["item_id"]))
        for row in found.items
        if row["instrument_id"] == form["instrument_id"]
    ]
    return {
        "kept": [one for one in mine if is_kept(one.row)],
        "dropped": [one for one in mine if not is_kept(one.row)],
    }


def _figures(found: SurveyRows, form: Row, wave: str | None) -> list[tuple[str, list[Method], int]]:
    """By analysis: what is read first, by method; and how many figures more there are."""
    mine = [row for row in found.figures if row["instrument_id"] == form["instrument_id"]]
    mine = [row for row in mine if row["wave"] in {wave, None}]
    made = []
    for analysis in Analysis:
        rows = [row for row in mine if row["analysis"] == analysis]
        first = [row for row in rows if leads(row)]
        kinds = dict.fromkeys((str(row["method"]), str(row["assumes"] or "")) for row in first)
        methods = [
            Method(method_name(name), assumes, tuple(row for row in first if _is(row, name, assumes)))
            for name, assumes in kinds
        ]
        made.append((analysis.value, methods, len(rows) - len(first)))
    return [one for one in made if one[1] or one[2]]


def _is(row: Row, method: str, assumes: str) -> bool:
    return bool(row["method"] == method and (row["assumes"] or "") == assumes)


def _data() -> list[tuple[str, str]]:
    """Where programs get the same rows."""
    return [
        (name, f"{QUERIES}{name}?{urlencode({'limit': 10_000, 'format': 'json'})}")
        for name in DATA
        if name in queries()
    ]
