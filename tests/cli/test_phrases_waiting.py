"""Phrases of tables that no influence was given to: in the queue, explained, and gone once somebody decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from curated_review import decide
from review_folders import PLAIN, write_folder

from cli.tagging import tagged, waiting_phrases
from cli.terminal import Terminal
from curation.entries import PhraseChange
from graph.model import Direction
from nlp.phrase_tasks import PhraseTask

ROWS = """\
paper,influence,effect,setting
A,Short induction training,hinders,Clinic
B,short  induction training,helps,Ward
B,Training,helps,Ward
C,short-induction-training,hinders,Ward
C,Rain on Mondays,hinders,Ward
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write_folder(tmp_path, PLAIN, ROWS)


def _waiting(place: Path) -> list[PhraseTask]:
    return waiting_phrases(tagged(place, Terminal(quiet=True)))


def test_waiting_phrases_say_where_they_stand_and_what_they_may_mean(place: Path) -> None:
    first, *others = _waiting(place)
    assert first.id == "draft:short-induction-training"
    assert first.phrase == "Short induction training"
    assert first.spellings == ("Short induction training", "short-induction-training")
    assert first.papers == ("paper:a", "paper:b", "paper:c")
    assert first.directions == {Direction.BARRIER: 2, Direction.FACILITATOR: 1}
    assert [place.cell for place in first.places] == ["B2", "B3", "B5"]
    (suggested,) = first.suggestions
    assert (suggested.influence_id, suggested.reasons[0].said) == ("training", "training")
    assert {one.phrase: len(one.suggestions) for one in others} == {"Rain on Mondays": 0}


def test_decided_phrase_waits_no_longer_and_waits_again_when_it_is_given_back(place: Path) -> None:
    before = _waiting(place)
    for number, spelling in enumerate(before[0].spellings):
        decide(place, "ann", f"k{number}", PhraseChange(spelling, "training"))
    assert [one.id for one in _waiting(place)] == [one.id for one in before[1:]]
    for number, spelling in enumerate(before[0].spellings):
        decide(place, "ann", f"back{number}", PhraseChange(spelling, None, was="training"))
    assert _waiting(place) == before
