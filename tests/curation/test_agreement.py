"""Agreement: the worked examples of those who defined the measures, other people's code, and brute force."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable
from itertools import combinations, product

import krippendorff
import pytest
from deciding import anchor, claim, decided, entries, id_of, suggestion
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student_t

from curation.agreement import Stretch, ac1, agreement, alpha, percent, student, unitised_alpha
from curation.entries import Adjudication, Assignment, Body, Drawn, Verdict
from curation.fold import fold
from curation.units import CURATORS, TOOL, by_direction, coded, directions, proposed, stretches
from curation.visible import visible_to

# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", C: four observers, five values, missing data.
# The same ratings are the example of Gwet's Handbook of inter-rater reliability (four raters, 12 units).
OBSERVERS = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
EXAMPLE: list[dict[str, Hashable]] = [
    {f"observer {number}": value for number, value in enumerate(values) if value != "."}
    for values in zip(*(line.split() for line in OBSERVERS), strict=True)
]


def test_alpha_is_that_of_krippendorffs_example() -> None:
    assert alpha(EXAMPLE).value == pytest.approx(0.743, abs=0.0005)


def test_ac1_is_that_of_gwets_example() -> None:
    """AC1 0.77544, standard error 0.14295, interval 0.461 to 1, percent agreement 0.81818 (irrCAC, cac.raw4raters)."""
    found = ac1(EXAMPLE)
    assert found.value == pytest.approx(0.77544, abs=0.00001)
    assert found.low == pytest.approx(0.461, abs=0.0005)
    assert found.high == 1
    assert percent(EXAMPLE) == pytest.approx(0.8181818)
    assert found.low is not None
    assert found.value is not None
    assert (found.value - found.low) / student_t.ppf(0.975, 11) == pytest.approx(0.14295, abs=0.00002)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 11, 30, 500])
def test_quantile_of_t_is_that_of_scipy(freedom: int) -> None:
    assert student(freedom) == pytest.approx(float(student_t.ppf(0.975, freedom)), rel=0.005)


UNITS = st.lists(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz"), max_size=4).map(dict), min_size=1, max_size=12
)


@settings(max_examples=150)
@given(UNITS)
def test_alpha_is_that_of_the_krippendorff_package(units: list[dict[str, str]]) -> None:
    numbers = {"x": 0.0, "y": 1.0, "z": 2.0}
    ratings = [[numbers.get(unit.get(coder, ""), math.nan) for unit in units] for coder in "abcd"]
    found = alpha(units, replicates=0)
    paired = {value for unit in units if len(unit) > 1 for value in unit.values()}
    if len(paired) < 2:
        assert found.value is None
        assert found.said
    else:
        theirs = krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal")
        assert found.value == pytest.approx(theirs)


@settings(max_examples=100)
@given(UNITS)
def test_ac1_is_what_its_definition_says(units: list[dict[str, str]]) -> None:
    found = ac1(units)
    double = [list(unit.values()) for unit in units if len(unit) > 1]
    values = {value for unit in units for value in unit.values()}
    if not double or len(values) < 2:
        assert (found.value, bool(found.said)) == (None, True)
        return
    observed = [sum(a == b for a, b in combinations(one, 2)) / math.comb(len(one), 2) for one in double]
    rated = [list(unit.values()) for unit in units if unit]
    shares = [sum(one.count(value) / len(one) for one in rated) / len(rated) for value in values]
    chance = sum(share * (1 - share) for share in shares) / (len(values) - 1)
    assert found.value == pytest.approx((sum(observed) / len(observed) - chance) / (1 - chance))
    assert found.low is None or (found.high is not None and found.low <= found.value <= found.high)


def test_interval_of_alpha_covers_what_coders_really_do() -> None:
    """Two coders who err alike in 1 of 10 cases: 80 intervals of 60 units, most of which hold the true alpha."""
    chance = random.Random(3)

    def unit() -> dict[str, int]:
        truth = chance.random() < 0.5
        return {coder: int(truth != (chance.random() < 0.1)) for coder in "ab"}

    true = 1 - 2 * 0.1 * 0.9 / 0.5
    found = [alpha([unit() for _ in range(60)], seed=n, replicates=300) for n in range(80)]
    held = sum((one.low or 0) <= true <= (one.high or 0) for one in found)
    assert 68 <= held <= 80


def test_interval_is_the_same_for_the_same_seed_only() -> None:
    assert alpha(EXAMPLE, seed=1) == alpha(EXAMPLE, seed=1)
    assert alpha(EXAMPLE, seed=1) != alpha(EXAMPLE, seed=2)


@pytest.mark.parametrize(
    ("units", "said", "share"),
    [
        ([], "no unit has values of two coders", None),
        ([{"a": 1}, {"a": 2}], "no unit has values of two coders", None),
        ([{"a": 1}, {"b": 1}], "no unit has values of two coders", None),
        ([{"a": 1, "b": 1}, {"a": 1, "b": 1}], "all values are the same", 1.0),
    ],
)
def test_what_cannot_be_had_is_said(units: list[dict[str, int]], said: str, share: float | None) -> None:
    found = agreement(units)
    assert (found.alpha.value, found.ac1.value, found.percent) == (None, None, share)
    assert said in (found.alpha.said or "")
    assert said in (found.ac1.said or "")


def test_one_unit_has_a_figure_and_no_interval() -> None:
    found = agreement([{"a": 1, "b": 2}])
    assert found.percent == 0
    assert found.alpha.value == 0
    assert found.ac1.value == -1
    assert (found.alpha.low, found.ac1.high) == (None, None)
    assert found.alpha.said == "fewer than two units: no interval"


# Unitised

MARKS = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 5), st.sampled_from("xy")), max_size=3)


def _apart(marks: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    found: list[tuple[int, int, str]] = []
    for start, long, value in sorted(marks):
        if (not found or start >= found[-1][1]) and start + long <= 14:
            found.append((start, start + long, value))
    return tuple(found)


@settings(max_examples=150)
@given(st.lists(st.fixed_dictionaries({coder: MARKS.map(_apart) for coder in "abc"}), min_size=1, max_size=2))
def test_unitised_alpha_is_what_counting_all_characters_gives(
    texts: list[dict[str, tuple[tuple[int, int, str], ...]]],
) -> None:
    """Every pair of characters that are not of one mark, and not one unmarked character: do they differ?"""
    found = unitised_alpha([Stretch(14, dict(marks)) for marks in texts])
    placed = []  # (coder, place, value, the mark it is of or itself)
    for text, marks in enumerate(texts):
        for coder, own in marks.items():
            for at in range(14):
                over = [mark for mark in own if mark[0] <= at < mark[1]]
                whole: object = (coder, text, over[0]) if over else (coder, text, at)
                placed.append((coder, (text, at), over[0][2] if over else None, whole))
    observed = [a[2] != b[2] for a, b in product(placed, placed) if a[1] == b[1] and a[0] != b[0]]
    expected = [a[2] != b[2] for a, b in product(placed, placed) if a[3] != b[3]]
    if not any(expected):
        assert found.value is None
        assert found.said
    else:
        assert found.value == pytest.approx(1 - sum(observed) / len(observed) / (sum(expected) / len(expected)))


def test_unitised_alpha_needs_two_who_looked() -> None:
    assert unitised_alpha([Stretch(10, {"a": ((0, 5, "x"),)})]).said == "no unit has values of two coders"
    same = Stretch(10, {"a": ((0, 5, "x"),), "b": ((0, 5, "x"),)})
    assert unitised_alpha([same]).value == 1
    assert unitised_alpha([same, Stretch(10, {"a": (), "c": ((2, 4, "x"),)})]).value is not None


# From decisions to units

SHOWN = [
    suggestion(start, start + 20, influence) for start, influence in ((0, "training"), (40, "pay"), (80, "training"))
]
BOTH = Assignment(1.0, 1, 3, tuple(Drawn(one.id, ("ann", "bob")) for one in SHOWN))
ACTS: list[tuple[str, Body]] = [
    ("eve", BOTH),
    ("ann", decided(SHOWN[0])),
    ("bob", decided(SHOWN[0], span=anchor(5, 25))),
    ("ann", decided(SHOWN[1], "edit", claim("pay", "barrier"))),
    ("bob", decided(SHOWN[1], "reject")),
    ("ann", decided(SHOWN[2])),
]
SETTLED = Adjudication((id_of("ann", 4), id_of("bob", 5)), Verdict.ACCEPT, "read again", (claim("pay", "barrier"),))


def test_units_are_what_two_decided_on_and_everybody_may_see() -> None:
    history = entries(*ACTS, ("eve", SETTLED))
    units = coded(fold(visible_to(None, history)), {})
    assert [unit.influence_id for unit in units] == ["pay", "training"], "the third waits for bob"
    assert [unit.agreed for unit in units] == [False, True]
    assert units[0].said == {"ann": frozenset({("pay", "barrier", None)}), "bob": "reject"}
    assert units[0].after == dict.fromkeys(("ann", "bob"), frozenset({("pay", "barrier", None)}))
    said = [unit.said for unit in units]
    assert directions(said) == ["barrier", "facilitator"]
    assert by_direction(said, "barrier") == [{"ann": True, "bob": False}, {"ann": False, "bob": False}]


def test_unsure_and_reject_differ_and_merged_influences_are_one() -> None:
    acts = [("ann", decided(SHOWN[0], "unsure")), ("bob", decided(SHOWN[0], "reject"))]
    acts += [("ann", decided(SHOWN[1], "edit", claim("pay"))), ("bob", decided(SHOWN[1], "edit", claim("wages")))]
    units = coded(fold(entries(*acts)), {"wages": "pay"})
    assert [unit.agreed for unit in units] == [True, False], "pay first; rejecting is not being unsure"
    assert {unit.influence_id for unit in units} == {"training", "pay"}


def test_stretches_reach_from_the_first_to_the_last_character_that_was_looked_at() -> None:
    units = coded(fold(visible_to(None, entries(*ACTS))), {})
    second, first = stretches(units)
    value = frozenset({("training", "facilitator", None)})
    assert first == Stretch(25, {"ann": ((0, 20, value),), "bob": ((5, 25, value),)})
    assert second.marks["bob"] == ()


def test_tool_is_compared_on_what_was_settled_and_told_apart_when_blind() -> None:
    mine = suggestion(60, 70, "pay", origin="human")
    acts: list[tuple[str, Body]] = [
        *ACTS,
        ("eve", SETTLED),
        ("ann", decided(mine)),
        ("bob", decided(SHOWN[2], "unsure")),
    ]
    found = proposed(fold(entries(*acts)), {})
    assert [(one.tool, one.blind) for one in found] == [
        (("pay", "facilitator"), False),
        (("training", "facilitator"), False),
    ]
    assert found[0].unit == {TOOL: ("pay", "facilitator"), CURATORS: ("pay", "barrier")}
    assert found[1].unit == {TOOL: ("training", "facilitator"), CURATORS: ("training", "facilitator")}
