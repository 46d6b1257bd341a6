"""Closed-form coefficients against independent implementations (1e-6) and published tables."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from synthesis.survey import alpha, correlations, heterotrait
from synthesis.survey.icc import intraclass
from synthesis.survey.ranks import kendall_w, kruskal_wallis

CLOSE = {"rel": 0, "abs": 1e-6}
TARGETS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)
"""Six targets, four judges: table 2 of Shrout and Fleiss (1979)."""
RANDOM = np.random.default_rng(20)
ANSWERS = st.tuples(st.integers(6, 20), st.integers(3, 6)).flatmap(
    lambda shape: arrays.arrays(np.float64, shape, elements=st.integers(1, 5).map(float))
)


def _long(answers: np.ndarray) -> pd.DataFrame:
    people, items = np.indices(answers.shape)
    return pd.DataFrame({"person": people.ravel(), "item": items.ravel(), "answer": answers.ravel()})


def _mean_squares(answers: np.ndarray) -> tuple[float, float]:
    """Between people and residual, by statsmodels' analysis of variance."""
    table = anova_lm(ols("answer ~ C(person) + C(item)", _long(answers)).fit())
    squares = table["sum_sq"] / table["df"]
    return float(squares["C(person)"]), float(squares["Residual"])


def _likert(people: int, items: int) -> np.ndarray:
    common = RANDOM.normal(size=(people, 1))
    return np.clip(np.round(3 + common + RANDOM.normal(size=(people, items))), 1, 5)


@pytest.mark.parametrize("answers", [TARGETS, _likert(40, 5), _likert(25, 3)])
def test_alpha_and_its_interval_are_those_of_the_analysis_of_variance(answers: np.ndarray) -> None:
    """Hoyt (1941): alpha is 1 - residual over people; the interval follows from their F ratio."""
    between, residual = _mean_squares(answers)
    found = alpha.cronbach_alpha(answers)
    assert found == pytest.approx(1 - residual / between, **CLOSE)
    people, items = answers.shape
    freedom = people - 1, (people - 1) * (items - 1)
    low = 1 - stats.f.isf(0.025, *freedom) * residual / between
    high = 1 - residual / between / stats.f.isf(0.025, *freedom[::-1])
    assert alpha.feldt_interval(found, people, items) == pytest.approx((low, high), **CLOSE)


def test_intraclass_correlations_are_the_published_ones() -> None:
    """Table 4 of Shrout and Fleiss (1979): ICC(1,1) .17, ICC(1,4) .44, ICC(3,4) .91."""
    found = intraclass(list(TARGETS))
    assert (round(found.single, 2), round(found.mean, 2)) == (0.17, 0.44)
    assert round(alpha.cronbach_alpha(TARGETS), 2) == 0.91
    assert found.f == pytest.approx(stats.f_oneway(*TARGETS).statistic, **CLOSE)
    assert found.p == pytest.approx(stats.f_oneway(*TARGETS).pvalue, **CLOSE)


def test_intraclass_correlation_of_unequal_sites_is_that_of_the_variance_components() -> None:
    sites = [RANDOM.normal(loc, 1, size) for loc, size in ((0, 5), (1, 9), (0.5, 14))]
    frame = pd.DataFrame([(at, value) for at, site in enumerate(sites) for value in site], columns=["site", "score"])
    table = anova_lm(ols("score ~ C(site)", frame).fit())
    between, within = (table["sum_sq"] / table["df"]).to_numpy()
    n0 = (28 - (25 + 81 + 196) / 28) / 2
    variance = (between - within) / n0
    found = intraclass(sites)
    assert found.people_of_site == pytest.approx(n0, **CLOSE)
    assert found.single == pytest.approx(variance / (variance + within), **CLOSE)
    assert found.mean == pytest.approx(variance / (variance + within / n0), **CLOSE)
    assert found.single_interval[0] < found.single < found.single_interval[1]


def test_item_rest_correlation_and_alpha_without_an_item() -> None:
    answers = _likert(30, 4)
    frame = pd.DataFrame(answers)
    for at in range(4):
        rest = frame.drop(columns=at)
        assert alpha.item_rest_correlations(answers)[at] == pytest.approx(frame[at].corr(rest.sum(axis=1)), **CLOSE)
        between, residual = _mean_squares(rest.to_numpy())
        assert alpha.alpha_if_dropped(answers)[at] == pytest.approx(1 - residual / between, **CLOSE)


