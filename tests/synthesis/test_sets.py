"""Closed sets of influences: by hand, and against every subset."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from synthesis.incidence import incidence_of
from synthesis.sets import closed_sets

tables = hnp.arrays(np.bool_, st.tuples(st.integers(0, 10), st.integers(1, 7)))


def test_sets_worked_by_hand() -> None:
    # a b c in papers 1 and 2, a b c d in paper 3. {a, b, c} has support 3; {a, b, d} says nothing that
    # {a, b, c, d} (support 1) does not say. Expected: 4 * (3/4)^3 = 1.6875, and times 1/4 for d.
    table = np.array([[1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0]])
    found = closed_sets(incidence_of(table), least_support=1)
    assert [(each.influences, each.support) for each in found.sets] == [((0, 1, 2), 3), ((0, 1, 2, 3), 1)]
    assert [each.expected for each in found.sets] == [pytest.approx(1.6875), pytest.approx(0.421875)]
    assert found.complete
    assert [each.influences for each in closed_sets(incidence_of(table), least_support=2).sets] == [(0, 1, 2)]


@given(tables, st.integers(1, 4), st.integers(1, 4))
def test_sets_equal_brute_force(table: np.ndarray, support: int, size: int) -> None:
    columns = range(table.shape[1])
    counted = {
        chosen: int(table[:, chosen].all(axis=1).sum())
        for length in range(1, table.shape[1] + 1)
        for chosen in combinations(columns, length)
    }
    closed = {
        (chosen, many)
        for chosen, many in counted.items()
        if many >= support
        and len(chosen) >= size
        and not any(counted[tuple(sorted((*chosen, one)))] == many for one in columns if one not in chosen)
    }
    found = closed_sets(incidence_of(table), support, size)
    assert len(found.sets) == len(closed)
    assert {(each.influences, each.support) for each in found.sets} == closed
    assert [each.support for each in found.sets] == sorted((each.support for each in found.sets), reverse=True)


def test_sets_say_when_there_are_too_many() -> None:
    table = np.random.default_rng(0).random((60, 12)) < 0.6
    found = closed_sets(incidence_of(table), least_support=2, most=50)
    assert not found.complete
    assert len(found.sets) <= 50


@pytest.mark.parametrize("table", [np.zeros((0, 4)), np.zeros((5, 4)), np.eye(4)])
def test_no_set_is_an_empty_complete_answer(table: np.ndarray) -> None:
    found = closed_sets(incidence_of(table), least_support=1)
    assert (found.sets, found.complete) == ((), True)


def test_sets_refuse_a_support_of_zero() -> None:
    with pytest.raises(ValueError, match="both must be at least 1"):
        closed_sets(incidence_of(np.eye(3)), least_support=0)
