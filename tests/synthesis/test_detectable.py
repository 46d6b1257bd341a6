"""The least number of shared windows that a test can call more than chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import hypergeom

from synthesis.detectable import least_shared
from synthesis.incidence import incidence_of
from synthesis.pairs import Pairs, count_pairs

tables = hnp.arrays(np.bool_, st.tuples(st.integers(1, 25), st.integers(2, 6)))


def _pair(windows: int, left: int, right: int) -> Pairs:
    one = np.array([0]), np.array([1]), np.array([0])
    return Pairs(windows, "paper", *one, np.array([left]), np.array([right]))


def test_seed_review_needs_sixteen_papers_and_eighteen_after_correction() -> None:
    pair = _pair(53, 28, 22)
    assert least_shared(pair).tolist() == [16]
    assert least_shared(pair, tests=91).tolist() == [18]


def test_pair_too_rare_to_show_anything_is_masked() -> None:
    # One paper each in 53: sharing it has p = 1/53 = .019, which passes alone and never among 91 tests.
    assert least_shared(_pair(53, 1, 1)).tolist() == [1]
    assert least_shared(_pair(53, 1, 1), tests=91).tolist() == [None]
    # In 4 papers nothing is detectable but 2 and 2 at a level above 1/6.
    assert least_shared(_pair(4, 2, 2)).tolist() == [None]
    assert least_shared(_pair(4, 2, 2), level=0.2).tolist() == [2]


def test_influence_in_every_paper_is_never_detectable() -> None:
    assert least_shared(_pair(50, 50, 10)).tolist() == [None]


@given(tables, st.sampled_from([0.2, 0.05, 0.001]), st.sampled_from([1, 10]))
def test_least_shared_equals_looking_at_every_number(table: np.ndarray, level: float, tests: int) -> None:
    pairs = count_pairs(incidence_of(table))
    found = least_shared(pairs, level, tests)
    for place in range(pairs.size):
        windows, left, right = pairs.windows, int(pairs.left_total[place]), int(pairs.right_total[place])
        numbers = range(max(0, left + right - windows), min(left, right) + 1)
        passing = [n for n in numbers if hypergeom.sf(n - 1, windows, left, right) < level / tests * (1 - 1e-9)]
        assert found.tolist()[place] == (passing[0] if passing else None)


def test_no_pair_needs_nothing() -> None:
    assert least_shared(count_pairs(incidence_of(np.zeros((0, 3))))).tolist() == []


@pytest.mark.parametrize(("level", "tests"), [(0, 1), (1, 1), (0.05, 0)])
def test_least_shared_refuses_impossible_levels(level: float, tests: int) -> None:
    with pytest.raises(ValueError, match="need a level between 0 and 1"):
        least_shared(_pair(53, 28, 22), level, tests)
