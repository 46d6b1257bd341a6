"""`narragraph survey sites`: how far sites differ, and what so few of them cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import chosen_form

if TYPE_CHECKING:
    from graph.survey import Survey
    from synthesis.survey.contracts import Figure

WORDS = {
    "icc_1": "ICC(1)",
    "icc_k": "ICC(k)",
    "kruskal_wallis": "Kruskal-Wallis H",
    "kendall_w": "Kendall's W",
    "rank_at_site": "rank",
    "site_rank_correlation": "Spearman, sites",
    "site_kendall_tau": "Kendall, sites",
    "site_regression": "regression",
    "multilevel_variance": "multilevel variance",
}

IN_MATRIX = "rank_at_site"
TITLE = "Rank of each influence at each site (1 is the highest mean; in brackets what it could be)"


def sites(context: typer.Context, folder: Folder = None, form: FormOption = None, as_json: Json = False) -> None:
    """Say how far sites differ, how alike they rank the influences, and what so few sites cannot show.

    Intraclass correlations, exact or drawn rank tests, and the rank of each influence at each site. Read from the
    folder, not from the graph. Sites that may not be shown take no part.
    """
    from cli.survey_numbers import Matrix, Telling, tell_analysis
    from synthesis.survey.contracts import Analysis

    telling = Telling(WORDS, (Matrix(IN_MATRIX, TITLE, _cells),), lambda one: one.method != IN_MATRIX)
    tell_analysis(review_folder(folder), Analysis.SITES, chosen_form(form, as_json), telling, context.obj)


def _cells(survey: Survey, figures: Sequence[Figure]) -> dict[str, dict[str, str | None]]:
    """Influence -> site -> rank with its interval."""
    from cli.survey_numbers import group_words

    found: dict[str, dict[str, str | None]] = {}
    for one in figures:
        ends = "" if one.low is None or one.high is None else f" ({one.low:g} to {one.high:g})"
        cell = None if one.value is None else f"{one.value:g}{ends}"
        found.setdefault(one.about, {})[group_words(survey, one.group).removeprefix("site ")] = cell
    return found
