"""Convergent and discriminant validity from the items: variance extracted, and whether two influences are two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from synthesis.incidence import Floats
from synthesis.survey import heterotrait, one_factor
from synthesis.survey.alpha import correlation, varies
from synthesis.survey.answers import EVERYBODY
from synthesis.survey.contracts import Figure
from synthesis.survey.frame import ENOUGH, FEW, LEAST_FOR_LOADINGS, Frame, filled, refused, too_few_for_loadings
from synthesis.survey.one_factor import OneFactor
from synthesis.survey.resample import PERCENTILE, drawn_weights, percentiles, weighted_covariances
from synthesis.survey.words import Interval, between, number

FIT = "People who answered every item of the influence; one factor by minimum residuals on the correlations"
AVE = f"{FIT}; mean square of the standardised loadings; 0.50 is commonly asked (Fornell and Larcker 1981)"
COMPOSITE = f"{FIT}; as omega, of standardised items; 0.70 is commonly asked"
HTMT = (
    "People who answered every item of both influences; Pearson correlations, absolute; items of an influence load "
    "alike (Henseler et al. 2015). Read as distinct when the whole interval is below 0.85, strictly, or 0.90, leniently"
)
HTMT2 = HTMT.replace("load alike (Henseler et al. 2015)", "may load unequally (Roemer et al. 2021)")
FORNELL = (
    "Smaller average variance extracted less the squared correlation of the two influences; the correlation of their "
    "scores is divided by the root of both composite reliabilities (corrected for attenuation). Above 0 they are "
    "distinct. Known to miss overlap that the heterotrait-monotrait ratio finds (Henseler et al. 2015)"
)


@dataclass(frozen=True)
class Fitted:
    """The one-factor fit of an influence among so many people; null with the reason why there is none."""

    people: int | None
    fit: OneFactor | None
    why: str | None = None


def convergent(frame: Frame) -> Iterator[Figure]:
    """Average variance extracted and composite reliability of every influence of at least three items."""
    for influence, fitted in fits(frame).items():
        name = frame.name(influence)
        ave = replace(frame.figure("average_variance_extracted", name, AVE), influence_id=influence)
        composite = replace(frame.figure("composite_reliability", name, COMPOSITE), influence_id=influence)
        if fitted.fit is None or fitted.people is None:
            why = fitted.why or "it was not fitted"
            yield from (refused(figure, why, fitted.people) for figure in (ave, composite))
            continue
        columns = frame.sheet.influences[influence]
        answers = frame.sheet.answers(frame.sheet.complete(columns), columns)
        drawn = one_factor.fit(weighted_covariances(answers, drawn_weights(frame.random(ave), fitted.people)))
        few = "" if fitted.people >= ENOUGH else f" {FEW}"
        for figure, value, samples, read in (
            (ave, fitted.fit.average_variance_extracted, drawn.average_variance_extracted, _ave_words),
            (composite, fitted.fit.composite_reliability, drawn.composite_reliability, _composite_words),
        ):
            interval = percentiles(samples)
            said = read(name, float(value), interval) + few
            seeded = replace(figure, seed=None if interval is None else frame.survey.seed)
            yield filled(seeded, float(value), fitted.people, said, (interval, PERCENTILE))


def discriminant(frame: Frame) -> Iterator[Figure]:
    """Heterotrait-monotrait ratios, and Fornell and Larcker's comparison, of every pair of influences."""
    fitted = fits(frame)
    for one, other in combinations(frame.sheet.influences, 2):
        yield from _htmt(frame, one, other)
        yield _fornell(frame, one, other, fitted)


def fits(frame: Frame) -> Mapping[str, Fitted]:
    """The one-factor fit of every influence."""
    return {influence: _fitted(frame, influence) for influence in frame.sheet.influences}


def _fitted(frame: Frame, influence: str) -> Fitted:
    columns = frame.sheet.influences[influence]
    who = frame.sheet.complete(columns)
    why = frame.why_not(who)[EVERYBODY]
    if why is not None:
        return Fitted(None, None, why)
    answers = frame.sheet.answers(who, columns)
    people, items = answers.shape
    if items < 3:
        return Fitted(people, None, f"{items} items are too few to tell loadings; three are needed")
    if frame.sheet.scale(columns) is None:
        return Fitted(people, None, "its items have different scales")
    too_few = too_few_for_loadings(people, items)
    if too_few:
        return Fitted(people, None, too_few)
    if not all(varies(answers[:, at]) for at in range(items)):
        return Fitted(people, None, "one of its items has the same answer from everybody")
    found = one_factor.fit(np.cov(answers, rowvar=False))
    if found.heywood:
        return Fitted(people, None, "one factor does not fit: it would explain an item wholly (a Heywood case)")
    return Fitted(people, found)


