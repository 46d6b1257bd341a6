"""The order of reading: the mix of a batch, the weights of its gain, and that nothing is lost or shown twice."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from suggested import suggested

from graph.anchors import Anchor
from graph.documents import Section
from graph.model import Direction
from graph.suggestions import Band, Suggestion
from nlp.reading_order import SECTION_WEIGHTS, Progress, Slot, batches, gain, next_batch


def _suggestion(number: int, **changes: object) -> Suggestion:
    at = number * 10
    made = suggested(
        Anchor("0" * 64, at, at + 5, "quote", "", ""),
        f"influence-{number}",
        f"paper-{number % 7}",
        id=f"s{number:04}",
        direction=Direction.UNCLEAR,
        band=Band.MEDIUM,
        score=0.5,
        mention=(at, at + 5),
    )
    return replace(made, **changes)


def _many(size: int = 60) -> tuple[list[Suggestion], dict[str, float]]:
    suggestions = [_suggestion(at, mention=None if at % 5 == 0 else (at, at + 1)) for at in range(size)]
    return suggestions, {one.id: (at + 0.5) / size for at, one in enumerate(suggestions)}


def test_batch_has_six_two_one_and_one() -> None:
    batch = next_batch(*_many(), Progress())
    slots = [pick.slot for pick in batch]
    assert {slot: slots.count(slot) for slot in Slot} == {
        Slot.GAIN: 6, Slot.UNCERTAIN: 2, Slot.EXPLORE: 1, Slot.LOT: 1,
    }  # fmt: skip


def test_each_slot_holds_what_it_is_for() -> None:
    suggestions, scores = _many()
    batch = next_batch(suggestions, scores, Progress())
    lot = {pick.suggestion.id for pick in batch if pick.slot is Slot.LOT}
    explored = next(pick.suggestion for pick in batch if pick.slot is Slot.EXPLORE)
    assert explored.mention is None
    best = [one.id for one in sorted(suggestions, key=lambda one: -scores[one.id]) if one.id not in {*lot, explored.id}]
    assert {pick.suggestion.id for pick in batch if pick.slot is Slot.GAIN} == set(best[:6])
    for pick in batch:
        if pick.slot is Slot.UNCERTAIN:
            assert abs(scores[pick.suggestion.id] - 0.5) < 0.05


def test_lot_falls_on_every_unread_one_alike() -> None:
    suggestions, scores = _many(20)
    drawn = [
        pick.suggestion.id
        for seed in range(400)
        for pick in next_batch(suggestions, scores, Progress(), seed=seed)
        if pick.slot is Slot.LOT
    ]
    counts = [drawn.count(one.id) for one in suggestions]
    assert min(counts) > 0, "also the ones the model likes least, and most"
    assert max(counts) < 60


@pytest.mark.parametrize(
    ("approved", "section", "expected"),
    [
        (0, Section.RESULTS, 0.5),
        (1, Section.RESULTS, 0.15),
        (2, Section.RESULTS, 0.05),
        (9, Section.RESULTS, 0.05),
        (0, Section.DISCUSSION, 0.4),
        (0, Section.ABSTRACT, 0.4),
        (0, Section.BACKGROUND, 0.15),
        (0, Section.METHODS, 0.1),
        (0, Section.REFERENCES, 0.0),
    ],
)
def test_gain_weighs_cell_and_section(approved: int, section: Section, expected: float) -> None:
    assert gain(_suggestion(1, section=section), 0.5, approved) == pytest.approx(expected)


def test_every_section_has_a_weight() -> None:
    assert set(SECTION_WEIGHTS) == set(Section)


def test_one_cell_does_not_fill_a_batch() -> None:
    same = [_suggestion(at, paper_id="p", influence_id="i", score=0.9) for at in range(20)]
    others = [_suggestion(at, score=0.4) for at in range(20, 40)]
    batch = next_batch([*same, *others], {}, Progress())
    of_cell = [pick for pick in batch if pick.slot is Slot.GAIN and pick.suggestion.influence_id == "i"]
    assert len(of_cell) <= 1


def test_filled_cells_wait() -> None:
    filled, empty = _suggestion(1, score=0.9), [_suggestion(at, score=0.4) for at in range(2, 30)]
    progress = Progress(approved={(filled.paper_id, filled.influence_id): 1})
    batch = next_batch([filled, *empty], {}, progress, seed=1)
    assert all(pick.slot is Slot.LOT for pick in batch if pick.suggestion.id == filled.id)


def test_near_duplicates_come_with_their_first() -> None:
    first = _suggestion(1, score=0.9)
    second, third = _suggestion(2, same_as=first.id), _suggestion(3, same_as="s0002")
    batch = next_batch([third, second, first], {}, Progress())
    assert [(pick.suggestion.id, [one.id for one in pick.behind]) for pick in batch] == [("s0001", ["s0002", "s0003"])]


def test_duplicate_of_a_decided_one_stands_for_itself_at_a_tenth() -> None:
    duplicate, other = _suggestion(2, same_as="s0001", score=0.9), _suggestion(3, score=0.9)
    batch = next_batch([duplicate, other], {}, Progress(decided={"s0001"}))
    assert {pick.suggestion.id: pytest.approx(pick.gain) for pick in batch} == {"s0002": 0.09, "s0003": 0.9}


def test_ring_of_duplicates_loses_none() -> None:
    ring = [_suggestion(1, same_as="s0003"), _suggestion(2, same_as="s0001"), _suggestion(3, same_as="s0002")]
    batch = next_batch(ring, {}, Progress())
    assert [(pick.suggestion.id, len(pick.behind)) for pick in batch] == [("s0001", 2)]


def test_batch_is_grouped_by_paper_in_the_order_of_its_text() -> None:
    batch = next_batch(*_many(), Progress())
    papers = [pick.suggestion.paper_id for pick in batch]
    assert [paper for at, paper in enumerate(papers) if at == 0 or papers[at - 1] != paper] == list(
        dict.fromkeys(papers)
    )
    for paper in set(papers):
        starts = [pick.suggestion.anchor.char_start for pick in batch if pick.suggestion.paper_id == paper]
        assert starts == sorted(starts)


@given(size=st.integers(0, 45), seed=st.integers(0, 9), decided=st.sets(st.integers(0, 44)))
def test_every_unread_one_is_read_once(size: int, seed: int, decided: set[int]) -> None:
    suggestions, scores = _many(size)
    progress = Progress(decided={f"s{number:04}" for number in decided})
    found = list(batches(suggestions, scores, progress, seed=seed))
    read = [pick.suggestion.id for batch in found for pick in batch]
    assert sorted(read) == [one.id for one in suggestions if one.id not in progress.decided]
    assert all(len(batch) == 10 for batch in found[:-1])


def test_same_arguments_give_the_same_batches() -> None:
    suggestions, scores = _many()
    shuffled = random.Random(2).sample(suggestions, len(suggestions))
    assert list(batches(suggestions, scores, Progress(), seed=4)) == list(batches(shuffled, scores, Progress(), seed=4))
    assert list(batches(suggestions, scores, Progress(), seed=4)) != list(
        batches(suggestions, scores, Progress(), seed=5)
    )


def test_nothing_unread_is_no_batch() -> None:
    assert next_batch([], {}, Progress()) == ()
