"""Decisions in the ledgers teach the queue and suggest terms; what is not decided or not settled teaches nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Here
from curated_review import decide
from deciding import claim, decided
from text_files import jats, with_texts

from cli.learning import labels, learnt_scores
from cli.tagging import Tagged, tagged
from cli.terminal import Terminal
from curation.entries import Change, CodebookChange
from graph.suggestions import Suggestion

REVIEW = '[review]\nid = "t"\ntitle = "T"\n\n[texts]\nnew = "included"\n'
CODEBOOK = "influence_id,name\ntraining,Training\npay,Fair pay\n"
GOOD = [
    f"The {word} induction week gave training to newcomers on ward {n}."
    for n, word in enumerate(["first", "short"] * 6)
]
BAD = [
    f"A train of thought on training load in {word} muscles, trial {n}." for n, word in enumerate(["leg", "arm"] * 6)
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    texts = {
        f"{name}.xml": jats(doi=f"10.1000/{name}", title=f"Paper {name}", words=" ".join(words))
        for name, words in (("a", GOOD[:6] + BAD[:6]), ("b", GOOD[6:] + BAD[6:]))
    }
    return with_texts(tmp_path, texts, REVIEW)


def _tags(place: Path) -> Tagged:
    return tagged(place, Terminal(quiet=True))


def _decide(place: Path, ones: list[Suggestion]) -> None:
    for number, one in enumerate(ones):
        if "induction" in one.anchor.quote:
            decide(place, "ann", f"k{number}", decided(one, "accept", claim(one.influence_id, one.direction.value)))
        else:
            decide(place, "ann", f"k{number}", decided(one, "reject"))


def test_queue_learns_from_decisions_and_leaves_them_out(narragraph: Here, place: Path) -> None:
    before = narragraph("queue", str(place), "--json")
    assert json.loads(before.out)["taught_by"] == 0
    assert "nobody has decided yet" in before.err
    in_a = [one for one in _tags(place).every if one.paper_id == "doi:10.1000/a"]
    _decide(place, in_a)
    said = json.loads(narragraph("queue", str(place), "--json", "--batches", "9").out)
    assert said["taught_by"] == said["decided"] == len(in_a)
    assert {row["suggestion_id"] for row in said["suggestions"]}.isdisjoint({one.id for one in in_a})
    tags = _tags(place)
    in_b = [one for one in tags.every if one.paper_id == "doi:10.1000/b"]
    scores, taught = learnt_scores(tags, in_b)
    assert taught == len(in_a)
    right = [scores[one.id] for one in in_b if "induction" in one.anchor.quote]
    wrong = [scores[one.id] for one in in_b if "muscles" in one.anchor.quote]
    assert len(right) == len(wrong) == 6
    assert min(right) > max(wrong)


def test_undecided_teaches_nothing_and_a_refusal_teaches_one_thing(place: Path) -> None:
    tags = _tags(place)
    assert labels(tags) == []
    (good, *_), (bad, *_) = (
        [one for one in tags.every if ("induction" in one.anchor.quote) is kind] for kind in (True, False)
    )
    decide(place, "ann", "1", decided(bad, "reject"))
    decide(place, "ann", "2", decided(good, "edit", claim("pay", "barrier")))
    said = {(one.text, one.influence_id, one.right, one.group) for one in labels(_tags(place))}
    assert said == {
        (bad.anchor.quote, "training", False, bad.paper_id),
        (good.anchor.quote, "training", False, good.paper_id),
        (good.anchor.quote, "pay", True, good.paper_id),
    }


def test_terms_come_from_accepted_passages(narragraph: Here, place: Path) -> None:
    none_yet = narragraph("terms", "suggest", str(place), "--json")
    assert json.loads(none_yet.out)["terms"] == []
    assert any(said.startswith("training: 0 passages accepted") for said in json.loads(none_yet.out)["too_few"])
    _decide(place, _tags(place).every)
    ran = narragraph("terms", "suggest", str(place), "--json")
    found = json.loads(ran.out)["terms"]
    assert ran.code == 0
    assert any("induction" in row["term"] for row in found)
    assert all(row["influence_id"] == "training" and row["accepted_with"] <= row["accepted"] == 12 for row in found)
    assert not any("muscles" in row["term"] for row in found)
    assert not (place / "terms.csv").exists()


def test_terms_of_a_merged_influence_are_looked_for_under_the_one_it_went_into(place: Path) -> None:
    terms = "influence_id,language,term,strength\npay,en,induction week,strong\n"
    (place / "terms.csv").write_text(terms, encoding="utf-8")
    assert "pay" in {one.influence_id for one in _tags(place).every}
    decide(place, "ann", "1", CodebookChange(Change.MERGE, "pay", into="training"))
    tags = _tags(place)
    assert {one.influence_id for one in tags.every} == {"training"}
    said = {reason.rule for one in tags.every for reason in one.reasons if "induction" in one.anchor.quote}
    assert "term:induction week" in said
