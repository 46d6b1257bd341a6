"""The challenge sentences and the page made of them."""

from __future__ import annotations

import re

import challenge as support
import pytest

from nlp.sentences import sentence_bounds

CATEGORIES = {
    *(
        "plain facilitator",
        "plain barrier",
        "lack of",
        "simple negation",
        "double negation",
        "null finding",
        "contrast",
    ),
    *("overcome", "mixed", "question", "aim", "recommendation", "hypothetical", "method", "background citation"),
    *("participant quote", "comparatives", "association", "rare cue", "no direction", "only with, without"),
}


@pytest.mark.parametrize(("name", "fewest"), [("seen", 180), ("held_out", 60)])
def test_file_covers_every_category(name: str, fewest: int) -> None:
    english = [one for one in support.read(name) if one.language == "en"]
    assert len(english) >= fewest
    assert not CATEGORIES - {one.category for one in english}


def test_no_sentence_is_both_seen_and_held_out() -> None:
    assert not {one.text for one in support.read("seen")} & {one.text for one in support.read("held_out")}


def test_page_is_what_the_code_gives() -> None:
    assert support.TABLE.read_text(encoding="utf-8") == support.page(), "run: python tests/support/challenge.py"


@pytest.mark.parametrize("name", ["seen", "held_out"])
def test_no_category_falls_below_the_page(name: str) -> None:
    """The page is the floor; its own test says when it is old, this one when the rules got worse."""
    page = support.TABLE.read_text(encoding="utf-8")
    section = next(part for part in page.split("\n## ") if part.startswith(name.replace("_", " ").capitalize()))
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| \d\.\d\d \|$", section, re.MULTILINE)
    floor = {category: (int(flipped), int(right)) for category, _, flipped, right in rows}
    now = support.summary(name)
    assert floor.keys() == now.keys()
    assert [c for c, (_, right, flipped) in now.items() if right < floor[c][1] or flipped > floor[c][0]] == []


def test_seen_sentences_are_nearly_all_right_and_none_is_flipped() -> None:
    found = list(support.outcomes("seen"))
    assert sum(one.right for one in found) >= 0.9 * len(found)
    assert [one.challenge.text for one in found if one.flipped] == []


def test_mention_of_every_language_survives_its_tokenizer() -> None:
    for one in support.read("seen"):
        doc = support.marked(one)
        found = [(span.start_char, span.end_char) for span in doc.spans["influence"]]
        assert found == [(start, end) for start, end, _ in one.mentions], one.text


@pytest.mark.parametrize("name", ["seen", "held_out"])
def test_every_challenge_is_one_sentence_of_its_language(name: str) -> None:
    split = [one.text for one in support.read(name) if sentence_bounds(one.text, one.language) != [(0, len(one.text))]]
    assert split == []


def test_check_fails_on_an_old_page(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert support.main(["--check"]) == 0
    monkeypatch.setattr(support, "INTRODUCTION", "another page")
    assert support.main(["--check"]) == 1
