"""Fisher's exact test for many pairs at once: the hypergeometric distribution of the windows that two share.

Under its null model, `left` windows report one influence and `right` another, each set drawn blindly from all
`windows`: all windows are alike. They are not (long papers report more of everything), so these probabilities are
too small where lengths differ, and too large where all windows are short; `fixed_margin` has the test that keeps
lengths.

Source: Fisher RA. The Design of Experiments. Edinburgh: Oliver and Boyd; 1935. The probability of one table is
computed in the saddle-point form of Loader C. Fast and accurate computation of binomial probabilities. 2000, because
differences of log-factorials lose nine of sixteen digits at a million windows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlog1py

from synthesis.incidence import Counts, Floats

TIE = 1e-7
"""Tables whose probability exceeds the observed one by less than this share count as equally likely, as in R."""
LEAST = float(np.finfo(np.float64).tiny)
"""Smaller probabilities are given as this: a computed p of 0 would be a claim that no data can support."""
_HALF_LOG_TWO_PI = 0.5 * float(np.log(2 * np.pi))
_SMALL = np.arange(16.0)
_STIRLING = gammaln(_SMALL + 1) - (_SMALL + 0.5) * np.log(np.maximum(_SMALL, 1)) + _SMALL - _HALF_LOG_TWO_PI
_NEGLIGIBLE = 1e-17
_TERMS = 8
"""Terms of a sum that are added before looking which sums are complete."""


@dataclass(frozen=True)
class Tails:
    """Probabilities of sharing as many windows as observed, more or fewer, when the two are independent."""

    more: Floats
    """One-sided: at least the observed number."""
    fewer: Floats
    """One-sided: at most the observed number."""
    two_sided: Floats
    """All numbers that are no more likely than the observed one (Fisher's definition, as in R and scipy)."""


def tails(windows: int, left: Counts, right: Counts, shared: Counts) -> Tails:
    """The three probabilities of every pair.

    Raises ValueError where the counts contradict each other: more shared windows than either has, or fewer than must
    be.
    """
    side = _upper_side(windows, left, right, shared)
    margins = _margins(windows, side.left, side.right)
    cells = _cells(windows, side.left, side.right, side.shared)
    upper, rest = _one_sided(windows, side, cells - margins)
    two_sided = np.clip(upper + _opposite(windows, side, cells, margins), LEAST, 1.0)
    return Tails(*_unfold(side, upper, rest), two_sided)


def at_least(windows: int, left: Counts, right: Counts, shared: Counts) -> Floats:
    """The one-sided probability alone of sharing at least as many windows; see `tails`."""
    side = _upper_side(windows, left, right, shared)
    log_here = log_probability(windows, side.left, side.right, side.shared)
    return _unfold(side, *_one_sided(windows, side, log_here))[0]


@dataclass(frozen=True)
class _Side:
    """Everything is worked above the mode; below it, the windows without `right` take the place of `right`."""

    left: Counts
    right: Counts
    shared: Counts
    turned: NDArray[np.bool_]


def _upper_side(windows: int, left: Counts, right: Counts, shared: Counts) -> _Side:
    left, right, shared = (np.asarray(counts, dtype=np.int64) for counts in (left, right, shared))
    least, most = np.maximum(0, left + right - windows), np.minimum(left, right)
    if np.any((shared < least) | (shared > most) | (np.maximum(left, right) > windows)):
        raise ValueError("a pair shares more windows than it has, or fewer than its totals force it to")
    below = shared < _mode(windows, left, right)
    return _Side(left, np.where(below, windows - right, right), np.where(below, left - shared, shared), below)


def _one_sided(windows: int, side: _Side, log_here: Floats) -> tuple[Floats, Floats]:
    """The probability of the observed number and all above, and of it and all below."""
    here = np.exp(log_here)
    upper = np.clip(here * _outward(windows, side.left, side.right, side.shared), LEAST, 1.0)
    return upper, np.clip(1.0 - upper + here, LEAST, 1.0)


def _unfold(side: _Side, upper: Floats, rest: Floats) -> tuple[Floats, Floats]:
    return np.where(side.turned, rest, upper), np.where(side.turned, upper, rest)


def log_probability(windows: int, left: Counts, right: Counts, shared: Counts) -> Floats:
    """Natural logarithm of the probability of sharing exactly `shared` windows.

    The four cells of the table are written as Poisson probabilities at their expected counts, so that only small
    differences are left to add up.
    """
    return _cells(windows, left, right, shared) - _margins(windows, left, right)


def _cells(windows: int, left: Counts, right: Counts, shared: Counts) -> Floats:
    """The part of `log_probability` that depends on the shared windows."""
    neither = windows - left - right + shared
    # Exact in whole numbers up to three billion windows; all four cells miss their expectation by the same amount.
    miss = (shared * windows - left * right) / windows
    outer = _poisson(shared, miss) + _poisson(neither, miss)
    return outer + _poisson(left - shared, -miss) + _poisson(right - shared, -miss)


def _margins(windows: int, left: Counts, right: Counts) -> Floats:
    """The part of `log_probability` that only depends on the totals."""
    whole = _poisson(np.array([windows], dtype=np.int64))
    both = (left, windows - left, right, windows - right)
    return np.asarray(sum(_poisson(count) for count in both) - whole)


def _poisson(count: Counts, miss: Floats | float = 0.0) -> Floats:
    """Logarithm of the Poisson probability of `count` where `count - miss` is expected."""
    expected = count - miss
    # Where nothing is expected nothing is found, and the divisor does not matter.
    off = np.where(count > 0, miss / np.where(expected > 0, expected, 1.0), 0.0)
    deviance = xlog1py(count, off) - miss
    spread = np.where(count > 0, _HALF_LOG_TWO_PI + 0.5 * np.log(np.maximum(count, 1)), 0.0)
    return np.asarray(-np.where(count > 0, _stirling_error(count), 0.0) - deviance - spread)


def _stirling_error(count: Counts) -> Floats:
    """How far log(count!) is above Stirling's formula."""
    inverse = 1.0 / np.maximum(count, 1)
    square = inverse * inverse
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
    return np.where(count < _SMALL.size, _STIRLING[np.minimum(count, _SMALL.size - 1)], series)


def _mode(windows: int, left: Counts, right: Counts) -> Counts:
    return (left + 1) * (right + 1) // (windows + 2)


def _outward(windows: int, left: Counts, right: Counts, shared: Counts) -> Floats:
    """The sum of probabilities from `shared` upward, in units of the first one; `shared` is at the mode or above.

    Each is made from the one before; pairs whose next term no longer counts leave the sum.
    """
    total = np.ones(left.size)
    place = np.arange(left.size)
    at = shared.astype(np.float64)
    a, b, rest = left.astype(np.float64), right.astype(np.float64), (windows - left - right).astype(np.float64)
    term, summed = np.ones(left.size), np.ones(left.size)
    while place.size:
        for _ in range(_TERMS):  # past the largest possible number every term is 0
            term *= (a - at) * (b - at)
            at += 1
            term /= at * (rest + at)
            summed += term
        total[place] = summed
        going = term > _NEGLIGIBLE * summed
        place, at, a, b, rest = place[going], at[going], a[going], b[going], rest[going]
        term, summed = term[going], summed[going]
    return total


def _opposite(windows: int, side: _Side, cells: Floats, margins: Floats) -> Floats:
    """The probability of the numbers below the mode that are no more likely than the observed one above it."""
    left, right = side.left, side.right
    mode, least = _mode(windows, left, right), np.maximum(0, left + right - windows)
    limit = cells + TIE  # the part that only the totals decide is the same on both sides
    reached = _cells(windows, left, right, mode) <= limit
    found = np.where(reached, 1.0, 0.0)
    open_ = np.flatnonzero(~reached & (_cells(windows, left, right, least) <= limit))
    if open_.size:
        a, b = left[open_], right[open_]
        guess = np.maximum(least, 2 * mode - side.shared)[open_]
        at = _last_within(windows, a, b, limit[open_], guess)
        # Seen from the windows without `right`, these numbers are the upper ones.
        first = np.exp(_cells(windows, a, b, at) - margins[open_])
        found[open_] = first * _outward(windows, a, windows - b, a - at)
    return found


def _last_within(windows: int, left: Counts, right: Counts, limit: Floats, guess: Counts) -> Counts:
    """The largest number below the mode whose `_cells` are within the limit; the least possible number is.

    Newton's steps on a curve that bends down: one to the left from a guess that is too high, which may go too far but
    never not far enough, then to the right, which never pass the answer.
    """
    at, least = guess.copy(), np.maximum(0, left + right - windows)
    high = _cells(windows, left, right, at) - limit
    slope = np.maximum(_rise(windows, left, right, at), TIE)
    at = np.where(high > 0, np.maximum(least, at - np.ceil(high / slope).astype(np.int64)), at)
    moving = np.arange(left.size)
    while moving.size:
        a, b, here = left[moving], right[moving], at[moving]
        room, rise = limit[moving] - _cells(windows, a, b, here), _rise(windows, a, b, here)
        fits = rise <= room  # `rise` is the first step and an upper bound of every later one
        at[moving] += np.where(fits, np.maximum(1, np.floor(room / rise)), 0).astype(np.int64)
        moving = moving[fits]
    return at


def _rise(windows: int, left: Counts, right: Counts, at: Counts) -> Floats:
    """How much more likely one shared window more is, as a logarithm."""
    return np.asarray(np.log((left - at) / (at + 1.0) * (right - at) / (windows - left - right + at + 1.0)))
