"""Random matrices and the permutation test: against every matrix there is, where all can be written down."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import chi2
from small_matrices import all_with_margins, shared_in

from synthesis.adjust import benjamini_hochberg, holm
from synthesis.curveball import Chains
from synthesis.fixed_margin import Permutation, permutation_test, samples_needed
from synthesis.incidence import incidence_of
from synthesis.pairs import count_pairs

tables = hnp.arrays(np.int64, st.tuples(st.integers(1, 9), st.integers(1, 6)), elements=st.integers(0, 1))
SMALL = (
    np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1]]),
    np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0]]),
    np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1], [1, 1, 1], [0, 0, 1], [0, 1, 0], [0, 0, 0]]),
)


@given(tables, st.integers(1, 4))
@settings(max_examples=60)
def test_rounds_keep_both_margins(table: np.ndarray, chains: int) -> None:
    run = Chains(incidence_of(table), chains, np.random.default_rng(0))
    for _ in range(3):
        run.round()
        found = run.matrices()
        assert (found.sum(axis=1) == table.sum(axis=0)).all()
        assert (found.sum(axis=2) == table.sum(axis=1)).all()


@pytest.mark.parametrize("table", SMALL)
def test_rounds_reach_every_matrix_equally_often(table: np.ndarray) -> None:
    every = all_with_margins(table)
    place = {matrix.tobytes(): number for number, matrix in enumerate(every.astype(bool))}
    run = Chains(incidence_of(table), 4000, np.random.default_rng(11))
    seen = np.zeros(len(every))
    for sample in range(5):
        for _ in range(40 if sample == 0 else 15):
            run.round()
        for matrix in run.matrices():
            seen[place[matrix.tobytes()]] += 1
    expected = seen.sum() / len(every)
    assert len(every) > 10
    assert ((seen - expected) ** 2 / expected).sum() < chi2.ppf(0.9999, len(every) - 1)


@given(tables)
@settings(max_examples=40)
def test_chains_count_what_their_matrices_show(table: np.ndarray) -> None:
    run, other = (Chains(incidence_of(table), 2, np.random.default_rng(seed)) for seed in (0, 1))
    run.round()
    other.round()
    mine, theirs = run.matrices().astype(int), other.matrices().astype(int)
    assert np.array_equal(run.shared(), mine.transpose(0, 2, 1) @ mine)
    assert np.array_equal(run.shared(other), mine.transpose(0, 2, 1) @ theirs)


def test_large_chains_count_what_their_matrices_show() -> None:
    table = np.random.default_rng(5).random((700, 40)) < 0.1  # too large to be multiplied written out
    run, other = (Chains(incidence_of(table), 2, np.random.default_rng(seed)) for seed in (0, 1))
    run.round()
    mine, theirs = run.matrices().astype(int), other.matrices().astype(int)
    assert np.array_equal(run.shared(), mine.transpose(0, 2, 1) @ mine)
    assert np.array_equal(run.shared(other), mine.transpose(0, 2, 1) @ theirs)


@pytest.mark.parametrize("table", SMALL)
def test_permutation_p_equals_full_enumeration(table: np.ndarray) -> None:
    pairs = count_pairs(incidence_of(table))
    shared = shared_in(all_with_margins(table), pairs.left, pairs.right)
    found = permutation_test(incidence_of(table), samples=20_000, seed=3)
    # Five standard errors of a share from the samples that the run is worth.
    error = 5 * 0.5 / np.sqrt(found.convergence.effective_samples)
    assert found.convergence.converged
    assert found.more == pytest.approx((shared >= pairs.shared).mean(axis=0), abs=error)
    assert found.fewer == pytest.approx((shared <= pairs.shared).mean(axis=0), abs=error)
    assert found.expected == pytest.approx(shared.mean(axis=0), abs=2 * error * shared.std(axis=0).max() + 1e-9)
    assert found.deviation == pytest.approx(shared.std(axis=0), abs=0.03)


def test_permutation_worked_by_hand() -> None:
    # Two papers report both influences, two report neither: four papers of lengths 2, 2, 0, 0 leave no other matrix.
    rigid = permutation_test(incidence_of(np.array([[1, 1], [1, 1], [0, 0], [0, 0]])), samples=100, seed=1)
    assert rigid.more.tolist() == [1], "the hypergeometric test would say 1/6"
    assert (rigid.expected.tolist(), rigid.deviation.tolist()) == ([2], [0])
    # Three papers of length 1 with totals 1, 1, 1: six matrices, never a shared paper.
    apart = permutation_test(incidence_of(np.eye(3)), samples=100, seed=1)
    assert apart.more.tolist() == [1, 1, 1]
    assert apart.expected.tolist() == [0, 0, 0]


def test_signed_permutation_equals_full_enumeration() -> None:
    helping = np.array([[1, 1, 0], [0, 1, 0], [1, 0, 1], [0, 0, 1]])
    hindering = np.array([[0, 1, 1], [0, 1, 0], [1, 0, 0], [0, 1, 0]])
    pairs = count_pairs(incidence_of(helping), incidence_of(hindering))
    first, second = all_with_margins(helping), all_with_margins(hindering)
    shared = np.einsum("awi,bwj->abij", first, second).reshape(-1, 3, 3)[:, pairs.left, pairs.right]
    found = permutation_test(incidence_of(helping), incidence_of(hindering), samples=20_000, seed=3)
    error = 5 * 0.5 / np.sqrt(found.convergence.effective_samples)
    assert found.more == pytest.approx((shared >= pairs.shared).mean(axis=0), abs=error)


def test_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    table = np.random.default_rng(2).random((30, 6)) < 0.4
    one, again, other = (permutation_test(incidence_of(table), samples=500, seed=seed) for seed in (9, 9, 10))
    assert _figures(one) == _figures(again)
    assert _figures(one) != _figures(other)
    assert (one.seed, one.samples) == (9, 500)


def _figures(found: Permutation) -> list[list[float]]:
    return [found.more.tolist(), found.fewer.tolist(), found.expected.tolist(), found.deviation.tolist()]


def test_permutation_states_its_smallest_p() -> None:
    # 4 influences make 6 pairs: 100 samples (4 chains of 25) give p >= 1/101 and adjusted p >= 6/101, above .05.
    table = np.random.default_rng(2).random((30, 4)) < 0.4
    found = permutation_test(incidence_of(table), samples=99, seed=1)
    assert found.samples == 100
    assert found.least_p == pytest.approx(1 / 101)
    assert found.least_adjusted == pytest.approx(6 / 101)
    assert found.more.min() >= found.least_p
    assert samples_needed(6) == 119
    assert samples_needed(91) == 1819
    assert found.holm.tolist() == holm(found.more).tolist()
    assert found.benjamini_hochberg.tolist() == benjamini_hochberg(found.more).tolist()
    assert found.two_sided == pytest.approx(np.minimum(1, 2 * np.minimum(found.more, found.fewer)))


def test_samples_of_one_round_apart_are_reported_as_not_converged() -> None:
    table = np.random.default_rng(2).random((53, 14)) < 0.3
    close, apart = (permutation_test(incidence_of(table), samples=1000, seed=1, thin=thin) for thin in (1, None))
    assert not close.convergence.converged
    assert close.convergence.autocorrelation > 0.3
    assert close.convergence.effective_samples < 600
    assert apart.convergence.converged
    assert apart.thin > 1


def test_progress_reaches_the_end_and_may_stop_the_run() -> None:
    table = incidence_of(np.random.default_rng(2).random((30, 6)) < 0.4)
    told: list[tuple[int, int]] = []
    permutation_test(table, samples=500, seed=1, progress=lambda _, done, total: told.append((done, total)))
    assert told[0] == (0, 500)
    assert told[-1] == (500, 500)
    assert told == sorted(told)

    def cancel(step: str, done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    before = table.matrix.copy()
    with pytest.raises(KeyboardInterrupt):
        permutation_test(table, samples=500, seed=1, progress=cancel)
    assert (table.matrix != before).nnz == 0


@pytest.mark.parametrize(
    "table", [np.zeros((0, 3)), np.zeros((4, 3)), np.zeros((4, 0)), np.ones((1, 3)), np.ones((4, 3)), np.eye(1)]
)
def test_permutation_of_matrices_without_freedom_is_never_nan(table: np.ndarray) -> None:
    with np.errstate(all="raise"):
        found = permutation_test(incidence_of(table), samples=50, seed=1)
    assert (found.more == 1).all()
    assert np.isfinite(found.expected).all()
    assert found.convergence.converged
    assert 0 < found.least_adjusted <= 1


def test_spacing_is_tried_before_it_is_believed() -> None:
    # Papers nested in each other: a corner of the matrix moves fast and promises 11 rounds, its edge hardly moves.
    draw = np.random.default_rng(1)
    draw.random((17, 22))
    table = np.add.outer(np.arange(17), np.arange(22)) > 19 + draw.integers(-3, 4, (17, 22))
    promised, tried = (permutation_test(incidence_of(table), samples=1140, seed=1, thin=thin) for thin in (11, None))
    assert (promised.convergence.converged, tried.convergence.converged) == (False, True)
    assert tried.thin > promised.thin


@pytest.mark.parametrize(("samples", "thin"), [(5, None), (100, 0)])
def test_permutation_refuses_too_few(samples: int, thin: int | None) -> None:
    with pytest.raises(ValueError, match="need at least"):
        permutation_test(incidence_of(np.eye(2)), samples=samples, seed=1, thin=thin)
