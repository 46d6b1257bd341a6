"""Correlations with other measures of the same people, and how many stated hypotheses they confirm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.survey import Expected, Hypothesis
from synthesis.adjust import holm
from synthesis.incidence import Floats
from synthesis.survey.alpha import correlation, varies
from synthesis.survey.answers import EVERYBODY, Bools
from synthesis.survey.contracts import Figure
from synthesis.survey.correlations import (
    correlation_p,
    fisher_interval,
    least_correlation,
    rank_interval,
    spearman,
)
from synthesis.survey.frame import Frame, filled, refused
from synthesis.survey.words import between, number, p_value

LEAST_PEOPLE = 10
"""People below which no correlation with another measure is told."""
WANTED_SHARE = 0.75
PAIRS = "People with both scores; p adjusted by Holm over all correlations with other measures of this form and wave"
PEARSON = f"{PAIRS}; a straight-line relation, no outlying people (interval: Fisher's z; p: t test)"
RANKS = f"{PAIRS}; a rising or falling relation of any shape (interval: Bonett and Wright 2000; p: t approximation)"
HYPOTHESIS = (
    "The Pearson correlation against what review.toml expected; confirmed by the value, not by its interval "
    "(Mokkink et al. 2018: hypotheses with size and direction, stated beforehand)"
)
CONFIRMED = "Share of the stated hypotheses; 0.75 is asked for sufficient construct validity (Prinsen et al. 2018)"


@dataclass(frozen=True)
class Pair:
    """A score of this survey (null: the whole measure) and another measure, of the people who have both."""

    influence: str | None
    measure: str
    score: Floats
    other: Floats
    why: str | None = None
    """Why nothing is computed; the arrays are empty then."""
    people: int | None = None
    """How many they are; null where that is not shown."""

    @property
    def r(self) -> float:
        """Pearson correlation."""
        return correlation(self.score, self.other)


def outside(frame: Frame) -> Iterator[Figure]:
    """Pearson and Spearman correlations with every other measure, then the hypotheses and how many were confirmed."""
    pairs = outside_pairs(frame)
    for method, assumes in (("outside_correlation", PEARSON), ("outside_rank_correlation", RANKS)):
        yield from _with_holm([_correlation(frame, pair, method, assumes) for pair in pairs])
    yield from _hypotheses(frame, pairs)


def outside_scores(frame: Frame) -> dict[str, Floats]:
    """The other measures in the wave of the sheet, by name: a score for each of its people, NaN without one."""
    at = {person: place for place, person in enumerate(frame.sheet.people)}
    found: dict[str, Floats] = {}
    for row in frame.survey.outside.to_pylist():
        if row["wave"] == frame.sheet.wave and row["respondent"] in at and row["value"] is not None:
            scores = found.setdefault(row["measure"], np.full(len(at), np.nan))
            scores[at[row["respondent"]]] = row["value"]
    return dict(sorted(found.items()))


def outside_pairs(frame: Frame) -> list[Pair]:
    """Every score with every other measure."""
    found = []
    for measure, other in outside_scores(frame).items():
        for influence, score in frame.scores.items():
            who = score.has & np.isfinite(other)
            found.append(_pair(frame, influence, measure, (score.values, other, who)))
    return found


def _pair(frame: Frame, influence: str | None, measure: str, found: tuple[Floats, Floats, Bools]) -> Pair:
    score, other, who = found
    why, people = frame.why_not(who)[EVERYBODY], int(who.sum())
    nothing = np.empty(0)
    if why is not None:
        return Pair(influence, measure, nothing, nothing, why)
    if people < LEAST_PEOPLE:
        least = number(least_correlation(people))
        why = f"{people} people are too few: only a correlation beyond {least} would differ from none at the 5 % level"
    elif not varies(score[who]) or not varies(other[who]):
        why = "one of the two is the same for everybody"
    if why is not None:
        return Pair(influence, measure, nothing, nothing, why, people)
    return Pair(influence, measure, score[who], other[who], None, people)


def _correlation(frame: Frame, pair: Pair, method: str, assumes: str) -> Figure:
    about = f"{frame.name(pair.influence)} and {pair.measure}"
    figure = replace(frame.figure(method, about, assumes), influence_id=pair.influence, with_id=pair.measure)
    if pair.why is not None or pair.people is None:
        return refused(figure, str(pair.why), pair.people)
    if method == "outside_correlation":
        value, word, kind = pair.r, "r", "Fisher's z"
        interval = fisher_interval(value, pair.people)
    else:
        value, word, kind = spearman(pair.score, pair.other), "rho", "z with the error of Bonett and Wright (2000)"
        interval = rank_interval(value, pair.people)
    said = f"{about}: {word} {number(value)} ({between(interval)})"
    return replace(filled(figure, value, pair.people, said, (interval, kind)), p=correlation_p(value, pair.people))


def _with_holm(figures: Sequence[Figure]) -> Iterator[Figure]:
    tested = [figure for figure in figures if figure.p is not None]
    adjusted = iter(holm(np.array([figure.p for figure in tested], dtype=np.float64)).tolist()) if tested else iter(())
    for figure in figures:
        if figure.p is None:
            yield figure
        else:
            p_adj = next(adjusted)
            word = "differs from none" if p_adj < 0.05 else "cannot be told from none"
            sentence = f"{figure.sentence}, which {word} ({p_value(p_adj)} after Holm)."
            yield replace(figure, p_adj=p_adj, sentence=sentence)


def _hypotheses(frame: Frame, pairs: Sequence[Pair]) -> Iterator[Figure]:
    found = {(pair.influence, pair.measure): pair for pair in pairs}
    stated: dict[tuple[str | None, str], list[Hypothesis]] = {}
    for one in frame.survey.hypotheses:
        stated.setdefault((one.influence_id, one.measure), []).append(one)
    judged = []
    for key, same in stated.items():
        figure = _hypothesis(frame, same, found.get(key))
        judged += [] if figure.value is None else [_holds(same[0], figure.value)]
        yield figure
    if not stated:
        return
    whole = frame.figure("hypotheses_confirmed", frame.name(None), CONFIRMED)
    if not judged:
        yield refused(whole, "none of the stated hypotheses could be judged")
        return
    share = sum(judged) / len(judged)
    enough = "enough" if share >= WANTED_SHARE else "not enough"
    said = f"{sum(judged)} of {len(judged)} hypotheses confirmed ({enough}: {WANTED_SHARE:.0%} are asked)."
    if len(judged) < len(stated):
        said += f" {len(stated) - len(judged)} could not be judged."
    yield replace(whole, value=share, sentence=said)


def _hypothesis(frame: Frame, same: Sequence[Hypothesis], pair: Pair | None) -> Figure:
    """The verdict on a hypothesis; of several about one pair there is none, because one would follow from the other."""
    stated = same[0]
    about = f"{frame.name(stated.influence_id)} and {stated.measure}"
    figure = replace(
        frame.figure("hypothesis", about, HYPOTHESIS), influence_id=stated.influence_id, with_id=stated.measure
    )
    if len(same) > 1:
        return refused(figure, f"{len(same)} hypotheses are stated about this pair; keep one")
    if pair is None:
        lacking = "no score is made of it here" if stated.influence_id not in frame.scores else "no such other measure"
        return refused(figure, f"{lacking}, in this form and wave")
    if pair.why is not None or pair.people is None:
        return refused(figure, str(pair.why), pair.people)
    r, interval = pair.r, fisher_interval(pair.r, pair.people)
    holds = _holds(stated, r)
    ends = {_holds(stated, end) for end in interval}
    said = f"{about}: expected {_expected(stated)}, found {number(r)} ({between(interval)}): "
    said += "confirmed" if holds else "not confirmed"
    said += "." if ends == {holds} else ", but the interval reaches across."
    return filled(figure, r, pair.people, said, (interval, "Fisher's z"))


def _holds(stated: Hypothesis, r: float) -> bool:
    if stated.expected is Expected.NEAR_ZERO:
        return abs(r) < stated.at_least
    return r >= stated.at_least if stated.expected is Expected.POSITIVE else -r >= stated.at_least


def _expected(stated: Hypothesis) -> str:
    size = number(stated.at_least)
    if stated.expected is Expected.NEAR_ZERO:
        return f"between -{size} and {size}"
    return f"{size} or more" if stated.expected is Expected.POSITIVE else f"-{size} or less"
