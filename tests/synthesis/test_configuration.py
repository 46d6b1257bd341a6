"""The configuration model: against every matrix there is, the permutation, and scipy where it is exact."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom
from small_matrices import all_with_margins, shared_in

from synthesis.configuration import configuration_test, propensities
from synthesis.fixed_margin import permutation_test
from synthesis.incidence import incidence_of
from synthesis.pairs import count_pairs


def test_propensities_equal_full_enumeration_of_one_length() -> None:
    # Papers of one length each drawn alone: probabilities of sets of 2 of 3 with odds 1 : 2 : 4 are 2, 4, 8 of 14.
    # Totals that fit 14 such papers: a in 2 + 4 = 6, b in 2 + 8 = 10, c in 4 + 8 = 12.
    sets = [[1, 1, 0]] * 2 + [[1, 0, 1]] * 4 + [[0, 1, 1]] * 8
    found = propensities(incidence_of(np.array(sets)))
    assert found.one[0] == pytest.approx([6 / 14, 10 / 14, 12 / 14], abs=1e-6)
    assert found.two[0][np.triu_indices(3, 1)] == pytest.approx([2 / 14, 4 / 14, 8 / 14], abs=1e-6)


def test_propensities_meet_every_total_and_every_length() -> None:
    table = np.random.default_rng(0).random((60, 12)) < np.linspace(0.05, 0.9, 60)[:, None]
    found = propensities(incidence_of(table))
    assert found.windows @ found.one == pytest.approx(table.sum(axis=0), abs=1e-5)
    assert found.one.sum(axis=1) == pytest.approx(found.lengths, abs=1e-9)
    # Pairs of a paper of length d: d (d - 1) ordered ones.
    inside = found.two.sum(axis=(1, 2)) - np.trace(found.two, axis1=1, axis2=2)
    assert inside == pytest.approx(found.lengths * (found.lengths - 1), abs=1e-8)


@pytest.mark.parametrize("seed", range(6))
def test_configuration_is_near_full_enumeration(seed: int) -> None:
    table = (np.random.default_rng(seed).random((8, 4)) < 0.45).astype(int)
    pairs = count_pairs(incidence_of(table))
    shared = shared_in(all_with_margins(table), pairs.left, pairs.right)
    found = configuration_test(incidence_of(table))
    assert found.fitted
    assert found.more == pytest.approx((shared >= pairs.shared).mean(axis=0), abs=0.1)
    assert found.fewer == pytest.approx((shared <= pairs.shared).mean(axis=0), abs=0.1)
    assert found.expected == pytest.approx(shared.mean(axis=0), abs=0.25)


@pytest.mark.parametrize("spread", [0.0, 0.8])
def test_configuration_agrees_with_the_permutation(spread: float) -> None:
    draw = np.random.default_rng(4)
    often = np.clip(np.linspace(0.5, 0.1, 12) * np.exp(draw.normal(size=(60, 1)) * spread), 0, 0.95)
    table = incidence_of(draw.random((60, 12)) < often)
    found, sampled = configuration_test(table), permutation_test(table, samples=40_000, seed=1)
    assert found.expected == pytest.approx(sampled.expected, abs=0.05)
    for mine, theirs in ((found.more, sampled.more), (found.fewer, sampled.fewer)):
        known = theirs > 1e-3  # forty samples or more: known to a sixth
        assert np.abs(np.log(mine[known] / theirs[known])).max() < 0.35
        assert np.median(np.abs(np.log(mine[known] / theirs[known]))) < 0.1


def test_configuration_equals_hypergeometric_when_the_lengths_do_not_matter() -> None:
    # With 400 influences of which two are looked at, a paper's length says next to nothing about these two.
    draw = np.random.default_rng(8)
    table = draw.random((300, 400)) < 0.05
    table[:, 0], table[:, 1] = draw.random(300) < 0.3, draw.random(300) < 0.2
    table[:35, :2] = 1
    kept = np.concatenate([table[:, :2], table[:, 2:][:, :150]], axis=1)
    pairs = count_pairs(incidence_of(kept))
    found = configuration_test(incidence_of(kept))
    exact = hypergeom.sf(pairs.shared[0] - 1, 300, pairs.left_total[0], pairs.right_total[0])
    assert 1e-12 < exact < 1e-3, "deep enough for a normal approximation to fail"
    assert np.log(found.more[0] / exact) == pytest.approx(0, abs=1.0)


def test_signed_configuration_is_near_the_permutation() -> None:
    draw = np.random.default_rng(6)
    helping, hindering = (incidence_of(draw.random((60, 7)) < draw.uniform(0.1, 0.6, (60, 1))) for _ in range(2))
    found, sampled = (
        configuration_test(helping, hindering),
        permutation_test(helping, hindering, samples=20_000, seed=1),
    )
    assert found.expected == pytest.approx(sampled.expected, abs=0.1)
    known = sampled.more > 2e-3
    assert np.abs(np.log(found.more[known] / sampled.more[known])).max() < 0.35


def test_influence_in_every_paper_and_paper_with_every_influence_leave_no_doubt() -> None:
    table = (np.random.default_rng(1).random((20, 6)) < 0.4).astype(int)
    table[:, 0] = 1
    table[:3] = 1
    table[3:5, 1:] = 0
    found, pairs = configuration_test(incidence_of(table)), count_pairs(incidence_of(table))
    assert found.more[pairs.left == 0].tolist() == [1] * 5
    assert found.fewer[pairs.left == 0].tolist() == [1] * 5
    sampled = permutation_test(incidence_of(table), samples=5000, seed=1)
    assert found.more == pytest.approx(sampled.more, abs=0.1)


def test_margins_without_freedom_are_reported_as_not_fitted() -> None:
    # Nested papers: each reports what the shorter one reports and one more; no other matrix has these margins.
    found = configuration_test(incidence_of(np.tri(8, 8)))
    assert not found.fitted


@pytest.mark.parametrize(
    "table", [np.zeros((0, 3)), np.zeros((4, 3)), np.zeros((4, 0)), np.ones((1, 3)), np.ones((4, 3)), np.eye(2)]
)
def test_configuration_is_never_nan(table: np.ndarray) -> None:
    found = configuration_test(incidence_of(table))
    assert (found.more == 1).all()
    assert (found.fewer == 1).all()
    assert np.isfinite(found.expected).all()


def test_configuration_tells_its_progress() -> None:
    told: list[tuple[int, int]] = []
    table = np.random.default_rng(1).random((20, 6)) < 0.4
    configuration_test(incidence_of(table), progress=lambda _, done, total: told.append((done, total)))
    assert told[-1] == (15, 15)
