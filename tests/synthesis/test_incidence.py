"""Incidences: from mentions in any order, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesis.incidence import Incidence, incidence, incidence_of

mentions = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=300)


@given(mentions)
def test_incidence_is_the_set_of_its_mentions(found: list[tuple[int, int]]) -> None:
    windows, influences = np.array(found, dtype=np.int64).reshape(-1, 2).T
    made = incidence(windows, influences, 7, ("a", "b", "c", "d"))
    written = np.zeros((7, 4), dtype=bool)
    for window, influence in found:
        written[window, influence] = True
    assert np.array_equal(made.dense(), written)
    assert made.edges == len(set(found))
    assert made.window_lengths.tolist() == written.sum(axis=1).tolist()
    assert made.influence_totals.tolist() == written.sum(axis=0).tolist()
    assert np.all(made.matrix.data == 1)


@given(mentions)
def test_incidence_does_not_depend_on_the_order_of_mentions(found: list[tuple[int, int]]) -> None:
    def build(entries: list[tuple[int, int]]) -> Incidence:
        windows, influences = np.array(entries, dtype=np.int32).reshape(-1, 2).T
        return incidence(windows, influences, 7, ("a", "b", "c", "d"))

    one, other = build(found), build(sorted(set(found)))
    assert one.matrix.indices.tolist() == other.matrix.indices.tolist()
    assert one.matrix.indptr.tolist() == other.matrix.indptr.tolist()


def test_incidence_counts_three_hundred_mentions_in_one_window_once() -> None:
    # More mentions than a byte can count: their sum must not wrap round to 0.
    made = incidence(np.zeros(256, dtype=int), np.tile([1, 0], 128), 1, ("a", "b"))
    assert made.influence_totals.tolist() == [1, 1]


@pytest.mark.parametrize(("windows", "influences"), [([5], [0]), ([-1], [0]), ([0], [2]), ([0], [-1])])
def test_incidence_refuses_codes_outside_its_shape(windows: list[int], influences: list[int]) -> None:
    with pytest.raises(ValueError, match="codes must be 0 to"):
        incidence(np.array(windows), np.array(influences), 5, ("a", "b"))


def test_incidence_refuses_columns_of_different_length() -> None:
    with pytest.raises(ValueError, match="2 windows for 1 influences"):
        incidence(np.array([0, 1]), np.array([0]), 2, ("a",))


def test_incidence_names_its_window() -> None:
    with pytest.raises(ValueError, match='"chapter" is not a window; use one of study, paper'):
        incidence_of(np.eye(2), window="chapter")


def test_incidence_refuses_ids_that_do_not_fit() -> None:
    matrix = incidence_of(np.eye(2)).matrix
    with pytest.raises(ValueError, match="1 influence ids for 2 columns"):
        Incidence(matrix, ("a",))
    with pytest.raises(ValueError, match="3 window ids for 2 rows"):
        Incidence(matrix, ("a", "b"), window_ids=("x", "y", "z"))


def test_take_repeats_windows_with_their_ids() -> None:
    whole = Incidence(incidence_of(np.array([[1, 0], [1, 1]])).matrix, ("a", "b"), window_ids=("p", "q"))
    taken = whole.take(np.array([1, 1, 0]))
    assert taken.dense().astype(int).tolist() == [[1, 1], [1, 1], [1, 0]]
    assert taken.window_ids is not None
    assert list(taken.window_ids) == ["q", "q", "p"]
