"""The table of numbers, joined from three answers."""

from __future__ import annotations

import pytest

from synthesis.numbers import numbers

FREQUENCY = [
    {
        "influence_id": "training",
        "name": "Training",
        "status": "active",
        "papers": 4,
        "studies": 3,
        "findings": 6,
        "looked_for_papers": 8,
        "reporting_looked_for_papers": 3,
        "included_papers": 10,
    },
    {
        "influence_id": "draft:tea",
        "name": "Tea",
        "status": "draft",
        "papers": 2,
        "studies": 2,
        "findings": 2,
        "looked_for_papers": None,
        "reporting_looked_for_papers": None,
        "included_papers": 10,
    },
]
STATES = ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent", "not_reported", "not_extracted")


def _direction(id_: str, *papers: int | None) -> dict[str, object]:
    named = {f"{state}_papers": count for state, count in zip(STATES, papers, strict=True)}
    return {"influence_id": id_, "name": id_, "included_papers": 10} | named


DIRECTIONS = [_direction("draft:tea", 1, 1, 0, 0, 0, 0, None, 8), _direction("training", 2, 1, 1, 0, 0, 1, 4, 1)]


def test_numbers_divide_by_the_papers_that_were_looked_at() -> None:
    training, tea = numbers(FREQUENCY, DIRECTIONS)
    assert training.papers == 4
    assert training.share == 3 / 8  # one of the four papers was not extracted for it, so it is in no share
    assert training.share_low == pytest.approx(0.1368, abs=1e-4)
    assert training.share_high == pytest.approx(0.6943, abs=1e-4)
    assert (training.mixed_papers, training.not_reported_papers) == (1, 4)
    assert (tea.share, tea.share_low, tea.share_high, tea.not_reported_papers) == (None, None, None, None)
    assert tea.not_extracted_papers == 8


def test_numbers_keep_the_order_and_roll_up_on_request() -> None:
    tree = [
        {"influence_id": "training", "rolled_up_papers": 5},
        {"influence_id": "draft:tea", "rolled_up_papers": 2},
    ]
    rows = numbers(FREQUENCY, DIRECTIONS, tree)
    assert [row.influence_id for row in rows] == ["training", "draft:tea"]
    assert [row.rolled_up_papers for row in rows] == [5, 2]
    assert numbers(FREQUENCY, DIRECTIONS)[0].rolled_up_papers is None


def test_numbers_fail_loudly_when_the_answers_do_not_match() -> None:
    with pytest.raises(KeyError, match="training"):
        numbers(FREQUENCY, DIRECTIONS[:1])


def test_numbers_refuse_a_numerator_above_its_denominator() -> None:
    with pytest.raises(ValueError, match="9 papers of 8"):
        numbers([FREQUENCY[0] | {"reporting_looked_for_papers": 9}], DIRECTIONS)
