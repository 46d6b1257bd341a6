"""The test with fixed margins without random numbers: for so many pairs that no affordable permutation can pass them.

A bipartite configuration model: each influence has one propensity, the same in all windows, and a window reports a set
in proportion to the product of its propensities, among all sets of its own length. Propensities are fitted so that
the expected totals are the observed ones (maximum likelihood of this maximum-entropy model). Then a pair is tested
given both its totals (`saddlepoint`). Window lengths and the totals of the pair are exact; the totals of other
influences hold in expectation only: the one approximation besides the saddle point.

Source: Saracco F, Straka MJ, Di Clemente R, Gabrielli A, Caldarelli G, Squartini T. Inferring monopartite projections
of bipartite networks: an entropy-based approach. New Journal of Physics 2017;19:053022, for the model with lengths in
expectation; sets of exact length in proportion to a product (conditional Bernoulli): Chen XH, Dempster AP, Liu JS.
Weighted finite population sampling to maximize entropy. Biometrika 1994;81(3):457-469. Why lengths are exact here:
docs/decisions has the comparison with permutations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.progress import Progress, silent
from synthesis.adjust import benjamini_hochberg, holm
from synthesis.incidence import Counts, Floats, Incidence
from synthesis.pairs import count_pairs
from synthesis.saddlepoint import Kinds, at_least

_ROUNDS = 300
_FIT = 1e-6
"""Totals are met to this share of a window."""
_CELLS_AT_ONCE = 50_000


@dataclass(frozen=True)
class Propensities:
    """What a window of each length reports: one row for each length that occurs."""

    lengths: Counts
    windows: Counts
    """How many windows have each length."""
    one: Floats
    """Lengths x influences: probability that such a window reports the influence."""
    two: Floats
    """Lengths x influences x influences: that it reports both."""
    miss: float
    """The largest difference between an expected and an observed total, in windows."""


@dataclass(frozen=True)
class Configuration:
    """The test of every pair, in the order of the pairs."""

    expected: Floats
    more: Floats
    fewer: Floats
    two_sided: Floats
    """Twice the smaller of the two, at most 1."""
    holm: Floats
    benjamini_hochberg: Floats
    miss: float
    """How well the totals are met, in windows; margins that leave hardly any freedom cannot be fitted."""

    @property
    def fitted(self) -> bool:
        """Whether the margins left enough freedom for a fit; use the permutation alone where they did not."""
        return self.miss <= 10 * _FIT


def configuration_test(first: Incidence, second: Incidence | None = None, progress: Progress = silent) -> Configuration:
    """Test every pair of `count_pairs(first, second)`."""
    pairs = count_pairs(first, second)
    one = propensities(first)
    other = one if second is None else propensities(second)
    kind, partner, windows = _kinds(first, second)
    expected, more, fewer = np.zeros(pairs.size), np.ones(pairs.size), np.ones(pairs.size)
    step = max(1, _CELLS_AT_ONCE // max(windows.size, 1))
    for start in range(0, pairs.size, step):
        part = slice(start, start + step)
        left, right = pairs.left[part], pairs.right[part]
        own, others = one.one[kind][:, left], other.one[partner][:, right]
        both = own * others if second else one.two[kind][:, left, right]
        table = Kinds(windows, both, own, others)
        totals = pairs.left_total[part], pairs.right_total[part]
        expected[part] = windows @ both
        more[part] = at_least(table, *totals, pairs.shared[part])
        fewer[part] = 1.0 - at_least(table, *totals, pairs.shared[part] + 1)
        progress("configuration model", min(start + step, pairs.size), pairs.size)
    fewer = np.clip(fewer, 0.0, 1.0)
    return Configuration(
        expected=expected,
        more=more,
        fewer=fewer,
        two_sided=np.minimum(2 * np.minimum(more, fewer), 1.0),
        holm=holm(more),
        benjamini_hochberg=benjamini_hochberg(more),
        miss=max(one.miss, other.miss),
    )


def _kinds(first: Incidence, second: Incidence | None) -> tuple[Counts, Counts, Floats]:
    """Windows with equal lengths, in both incidences, are of one kind: row, row of the other, how many."""
    places = [np.unique(side.window_lengths, return_inverse=True)[1] for side in (first, second or first)]
    kinds, windows = np.unique(np.stack(places), axis=1, return_counts=True)
    return kinds[0], kinds[1], windows.astype(np.float64)


def propensities(incidence: Incidence) -> Propensities:
    """Fit the model: scale each propensity by observed over expected total until all totals are met."""
    totals = incidence.influence_totals
    lengths, windows = np.unique(incidence.window_lengths, return_counts=True)
    always = totals == incidence.windows
    free = np.flatnonzero((totals > 0) & ~always)
    wanted = totals[free].astype(np.float64)
    open_lengths = lengths - int(always.sum())
    odds = wanted / np.maximum(incidence.windows - wanted, 1e-300)
    miss = 0.0
    for _ in range(_ROUNDS):
        single = np.stack([_of_length(odds, int(length))[0] for length in open_lengths]) if free.size else None
        if single is None:
            break
        expected = windows @ single
        miss = float(np.abs(expected - wanted).max(initial=0.0))
        if miss <= _FIT:
            break
        odds = odds * (wanted / expected) * (1 - expected / incidence.windows) / (1 - wanted / incidence.windows)
    one = np.zeros((lengths.size, totals.size))
    two = np.zeros((lengths.size, totals.size, totals.size))
    one[:, always] = 1.0
    for row, length in enumerate(open_lengths):
        if free.size:
            one[row, free], inner = _of_length(odds, int(length), pairs=True)
            two[row][np.ix_(free, free)] = inner
        two[row][always] = one[row]
        two[row][:, always] = one[row][:, None]
    return Propensities(lengths, windows, one, two, miss)


def _of_length(odds: Floats, length: int, pairs: bool = False) -> tuple[Floats, Floats]:
    """Probability of each influence, and of each two, in a set of this length drawn in proportion to its odds.

    Independent draws given their number: probabilities of numbers are read off the generating function on a circle
    through its saddle point, where nothing cancels. An odd number of points keeps clear of its zeros.
    """
    many = odds.size
    if length in (0, many):
        share = float(length > 0)
        return np.full(many, share), np.full((many, many), share)
    p = _shares(odds, length)
    points = many + 1 + many % 2
    turn = np.exp(2j * np.pi * np.arange(points // 2 + 1) / points)
    factor = (1 - p)[:, None] + p[:, None] * turn
    whole = factor.prod(axis=0)
    weight = np.where(np.arange(turn.size) > 0, 2.0, 1.0) / points  # the other half of the circle mirrors this one
    number = (weight * whole * turn**-length).real.sum()
    inverse: NDArray[np.complex128] = 1 / factor
    one = p * (inverse @ (weight * whole * turn ** (1 - length))).real / number
    two = np.zeros((0, 0))
    if pairs:
        along = weight * whole * turn ** (2 - length)
        two = p[:, None] * p * ((inverse * along) @ inverse.T).real / number
    return np.clip(one, 0.0, 1.0), np.clip(two, 0.0, 1.0)


def _shares(odds: Floats, length: int) -> Floats:
    """Independent probabilities with these odds up to one factor, which makes `length` the expected number."""
    low, high = -700.0, 700.0
    logs = np.log(odds)
    for _ in range(30):  # any circle gives the same answer; this one only must be near the best
        middle = (low + high) / 2
        if (1 / (1 + np.exp(-np.clip(logs + middle, -700, 700)))).sum() < length:
            low = middle
        else:
            high = middle
    return np.asarray(1 / (1 + np.exp(-np.clip(logs + low, -700, 700))))
