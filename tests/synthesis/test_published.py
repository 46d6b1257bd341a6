"""Counts behind a published percentage: every answer is tried against every count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesis.frequency import percentage
from synthesis.published import counts_behind


@pytest.mark.parametrize(("printed", "count"), [("53", 28), ("42 %", 22), ("40", 21)])
def test_counts_of_the_seed_review_are_certain(printed: str, count: int) -> None:
    found = counts_behind(printed, 53)
    assert (found.least, found.most) == (count, count)


def test_every_whole_percentage_of_53_allows_at_most_one_count() -> None:
    assert all(found.least == found.most for found in (counts_behind(str(whole), 53) for whole in range(101)))


@given(st.integers(1, 400), st.integers(0, 2), st.data())
def test_counts_are_all_that_print_so(n: int, decimals: int, data: st.DataObject) -> None:
    units = 10**decimals
    target = data.draw(st.integers(0, 100 * units))
    printed = f"{target // units}.{target % units:0{decimals}d}" if decimals else str(target)
    found = counts_behind(printed, n)
    fits = [k for k in range(n + 1) if percentage(k, n, decimals) == printed]
    assert (found.least, found.most) == ((fits[0], fits[-1]) if fits else (None, None))
    if fits:
        assert fits == list(range(fits[0], fits[-1] + 1))


def test_percentage_that_no_count_gives_names_its_neighbours() -> None:
    found = counts_behind("52", 53)
    assert found.least is None
    assert found.nearest == ("27 of 53: 51 %", "28 of 53: 53 %")


@pytest.mark.parametrize(("printed", "n"), [("fifty", 53), ("101", 53), ("53", 0), ("", 5), ("-3", 5)])
def test_nonsense_is_refused(printed: str, n: int) -> None:
    with pytest.raises(ValueError, match="is not a"):
        counts_behind(printed, n)
