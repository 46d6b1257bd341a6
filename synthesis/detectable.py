"""How many windows a pair would have to share before a test could call it more than chance.

In a small review many pairs are too rare for any result to pass: for them "not beyond chance" says nothing. The least
number is that of the hypergeometric test; a test that keeps window lengths needs about as many or more.
"""

from __future__ import annotations

import numpy as np

from synthesis.hypergeometric import at_least
from synthesis.incidence import Counts
from synthesis.pairs import Pairs

Least = np.ma.MaskedArray[tuple[int], np.dtype[np.int64]]


def least_shared(pairs: Pairs, level: float = 0.05, tests: int = 1) -> Least:
    """The smallest number of shared windows with one-sided p below level / tests, for every pair.

    Masked where even sharing every window of the rarer one would not do: the pair is below the detectable size. With
    `tests` = all pairs this is the size at which a pair passes Holm's correction on its own (its first step).
    """
    if not 0 < level < 1 or tests < 1:
        raise ValueError(f"level {level} with {tests} tests: need a level between 0 and 1 and at least one test")
    low, high = np.minimum(pairs.left_total, pairs.right_total), np.maximum(pairs.left_total, pairs.right_total)
    kinds, place = np.unique(np.stack([low, high]), axis=1, return_inverse=True)
    # A p that equals the level is not below it, whatever the last digits say.
    found = _search(pairs.windows, kinds[0], kinds[1], level / tests * (1 - 1e-9))
    most = kinds[0]
    return np.ma.masked_array(np.minimum(found, most), mask=found > most)[place.ravel()]


def _search(windows: int, low: Counts, high: Counts, level: float) -> Counts:
    """By halving: the tail shrinks with every shared window; one more than possible where it never is small enough."""
    wrong, right = np.maximum(0, low + high - windows), low + 1
    while np.any(right - wrong > 1):
        middle = np.where(right - wrong > 1, (wrong + right) // 2, wrong)
        small = at_least(windows, low, high, np.minimum(middle, low)) < level
        right = np.where(small & (middle > wrong), middle, right)
        wrong = np.where(small, wrong, np.maximum(wrong, middle))
    return right
