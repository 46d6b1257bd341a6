"""Counts of pairs: by hand, by brute force, and the same whichever way they are counted."""

from __future__ import annotations

from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from synthesis import pairs as module
from synthesis.incidence import incidence_of
from synthesis.pairs import count_pairs, shared_windows

tables = hnp.arrays(np.bool_, st.tuples(st.integers(0, 12), st.integers(1, 6)))


def test_pairs_of_four_papers_worked_by_hand() -> None:
    # paper 1: training, culture; paper 2: training, culture, roles; paper 3: culture; paper 4: nothing.
    # training+culture: papers 1 and 2. training+roles: paper 2. culture+roles: paper 2. Nobody reports stigma.
    table = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]])
    pairs = count_pairs(incidence_of(table))
    assert (pairs.windows, pairs.window, pairs.size) == (4, "paper", 3)
    assert list(zip(pairs.left, pairs.right, pairs.shared, strict=True)) == [(0, 1, 2), (0, 2, 1), (1, 2, 1)]
    assert pairs.left_total.tolist() == [2, 2, 3]
    assert pairs.right_total.tolist() == [3, 1, 1]


def test_signed_pairs_worked_by_hand() -> None:
    # Facilitators: paper 1 a, b; paper 2 a. Barriers: paper 1 b; paper 2 b; paper 3 a.
    helping = incidence_of(np.array([[1, 1], [1, 0], [0, 0]]))
    hindering = incidence_of(np.array([[0, 1], [0, 1], [1, 0]]))
    pairs = count_pairs(helping, hindering)
    # a helps and b hinders in papers 1 and 2; b helps and b hinders (an ambivalent paper) in paper 1.
    assert list(zip(pairs.left, pairs.right, pairs.shared, strict=True)) == [
        (0, 0, 0),
        (0, 1, 2),
        (1, 0, 0),
        (1, 1, 1),
    ]
    assert pairs.left_total.tolist() == [2, 2, 1, 1]
    assert pairs.right_total.tolist() == [1, 2, 1, 2]


@given(tables)
def test_pairs_equal_brute_force(table: np.ndarray) -> None:
    pairs = count_pairs(incidence_of(table))
    counted = {
        (left, right): sum(1 for row in table if row[left] and row[right])
        for left, right in combinations(range(table.shape[1]), 2)
        if table[:, left].any() and table[:, right].any()
    }
    found = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    assert dict(zip(found, pairs.shared.tolist(), strict=True)) == counted


@given(tables)
def test_signed_pairs_equal_brute_force(table: np.ndarray) -> None:
    other = np.roll(table, 1, axis=0) ^ np.roll(table, 1, axis=1)
    pairs = count_pairs(incidence_of(table), incidence_of(other))
    counted = {
        (left, right): sum(1 for row, second in zip(table, other, strict=True) if row[left] and second[right])
        for left, right in product(range(table.shape[1]), repeat=2)
        if table[:, left].any() and other[:, right].any()
    }
    found = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    assert dict(zip(found, pairs.shared.tolist(), strict=True)) == counted


def test_pairs_equal_networkx_projection() -> None:
    table = np.random.default_rng(1).random((40, 9)) < 0.3
    both: nx.Graph = nx.Graph()
    both.add_nodes_from([("paper", row) for row in range(40)])
    both.add_edges_from((("paper", row), ("influence", column)) for row, column in zip(*np.nonzero(table), strict=True))
    projected = nx.bipartite.weighted_projected_graph(both, [("influence", column) for column in range(9)])
    pairs = count_pairs(incidence_of(table))
    for left, right, shared in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.shared.tolist(), strict=True):
        edge = projected.get_edge_data(("influence", left), ("influence", right), {"weight": 0})
        assert edge["weight"] == shared


@pytest.mark.parametrize("fill", [0.0, 0.01, 0.2, 0.9, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (300, 2), (2000, 30)])
def test_every_way_of_counting_agrees(shape: tuple[int, int], fill: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 512)  # several blocks, and several walks, even in a small matrix
    monkeypatch.setattr(module, "_AT_ONCE", 700)
    table = np.random.default_rng(7).random(shape) < fill
    other = np.random.default_rng(8).random(shape) < fill
    wanted = table.astype(int).T @ table.astype(int)
    crossed = table.astype(int).T @ other.astype(int)
    for walk_cost in (0.0, 1e9):
        monkeypatch.setattr(module, "_WALK_COST", walk_cost)
        assert np.array_equal(shared_windows(incidence_of(table)), wanted)
        assert np.array_equal(shared_windows(incidence_of(table), incidence_of(other)), crossed)


@given(tables)
@settings(max_examples=30)
def test_partners_of_an_influence_are_all_its_pairs_most_shared_first(table: np.ndarray) -> None:
    pairs = count_pairs(incidence_of(table))
    for influence in range(table.shape[1]):
        found = pairs.partners(influence)
        assert {int(place) for place in found} == {
            place for place in range(pairs.size) if influence in (pairs.left[place], pairs.right[place])
        }
        assert pairs.shared[found].tolist() == sorted(pairs.shared[found].tolist(), reverse=True)


@pytest.mark.parametrize("table", [np.zeros((0, 3)), np.zeros((4, 3)), np.zeros((4, 0)), np.ones((5, 1))])
def test_nothing_to_pair_is_no_pair(table: np.ndarray) -> None:
    assert count_pairs(incidence_of(table)).size == 0


def test_windows_of_different_kinds_are_not_paired() -> None:
    with pytest.raises(ValueError, match="2 paper windows and 2 study windows cannot be paired"):
        count_pairs(incidence_of(np.eye(2)), incidence_of(np.eye(2), window="study"))
