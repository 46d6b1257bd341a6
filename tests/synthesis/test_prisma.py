"""The PRISMA flow against a count by hand, and the sums that hold for any review."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import FlowBox, SourceKind
from synthesis.prisma import DATABASES, OTHER, Flow, FlowPaper, FlowSource, flow

A = FlowSource("a", "A", SourceKind.DATABASE, 3, hits=4)
B = FlowSource("b", "B", SourceKind.WEBSITE, 2)
UPDATE = FlowSource("u", "A again", SourceKind.DATABASE, 2, round="2020")
PAPERS = [
    FlowPaper("1", {"a": 2, "b": 1, "u": 1}, "included", "included"),
    FlowPaper("2", {"a": 1}, "excluded", reason="x"),
    FlowPaper("3", {"b": 1}, "included", "excluded", "Full text not available"),
    FlowPaper("4", {"u": 1}, "included", "excluded", "wrong design"),
    FlowPaper("5", {}, "included", "included"),
]


def numbers(found: Flow, column: str) -> dict[str, int]:
    return {box.box.value: box.count for box in found.boxes if box.column == column and box.part is None}


def test_every_box_is_the_count_by_hand() -> None:
    found = flow([A, B, UPDATE], PAPERS, without_record=1)
    rest = {"not_screened": 0, "undecided": 0, "not_assessed": 0, "undecided_full_text": 0}
    assert numbers(found, DATABASES) == rest | {
        "identified": 5,
        "duplicates": 2,
        "papers": 3,
        "screened": 3,
        "excluded": 1,
        "sought": 2,
        "not_retrieved": 0,
        "assessed": 2,
        "excluded_full_text": 1,
        "included": 1,
    }
    assert numbers(found, OTHER) == rest | {
        "identified": 2,
        "duplicates": 1,
        "papers": 1,
        "screened": 1,
        "excluded": 0,
        "sought": 1,
        "not_retrieved": 1,
        "assessed": 0,
        "excluded_full_text": 0,
        "included": 0,
    }
    assert numbers(found, "both") == {"without_record": 1, "all_included": 2}
    parts = [(box.box.value, box.part, box.count) for box in found.boxes if box.part]
    assert parts == [
        *(("identified", "A", 3), ("identified", "A again, 2020", 2)),
        *(("excluded_full_text", "wrong design", 1), ("identified", "B", 2)),
    ]


def test_an_update_counts_what_is_new_and_keeps_what_was_included() -> None:
    found = flow([A, B, UPDATE], PAPERS, round_="2020")
    assert (found.rounds, found.count(FlowBox.IDENTIFIED), found.count(FlowBox.DUPLICATES)) == (("2020",), 2, 1)
    assert (found.count(FlowBox.PAPERS), found.count(FlowBox.PREVIOUS), found.count(FlowBox.ALL_INCLUDED)) == (1, 1, 1)
    with pytest.raises(ValueError, match="2021"):
        flow([A], PAPERS, round_="2021")


def test_a_count_that_does_not_add_up_is_said() -> None:
    found = flow([FlowSource("a", "A", SourceKind.DATABASE, 9), B, UPDATE], PAPERS)
    assert [(check.left, check.right) for check in found.checks if not check.holds] == [(11, 5)]


OUTCOMES = st.sampled_from([None, "included", "excluded", "unsure", "conflict"])
REASONS = st.sampled_from([None, "wrong design", "not retrieved"])


@st.composite
def reviews(draw: st.DrawFn) -> tuple[list[FlowSource], list[FlowPaper]]:
    kinds = draw(st.lists(st.sampled_from(list(SourceKind)), min_size=1, max_size=4))
    ids = [f"s{number}" for number in range(len(kinds))]
    rounds = [None if number == 0 else draw(st.sampled_from([None, "r"])) for number in range(len(kinds))]
    papers = []
    for number in range(draw(st.integers(0, 8))):
        given_by = draw(st.dictionaries(st.sampled_from(ids), st.integers(1, 3), max_size=3))
        outcomes = draw(OUTCOMES), draw(OUTCOMES), draw(REASONS), draw(st.booleans())
        table = outcomes[3] and outcomes[1] != "included"
        papers.append(FlowPaper(f"p{number}", given_by, *outcomes[:3], included_by_table=table))
    records = {id_: sum(paper.records.get(id_, 0) for paper in papers) for id_ in ids}
    sources = [
        FlowSource(id_, id_, kind, records[id_], round=round_)
        for id_, kind, round_ in zip(ids, kinds, rounds, strict=True)
    ]
    return sources, papers


@given(reviews())
def test_the_sums_hold_for_any_review_and_any_update(review: tuple[list[FlowSource], list[FlowPaper]]) -> None:
    sources, papers = review
    whole = flow(sources, papers)
    assert [check for check in whole.checks if not check.holds] == []
    for round_ in whole.rounds:
        update = flow(sources, papers, round_=round_)
        assert [check for check in update.checks if not check.holds] == []
        if sources[-1].round == round_ and len({source.round for source in sources[:-1]} - {None}) == 0:
            assert update.count(FlowBox.ALL_INCLUDED) == whole.count(FlowBox.ALL_INCLUDED)