def test_spearman_brown_is_alpha_of_two_standardised_items() -> None:
    two = stats.zscore(_likert(50, 2), ddof=1)
    r = alpha.correlation(two[:, 0], two[:, 1])
    assert alpha.spearman_brown(r) == pytest.approx(alpha.cronbach_alpha(two), **CLOSE)


@pytest.mark.parametrize("people", [4, 12, 80])
def test_correlations_intervals_and_p_are_those_of_scipy(people: int) -> None:
    one = RANDOM.normal(size=people)
    other = 0.5 * one + RANDOM.normal(size=people)
    pearson = stats.pearsonr(one, other)
    r = alpha.correlation(one, other)
    assert r == pytest.approx(pearson.statistic, **CLOSE)
    assert correlations.fisher_interval(r, people) == pytest.approx(tuple(pearson.confidence_interval()), **CLOSE)
    assert correlations.correlation_p(r, people) == pytest.approx(pearson.pvalue, **CLOSE)
    ranks = stats.spearmanr(np.round(one), np.round(other))
    rho = correlations.spearman(np.round(one), np.round(other))
    assert rho == pytest.approx(ranks.statistic, nan_ok=True, **CLOSE)
    tau = stats.kendalltau(np.round(one), np.round(other)).statistic
    assert correlations.kendall(np.round(one), np.round(other)) == pytest.approx(tau, nan_ok=True, **CLOSE)


@pytest.mark.parametrize("pairs", [4, 6])
def test_exact_p_of_ranks_counts_every_order(pairs: int) -> None:
    one, other = RANDOM.normal(size=pairs), RANDOM.normal(size=pairs)
    expected = stats.kendalltau(one, other, method="exact").pvalue
    assert correlations.order_p(one, other, "tau", RANDOM) == pytest.approx(expected, **CLOSE)
    rho = abs(stats.spearmanr(one, other).statistic)
    ranks = stats.rankdata(other)
    as_large = [abs(np.corrcoef(stats.rankdata(one), order)[0, 1]) >= rho - 1e-9 for order in permutations(ranks)]
    assert correlations.order_p(one, other, "rho", RANDOM) == pytest.approx(np.mean(as_large), **CLOSE)


def test_drawn_p_of_many_pairs_is_near_the_one_of_the_normal_approximation() -> None:
    one = RANDOM.normal(size=30)
    other = one + RANDOM.normal(size=30) * 3
    expected = stats.kendalltau(one, other, method="exact").pvalue
    assert correlations.order_p(one, other, "tau", np.random.default_rng(1)) == pytest.approx(expected, abs=0.02)


def test_least_correlations_are_those_of_printed_tables() -> None:
    """Two-sided 5 %: Spearman's rho (Zar 1972; for 5 pairs 1.000) and Pearson's r (any table: n = 6 is .811)."""
    printed = {4: None, 5: 1.0, 6: 0.886, 7: 0.786, 8: 0.738}
    found = {pairs: correlations.least_rho(pairs) for pairs in printed}
    assert {pairs: None if rho is None else round(rho, 3) for pairs, rho in found.items()} == printed
    assert [round(correlations.least_correlation(n), 3) for n in (6, 10, 30)] == [0.811, 0.632, 0.361]
    assert correlations.smallest_p(6) == pytest.approx(2 / 720)


def test_kruskal_wallis_is_that_of_scipy_and_its_p_counts_every_arrangement() -> None:
    sites = [np.array([1.0, 2, 2]), np.array([4.0, 3, 5]), np.array([2.0, 6])]
    found = kruskal_wallis(sites, RANDOM)
    assert found is not None
    assert found.statistic == pytest.approx(stats.kruskal(*sites).statistic, **CLOSE)
    assert (found.exact, found.arrangements) == (True, 560)
    ranks = stats.rankdata(np.concatenate(sites))[np.array(list(permutations(range(8))))]
    sums = ranks[:, :3].sum(1) ** 2 / 3 + ranks[:, 3:6].sum(1) ** 2 / 3 + ranks[:, 6:].sum(1) ** 2 / 2
    assert found.p == pytest.approx(np.mean(sums >= sums[0] - 1e-9), **CLOSE)


def test_drawn_kruskal_wallis_agrees_with_chi_squared_in_large_sites_and_is_never_0() -> None:
    random = np.random.default_rng(3)
    sites = [random.normal(loc, 1, 40) for loc in (0, 0.2, 0.45)]
    found = kruskal_wallis(sites, random)
    assert found is not None
    assert not found.exact
    assert found.p == pytest.approx(stats.kruskal(*sites).pvalue, abs=0.02)
    apart = kruskal_wallis([site + 50 * at for at, site in enumerate(sites)], random)
    assert apart is not None
    assert apart.p == 1 / (1 + apart.arrangements)
    assert kruskal_wallis([np.ones(3), np.ones(4)], random) is None


