"""Direction of a mention: rules, their reasons, and what must hold for any sentence."""

from __future__ import annotations

import random

import pytest
from challenge import challenge, cue_pipeline, judged, marked, read
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Span

from graph.model import Assertion, Direction
from nlp.cut import piece
from nlp.direction import Judged, directions


def _judge(text: str, language: str = "en") -> list[Judged]:
    return judged(challenge("", language, ", ".join(["unclear"] * text.count("{")), text))


def _directions(text: str) -> list[str]:
    return [one.direction.value for one in _judge(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Supervision} helped peers, but {pay} was too low.", ["facilitator", "barrier"]),
        ("Although {pay} was too low, {supervision} helped peers.", ["barrier", "facilitator"]),
        ("Despite a lack of {funding}, {training} took place.", ["barrier", "unclear"]),
        ("{Training} was held in May; {stigma} hindered peers.", ["unclear", "barrier"]),
        ("{Training} helped peers and {stigma} hindered them.", ["facilitator", "barrier"]),
    ],
)
def test_cue_is_never_borrowed_across_a_turn(text: str, expected: list[str]) -> None:
    assert _directions(text) == expected


def test_cue_behind_a_turn_counts_for_the_only_influence_when_a_pronoun_leads_there() -> None:
    led, not_led = (
        _judge("{Training} lasted a week, but it was unhelpful. ")[0],
        _directions("{Training} lasted a week, but the ward was unhelpful."),
    )
    assert (led.direction, led.firm) == (Direction.BARRIER, False)
    assert not_led == ["unclear"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Lack of {training} was overcome by shadowing.", "overcome"),
        ("{Pay} was a double-edged sword.", "mixed_words"),
        ("Only with {training} did it work.", "only_with"),
        ("{Training} had no effect on turnover.", "null_finding"),
        ("{Training} was not helpful.", "negated_good"),
        ("{Training} was not provided.", "not_provided"),
        ("A lack of {training} was named.", "lack"),
        ("{Training} reduced burnout.", "changed"),
        ("{Role confusion} was named.", "valence"),
        ("{Training} helped peers.", "facilitator_cue"),
        ("{Training} was associated with lower burnout.", "association"),
        ("{Training} took place.", "no_cue"),
    ],
)
def test_first_reason_names_the_rule_that_fired(text: str, rule: str) -> None:
    assert _judge(text)[0].reasons[0].rule == rule


def test_reason_points_at_the_words_in_the_doc() -> None:
    text = "A lack of {training} was named."
    reason = _judge(text)[0].reasons[0]
    assert (reason.said, reason.char_start, reason.char_end) == ("lack of", 2, 9)


def test_offsets_are_those_of_the_doc_not_of_the_sentence() -> None:
    doc = marked(challenge("", "en", "unclear", "Sites differed. A lack of {training} was named."))
    sentence = doc[3:]
    reason = directions(piece(sentence), list(doc.spans["influence"]), list(doc.spans["cue"]))[0].reasons[0]
    assert (reason.said, doc.text[reason.char_start : reason.char_end]) == ("lack of", "lack of")


@pytest.mark.parametrize("term", ["lack of training", "no training", "insufficient training"])
def test_lack_inside_the_words_for_the_influence_is_seen(term: str) -> None:
    assert _directions(f"{{training:{term}}} was named by all.") == ["barrier"]


def test_cue_that_is_part_of_another_influence_is_not_used() -> None:
    assert _directions("{Training} covered {role confusion}.")[0] == "unclear"


@pytest.mark.parametrize(
    "text",
    [
        "{Supervision} was hampered by cuts.",
        "Stigma was a barrier to {recruitment}.",
        "Peers helped {managers} with letters.",
        "{Training} was held to improve confidence.",
        "Barriers and facilitators of {training} were listed.",
        "{Training} in rare cases, which managers who were helpful had paid for, was held.",
    ],
)
def test_influence_that_a_cue_acts_on_or_names_is_left_unclear(text: str) -> None:
    assert _directions(text) == ["unclear"]


