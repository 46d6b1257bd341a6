"""The stopping test against counting every way the rest can lie, and what it must never do."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.stopping import cells_in_order, stop_by_paper, when_to_stop

ORDERS = st.lists(st.booleans(), min_size=1, max_size=9)


def _by_counting(right: list[bool], of: int, target: float) -> float:
    """The definition, worked out by laying the missing ones at every place they can lie."""
    found = sum(right)
    everything = next(total for total in range(found, 10 * of) if total == 0 or found / total < target - 1e-12)
    everything = max(everything, 1)
    least = 1.0
    for start in range(len(right)):
        before, since, left = sum(right[:start]), len(right) - start, of - start
        missing = everything - before
        if missing > left:
            return 0.0
        ways = list(combinations(range(left), missing))
        few = sum(sum(place < since for place in way) <= found - before for way in ways)
        least = min(least, few / len(ways))
    return least


@given(right=ORDERS, unread=st.integers(0, 4), target=st.sampled_from([0.5, 0.8, 0.9, 0.95]))
def test_p_equals_counting_every_way(right: list[bool], unread: int, target: float) -> None:
    of = len(right) + unread
    found = when_to_stop(right, of, target=target)
    expected = 0.0 if unread == 0 else _by_counting(right, of, target)
    assert found.p == pytest.approx(expected, abs=1e-9)


@given(right=ORDERS, unread=st.integers(0, 40))
def test_supported_recall_is_the_highest_that_the_test_would_accept(right: list[bool], unread: int) -> None:
    of, found = len(right) + unread, sum(right)
    low = when_to_stop(right, of, confidence=0.8).recall_low
    if not found:
        assert low is None
        return
    accepted = [
        found / (found + missing)
        for missing in range(unread + 1)
        if missing == unread or when_to_stop(right, of, target=found / (found + missing + 0.5)).p <= 0.2 + 1e-9
    ]
    assert low == pytest.approx(max(accepted))


def test_reading_everything_stops() -> None:
    assert when_to_stop([False] * 5, 5).stop
    assert when_to_stop([], 0).stop


def test_run_of_misses_alone_never_stops() -> None:
    """Thirty misses in a row of a thousand say nothing on the rest; the test looks at what is left."""
    found = when_to_stop([True] * 10 + [False] * 30, 1000)
    assert found.misses_in_a_row == 30
    assert not found.stop
    assert not when_to_stop([False] * 990, 1000).stop, "nothing right was met, so there is no recall to speak of"


def test_random_reading_misses_the_target_no_oftener_than_stated() -> None:
    draw, wrong, stopped = np.random.default_rng(5), 0, 0
    for _ in range(200):
        items = draw.permutation([True] * 20 + [False] * 180).tolist()
        for read in range(10, 200, 10):
            found = when_to_stop(items[:read], 200, target=0.8, confidence=0.9)
            if found.stop:
                stopped += 1
                wrong += found.right / 20 < 0.8
                break
    assert stopped == 200
    # Looking again after every ten makes it less careful than one look would be; the share must stay small.
    assert wrong <= 200 * 0.2


def test_estimate_of_the_rest_comes_from_those_read_by_lot() -> None:
    found = when_to_stop([True, False, False], 103, by_lot=[True] + [False] * 9)
    assert found.left_likely == pytest.approx(10)
    assert found.left_high is not None
    assert 10 < found.left_high <= 100
    assert when_to_stop([True], 11).left_likely is None
    assert when_to_stop([True], 11, by_lot=[False] * 5, confidence=0.95).left_high == math.ceil(
        10 * (1 - 0.05 ** (1 / 5))
    )


def test_stop_says_its_estimate_in_words() -> None:
    said = str(when_to_stop([True, False], 4, target=0.9))
    assert "2 of 4 read" in said
    assert "recall at least 33%" in said
    assert "no right one yet" in str(when_to_stop([False], 4))


def test_cell_is_right_with_its_first_passage_and_wrong_with_its_last() -> None:
    a, b, c, d = ("p1", "x"), ("p1", "y"), ("p2", "x"), ("p2", "y")
    read = [(a, False), (b, False), (a, True), (c, False), (a, False)]
    order, of = cells_in_order(read, unread=[c, d])
    assert order == [False, True], "b is settled by its only passage, a by its second, c still waits"
    assert of == 4


def test_papers_are_judged_apart() -> None:
    found = stop_by_paper({"one": [True, False]}, {"one": 2, "two": 3})
    assert found["one"].stop
    assert not found["two"].stop


@pytest.mark.parametrize(("target", "confidence", "of"), [(0, 0.9, 5), (1, 0.9, 5), (0.9, 1, 5), (0.9, 0.9, 0)])
def test_impossible_questions_are_refused(target: float, confidence: float, of: int) -> None:
    with pytest.raises(ValueError, match="shares lie in 0 to 1"):
        when_to_stop([True], of, target=target, confidence=confidence)