def test_kendall_w_is_friedmans_and_its_p_counts_every_arrangement() -> None:
    table = np.array([[3.0, 1, 2], [3, 2, 2], [2.5, 1, 2], [1, 2, 3]])
    found = kendall_w(table, RANDOM)
    assert found is not None
    friedman = stats.friedmanchisquare(*table.T)
    assert 4 * 2 * found.statistic == pytest.approx(friedman.statistic, **CLOSE)
    ranks = stats.rankdata(table, axis=1)
    spreads = []
    for second in permutations(ranks[1]):
        for third in permutations(ranks[2]):
            spreads += [np.var(ranks[0] + second + third + fourth) for fourth in permutations(ranks[3])]
    assert found.exact
    assert found.p == pytest.approx(np.mean(np.array(spreads) >= np.var(ranks.sum(axis=0)) - 1e-9), **CLOSE)
    wide = np.random.default_rng(5).normal(size=(12, 6))
    drawn = kendall_w(wide, np.random.default_rng(6))
    assert drawn is not None
    assert drawn.p == pytest.approx(stats.friedmanchisquare(*wide.T).pvalue, abs=0.03)
    assert kendall_w(np.ones((3, 4)), RANDOM) is None


def test_heterotrait_ratios_worked_by_hand() -> None:
    """Two scales of two items: within .5 and .8; between .2, .3, .4 and .3, mean .3, geometric mean (.0072)^(1/4)."""
    matrix = np.array([[1, 0.5, 0.2, 0.3], [0.5, 1, 0.4, 0.3], [0.2, 0.4, 1, 0.8], [0.3, 0.3, 0.8, 1]])
    assert float(heterotrait.htmt(matrix, 2)) == pytest.approx(0.3 / np.sqrt(0.4), **CLOSE)
    assert float(heterotrait.htmt2(matrix, 2)) == pytest.approx(0.0072**0.25 / np.sqrt(0.4), **CLOSE)
    matrix[0, 2] = matrix[2, 0] = -0.2
    assert float(heterotrait.htmt(matrix, 2)) == pytest.approx(0.3 / np.sqrt(0.4), **CLOSE)
    assert np.isnan(heterotrait.htmt2(matrix, 2))


def test_heterotrait_ratio_is_the_correlation_of_two_factors() -> None:
    """Equal loadings: HTMT is the correlation; unequal ones: HTMT2 is (Henseler 2015, Roemer 2021)."""
    for loadings, ratio in (
        ([0.7] * 3 + [0.7] * 3, heterotrait.htmt),
        ([0.9, 0.6, 0.5, 0.8, 0.7, 0.4], heterotrait.htmt2),
    ):
        line = np.array(loadings)
        factors = np.where(np.not_equal.outer(np.arange(6) < 3, np.arange(6) < 3), 0.65, 1.0)
        matrix = np.outer(line, line) * factors
        np.fill_diagonal(matrix, 1)
        assert float(ratio(matrix, 3)) == pytest.approx(0.65, **CLOSE)


@settings(max_examples=40, deadline=None)
@given(ANSWERS, st.floats(0.1, 9), st.floats(-9, 9), st.randoms(use_true_random=False))
def test_alpha_ignores_units_and_the_order_of_people_and_items(
    answers: np.ndarray, scale: float, shift: float, random: object
) -> None:
    if not alpha.varies(answers.sum(axis=1)):
        with pytest.raises(ValueError, match="the same for everybody"):
            alpha.cronbach_alpha(answers)
        return
    found = alpha.cronbach_alpha(answers)
    people, items = list(range(answers.shape[0])), list(range(answers.shape[1]))
    random.shuffle(people)  # type: ignore[attr-defined]
    random.shuffle(items)  # type: ignore[attr-defined]
    turned = 6 - answers
    assert found <= 1 + 1e-12
    assert alpha.cronbach_alpha(answers[people][:, items]) == pytest.approx(found)
    assert alpha.cronbach_alpha(scale * answers + shift) == pytest.approx(found, rel=1e-6, abs=1e-6)
    assert alpha.cronbach_alpha(turned) == pytest.approx(found)
    assert alpha.cronbach_alpha(6 - turned) == found
