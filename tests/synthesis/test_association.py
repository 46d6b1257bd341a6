"""Measures of association: by hand, against other implementations, and never NaN."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.spatial.distance import jaccard as scipy_jaccard
from statsmodels.stats.multitest import multipletests

from synthesis.adjust import benjamini_hochberg, holm
from synthesis.association import associations
from synthesis.incidence import incidence_of
from synthesis.pairs import count_pairs

tables = hnp.arrays(np.bool_, st.tuples(st.integers(1, 15), st.integers(2, 6)))


def test_measures_worked_by_hand() -> None:
    # 8 papers; training in 4, culture in 4, both in 3: expected 4*4/8 = 2, lift 3/2, Jaccard 3/(4+4-3) = 3/5.
    # npmi = log(3/2) / -log(3/8); phi = (3*8 - 4*4) / sqrt(4*4*4*4) = 8/16.
    table = np.array([[1, 1], [1, 1], [1, 1], [1, 0], [0, 1], [0, 0], [0, 0], [0, 0]])
    found = associations(count_pairs(incidence_of(table)))
    assert found.expected.tolist() == [2]
    assert found.lift.tolist() == [1.5]
    assert found.jaccard.tolist() == [0.6]
    assert found.npmi.tolist() == [pytest.approx(log(1.5) / -log(3 / 8))]
    assert found.phi.tolist() == [0.5]
    # P(3 or 4 shared) = (C(4,3) C(4,1) + 1) / C(8,4) = 17/70.
    assert found.p.more.tolist() == [pytest.approx(17 / 70)]


def test_measures_at_their_ends() -> None:
    # a and b always together and not everywhere; a and c never together.
    table = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]])
    found = associations(count_pairs(incidence_of(table)))  # pairs: a+b, a+c, b+c
    assert found.npmi.tolist() == [1, -1, -1]
    assert found.phi.tolist() == [1, -1, -1]
    assert found.jaccard.tolist() == [1, 0, 0]
    assert found.lift.tolist() == [2, 0, 0]


def test_influence_in_every_paper_has_no_correlation_and_is_shown_empty() -> None:
    found = associations(count_pairs(incidence_of(np.array([[1, 1, 1], [1, 1, 0]]))))  # pairs: a+b, a+c, b+c
    assert found.phi.tolist() == [None, None, None]
    assert found.npmi.tolist() == [None, 0, 0]
    assert found.lift.tolist() == [1, 1, 1]
    assert found.p.more.tolist() == [1, 1, 1]


@given(tables)
def test_measures_are_finite_and_in_range(table: np.ndarray) -> None:
    pairs = count_pairs(incidence_of(table))
    with np.errstate(all="raise", under="ignore"):
        found = associations(pairs)
    for values in (found.expected, found.lift, found.jaccard, found.npmi.compressed(), found.phi.compressed()):
        assert np.isfinite(values).all()
    for values in (found.jaccard, found.p.more, found.p.fewer, found.p.two_sided, found.holm, found.benjamini_hochberg):
        assert ((values >= 0) & (values <= 1)).all()
    assert (np.abs(found.npmi.compressed()) <= 1 + 1e-12).all()
    assert (np.abs(found.phi.compressed()) <= 1 + 1e-12).all()


@given(tables)
def test_measures_equal_other_implementations(table: np.ndarray) -> None:
    pairs = count_pairs(incidence_of(table))
    found = associations(pairs)
    for place, (left, right) in enumerate(zip(pairs.left, pairs.right, strict=True)):
        one, other = table[:, left], table[:, right]
        assert found.jaccard[place] == pytest.approx(1 - scipy_jaccard(one, other), abs=1e-9)
        if 0 < one.sum() < len(one) and 0 < other.sum() < len(other):
            assert found.phi[place] == pytest.approx(np.corrcoef(one, other)[0, 1], abs=1e-9)
        if 0 < (one & other).sum() < len(one):
            share, first, second = (one & other).mean(), one.mean(), other.mean()
            assert found.npmi[place] == pytest.approx(log(share / (first * second)) / -log(share), abs=1e-9)
            assert found.lift[place] == pytest.approx(share / (first * second), abs=1e-9)


@pytest.mark.parametrize("rows", [0, 1, 5])
def test_no_pair_has_no_measures(rows: int) -> None:
    assert associations(count_pairs(incidence_of(np.zeros((rows, 4))))).lift.size == 0


def test_holm_and_benjamini_hochberg_worked_by_hand() -> None:
    # Sorted .01 .02 .03 .04. Holm: .04, .06, .06, .06 (never falling). BH: 4/1*.01, 4/2*.02, 4/3*.03, .04 = all .04.
    p = np.array([0.04, 0.01, 0.03, 0.02])
    assert holm(p) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert benjamini_hochberg(p) == pytest.approx([0.04, 0.04, 0.04, 0.04])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
@settings(max_examples=8)  # statsmodels takes half a second for each
def test_corrections_equal_statsmodels(values: list[float]) -> None:
    p = np.array(values)
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1], abs=1e-9)
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-9)


def test_corrections_of_no_tests_are_empty() -> None:
    assert holm(np.zeros(0)).size == benjamini_hochberg(np.zeros(0)).size == 0


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_corrections_refuse_what_is_no_p(wrong: float) -> None:
    for correct in (holm, benjamini_hochberg):
        with pytest.raises(ValueError, match="between 0 and 1"):
            correct(np.array([0.5, wrong]))


def test_lift_of_the_seed_review() -> None:
    # 28 and 22 of 53: sharing 16 is a lift of 16 * 53 / (28 * 22) = 1.377 and a phi of (848 - 616) / sqrt(28*25*22*31).
    table = np.zeros((53, 2))
    table[:28, 0] = 1
    table[12:34, 1] = 1
    found = associations(count_pairs(incidence_of(table)))
    assert found.lift[0] == pytest.approx(1.3766, abs=1e-4)
    assert found.phi[0] == pytest.approx(232 / sqrt(28 * 25 * 22 * 31), abs=1e-12)
