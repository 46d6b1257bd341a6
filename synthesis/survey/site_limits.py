"""What correlates across sites, as far as a handful of them can show it; what they cannot support, in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from graph.survey import Group
from synthesis.incidence import Floats
from synthesis.survey.answers import Bools
from synthesis.survey.contracts import Figure
from synthesis.survey.correlations import (
    MOST_ENUMERATED,
    kendall,
    least_correlation,
    least_rho,
    order_p,
    smallest_p,
    spearman,
)
from synthesis.survey.frame import Frame, refused
from synthesis.survey.outside import outside_scores
from synthesis.survey.ranks import DRAWN
from synthesis.survey.shown import shown_sites
from synthesis.survey.words import counted, number, p_value

ACROSS = (
    "Means of the whole measure and of another measure, one pair a site, over sites that may be shown; says nothing of "
    "single people (ecological)"
)
REGRESSION = "One value a site; 10 sites for each predictor are a common least"
MULTILEVEL = (
    "A variance between sites needs many of them: 50 or fewer bias its standard error (Maas and Hox 2005); none is "
    "given of fewer than 10"
)
LEAST_SITES = 10


def site_correlations(frame: Frame) -> Iterator[Figure]:
    """Spearman and Kendall of the sites' means of the whole measure and of every other measure, with exact p."""
    whole = frame.scores.get(None)
    if whole is None:
        return
    for measure, other in outside_scores(frame).items():
        who = whole.has & np.isfinite(other)
        groups = shown_sites(frame.sheet, frame.why_not(who))
        for method, of in (("site_rank_correlation", "rho"), ("site_kendall_tau", "tau")):
            start = frame.figure(method, f"{frame.name(None)} and {measure}, across sites", ACROSS)
            figure = replace(start, with_id=measure)
            yield _across(frame, figure, (_means(whole.values, who, groups), _means(other, who, groups)), of)


def _means(scores: Floats, who: Bools, groups: dict[Group, Bools]) -> Floats:
    return np.array([scores[members & who].mean() for members in groups.values()])


def _across(frame: Frame, figure: Figure, means: tuple[Floats, Floats], of: str) -> Figure:
    pairs = means[0].size
    least = least_rho(min(pairs, MOST_ENUMERATED)) if pairs > 1 else None
    if least is None:
        why = f"{counted(pairs, 'site')} cannot support a correlation across sites"
        if pairs > 1:
            why += f": even a perfect one would have p = {_small(smallest_p(pairs))}"
        return refused(figure, why)
    value = spearman(*means) if of == "rho" else kendall(*means)
    if not np.isfinite(value):
        return refused(figure, "one of the two is the same at every site")
    exact = pairs <= MOST_ENUMERATED
    p = order_p(*means, of, frame.random(figure))
    told = "goes" if p < 0.05 else "does not go"
    how = "exact" if exact else "drawn"
    said = f"{figure.about}: {of} {number(value)}, which {told} beyond chance with {pairs} sites ({how} {p_value(p)})."
    if exact and of == "rho":
        said += f" Of {pairs} sites only rho of {number(least)} or more could;"
        said += f" p is never below {_small(smallest_p(pairs))}."
    assumes = f"{ACROSS}; p over every order of the sites" if exact else f"{ACROSS}; p over {DRAWN:,} drawn orders"
    return replace(figure, value=value, p=p, sentence=said, assumes=assumes, seed=None if exact else frame.survey.seed)


def _small(p: float) -> str:
    return f"{p:.2g}"


def limits(frame: Frame, sites: int) -> Iterator[Figure]:
    """Analyses that are often wanted of sites, refused where they are too few, with the numbers that say why.

    Source: Maas CJM, Hox JJ. Sufficient sample sizes for multilevel modeling. Methodology 2005;1(3):86-92; Harrell FE.
    Regression modeling strategies. 2nd ed. Cham: Springer; 2015, section 4.4 (10 to 20 observations a predictor).
    """
    if sites >= LEAST_SITES:
        return
    many = counted(sites, "site")
    why = f"{many} cannot support a regression across sites"
    if sites > 3:
        why += (
            f": even with one predictor only |r| of {number(least_correlation(sites))} or more would differ from none"
        )
    yield refused(frame.figure("site_regression", "explaining differences between sites", REGRESSION), why)
    why = f"{many} cannot support a variance between sites in a multilevel model; the intraclass correlation is given"
    yield refused(frame.figure("multilevel_variance", "differences between sites", MULTILEVEL), why)
