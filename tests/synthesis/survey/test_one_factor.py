"""The one-factor fit: exact on matrices of one factor, equal to independent fits, refused where it makes no sense."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from statsmodels.multivariate.factor import Factor

from synthesis.survey import one_factor
from synthesis.survey.alpha import cronbach_alpha
from synthesis.survey.resample import drawn_weights, percentiles, weighted_covariances

LINES = st.lists(st.floats(0.25, 0.9), min_size=3, max_size=8)


def _population(loadings: np.ndarray, sds: np.ndarray) -> np.ndarray:
    matrix = np.outer(loadings, loadings)
    np.fill_diagonal(matrix, 1)
    return matrix * np.outer(sds, sds)


def _sample(people: int, loadings: list[float], seed: int) -> np.ndarray:
    random, line = np.random.default_rng(seed), np.array(loadings)
    return random.normal(size=(people, 1)) * line + random.normal(size=(people, line.size)) * np.sqrt(1 - line**2)


@settings(max_examples=40, deadline=None)
@given(LINES, st.data())
def test_loadings_omega_and_variance_extracted_of_a_population_come_back(
    lines: list[float], data: st.DataObject
) -> None:
    loadings = np.array(lines)
    sds = np.array(data.draw(st.lists(st.floats(0.3, 3), min_size=len(lines), max_size=len(lines))))
    found = one_factor.fit(_population(loadings, sds))
    assert found.loadings == pytest.approx(loadings, abs=1e-5)
    shared, unique = (loadings * sds).sum() ** 2, (sds**2 * (1 - loadings**2)).sum()
    assert float(found.omega) == pytest.approx(shared / (shared + unique), abs=1e-5)
    assert float(found.average_variance_extracted) == pytest.approx(np.mean(loadings**2), abs=1e-5)
    plain = loadings.sum() ** 2
    assert float(found.composite_reliability) == pytest.approx(plain / (plain + (1 - loadings**2).sum()), abs=1e-5)
    assert float(found.residual) < 1e-5


@pytest.mark.parametrize(
    ("people", "loadings"), [(200, [0.8, 0.6, 0.7, 0.5, 0.75]), (90, [0.5, 0.6, 0.7]), (60, [0.7] * 6)]
)
def test_fit_of_a_sample_is_that_of_statsmodels_and_of_a_general_minimiser(people: int, loadings: list[float]) -> None:
    correlations = np.corrcoef(_sample(people, loadings, 7), rowvar=False)
    found = one_factor.fit(correlations).loadings
    other = Factor(corr=correlations, n_factor=1, method="pa").fit(maxiter=3000, tol=1e-12).loadings.ravel()
    assert found == pytest.approx(np.abs(other), abs=1e-3)

    def left(line: np.ndarray) -> float:
        return float((np.triu(correlations - np.outer(line, line), 1) ** 2).sum())

    general = minimize(left, np.full(len(loadings), 0.5), method="BFGS", options={"gtol": 1e-9}).x
    assert found == pytest.approx(general, abs=1e-4)


def test_maximum_likelihood_says_nearly_the_same_of_a_large_sample() -> None:
    answers = _sample(20_000, [0.8, 0.6, 0.7, 0.5], 8)
    likely = (
        Factor(corr=np.corrcoef(answers, rowvar=False), n_factor=1, method="ml", nobs=20_000).fit().loadings.ravel()
    )
    found = one_factor.fit(np.cov(answers, rowvar=False)).loadings
    assert found == pytest.approx(np.abs(likely), abs=1e-2)
    assert found == pytest.approx([0.8, 0.6, 0.7, 0.5], abs=0.02)


def test_omega_is_alpha_where_items_are_tau_equivalent_and_above_it_elsewhere() -> None:
    """Equal covariances: both are k / (k - 1) (1 - sum of variances / variance of the sum) exactly."""
    random = np.random.default_rng(1)
    for covariances, same in (
        (np.full((4, 4), 0.5) + np.diag([0.3, 0.5, 0.8, 1.1]), True),
        (_population(np.array([0.9, 0.8, 0.4, 0.3]), np.ones(4)), False),
    ):
        white = np.linalg.qr(np.column_stack([np.ones(50), random.normal(size=(50, 4))]))[0][:, 1:] * 7
        answers = white @ np.linalg.cholesky(covariances).T
        alpha, omega = cronbach_alpha(answers), float(one_factor.fit(np.cov(answers, rowvar=False)).omega)
        assert (omega == pytest.approx(alpha, abs=1e-6)) is same
        assert omega > alpha - 1e-6


def test_stack_is_fitted_like_its_matrices_and_one_without_variance_gives_nothing() -> None:
    several = np.stack([np.cov(_sample(80, [0.7, 0.6, 0.5, 0.8], seed), rowvar=False) for seed in range(5)])
    several[2, 1, :] = several[2, :, 1] = 0
    together = one_factor.fit(several).omega
    assert np.isnan(together[2])
    for at in (0, 1, 3, 4):
        assert together[at] == pytest.approx(float(one_factor.fit(several[at]).omega), abs=1e-5)


def test_item_that_the_factor_would_explain_wholly_is_a_heywood_case() -> None:
    matrix = np.array([[1, 0.8, 0.8], [0.8, 1, 0.3], [0.8, 0.3, 1.0]])
    assert one_factor.fit(matrix).heywood
    assert not one_factor.fit(_population(np.array([0.7, 0.6, 0.5]), np.ones(3))).heywood


def test_drawn_covariances_are_those_of_the_people_drawn() -> None:
    answers = np.round(_sample(30, [0.7, 0.6, 0.5], 3) * 2)
    weights = drawn_weights(np.random.default_rng(2), 30, samples=6)
    assert weights.sum(axis=1).tolist() == [30.0] * 6
    for drawn, found in zip(weights, weighted_covariances(answers, weights), strict=True):
        people = np.repeat(np.arange(30), drawn.astype(int))
        assert found == pytest.approx(np.cov(answers[people], rowvar=False), abs=1e-9)


def test_bootstrap_interval_covers_what_was_planted_about_as_often_as_it_says() -> None:
    loadings = [0.8, 0.7, 0.6, 0.5]
    truth = float(one_factor.fit(_population(np.array(loadings), np.ones(4))).omega)
    inside = 0
    for seed in range(60):
        answers = _sample(120, loadings, 100 + seed)
        weights = drawn_weights(np.random.default_rng(seed), 120, samples=300)
        interval = percentiles(one_factor.fit(weighted_covariances(answers, weights)).omega)
        assert interval is not None
        inside += interval[0] <= truth <= interval[1]
    assert inside >= 51  # of 60 at 95 %: fewer would be a chance of 1 in 1,000


def test_no_interval_where_many_samples_give_no_value() -> None:
    assert percentiles(np.array([1.0] * 80 + [np.nan] * 20)) is None
    assert percentiles(np.arange(1001.0)) == pytest.approx((25.0, 975.0))
