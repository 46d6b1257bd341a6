"""`narragraph survey items`: the measure with its versions and forms side by side."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import typer

from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.errors import DataInvalid, ReviewFolderError

if TYPE_CHECKING:
    from graph.survey import Instrument, Item, Survey

MOST_SHOWN = 50
"""Problems printed."""
BEFORE = (Column("item"), Column("influence"))
AFTER = (Column("reversed"), Column("scale"), Column("no wording in"), Column("reason"), Column("wording"))


def items(context: typer.Context, folder: Folder = None, form: FormOption = None, as_json: Json = False) -> None:
    """List the items of the measure: kept or dropped in each version and form, why, and languages without a wording.

    Read from survey/instrument.csv.
    """
    from cli.reading import read
    from graph.survey import SYNTHETIC

    terminal: Terminal = context.obj
    ingested = read(review_folder(folder), terminal, strict=False)
    survey = ingested.survey.survey
    if not survey.instruments:
        for problem in ingested.report.problems[:MOST_SHOWN]:
            terminal.warn(str(problem))
        if ingested.report.problems:
            raise DataInvalid(ingested.report.problems)
        raise ReviewFolderError("survey/instrument.csv", "it holds no item yet. docs/survey.md says how to begin.")
    names = _headings(survey.instruments)
    rows = _rows(survey, names)
    chosen = chosen_form(form, as_json)
    if chosen is Form.JSON:
        write_json({"synthetic": survey.synthetic, "forms": list(names.values()), "items": rows}, sys.stdout)
        return
    write_rows(chosen, (*BEFORE, *map(Column, names.values()), *AFTER), rows, sys.stdout)
    sys.stdout.flush()
    for one in survey.instruments:
        terminal.say(f"{names[one.id]}: {len(one.kept)} items kept, {len(one.items) - len(one.kept)} dropped.")
    if survey.synthetic:
        terminal.warn(SYNTHETIC)


def _headings(instruments: Sequence[Instrument]) -> dict[str, str]:
    """Instrument id -> what its column is called: version and form, and the name where there are several measures."""
    several = len({one.name for one in instruments}) > 1
    return {
        one.id: " ".join(filter(None, (one.name if several else None, one.version, one.form))) for one in instruments
    }


def _rows(survey: Survey, names: Mapping[str, str]) -> list[dict[str, object]]:
    from ingest.survey.nodes import languages_of

    languages = list(dict.fromkeys(tag for form in survey.instruments for tag in languages_of(form)))
    every: dict[str, dict[str, Item]] = {}
    for form in survey.instruments:
        for item in form.items:
            every.setdefault(item.item_id, {})[form.id] = item
    return [_row(survey, names, id_, held, languages) for id_, held in every.items()]


def _row(
    survey: Survey, names: Mapping[str, str], id_: str, held: Mapping[str, Item], languages: Sequence[str]
) -> dict[str, object]:
    """One item. What differs between its forms is said of each."""
    worded = {tag for item in held.values() for tag in item.wording}
    influences = dict.fromkeys(item.influence_id for item in held.values())
    known = [survey.names.get(one, one) for one in influences if one is not None]
    reasons = dict.fromkeys(f"{names[form]}: {item.reason}" for form, item in held.items() if item.reason)
    scales = dict.fromkeys(f"{item.scale_low:g} to {item.scale_high:g}" for item in held.values())
    return {
        "item": id_,
        "influence": "; ".join(known) or None,
        **{name: held[form].status.value if form in held else None for form, name in names.items()},
        "reversed": any(item.reverse for item in held.values()),
        "scale": "; ".join(scales),
        "no wording in": ", ".join(tag for tag in languages if tag not in worded) or None,
        "reason": "; ".join(reasons) or None,
        "wording": next((text for item in held.values() for text in item.wording.values()), None),
    }
