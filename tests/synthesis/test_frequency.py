"""Shares and intervals: by hand, against another implementation, and as laws."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from graph.wilson import wilson_interval
from synthesis.frequency import Frequency, frequencies, percentage

pairs = st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


def test_wilson_interval_worked_by_hand() -> None:
    # 5 of 10 at z = 1.96: scale 1.38416, centre (0.5 + 0.19208) / 1.38416 = 0.5, and
    # half = 1.96 / 1.38416 * sqrt(0.025 + 0.009604) = 1.416021 * 0.186022 = 0.263411
    low, high = wilson_interval(5, 10)
    assert low == pytest.approx(0.236593, abs=1e-5)
    assert high == pytest.approx(0.763407, abs=1e-5)


def test_wilson_interval_of_the_seed_review() -> None:
    # 28 of 53 (domain: organisational culture). z^2 = 3.841459, scale = 1.072480
    # centre = (0.528302 + 0.036240) / 1.072480 = 0.526389; half = 1.959964/1.072480*sqrt(0.004701897+0.000341889)
    low, high = wilson_interval(28, 53)
    assert (low, high) == (pytest.approx(0.396601, abs=2e-5), pytest.approx(0.656177, abs=2e-5))


@pytest.mark.parametrize(("papers", "of_papers"), [(0, 1), (1, 1), (0, 53), (53, 53), (1, 5000)])
def test_wilson_interval_stays_in_range_at_the_ends(papers: int, of_papers: int) -> None:
    low, high = wilson_interval(papers, of_papers)
    assert 0 <= low <= papers / of_papers <= high <= 1
    assert low < high


@given(pairs, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_interval_equals_statsmodels(pair: tuple[int, int], level: float) -> None:
    other_low, other_high = proportion_confint(*pair, alpha=1 - level, method="wilson")
    low, high = wilson_interval(*pair, level)
    assert low == pytest.approx(other_low, abs=1e-9)
    assert high == pytest.approx(other_high, abs=1e-9)


@given(pairs)
def test_wilson_interval_mirrors(pair: tuple[int, int]) -> None:
    low, high = wilson_interval(*pair)
    other_low, other_high = wilson_interval(pair[1] - pair[0], pair[1])
    assert low == pytest.approx(1 - other_high, abs=1e-12)
    assert high == pytest.approx(1 - other_low, abs=1e-12)


@given(pairs)
def test_wilson_interval_narrows_with_more_papers(pair: tuple[int, int]) -> None:
    low, high = wilson_interval(*pair)
    more_low, more_high = wilson_interval(pair[0] * 4, pair[1] * 4)
    assert more_high - more_low < high - low


@pytest.mark.parametrize(("papers", "of_papers"), [(3, 2), (-1, 2), (0, 0), (1, -1)])
def test_wilson_interval_refuses_impossible_counts(papers: int, of_papers: int) -> None:
    with pytest.raises(ValueError, match=f"{papers} papers of {of_papers}"):
        wilson_interval(papers, of_papers)


def test_wilson_interval_refuses_a_level_outside_0_and_1() -> None:
    with pytest.raises(ValueError, match="95 is not a confidence level"):
        wilson_interval(1, 2, 95)


def test_frequencies_keep_order_and_unknown_apart_from_zero() -> None:
    known, nobody, unknown, empty = frequencies([2, 0, 3, 0], [4, 4, None, 0])
    assert (known.share, nobody.share) == (0.5, 0.0)
    assert nobody.high is not None
    assert nobody.high > 0
    assert unknown == Frequency(3, None, None, None, None)
    assert empty == Frequency(0, 0, None, None, None)


@pytest.mark.parametrize(("papers", "of_papers"), [(1, 0), (5, 4)])
def test_frequencies_refuse_more_papers_than_the_denominator(papers: int, of_papers: int) -> None:
    with pytest.raises(ValueError, match="papers of"):
        frequencies([papers], [of_papers])


def test_frequencies_refuse_columns_of_different_length() -> None:
    with pytest.raises(ValueError, match="argument"):
        frequencies([1, 2], [3])


@pytest.mark.parametrize(
    ("papers", "of_papers", "decimals", "printed"),
    [
        (28, 53, 0, "53"),  # the seed review's three certain counts
        (22, 53, 0, "42"),
        (21, 53, 0, "40"),
        (1, 8, 0, "13"),  # 12.5: half goes up, not to the even neighbour
        (1, 200, 0, "1"),  # 0.5
        (29, 200, 0, "15"),  # 14.5; 100 * (29 / 200) is 14.499999999999998 in floating point
        (1, 3, 1, "33.3"),
        (1, 16, 1, "6.3"),  # 6.25
        (0, 7, 2, "0.00"),
        (7, 7, 1, "100.0"),
    ],
)
def test_percentage_rounds_half_up(papers: int, of_papers: int, decimals: int, printed: str) -> None:
    assert percentage(papers, of_papers, decimals) == printed


@given(pairs, st.integers(0, 3))
def test_percentage_equals_exact_decimals(pair: tuple[int, int], decimals: int) -> None:
    papers, of_papers = pair
    # 28 digits are enough: a share of at most 5000 papers is a half exactly or misses it by more than 1e-8.
    exact = Decimal(papers * 100) / Decimal(of_papers)
    expected = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert percentage(papers, of_papers, decimals) == str(expected)


@pytest.mark.parametrize(("papers", "of_papers", "decimals"), [(2, 1, 0), (0, 0, 0), (-1, 3, 0), (1, 2, -1)])
def test_percentage_refuses_nonsense(papers: int, of_papers: int, decimals: int) -> None:
    with pytest.raises(ValueError, match="is no percentage"):
        percentage(papers, of_papers, decimals)
