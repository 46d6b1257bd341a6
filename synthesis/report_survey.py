"""The survey of a report: forms of the measure, items, summaries of groups, statistics, and what is not shown.

There are no tables where a review has no survey. Single answers are in none of them (docs/decisions/0018-survey.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.schema import NODE
from graph.survey import GroupKind
from graph.tables import GraphTables
from synthesis.report_model import Figure, Row, Table, columns_of, many
from synthesis.survey.contracts import Rated
from synthesis.survey.rows import SurveyRows, survey_rows

FORM = columns_of(
    ("name", "string", "name of the measure"),
    ("form", "string", "who answers this form; null when there is one for all"),
)
FORMS = (
    *FORM,
    *columns_of(("version", "string", "its version")),
    *(column for column in NODE["Instrument"].columns if column.name not in {"id", "name", "form", "version"}),
    *columns_of(("respondents", "integer", "people who answered enough of it for a score; null when not shown")),
)
ABOUT = columns_of(
    ("influence_id", "string", "Influence.id"),
    ("influence", "string", "its name; null for the whole measure"),
    ("item_id", "string", "the item, where it is of one"),
)
ITEMS = (
    *columns_of(("form", "string", "form of the measure"), ("version", "string", "its version")),
    *ABOUT,
    *(column for column in NODE["Item"].columns if column.name not in {"id", "item_id"}),
)
RATINGS = (
    *columns_of(("form", "string", "form of the measure"), ("site", "string", "name of the site; null for others")),
    *ABOUT,
    *(column for column in NODE["Rating"].columns if column.name != "id"),
)
FIGURES = (
    *columns_of(("form", "string", "form of the measure")),
    *(column for column in NODE["SurveyFigure"].columns if column.name != "id"),
)


def survey_tables(graph: GraphTables) -> dict[str, Table]:
    """Tables `survey_forms`, `survey_items`, `survey_ratings`, `survey_figures`; nothing without a measure."""
    found = survey_rows(graph)
    if not found.instruments:
        return {}
    versions = {row["instrument_id"]: row["version"] for row in found.instruments}
    items = [{**row, "version": versions.get(row["instrument_id"])} for row in found.items]
    sites = {row["setting_id"] for row in found.ratings if row["setting_id"]}
    of = f"{many(len(sites), 'site')}, and everybody"
    statistics = many(len(found.figures), "statistic")
    forms, measure = many(len(found.instruments), "form"), many(len(found.items), "item")
    made = (
        Table("survey_forms", FORMS, _forms(found), "form", forms, found.said),
        Table("survey_items", ITEMS, items, "item", f"{measure} in {forms}", found.said),
        Table("survey_ratings", RATINGS, found.ratings, "respondent", of, found.said),
        Table("survey_figures", FIGURES, found.figures, "as each row says", statistics, found.said),
    )
    return {table.name: table for table in made}


def survey_figures(tables: dict[str, Table]) -> Iterator[Figure]:
    """The figures of the text; nothing without a survey."""
    if "survey_forms" not in tables:
        return
    ratings, figures = tables["survey_ratings"].rows, tables["survey_figures"].rows
    yield Figure("survey_forms", len(tables["survey_forms"].rows), "form", "versions and forms of the measure")
    sites = {row["site"] for row in ratings if row["group_kind"] == GroupKind.SITE}
    yield Figure("survey_sites", len(sites), "site", "sites at which people were asked")
    yield Figure("survey_summaries", len(ratings), "summary", "summaries of what groups of people answered")
    hidden = sum(not row["shown"] for row in ratings)
    yield Figure("survey_hidden", hidden, "summary", "not shown: a few people could be seen through them")
    refused = sum(row["refused"] is not None for row in figures)
    yield Figure("survey_statistics", len(figures), "statistic", "asked of the survey")
    yield Figure("survey_refused", refused, "statistic", "refused: the data cannot support them")


def _forms(found: SurveyRows) -> list[Row]:
    """Every form with how many people answered it."""
    answered = {
        row["instrument_id"]: row["respondents"]
        for row in found.ratings
        if row["rated"] == Rated.MEASURE and row["group_kind"] == GroupKind.ALL
    }
    ends = ("scale_low", "scale_high")
    return [
        {**row, "respondents": answered.get(row["instrument_id"]), **{name: _whole(row[name]) for name in ends}}
        for row in found.instruments
    ]


def _whole(number: float | None) -> float | None:
    """The end of a scale as people write it: 5 rather than 5.0."""
    return int(number) if number is not None and number == int(number) else number
