"""No set of fewer people than allowed can be worked out from what is shown."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.survey import Group, GroupKind
from graph.survey_shown import showable, showable_whole, shown_count, shown_counts

ALL = Group()
SITE, ROLE, LANGUAGE = GroupKind.SITE, GroupKind.ROLE, GroupKind.LANGUAGE


def groups(people: list[tuple[str | None, str | None, str | None]]) -> dict[Group, frozenset[str]]:
    """Groups of people who are said by site, role and language."""
    found: dict[Group, set[str]] = {ALL: set()}
    for number, said in enumerate(people):
        found[ALL].add(str(number))
        for kind, name in zip((SITE, ROLE, LANGUAGE), said, strict=True):
            if name is not None:
                found.setdefault(Group(kind, name), set()).add(str(number))
    return {group: frozenset(members) for group, members in found.items()}


def rank(rows: list[list[int]]) -> int:
    """Rank over the rationals, by elimination, written apart from what is tested."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(matrix[0]) if matrix else 0):
        at = next((r for r in range(found, len(matrix)) if matrix[r][column]), None)
        if at is None:
            continue
        matrix[found], matrix[at] = matrix[at], matrix[found]
        for r in range(found + 1, len(matrix)):
            times = matrix[r][column] / matrix[found][column]
            matrix[r] = [a - times * b for a, b in zip(matrix[r], matrix[found], strict=True)]
        found += 1
    return found


def worked_out(shown: list[frozenset[str]], people: int, smallest: int) -> bool:
    """Whether any set of 1 to smallest - 1 people is a combination of the shown groups: every set is tried."""
    rows = [[int(str(number) in members) for number in range(people)] for members in shown]
    have = rank(rows)
    return any(rank([*rows, list(one)]) == have for one in product((0, 1), repeat=people) if 0 < sum(one) < smallest)


names = st.sampled_from(["a", "b", None])


@given(st.lists(st.tuples(names, st.sampled_from(["x", "y"]), names), min_size=1, max_size=8), st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_nobody_is_worked_out_and_nothing_is_hidden_for_nothing(
    people: list[tuple[str | None, str | None, str | None]], smallest: int
) -> None:
    found = showable(groups(people), smallest)
    every = groups(people)
    shown: list[frozenset[str]] = []
    for group in sorted(every, key=lambda one: (list(GroupKind).index(one.kind), one.name or "")):
        refused = len(every[group]) < smallest or worked_out([*shown, every[group]], len(people), smallest)
        assert (found[group] is not None) == refused, group
        if not refused:
            shown.append(every[group])


def test_the_site_beside_two_people_is_hidden_with_them() -> None:
    found = showable(groups([("A", None, None)] * 6 + [("B", None, None)] * 6 + [("C", None, None)] * 2), 5)
    assert found[ALL] is None
    assert found[Group(SITE, "A")] is None
    assert "worked out" in str(found[Group(SITE, "B")])
    assert found[Group(SITE, "C")] == "fewer than 5 people answered"


def test_a_site_less_the_language_that_nearly_all_of_it_speak() -> None:
    people = [("A", None, "de")] * 9 + [("A", None, "en")] * 2 + [("B", None, "en")] * 8 + [("C", None, "he")] * 7
    found = showable(groups(people), 5)
    assert all(found[Group(SITE, site)] is None for site in "ABC")
    assert found[Group(LANGUAGE, "de")] is not None
    assert found[Group(LANGUAGE, "en")] is not None
    assert found[Group(LANGUAGE, "he")] is None


def test_two_people_without_a_role_are_not_what_is_left() -> None:
    found = showable(groups([(None, "x", None)] * 6 + [(None, None, None)] * 2), 5)
    assert (found[ALL] is None, found[Group(ROLE, "x")] is None) == (True, False)


def test_a_score_is_shown_where_its_items_are() -> None:
    group, other = Group(SITE, "A"), Group(SITE, "B")
    found = showable_whole({group: None, other: None}, [{group: None, other: None}, {group: "few", other: None}])
    assert found[other] is None
    assert "worked out" in str(found[group])


def test_counts() -> None:
    assert [shown_count(count, 5) for count in (0, 1, 4, 5)] == [0, None, None, 5]
    assert shown_counts((0, 5, 9), 5) == (0, 5, 9)
    assert shown_counts((0, 1, 9), 5) is None


def test_a_threshold_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="smallest"):
        showable({}, 0)


def test_many_groups_are_hidden_rather_than_searched_for_ever() -> None:
    people = [(f"s{number % 30:02}", f"r{number % 29:02}", f"l{number % 23:02}") for number in range(400)]
    found = showable(groups(people), 9)
    assert found[ALL] is None
