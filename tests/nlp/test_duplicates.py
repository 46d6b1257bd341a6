"""What says the same twice, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from suggested import suggested

from graph.anchors import Anchor
from graph.documents import Section
from graph.model import Direction
from graph.suggestions import Suggestion
from nlp.duplicates import with_duplicates

SAID = "Training for peer workers improved trust between the peers and the ward staff at both sites."


def suggestion(
    at: int, quote: str, section: Section = Section.RESULTS, influence: str = "training", direction: str = "facilitator"
) -> Suggestion:
    anchor = Anchor("0" * 64, at, at + len(quote), quote, "", "")
    return suggested(anchor, influence, id=f"s:{at}", section=section, direction=Direction(direction))


def same(*suggestions: Suggestion) -> list[str | None]:
    return [one.same_as for one in with_duplicates(suggestions)]


@pytest.mark.parametrize(
    "other",
    [
        SAID,
        "In both sites, training for peer workers improved trust between the peers and the ward staff.",
        "Training for peer workers improved trust between the peers and the ward staff at both sites, we found.",
        "training for  peer workers IMPROVED trust between peers and ward staff at both sites",
    ],
)
def test_an_abstract_that_repeats_its_results_points_to_them(other: str) -> None:
    assert same(suggestion(0, other, Section.ABSTRACT), suggestion(900, SAID)) == ["s:900", None]


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("improved", "never improved"),
        SAID.replace("improved", "did not improve"),
        SAID.replace("improved", "didn\u2019t improve"),
        SAID.replace("Training", "Lack of training"),
        SAID.replace("improved", "reduced"),
        SAID.replace("at both sites", "at some of both sites"),
        "Training was late.",
        "Nothing of the kind was seen elsewhere, and the managers of the clinic had other plans for training.",
    ],
)
def test_a_turned_meaning_is_never_the_same(other: str) -> None:
    assert same(suggestion(0, other, Section.ABSTRACT), suggestion(900, SAID)) == [None, None]


def test_numbers_that_stand_against_each_other_part() -> None:
    first = "Of the peers, 12 of 20 said that the training had helped them to speak up in meetings."
    assert same(suggestion(0, first), suggestion(900, first.replace("12", "14"))) == [None, None]
    assert same(suggestion(0, first), suggestion(900, first.replace("12 of 20", "12"))) == [None, "s:0"]


def test_directions_and_influences_are_never_mixed() -> None:
    assert same(suggestion(0, SAID), suggestion(900, SAID, direction="barrier")) == [None, None]
    assert same(suggestion(0, SAID), suggestion(900, SAID, influence="pay")) == [None, None]


def test_short_phrases_must_be_nearly_equal() -> None:
    phrases = ("To reform the law for training of carers", "To reform the law for training and care of adults")
    assert same(*(suggestion(at * 900, phrase) for at, phrase in enumerate(phrases))) == [None, None]
    assert same(suggestion(0, "Team training day"), suggestion(900, "team training day")) == [None, "s:0"]


@given(
    st.lists(
        st.tuples(st.sampled_from([SAID, SAID + " Indeed.", "Training failed."]), st.sampled_from(list(Section))),
        max_size=8,
    )
)
def test_nothing_is_dropped_and_whom_a_twin_names_is_no_twin(rows: list[tuple[str, Section]]) -> None:
    given_ = [suggestion(at * 900, quote, section) for at, (quote, section) in enumerate(rows)]
    found = with_duplicates(given_)
    assert [one.id for one in found] == [one.id for one in given_]
    heads = {one.id for one in found if one.same_as is None}
    assert all(one.same_as in heads for one in found if one.same_as is not None)
    assert found == with_duplicates(given_)
