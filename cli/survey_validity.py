"""`narragraph survey validity`: whether items go with their influence, influences are distinct, and hypotheses hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import chosen_form

if TYPE_CHECKING:
    from graph.survey import Survey
    from synthesis.survey.contracts import Figure

WORDS = {
    "average_variance_extracted": "variance extracted",
    "composite_reliability": "composite reliability",
    "scaling_success": "items with their own",
    "item_scale_correlation": "item with an influence",
    "htmt": "HTMT",
    "htmt2": "HTMT2",
    "fornell_larcker": "Fornell-Larcker margin",
    "outside_correlation": "Pearson",
    "outside_rank_correlation": "Spearman",
    "hypothesis": "hypothesis",
    "hypotheses_confirmed": "hypotheses",
}
IN_MATRIX = "item_scale_correlation"
SECOND = ("htmt2", "outside_rank_correlation")
"""Left out of the table unless --all: they say the same as the one beside them, by another way."""
TITLE = "Items with each influence (* its own, without the item; ! another one, higher than its own)"
All = Annotated[bool, typer.Option("--all", help="In a table: also HTMT2 and rank correlations.")]


def validity(
    context: typer.Context,
    folder: Folder = None,
    every: All = False,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Say whether items go with their influence, influences are distinct, and stated hypotheses hold.

    Multitrait matrix, average variance extracted, heterotrait-monotrait ratios, Fornell-Larcker, and correlations with
    other measures. Read from the folder, not from the graph. What cannot be computed says why.
    """
    from cli.survey_numbers import Telling, read_for_numbers, write_figures
    from cli.survey_stored import figures_of
    from synthesis.survey.contracts import Analysis

    place = review_folder(folder)
    found = read_for_numbers(place, context.obj)
    figures = figures_of(place, found, Analysis.VALIDITY, list(WORDS), context.obj)
    telling = Telling(WORDS, {IN_MATRIX, *(() if every else SECOND)}, IN_MATRIX, TITLE, _cells)
    write_figures(found.survey, figures, chosen_form(form, as_json), telling, context.obj)
    if not every:
        context.obj.say("In a table, --all also shows HTMT2 and rank correlations.")


def _cells(survey: Survey, figures: Sequence[Figure]) -> dict[str, dict[str, str | None]]:
    """Item -> influence -> correlation with its mark."""
    own = {one.item_id: one.value for one in figures if one.influence_id == one.with_id}
    found: dict[str, dict[str, str | None]] = {}
    for one in figures:
        name = survey.names.get(str(one.with_id), str(one.with_id))
        found.setdefault(str(one.item_id), {})[name] = _cell(one, own.get(one.item_id))
    return found


def _cell(figure: Figure, own: float | None) -> str | None:
    from cli.survey_numbers import two

    if figure.value is None:
        return None
    if figure.with_id == figure.influence_id:
        return f"{two(figure.value)}*"
    return f"{two(figure.value)}{'!' if own is not None and figure.value > own else ' '}"
