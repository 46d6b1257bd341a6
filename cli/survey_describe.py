"""`narragraph survey describe`: what each group answered, item by item and influence by influence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column

if TYPE_CHECKING:
    from graph.survey import Survey
    from synthesis.survey.contracts import Summary
    from synthesis.survey.descriptives import Ends

COLUMNS = (
    *(Column(name) for name in ("instrument_id", "wave", "rated", "item_id", "influence_id", "name")),
    *(Column(name) for name in ("group_kind", "group_name", "setting_id")),
    Column("respondents", "integer"),
    *(Column(name, "float") for name in ("mean", "sd", "low", "high", "median")),
    *(Column(name, "integer") for name in ("missing", "not_applicable")),
    *(Column(name, "float") for name in ("floor", "ceiling")),
    Column("shown", "boolean"),
    Column("why_not"),
    Column("synthetic", "boolean"),
)
PEOPLE = (
    *(Column(name) for name in ("rated", "group")),
    *(Column(name, "integer") for name in ("people", "mean", "95 % interval", "sd", "median", "left out", "n. a.")),
    *(Column(name, "integer") for name in ("floor", "ceiling")),
    Column("not shown because"),
)
HALF_WORDS = "Score of an influence or of the measure: {half}. Interval: t, 95 %, cut at the ends of the scale."
ENDS_WORDS = (
    "Floor and ceiling: share with the lowest and the highest answer; more than 15 % is much (Terwee et al. 2007)."
)
Items = Annotated[bool, typer.Option("--items", help="In a table: also items by group, roles and languages.")]


def describe(
    context: typer.Context,
    folder: Folder = None,
    items: Items = False,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Say what each group answered: people, mean, interval, spread, and who left it out or to whom it does not apply.

    By site, role and language, never crossed. Read from the folder, not from the graph.
    """
    from cli.survey_numbers import read_for_numbers, told_first
    from cli.survey_stored import summaries_of
    from synthesis.survey.descriptives import ends

    place = review_folder(folder)
    found = read_for_numbers(place, context.obj)
    survey, summaries = found.survey, summaries_of(place, found, context.obj)
    at_ends = {(one.instrument_id, one.wave, one.item_id): one for one in ends(survey)}
    rows = [_row(survey, one, at_ends) for one in summaries]
    said = told_first(survey)
    wanted = chosen_form(form, as_json)
    if wanted is Form.JSON:
        write_json({"synthetic": survey.synthetic, "said": said, "rows": rows}, sys.stdout)
    elif wanted is Form.TABLE:
        _write(survey, summaries, rows, items=items)
        if not items:
            context.obj.say("--items also shows items by group, roles and languages.")
    else:
        for line in said:
            context.obj.warn(line)
        write_rows(wanted, COLUMNS, rows, sys.stdout)


def _row(survey: Survey, one: Summary, at_ends: dict[tuple[str, str | None, str], Ends]) -> dict[str, object]:
    from synthesis.survey.answers import EVERYBODY

    forms = {form.id: form for form in survey.instruments}
    form = forms[one.instrument_id]
    item = next((item for item in form.items if form.item_node_id(item) == one.item_node_id), None)
    influence = one.influence_id or (item.influence_id if item else None)
    end = at_ends.get((one.instrument_id, one.wave, item.item_id)) if item and one.group == EVERYBODY else None
    plain = {name: getattr(one, name, None) for name in (column.name for column in COLUMNS)}
    return {
        **plain,
        "rated": one.rated.value,
        "item_id": item.item_id if item else None,
        "influence_id": influence,
        "name": survey.names.get(influence, influence) if influence else None,
        "group_kind": one.group.kind.value,
        "group_name": one.group.name,
        "floor": end.floor if end else None,
        "ceiling": end.ceiling if end else None,
    }


def _write(survey: Survey, summaries: Sequence[Summary], rows: Sequence[dict[str, object]], *, items: bool) -> None:
    """Tables for people: influences by everybody and site, then items by everybody."""
    from cli.survey_numbers import parts_of, told_first
    from synthesis.survey.answers import HALF
    from synthesis.survey.contracts import Rated

    typer.echo("\n".join(told_first(survey)))
    for part in parts_of(survey, [(one.instrument_id, one.wave) for one in summaries]):
        of = [
            (one, row)
            for one, row in zip(summaries, rows, strict=True)
            if (one.instrument_id, one.wave) == (part.instrument.id, part.wave)
        ]
        for title, wanted in (("influences", False), ("items", True)):
            typer.echo(f"\n{part.heading}: {title}\n")
            shown = [
                (one, row) for one, row in of if (one.rated is Rated.ITEM) is wanted and _in_table(one, items=items)
            ]
            write_rows(Form.TABLE, PEOPLE, [_for_people(survey, one, row) for one, row in shown], sys.stdout)
    typer.echo(f"\n{HALF_WORDS.format(half=HALF)}\n{ENDS_WORDS}")


def _in_table(one: Summary, *, items: bool) -> bool:
    from graph.survey import GroupKind
    from synthesis.survey.contracts import Rated

    if items or one.group.kind is GroupKind.ALL:
        return True
    return one.rated is not Rated.ITEM and one.group.kind is GroupKind.SITE


def _for_people(survey: Survey, one: Summary, row: dict[str, object]) -> dict[str, object]:
    from cli.survey_numbers import group_words, interval, two

    rated = f"{row['item_id']} ({row['name'] or 'no influence'})" if row["item_id"] else row["name"] or "whole measure"
    return {
        "rated": rated,
        "group": group_words(survey, one.group),
        "people": one.respondents,
        "mean": two(one.mean),
        "95 % interval": interval(one.low, one.high),
        "sd": two(one.sd),
        "median": two(one.median),
        "left out": one.missing,
        "n. a.": one.not_applicable,
        "floor": _share(row["floor"]),
        "ceiling": _share(row["ceiling"]),
        "not shown because": one.why_not,
    }


def _share(share: object) -> str | None:
    return f"{100 * share:.0f} %" if isinstance(share, float) else None
