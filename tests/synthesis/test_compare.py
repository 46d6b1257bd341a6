"""Subgroup comparison: against scipy, statsmodels and whole-number enumeration."""

from __future__ import annotations

from itertools import product
from math import comb, prod

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table

from synthesis import compare as module
from synthesis.compare import compare

pairs = st.tuples(st.integers(0, 12), st.integers(0, 12))


@given(pairs, pairs)
def test_two_groups_equal_fishers_exact_test(first: tuple[int, int], second: tuple[int, int]) -> None:
    found = compare({"a": first, "b": second})
    if found.p is None:
        assert 0 in {sum(first), sum(second), first[0] + second[0], first[1] + second[1]}
    else:
        assert found.p == pytest.approx(scipy.stats.fisher_exact([first, second])[1], abs=1e-9)


@settings(deadline=None)
@given(st.lists(pairs, min_size=3, max_size=4))
def test_more_groups_equal_enumeration_in_whole_numbers(rows: list[tuple[int, int]]) -> None:
    found = compare({str(at): row for at, row in enumerate(rows)})
    if found.p is None:
        return
    sizes, with_ = [sum(row) for row in rows], sum(row[0] for row in rows)
    likely = [
        prod(map(comb, sizes, some)) for some in product(*(range(size + 1) for size in sizes)) if sum(some) == with_
    ]
    observed = prod(map(comb, sizes, [row[0] for row in rows]))
    expected = sum(weight for weight in likely if weight <= observed) / comb(sum(sizes), with_)
    assert found.p == pytest.approx(expected, abs=1e-9)


def test_residuals_equal_statsmodels() -> None:
    table = {"high": (30, 63), "middle": (15, 12), "low": (3, 9)}
    expected = Table(np.array(list(table.values())), shift_zeros=False).standardized_resids[:, 0]
    assert list(compare(table).residuals.values()) == pytest.approx(list(expected), abs=1e-9)


def test_drawn_p_meets_the_exact_one(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"high": (30, 63), "middle": (15, 12), "low": (3, 9)}
    exact = compare(table)
    monkeypatch.setattr(module, "MOST_TABLES", 1)
    drawn = compare(table, seed=7)
    assert (exact.exact, drawn.exact) == (True, False)
    assert exact.p is not None
    error = 4 * np.sqrt(exact.p * (1 - exact.p) / module.DRAWS)  # four standard errors
    assert drawn.p == pytest.approx(exact.p, abs=error)
    assert drawn == compare(table, seed=7)


def test_small_groups_are_warned_of_and_empty_ones_have_no_residual() -> None:
    found = compare({"high": (5, 5), "low": (1, 0), "none": (0, 0)})
    assert found.warnings == ("fewer than 5 papers in low: 1, none: 0",)
    assert found.residuals["none"] is None


@pytest.mark.parametrize(
    "table", [{"a": (3, 4)}, {"a": (0, 4), "b": (0, 2)}, {"a": (4, 0), "b": (2, 0)}, {"a": (0, 0)}]
)
def test_nothing_to_compare_has_no_p(table: dict[str, tuple[int, int]]) -> None:
    assert compare(table).p is None
