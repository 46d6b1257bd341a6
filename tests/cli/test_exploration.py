"""What only the learnt ranking proposes: sentences without a term, after enough decisions, in a slot of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Here
from curated_review import decide
from deciding import claim, decided
from desk_client import as_, desk_client, post, queue
from text_files import jats, with_texts

from cli.learning import learnt
from cli.tagging import Tagged, tagged
from cli.terminal import Terminal
from graph.model import Direction
from graph.suggestions import Suggestion
from nlp.model_only import FEWEST_DECISIONS

REVIEW = '[review]\nid = "t"\ntitle = "T"\n\n[texts]\nnew = "included"\n'
GOOD = "The {} induction week gave training to newcomers on ward {}."
BAD = "A train of thought on training load in {} muscles, trial {}."
UNNAMED = "On ward 77 the induction week welcomed all newcomers."
RAIN = "Rain fell on the roof of the old building on Monday."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "codebook.csv").write_text("influence_id,name\ntraining,Training\npay,Fair pay\n", encoding="utf-8")
    words = [frame.format(word, n) for n in range(14) for frame, word in ((GOOD, "first"), (BAD, "leg"))]
    texts = {
        f"{name}.xml": jats(f"10.1000/{name}", f"Paper {name}", " ".join(said))
        for name, said in (
            ("a", words),
            ("b", [word.replace("ward", "unit") for word in words]),
            ("c", [UNNAMED, RAIN]),
        )
    }
    return with_texts(tmp_path, texts, REVIEW)


def _tags(place: Path) -> Tagged:
    return tagged(place, Terminal(quiet=True))


def _extra(place: Path) -> tuple[Suggestion, ...]:
    tags = _tags(place)
    return learnt(tags, tags.every).extra


def _decide(place: Path, ones: list[Suggestion]) -> None:
    for one in ones:
        right = "induction" in one.anchor.quote
        body = decided(one, "accept", claim("training", one.direction.value)) if right else decided(one, "reject")
        decide(place, "ann", one.id, body)


def test_nothing_is_explored_before_enough_was_decided(place: Path) -> None:
    _decide(place, _tags(place).every[: FEWEST_DECISIONS - 1])
    tags = _tags(place)
    found = learnt(tags, tags.every)
    assert (found.extra, found.taught) == ((), FEWEST_DECISIONS - 1)


def test_sentence_without_a_term_is_proposed_with_the_words_that_weigh(narragraph: Here, place: Path) -> None:
    _decide(place, _tags(place).every)
    tags = _tags(place)
    found = learnt(tags, tags.every)
    best = found.extra[0]
    assert best.anchor.quote == UNNAMED
    assert (best.origin, best.mention, best.direction) == ("model", None, Direction.UNCLEAR)
    assert {one.influence_id for one in found.extra} == {"training"}, "of pay nothing was accepted"
    assert found.scores[best.id] == best.score > found.scores[found.extra[1].id]
    assert "induction" in {reason.said for reason in best.reasons}
    text = next(paper.text.text for paper in tags.papers if paper.path == best.path)
    told = [one for one in best.reasons if one.char_start is not None]
    assert all(text[one.char_start : one.char_end] == one.said for one in told)
    assert [one.id for one in learnt(tags, tags.every).extra] == [one.id for one in found.extra]
    said = narragraph("explain", best.id, "-C", place)
    assert (said.code, "no_term" in said.out, "by model " in said.out) == (0, True, True)


def test_queue_gives_exploration_one_place_and_leaves_out_what_was_decided(narragraph: Here, place: Path) -> None:
    every = _tags(place).every
    _decide(place, every[:FEWEST_DECISIONS])
    rows = json.loads(narragraph("queue", place, "--json").out)["suggestions"]
    (explored,) = [row for row in rows if row["why_now"] == "explore"]
    assert explored["quote"] == UNNAMED
    one = _extra(place)[0]
    decide(place, "ann", "own", decided(one, "reject"))
    shown = json.loads(narragraph("queue", place, "--json").out)["suggestions"]
    assert one.id not in {row["suggestion_id"] for row in shown}
    assert one.id not in {left.id for left in _extra(place)}


def test_the_desk_offers_it_too_and_it_can_be_decided_on(place: Path) -> None:
    with desk_client(place) as client:
        ones = _tags(place).every
        _decide(place, ones[:FEWEST_DECISIONS])
        client.get("/v1/queue", headers=as_("ann"))
        offered = [
            one for one in queue(client, "ann")["suggestions"] if (one["proposed"] or {}).get("origin") == "model"
        ]
        (found,) = [one["suggestion_id"] for one in offered if one["quote"] == UNNAMED]
        claims = [{"influence_id": "training", "direction": "facilitator"}]
        sent = {"suggestion_id": found, "verdict": "accept", "claims": claims}
        assert post(client, "ann", "decisions", key="model", **sent).status_code == 201
        assert found not in {one["suggestion_id"] for one in queue(client, "ann")["suggestions"]}
