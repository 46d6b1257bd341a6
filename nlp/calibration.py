"""Scores as probabilities, once there are decisions enough: none below 200, Platt from 200, isotonic from 1,000.

A calibration is learnt on scores of decisions that the scoring model had not seen, split by group (the paper): scores
of what it has learnt by heart are too sure. Errors are measured the same way once more, each group left out in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.keyword_ranking import InfluenceText
from nlp.logistic import Line, fit_line, sigmoid
from nlp.relevance import Labelled, train

Floats = NDArray[np.float64]
FEWEST, FEWEST_ISOTONIC = 200, 1000
_FOLDS, _BINS = 5, 10
_FREE = (1e-6, 1e-6)


@dataclass(frozen=True)
class Calibration:
    """How log-odds of the model become probabilities; `method` is platt or isotonic.

    `ece` (expected calibration error, ten bins of equal size) and `brier` are those of groups left out.
    """

    method: str
    decisions: int
    groups: int
    at: Floats
    probabilities: Floats
    ece: float
    brier: float

    def __call__(self, log_odds: Floats) -> Floats:
        """Probabilities for log-odds of the model it was made for."""
        if self.method == "platt":
            return sigmoid(self.at[0] + self.at[1] * np.asarray(log_odds))
        return np.asarray(np.interp(log_odds, self.at, self.probabilities))


def calibrate(
    labelled: Sequence[Labelled], influences: Sequence[InfluenceText], *, seed: int = 0
) -> Calibration | None:
    """The calibration these decisions allow; None below 200 of them, in one group, or when all were decided alike."""
    known = {influence.influence_id for influence in influences}
    held = [one for one in labelled if one.influence_id in known]
    # Decisions are looked at before the models are trained, which costs seconds.
    if not _enough(np.array([one.right for one in held]), [one.group for one in held]):
        return None
    log_odds = out_of_fold(held, influences, seed=seed)
    return from_scores(log_odds, np.array([one.right for one in held]), [one.group for one in held], seed=seed)


def out_of_fold(labelled: Sequence[Labelled], influences: Sequence[InfluenceText], *, seed: int = 0) -> Floats:
    """Log-odds of every decision's own influence from a model that saw no decision on its group."""
    column = {influence.influence_id: place for place, influence in enumerate(influences)}
    folds = _folds([one.group for one in labelled], seed)
    found = np.zeros(len(labelled))
    for fold in range(int(folds.max(initial=-1)) + 1):
        model = train([one for one, of in zip(labelled, folds, strict=True) if of != fold], influences, seed=seed)
        places = np.flatnonzero(folds == fold)
        out = [labelled[place] for place in places.tolist()]
        scores = model.log_odds([one.text for one in out])
        found[places] = [row[column[one.influence_id]] for row, one in zip(scores.tolist(), out, strict=True)]
    return found


def from_scores(
    log_odds: Floats, right: NDArray[np.bool_], groups: Sequence[str], *, seed: int = 0
) -> Calibration | None:
    """The calibration of log-odds that were made out of fold; None when there is not enough to learn it from."""
    said = np.asarray(right, dtype=np.float64)
    if not _enough(right, groups):
        return None
    method = "isotonic" if said.size >= FEWEST_ISOTONIC else "platt"
    fit = _isotonic if method == "isotonic" else _platt
    left_out = _left_out(np.asarray(log_odds), said, _folds(groups, seed), fit)
    at, probabilities = fit(np.asarray(log_odds), said)
    return Calibration(
        method, said.size, len(set(groups)), at, probabilities, expected_error(left_out, said), brier(left_out, said)
    )


def _enough(right: NDArray[np.bool_], groups: Sequence[str]) -> bool:
    return right.size >= FEWEST and len(set(groups)) > 1 and bool(right.any()) and not bool(right.all())


def _left_out(
    log_odds: Floats, said: Floats, folds: NDArray[np.int64], fit: Callable[[Floats, Floats], tuple[Floats, Floats]]
) -> Floats:
    found = np.zeros(said.size)
    for fold in range(int(folds.max()) + 1):
        out = folds == fold
        at, probabilities = fit(log_odds[~out], said[~out])
        if fit is _platt:
            found[out] = sigmoid(at[0] + at[1] * log_odds[out])
        else:
            found[out] = np.interp(log_odds[out], at, probabilities)
    return found


def _platt(log_odds: Floats, said: Floats) -> tuple[Floats, Floats]:
    """Level and slope of a logistic curve, with the softened targets that keep few decisions from being sure.

    Source: Platt J. Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers 1999:61-74.
    """
    rights = said.sum()
    soft = np.where(said > 0, (rights + 1) / (rights + 2), 1 / (said.size - rights + 2))
    # A negative slope would turn the order round: what the model holds likelier must not be shown as less likely.
    line = fit_line(np.asarray(log_odds), soft, Line(0.0, 1.0), _FREE)
    if line.slope < 0:
        share = float(np.clip(soft.mean(), 1e-6, 1 - 1e-6))
        line = Line(float(np.log(share / (1 - share))), 0.0)
    return np.array([line.level, line.slope]), np.zeros(0)


def _isotonic(log_odds: Floats, said: Floats) -> tuple[Floats, Floats]:
    """The non-decreasing step curve nearest to the decisions (pool adjacent violators), straight between the steps."""
    order = np.argsort(log_odds, kind="stable")
    at, first, counts = np.unique(log_odds[order], return_index=True, return_counts=True)
    sums = np.add.reduceat(said[order], first)
    pooled: list[tuple[float, int, int]] = []
    for total, count in zip(sums.tolist(), counts.tolist(), strict=True):
        block = (total, count, 1)
        while pooled and pooled[-1][0] * block[1] >= block[0] * pooled[-1][1]:
            before = pooled.pop()
            block = (before[0] + block[0], before[1] + block[1], before[2] + block[2])
        pooled.append(block)
    levels = np.array([total / count for total, count, _ in pooled])
    return at, np.repeat(levels, [width for _, _, width in pooled])


def _folds(groups: Sequence[str], seed: int) -> NDArray[np.int64]:
    """A fold for each decision; a group is never cut, and the largest ones go first to the emptiest fold."""
    names, sizes = np.unique(np.array(groups, dtype=object).astype(str), return_counts=True)
    lot = np.random.default_rng(seed).permutation(names.size)
    filled = [0] * min(_FOLDS, names.size)
    fold_of: dict[str, int] = {}
    for place in sorted(lot.tolist(), key=lambda place: -int(sizes[place])):
        fold = filled.index(min(filled))
        fold_of[str(names[place])] = fold
        filled[fold] += int(sizes[place])
    return np.array([fold_of[str(group)] for group in groups], dtype=np.int64)


def brier(probabilities: Floats, said: Floats) -> float:
    """Mean squared distance of a probability from what was decided; 0 is best, 0.25 is a coin that knows it is one."""
    return float(((probabilities - said) ** 2).mean())


def expected_error(probabilities: Floats, said: Floats, bins: int = _BINS) -> float:
    """Expected calibration error: distance of mean probability and share right, over bins of equal size.

    Equals fall into one bin together. Bins of equal width would leave most of them empty where few passages are right.
    """
    ranks = np.searchsorted(np.sort(probabilities), probabilities, side="left")
    of = np.minimum(ranks * bins // probabilities.size, bins - 1)
    distances = np.abs(np.bincount(of, probabilities - said, minlength=bins))
    return float(distances.sum() / probabilities.size)
