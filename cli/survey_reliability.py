"""`narragraph survey reliability`: whether the items of each influence hang together."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import chosen_form

WORDS = {
    "cronbach_alpha": "alpha",
    "omega_total": "omega",
    "spearman_brown": "Spearman-Brown",
    "item_rest_correlation": "item with the rest",
    "alpha_if_dropped": "alpha without it",
}
OF_ITEMS = {"item_rest_correlation", "alpha_if_dropped"}
Items = Annotated[bool, typer.Option("--items", help="In a table: also every item.")]


def reliability(
    context: typer.Context,
    folder: Folder = None,
    items: Items = False,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Say whether the items of each influence hang together: alpha and omega with intervals, by language too.

    Read from the folder, not from the graph. What cannot be computed says why.
    """
    from cli.survey_numbers import Telling, tell_analysis
    from synthesis.survey.contracts import Analysis

    hint = None if items else "--items also shows every item."
    telling = Telling(WORDS, (), lambda one: items or one.method not in OF_ITEMS, hint)
    tell_analysis(review_folder(folder), Analysis.RELIABILITY, chosen_form(form, as_json), telling, context.obj)