def _htmt(frame: Frame, one: str, other: str) -> Iterator[Figure]:
    about = f"{frame.name(one)} and {frame.name(other)}"
    plain = replace(frame.figure("htmt", about, HTMT), influence_id=one, with_id=other)
    second = replace(plain, method="htmt2", assumes=HTMT2)
    left, right = frame.sheet.influences[one], frame.sheet.influences[other]
    who = frame.sheet.complete(left + right)
    why, answers = frame.why_not(who)[EVERYBODY], frame.sheet.answers(who, left + right)
    people = None if why else len(answers)
    if why is None and min(len(left), len(right)) < 2:
        why = "an influence of one item has no correlations of its own"
    if why is None and len(answers) < LEAST_FOR_LOADINGS:
        why = f"{len(answers)} people are too few; {LEAST_FOR_LOADINGS} are needed"
    if why is None and not all(varies(answers[:, at]) for at in range(answers.shape[1])):
        why = "one of the items has the same answer from everybody"
    if why is not None or people is None:
        yield from (refused(figure, str(why), people) for figure in (plain, second))
        return
    observed = np.asarray(np.corrcoef(answers, rowvar=False))
    weights = drawn_weights(frame.random(plain), people)
    drawn = heterotrait.correlations(weighted_covariances(answers, weights))
    for figure, ratio in ((plain, heterotrait.htmt), (second, heterotrait.htmt2)):
        value, samples = float(ratio(observed, len(left))), ratio(drawn, len(left))
        made = _ratio(figure, value, people, samples)
        yield made if made.low is None else replace(made, seed=frame.survey.seed)


def _ratio(figure: Figure, value: float, people: int, samples: Floats) -> Figure:
    if not np.isfinite(value):
        return refused(
            replace(figure, seed=None), "a correlation is not positive, so there is no geometric mean", people
        )
    interval = percentiles(samples)
    ratio = figure.method.upper()
    said = f"{figure.about}: {ratio} {number(value)} ({between(interval)}). {_htmt_words(value, interval)}"
    return filled(figure, value, people, said, (interval, PERCENTILE))


def _fornell(frame: Frame, one: str, other: str, fitted: Mapping[str, Fitted]) -> Figure:
    about = f"{frame.name(one)} and {frame.name(other)}"
    figure = replace(frame.figure("fornell_larcker", about, FORNELL), influence_id=one, with_id=other)
    for influence in (one, other):
        if fitted[influence].fit is None:
            return refused(figure, f"{frame.name(influence)}: {fitted[influence].why}")
    left, right = frame.scores[one], frame.scores[other]
    who = left.has & right.has
    why = frame.why_not(who)[EVERYBODY]
    if why is not None:
        return refused(figure, why)
    fit_one, fit_other = fitted[one].fit, fitted[other].fit
    if fit_one is None or fit_other is None:
        return refused(figure, "not fitted")
    r = correlation(left.values[who], right.values[who])
    shared = r / np.sqrt(float(fit_one.composite_reliability) * float(fit_other.composite_reliability))
    least = min(float(fit_one.average_variance_extracted), float(fit_other.average_variance_extracted))
    margin = least - float(shared) ** 2
    verdict = "each shares more with its own items than with the other" if margin > 0 else "they are not told apart"
    said = f"{about}: smaller variance extracted {number(least)}, squared correlation {number(float(shared) ** 2)}; "
    return filled(figure, margin, int(who.sum()), f"{said}{verdict}.")


def _ave_words(name: str, value: float, interval: Interval | None) -> str:
    said = f"{name}: {number(value)} of the variance of its items is what they have in common ({between(interval)})."
    return said + ("" if value >= 0.5 else " Less than half: much of each item is something else.")


def _composite_words(name: str, value: float, interval: Interval | None) -> str:
    said = f"{name}: composite reliability {number(value)} ({between(interval)})."
    return said + ("" if value >= 0.7 else " Below 0.70, which is commonly asked.")


def _htmt_words(value: float, interval: Interval | None) -> str:
    strict, lenient = heterotrait.STRICT, heterotrait.LENIENT
    if value >= lenient:
        return "People did not tell the two apart: as answered, they are one."
    if interval is None or interval[1] >= lenient:
        return f"Not settled: with these people it could also reach {number(lenient)}."
    if interval[1] >= strict:
        return f"Distinct by the lenient reading (below {number(lenient)}), not by the strict one ({number(strict)})."
    return f"People told the two apart: the whole interval is below {number(strict)}."