def test_disagreeing_cues_are_unclear_and_both_are_named() -> None:
    one = _judge("Concerns about cost, rules and {training} were helpful to the authors.")[0]
    assert one.direction is Direction.UNCLEAR
    assert one.reasons[0].rule == "cues_disagree"
    assert len(one.reasons) == 2


def test_association_and_outcomes_are_never_firm() -> None:
    assert not _judge("{Training} was associated with lower burnout.")[0].firm
    assert _judge("{Training} helped peers.")[0].firm
    assert not _judge("{Training} took place.")[0].firm


@pytest.mark.parametrize("language", ["de", "fr", "es", "he", "sw", "lg"])
def test_language_without_a_checked_list_is_unclear_and_says_so(language: str) -> None:
    # English words, so that a list of English cues would have fired.
    one = _judge("Lack of {training} was a barrier.", language)[0]
    assert (one.direction, one.assertion, one.firm) == (Direction.UNCLEAR, Assertion.FINDING, False)
    assert [reason.rule for reason in one.reasons] == [f"no-cues:{language}"]


def test_no_mentions_give_no_judgements() -> None:
    doc = cue_pipeline("en").make_doc("Nothing here.")
    assert directions(piece(doc[:]), [], []) == []


ENGLISH = [one for name in ("seen", "held_out") for one in read(name) if one.language == "en"]


@given(st.sampled_from(ENGLISH), st.randoms(use_true_random=False))
def test_order_of_mentions_and_cues_changes_nothing(one: object, chance: random.Random) -> None:
    doc = marked(one)  # type: ignore[arg-type]
    mentions, cues = list(doc.spans["influence"]), list(doc.spans["cue"])
    plain = dict(zip(mentions, directions(piece(doc[:]), mentions, cues), strict=True))
    chance.shuffle(mentions)
    chance.shuffle(cues)
    assert dict(zip(mentions, directions(piece(doc[:]), mentions, cues), strict=True)) == plain


SAID = (
    "training pay the not never lack of was were but , ; – although without only with helped hindered barrier if may",
    "should whether reduced burnout and or no neither nor overcome by \" ' “ ” ( [12] ) ? . which because",
)
WORDS = st.sampled_from([word for line in SAID for word in line.split()])


@given(st.lists(WORDS, min_size=1, max_size=25), st.data())
def test_any_words_are_judged_with_reasons_inside_the_sentence(words: list[str], data: st.DataObject) -> None:
    pipeline = cue_pipeline("en")
    doc = pipeline.make_doc(" ".join(words))
    first = data.draw(st.integers(0, len(doc) - 1))
    starts = data.draw(st.lists(st.integers(first, len(doc) - 1), min_size=1, max_size=4))
    mentions = [Span(doc, at, min(at + 2, len(doc)), label=f"influence {at % 2}") for at in starts]
    doc.spans["influence"] = mentions
    for _, component in pipeline.pipeline:
        doc = component(doc)
    sentence = doc[first:]
    found = directions(piece(sentence), mentions, list(doc.spans["cue"]))
    assert len(found) == len(mentions)
    for one in found:
        assert one.reasons
        assert one.direction is not Direction.ABSENT
        assert not (one.firm and one.direction is Direction.UNCLEAR)
        for reason in one.reasons:
            assert reason.char_start is not None
            assert reason.char_end is not None
            assert sentence.start_char <= reason.char_start < reason.char_end <= sentence.end_char
            assert doc.text[reason.char_start : reason.char_end] == reason.said


@given(st.text(min_size=1, max_size=120), st.sampled_from(["en", "de", "he", "sw"]))
def test_any_text_is_judged(text: str, language: str) -> None:
    pipeline = cue_pipeline(language)
    doc = pipeline.make_doc(text)
    doc.spans["influence"] = [doc[at : at + 1] for at in range(0, len(doc), 3)]
    for _, component in pipeline.pipeline:
        doc = component(doc)
    mentions = list(doc.spans["influence"])
    assert len(directions(piece(doc[:]), mentions, list(doc.spans["cue"]))) == len(mentions)
