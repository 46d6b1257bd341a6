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
ITEMS, PAIRS, MARGIN = "item_scale_correlation", "htmt", "fornell_larcker"
SECOND = ("htmt2", "outside_rank_correlation")
"""They say the same as the one beside them, by another way."""
ITEMS_TITLE = "Items with each influence (* its own, without the item; ! another one, higher than its own)"
PAIRS_TITLE = "HTMT of each pair (! people did not tell them apart; ? not settled; ~ distinct by the lenient reading)"
All = Annotated[bool, typer.Option("--all", help="In a table: also HTMT2, rank correlations and pairs told apart.")]


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
    from cli.survey_numbers import Matrix, Telling, tell_analysis
    from synthesis.survey.contracts import Analysis

    matrices = Matrix(ITEMS, ITEMS_TITLE, _of_items), Matrix(PAIRS, PAIRS_TITLE, _of_pairs)
    hint = None if every else "--all also shows HTMT2, rank correlations, and pairs that people told apart."
    telling = Telling(WORDS, matrices, lambda one: one.method != ITEMS and (every or _is_news(one)), hint)
    tell_analysis(review_folder(folder), Analysis.VALIDITY, chosen_form(form, as_json), telling, context.obj)


def _is_news(one: Figure) -> bool:
    """Whether the table says it without --all: pairs only where people may not have told them apart."""
    if one.method == PAIRS:
        return one.value is not None and _pair_mark(one) != " "
    if one.method == MARGIN:
        return one.value is not None and one.value <= 0
    return one.method not in SECOND


def _of_pairs(survey: Survey, figures: Sequence[Figure]) -> dict[str, dict[str, str | None]]:
    """Influence -> the other influence -> HTMT with its mark."""
    from cli.survey_numbers import two

    found: dict[str, dict[str, str | None]] = {}
    for one in figures:
        names = [survey.names.get(str(id_), str(id_)) for id_ in (one.influence_id, one.with_id)]
        cell = None if one.value is None else f"{two(one.value)}{_pair_mark(one)}"
        found.setdefault(names[0], {})[names[1]] = cell
    return found


def _pair_mark(one: Figure) -> str:
    from synthesis.survey.heterotrait import LENIENT, STRICT

    if one.value is not None and one.value >= LENIENT:
        return "!"
    if one.high is None or one.high >= LENIENT:
        return "?"
    return "~" if one.high >= STRICT else " "


def _of_items(survey: Survey, figures: Sequence[Figure]) -> dict[str, dict[str, str | None]]:
    """Item -> influence -> correlation with its mark."""
    own = {one.item_id: one.value for one in figures if one.influence_id == one.with_id}
    found: dict[str, dict[str, str | None]] = {}
    for one in figures:
        name = survey.names.get(str(one.with_id), str(one.with_id))
        found.setdefault(str(one.item_id), {})[name] = _item_cell(one, own.get(one.item_id))
    return found


def _item_cell(figure: Figure, own: float | None) -> str | None:
    from cli.survey_numbers import two

    if figure.value is None:
        return None
    if figure.with_id == figure.influence_id:
        return f"{two(figure.value)}*"
    return f"{two(figure.value)}{'!' if own is not None and figure.value > own else ' '}"
