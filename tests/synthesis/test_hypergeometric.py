"""Fisher's test: by hand, in exact fractions, and against scipy, far into the tails."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact, hypergeom

from synthesis.hypergeometric import LEAST, Tails, at_least, tails


@st.composite
def tables(draw: st.DrawFn, most: int = 300) -> tuple[int, int, int, int]:
    windows = draw(st.integers(1, most))
    left, right = draw(st.integers(0, windows)), draw(st.integers(0, windows))
    return windows, left, right, draw(st.integers(max(0, left + right - windows), min(left, right)))


def _tails(windows: int, left: int, right: int, shared: int) -> Tails:
    return tails(windows, np.array([left]), np.array([right]), np.array([shared]))


def test_tails_worked_by_hand() -> None:
    # 5 papers, one influence in 3, the other in 2. Shared 0: C(3,0) C(2,2) / C(5,2) = 1/10; 1: 3*2/10; 2: 3*1/10.
    found = _tails(5, 3, 2, 2)
    assert found.more[0] == pytest.approx(3 / 10, abs=1e-15)
    assert found.fewer[0] == 1
    # Two-sided: numbers no more likely than 3/10 are 2 (3/10) and 0 (1/10).
    assert found.two_sided[0] == pytest.approx(4 / 10, abs=1e-15)


def test_seed_review_needs_sixteen_shared_papers_and_eighteen_after_correction() -> None:
    # Organisational culture in 28 and training in 22 of 53 papers share 28 * 22 / 53 = 11.6 by chance.
    assert pytest.approx(11.6, abs=0.03) == 28 * 22 / 53
    shared = np.arange(23)
    more = tails(53, np.full(23, 28), np.full(23, 22), shared).more
    exact = [Fraction(sum(comb(28, n) * comb(25, 22 - n) for n in range(k, 23)), comb(53, 22)) for k in shared.tolist()]
    assert more == pytest.approx([float(p) for p in exact], rel=1e-12)
    assert int(shared[more < 0.05][0]) == 16
    assert int(shared[more < 0.05 / 91][0]) == 18


@given(tables())
def test_tails_equal_exact_fractions(table: tuple[int, int, int, int]) -> None:
    windows, left, right, shared = table
    whole = comb(windows, right)
    chance = {
        n: Fraction(comb(left, n) * comb(windows - left, right - n), whole)
        for n in range(max(0, left + right - windows), min(left, right) + 1)
    }
    found = _tails(*table)
    assert found.more[0] == pytest.approx(float(sum(p for n, p in chance.items() if n >= shared)), rel=1e-11)
    assert found.fewer[0] == pytest.approx(float(sum(p for n, p in chance.items() if n <= shared)), rel=1e-11)
    both = sum(p for p in chance.values() if p <= chance[shared] * (1 + Fraction(1, 10**7)))
    assert found.two_sided[0] == pytest.approx(float(both), rel=1e-11)


@given(tables(100_000))
def test_one_sided_tails_equal_scipy(table: tuple[int, int, int, int]) -> None:
    windows, left, right, shared = table
    found = _tails(*table)
    assert found.more[0] == pytest.approx(hypergeom.sf(shared - 1, windows, left, right), rel=1e-9, abs=2 * LEAST)
    assert found.fewer[0] == pytest.approx(hypergeom.cdf(shared, windows, left, right), rel=1e-9, abs=2 * LEAST)


@given(tables(500))
def test_two_sided_p_equals_scipy_fisher_exact(table: tuple[int, int, int, int]) -> None:
    windows, left, right, shared = table
    cells = [[shared, left - shared], [right - shared, windows - left - right + shared]]
    assert _tails(*table).two_sided[0] == pytest.approx(fisher_exact(cells).pvalue, rel=1e-9)


def test_tails_hold_at_a_million_papers() -> None:
    draw = np.random.default_rng(3)
    left, right = draw.integers(1, 400_000, 200), draw.integers(1, 4000, 200)
    away = draw.normal(size=200) * 8 * np.sqrt(left * right / 1e6 + 1)
    shared = np.clip(np.rint(left * right / 1e6 + away), 0, np.minimum(left, right)).astype(np.int64)
    found = tails(1_000_000, left, right, shared)
    assert found.more == pytest.approx(hypergeom.sf(shared - 1, 1_000_000, left, right), rel=1e-9, abs=2 * LEAST)
    assert found.fewer == pytest.approx(hypergeom.cdf(shared, 1_000_000, left, right), rel=1e-9, abs=2 * LEAST)
    assert found.more.min() < 1e-30, "the tails must be deep for this test to mean something"


def test_p_is_never_given_as_zero() -> None:
    found = _tails(1_000_000, 300_000, 300_000, 300_000)
    assert found.more[0] == LEAST
    assert found.two_sided[0] == LEAST
    assert found.fewer[0] == 1


@pytest.mark.parametrize("table", [(1, 0, 0, 0), (1, 1, 1, 1), (9, 9, 4, 4), (9, 0, 4, 0), (9, 9, 9, 9)])
def test_influence_in_all_or_no_papers_has_p_of_one(table: tuple[int, int, int, int]) -> None:
    found = _tails(*table)
    assert (found.more[0], found.fewer[0], found.two_sided[0]) == (1, 1, 1)


@given(tables())
def test_one_sided_alone_equals_the_tails(table: tuple[int, int, int, int]) -> None:
    windows, *counts = (np.array([count]) for count in table)
    assert at_least(int(windows[0]), *counts)[0] == _tails(*table).more[0]


def test_tails_of_no_pairs_are_empty() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert tails(5, nothing, nothing, nothing).two_sided.size == 0


@pytest.mark.parametrize("table", [(5, 3, 2, 3), (5, 4, 4, 2), (5, 6, 2, 2), (5, 3, 2, -1)])
def test_tails_refuse_counts_that_contradict_each_other(table: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="shares more windows than it has"):
        _tails(*table)
