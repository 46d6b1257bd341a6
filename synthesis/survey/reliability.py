"""Figures of reliability: whether the items of an influence hang together, for everybody and by language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from graph.survey import Group, Survey
from synthesis.incidence import Floats
from synthesis.survey import alpha, one_factor
from synthesis.survey.answers import EVERYBODY, Columns, Sheet
from synthesis.survey.contracts import Analysis, Figure
from synthesis.survey.correlations import fisher_interval
from synthesis.survey.frame import ENOUGH, FEW, Frame, filled, refused, too_few_for_loadings
from synthesis.survey.resample import PERCENTILE, drawn_weights, percentiles, weighted_covariances
from synthesis.survey.words import Interval, between, counted, number

COMPLETE = "People who answered every item of the influence"
ALPHA = (
    f"{COMPLETE}; items that measure one thing equally well (essential tau-equivalence) with unrelated errors, else "
    "alpha is too low or too high; interval: normal answers (Feldt 1965)"
)
OMEGA = (
    f"{COMPLETE}; one factor, unrelated errors, loadings may differ; minimum residuals on the correlations, item "
    "variances put back (McDonald 1999)"
)
TWO = f"{COMPLETE}; both items measure one thing equally well with equal errors (Eisinga et al. 2013)"
REST = f"{COMPLETE}; a straight-line relation of the item with the sum of the others (Pearson; interval: Fisher's z)"
DROPPED = f"{COMPLETE}; as for alpha; told to find items to look at, not to raise alpha by dropping them"
ONE_ITEM = "one item has no internal consistency; ask the same people twice to learn how steady it is"
WANTED, TOO_ALIKE = 0.70, 0.95
"""Between these internal consistency is read as adequate (Terwee et al. 2007)."""


def reliability(survey: Survey, sheet: Sheet) -> Iterator[Figure]:
    """Alpha, omega, item-rest correlations and alpha without each item, by influence; two items: Spearman-Brown.

    By language too, where there are several. No figure of the whole measure: it is not meant to be one thing.
    """
    frame = Frame(survey, sheet, Analysis.RELIABILITY)
    for influence, columns in sheet.influences.items():
        why = frame.why_not(sheet.complete(columns))
        for group in frame.languages():
            yield from _of_group(frame, influence, columns, group, why[group])


def _of_group(frame: Frame, influence: str, columns: Columns, group: Group, why: str | None) -> Iterator[Figure]:
    method, assumes = ("spearman_brown", TWO) if len(columns) == 2 else ("cronbach_alpha", ALPHA)
    figure = replace(frame.figure(method, frame.name(influence), assumes, group), influence_id=influence)
    answers = frame.sheet.answers(frame.sheet.groups[group] & frame.sheet.complete(columns), columns)
    people = len(answers) if why is None else None
    if len(columns) == 1:
        yield refused(figure, ONE_ITEM, people)
    elif why is not None:
        yield refused(figure, why)
    elif frame.sheet.scale(columns) is None:
        yield refused(figure, "its items have different scales", people)
    elif not alpha.varies(answers.sum(axis=1)):
        yield refused(
            figure, "everybody has the same sum of answers, so there is nothing to tell people apart by", people
        )
    elif len(columns) == 2:
        yield _two_items(figure, answers)
    else:
        yield _alpha(figure, answers)
        yield _omega(frame, replace(figure, method="omega_total", assumes=OMEGA), answers)
        if group == EVERYBODY:
            yield from _items(frame, replace(figure, influence_id=influence), columns, answers)


def _alpha(figure: Figure, answers: Floats) -> Figure:
    value, (people, items) = alpha.cronbach_alpha(answers), answers.shape
    interval = alpha.feldt_interval(value, people, items)
    said = f"{figure.about}: alpha {number(value)} ({between(interval)}) of {counted(items, 'item')}. "
    return filled(figure, value, people, said + _read(value, interval), (interval, "F distribution (Feldt 1965)"))


def _omega(frame: Frame, figure: Figure, answers: Floats) -> Figure:
    people, items = answers.shape
    too_few = too_few_for_loadings(people, items)
    if too_few:
        return refused(figure, f"{too_few}; alpha is given", people)
    if not all(alpha.varies(answers[:, at]) for at in range(items)):
        return refused(figure, "one of its items has the same answer from everybody; alpha is given", people)
    fitted = one_factor.fit(np.cov(answers, rowvar=False))
    if fitted.heywood:
        return refused(figure, "one factor does not fit: it would explain an item wholly (a Heywood case)", people)
    weights = drawn_weights(frame.random(figure), people)
    interval = percentiles(one_factor.fit(weighted_covariances(answers, weights)).omega)
    value = float(fitted.omega)
    said = f"{figure.about}: omega {number(value)} ({between(interval)}) of {counted(items, 'item')}. "
    said += _read(value, interval) + ("" if people >= ENOUGH else f" {FEW}")
    left = f"; residual correlations {number(float(fitted.residual))} (root mean square)"
    full = replace(figure, assumes=figure.assumes + left, seed=None if interval is None else frame.survey.seed)
    return filled(full, value, people, said, (interval, PERCENTILE))


def _two_items(figure: Figure, answers: Floats) -> Figure:
    people, r = len(answers), alpha.correlation(answers[:, 0], answers[:, 1])
    if not np.isfinite(r) or r <= -1 + 1e-9:
        return refused(
            figure, "one of its two items has the same answer from everybody, or one mirrors the other", people
        )
    low, high = fisher_interval(r, people)
    value, interval = alpha.spearman_brown(r), (alpha.spearman_brown(low), alpha.spearman_brown(high))
    said = (
        f"{figure.about}: two items only, so reliability is {number(value)} ({between(interval)}) by Spearman-Brown. "
    )
    return filled(figure, value, people, said + _read(value, interval), (interval, "Fisher's z of the correlation"))


def _items(frame: Frame, figure: Figure, columns: Columns, answers: Floats) -> Iterator[Figure]:
    people = len(answers)
    rest, dropped = alpha.item_rest_correlations(answers), alpha.alpha_if_dropped(answers)
    whole = alpha.cronbach_alpha(answers)
    for at, column in enumerate(columns):
        item = frame.sheet.items[column].item_id
        of_item = replace(figure, about=f"item {item} of {figure.about}", item_id=item)
        one = replace(of_item, method="item_rest_correlation", assumes=REST)
        r = float(rest[at])
        if np.isfinite(r):
            interval = fisher_interval(r, people)
            yield filled(one, r, people, _rest_words(item, r, interval), (interval, "Fisher's z"))
        else:
            yield refused(one, "the item, or the sum of the others, is the same for everybody", people)
        without = replace(of_item, method="alpha_if_dropped", assumes=DROPPED)
        value = float(dropped[at])
        if np.isfinite(value):
            way = "rise" if value > whole else "fall"
            said = f"Without {item}, alpha would {way} from {number(whole)} to {number(value)}."
            yield filled(without, value, people, said)
        else:
            yield refused(without, "the sum of the other items is the same for everybody", people)


def _rest_words(item: str, r: float, interval: Interval) -> str:
    if r < 0:
        return f"{item} runs against the other items (r {number(r)}): was it turned the right way?"
    low = " It has little in common with them." if r < 0.3 else ""
    return f"{item} goes with the other items: r {number(r)} ({between(interval)}).{low}"


def _read(value: float, interval: Interval | None) -> str:
    """What a coefficient of internal consistency says.

    Source: Terwee CB et al. Quality criteria were proposed for measurement properties of health status questionnaires.
    Journal of Clinical Epidemiology 2007;60(1):34-42 (adequate from 0.70 to 0.95).
    """
    if value < 0:
        return "Negative: some items run against the others; check which are reverse-scored."
    if value < WANTED and interval is not None and interval[1] >= WANTED:
        return f"Below {number(WANTED)}, which is commonly asked, though it could also be above."
    if value < WANTED:
        return f"Below {number(WANTED)}: the items do not hang together well enough for one score to be read from them."
    if value > TOO_ALIKE:
        return f"Above {number(TOO_ALIKE)}: the items may say the same thing in other words."
    if interval is not None and interval[0] < WANTED:
        return f"Adequate, but it could also be below {number(WANTED)}."
    return "The items hang together well enough to compare groups."
