"""`narragraph terms suggest`: words that accepted passages have and terms.csv lacks."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.tagging import tagged
from cli.terminal import Terminal

if TYPE_CHECKING:
    from nlp.new_terms import NewTerm


class Action(StrEnum):
    """What `terms` does."""

    SUGGEST = "suggest"


What = Annotated[Action, typer.Argument(metavar="suggest", help="Suggest new terms from the passages people accepted.")]
Most = Annotated[int, typer.Option("--most", min=1, max=1000, help="Terms at most for each influence.")]
COLUMNS = (
    Column("influence_id"),
    Column("term"),
    *(Column(name, "integer") for name in ("accepted_with", "accepted", "papers", "others_with", "others")),
    Column("z", "float"),
    Column("example"),
    Column("refused_example"),
)


def terms(
    context: typer.Context,
    what: What,
    folder: Folder = None,
    most: Most = 10,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Suggest terms for terms.csv from the passages that people accepted. Nothing is written: take over what you like.

    A term is suggested because more accepted passages of the influence hold it (`accepted_with` of `accepted`,
    in so many `papers`) than others do (`others_with` of `others`), beyond chance: log-odds with a prior, z above 1.96.
    """
    from cli.learning import labels, terms_of
    from nlp.new_terms import suggest_terms

    del what  # there is one so far
    terminal: Terminal = context.obj
    tags = tagged(review_folder(folder), terminal)
    known = {one.id: [one.name, *terms_of(tags, one.id)] for one in tags.vocabulary.influences}
    found, few = suggest_terms(labels(tags), known, most=most)
    rows = [_row(one) for one in found]
    shown = chosen_form(form, as_json)
    if shown is Form.JSON:
        write_json({"terms": rows, "too_few": [str(one) for one in few]}, sys.stdout)
    else:
        write_rows(shown, COLUMNS, rows, sys.stdout)
    for one in few:
        terminal.say(f"{one}.")


def _row(one: NewTerm) -> dict[str, object]:
    return {
        "influence_id": one.influence_id,
        "term": one.term,
        "accepted_with": one.accepted_with,
        "accepted": one.accepted,
        "papers": one.groups,
        "others_with": one.others_with,
        "others": one.others,
        "z": round(one.z, 2),
        "example": next(iter(one.examples), None),
        "refused_example": next(iter(one.without), None),
    }
