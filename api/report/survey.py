"""The columns of the printed tables of a survey."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from api.report.marks import between, cell, words
from api.report.printing import Anchors, Column, Grid, Head, grid, number, text
from graph.survey import GroupKind, ItemStatus
from synthesis.report_model import Report, Row, Table
from synthesis.survey.contracts import Rated
from synthesis.survey.rows import leads, method_name

WHOLE = "the whole measure"


def survey_grids(report: Report, to: Anchors) -> dict[str, Grid]:
    """The printed tables of a survey by name; none without a survey."""
    tables = report.tables
    if "survey_forms" not in tables:
        return {}
    order = {id_: at for at, id_ in enumerate(report.shown)}
    made = (
        ("survey_forms", "The measure: versions and forms", FORMS, None),
        ("survey_items", "Items that were dropped, and why", DROPPED, _dropped),
        ("survey_ratings", "How each site rates each influence", _ratings(to), _of_sites),
        ("survey_figures", "Reliability, validity and sites", FIGURES, lambda _at, row: leads(row)),
    )
    return {name: grid(tables[name], title, shown, keep, order) for name, title, shown, keep in made}


def _called(_table: Table, _at: int, row: Row) -> Markup:
    return words(f"{row['name']}, {row['form']}" if row["form"] else row["name"])


def _scale(table: Table, at: int, _row: Row) -> Markup:
    return between(table, at, "scale_low", "scale_high", "plain")


FORMS: Sequence[Column] = (
    (Head("Measure and form"), _called),
    text("version", "Version"),
    text("languages", "Languages"),
    number("items_kept", "Items"),
    number("items_dropped", "Dropped", meaning="items of it that people were not asked"),
    (Head("Scale", "lowest and highest answer", number=True), _scale),
    number("respondents", "Respondents", meaning="people who answered enough of it for a score"),
)
DROPPED: Sequence[Column] = (
    text("item_id", "Item"),
    text("text", "Wording"),
    text("influence", "Influence"),
    text("form", "Form"),
    text("version", "Version"),
    text("reason", "Why it was dropped"),
)


def _dropped(_at: int, row: Row) -> bool:
    return bool(row["status"] == ItemStatus.DROPPED)


def _of_sites(_at: int, row: Row) -> bool:
    return row["rated"] != Rated.ITEM and row["group_kind"] in {GroupKind.ALL, GroupKind.SITE}


def _ratings(to: Anchors) -> Sequence[Column]:
    def rated(_table: Table, _at: int, row: Row) -> Markup:
        href, said = to.part(row["influence_id"]), words(row["influence"] or WHOLE)
        return said if href is None else Markup('<a href="{}">{}</a>').format(href, said)

    def group(_table: Table, _at: int, row: Row) -> Markup:
        return words(row["site"] or row["group_name"] or "everybody")

    def mean(table: Table, at: int, row: Row) -> Markup:
        return cell(table, at, "mean", "two") if row["shown"] else words(f"not shown: {row['why_not']}")

    def interval(table: Table, at: int, _row: Row) -> Markup:
        return between(table, at, "low", "high", "two")

    return (
        (Head("Rated"), rated),
        text("form", "Form"),
        text("wave", "Wave"),
        (Head("Site"), group),
        (Head("Mean", "of the people there, reversed items turned", number=True), mean),
        (Head("95 % interval", "t interval of the mean", number=True), interval),
        number("respondents", "Respondents", meaning="people who answered; not known where it is not shown"),
    )


def _value(table: Table, at: int, row: Row) -> Markup:
    return Markup() if row["value"] is None else cell(table, at, "value", "two")


def _interval(table: Table, at: int, row: Row) -> Markup:
    return Markup() if row["low"] is None else between(table, at, "low", "high", "two")


def _p(table: Table, at: int, row: Row) -> Markup:
    """The adjusted p where there is one; nothing where nothing was tested."""
    column = "p" if row["p_adj"] is None else "p_adj"
    return Markup() if row[column] is None else cell(table, at, column, "p")


def _about(_table: Table, _at: int, row: Row) -> Markup:
    return words(f"{row['about']} ({row['form']})" if row["form"] else row["about"])


def _said(_table: Table, _at: int, row: Row) -> Markup:
    return words(row["sentence"] if row["refused"] is None else f"Refused: {row['refused']}")


def _method(_table: Table, _at: int, row: Row) -> Markup:
    return words(method_name(str(row["method"])))


FIGURES: Sequence[Column] = (
    (Head("About"), _about),
    (Head("Statistic"), _method),
    (Head("Value", number=True), _value),
    (Head("95 % interval", number=True), _interval),
    (Head("p", "adjusted for the tests beside it, where there are any", number=True), _p),
    number("respondents", "n", meaning="people it rests on"),
    (Head("What it says, or why it was refused"), _said),
)
