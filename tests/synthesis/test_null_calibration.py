"""What happens when there is nothing to find: 200 random reviews with the margins of one whose papers differ in length.

Nothing in them co-occurs beyond those margins, so a pair that passes is false. A test at level .05 with Holm's
correction may pass a pair in 10 of 200 reviews; more than 21 would happen to a correct test in 1 of 2000 such runs.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

from synthesis.association import associations
from synthesis.configuration import configuration_test
from synthesis.curveball import Chains
from synthesis.fixed_margin import permutation_test
from synthesis.incidence import Incidence, incidence_of
from synthesis.pairs import count_pairs

REVIEWS, LEVEL = 200, 0.05
MOST = int(binom.ppf(0.9995, REVIEWS, LEVEL))


@cache
def reviews() -> tuple[Incidence, ...]:
    """Thirty papers, seven influences; short papers report one or two, long ones nearly all."""
    draw = np.random.default_rng(20)
    often = np.repeat([0.1, 0.3, 0.85], [12, 10, 8])
    first = incidence_of(draw.random((30, 7)) < often[:, None])
    run = Chains(first, REVIEWS, draw)
    for _ in range(200):
        run.round()
    return tuple(incidence_of(matrix) for matrix in run.matrices())


def test_reviews_are_different_and_have_the_same_margins() -> None:
    first, *others = reviews()
    assert len({review.dense().tobytes() for review in reviews()}) == REVIEWS
    assert all(review.window_lengths.tolist() == first.window_lengths.tolist() for review in others)
    assert all(review.influence_totals.tolist() == first.influence_totals.tolist() for review in others)
    assert MOST == 21


def test_hypergeometric_test_finds_what_is_not_there() -> None:
    false = sum(bool((associations(count_pairs(review)).holm < LEVEL).any()) for review in reviews())
    assert false > 5 * MOST, "papers of different length make it see pairs nearly everywhere"


def test_permutation_test_keeps_its_level() -> None:
    half = reviews()[: REVIEWS // 2]  # it takes a fifth of a second for each
    found = [permutation_test(review, samples=600, seed=number) for number, review in enumerate(half)]
    assert max(test.least_adjusted for test in found) < LEVEL, "otherwise no pair could ever pass"
    false = sum(bool((test.holm < LEVEL).any()) for test in found)
    assert 1 <= false <= binom.ppf(0.9995, len(half), LEVEL)
    # Pair by pair, uncorrected: at most the level, and not much below it (shared papers are whole numbers).
    alone = np.mean([test.more < LEVEL for test in found])
    assert LEVEL / 3 < alone < LEVEL * 1.25


def test_configuration_model_keeps_its_level() -> None:
    found = [configuration_test(review) for review in reviews()]
    assert all(test.fitted for test in found)
    assert 1 <= sum(bool((test.holm < LEVEL).any()) for test in found) <= MOST
    alone = np.mean([test.more < LEVEL for test in found])
    assert LEVEL / 8 < alone < LEVEL * 1.25, "it errs on the careful side in the smallest reviews"


@pytest.mark.parametrize("planted", [0, 5])
def test_permutation_test_finds_what_is_there(planted: int) -> None:
    # Two influences that share all of their papers, in papers of every length.
    table = reviews()[planted].dense().copy()
    table[:, 1] = table[:, 0]
    pairs = count_pairs(incidence_of(table))
    found = permutation_test(incidence_of(table), samples=2000, seed=1)
    assert [(pairs.left[n], pairs.right[n]) for n in np.flatnonzero(found.holm < LEVEL)] == [(0, 1)]
