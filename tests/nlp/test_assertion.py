"""What kind of sentence a mention stands in, apart from the direction it reports."""

from __future__ import annotations

import pytest
from challenge import challenge, judged, marked
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Assertion, Direction
from nlp.cut import piece
from nlp.direction import directions
from nlp.quotations import quotations


def _judge(text: str, language: str = "en") -> tuple[str, str]:
    one = judged(challenge("", language, "unclear", text))[0]
    return one.assertion.value, one.direction.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Does {training} help?", ("question", "unclear")),
        ("We asked whether {training} helped.", ("question", "unclear")),
        ("{Training} should be offered.", ("recommendation", "unclear")),
        ("{Training} may help.", ("hypothetical", "unclear")),
        ("{Training} was measured with five items.", ("method", "unclear")),
        ("Previous studies found that {training} helped peers.", ("background", "facilitator")),
        ("“The {training} helped me a lot,” said a peer.", ("participant_quote", "facilitator")),
        ("The “{training}” helped peers.", ("finding", "facilitator")),
        ("“We should all have {training},” said a peer.", ("participant_quote", "unclear")),
        ("In May 2012 {training} helped peers.", ("finding", "facilitator")),
        ("Thanks to {training}, peers could attend.", ("finding", "facilitator")),
        ("It must be acknowledged that {training} hindered peers.", ("finding", "barrier")),
    ],
)
def test_assertion_and_direction_are_told_apart(text: str, expected: tuple[str, str]) -> None:
    assert _judge(text) == expected


def test_citation_mark_given_by_the_reader_makes_background() -> None:
    doc = marked(challenge("", "en", "unclear", "{Training} helped peers.43"))
    mentions, cues = list(doc.spans["influence"]), list(doc.spans["cue"])
    plain = directions(piece(doc[:]), mentions, cues)[0]
    cited = directions(piece(doc[:]), mentions, cues, marks=[(22, 24)])[0]
    assert (plain.assertion, cited.assertion) == (Assertion.FINDING, Assertion.BACKGROUND)
    assert (cited.reasons[-1].rule, cited.reasons[-1].said) == ("citation_mark", "43")
    assert cited.direction is Direction.FACILITATOR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith et al. (2012) found that {training} helped peers.", "background"),
        ("{Training} helped peers [12, 13].", "background"),
        ("{Training} helped peers (Brown, 2018).", "background"),
        ("In line with Smith et al. (2012), {training} helped peers.", "finding"),
        ("Peers used a tool [12] in {training}, which helped.", "finding"),
        ("{Training} helped 12 peers (n = 12).", "finding"),
    ],
)
def test_cited_work_is_background_unless_the_sentence_is_about_this_study(text: str, expected: str) -> None:
    assert _judge(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Hilft {Schulung}?", "de", "question"),
        ("¿Ayuda la {formación}?", "es", "question"),
        ("„Niemand hat mir meine {Rolle} erklärt“ (P4).", "de", "participant_quote"),
        ("„Niemand erklärt die {Rolle} der Peers“ (Müller, 2012).", "de", "finding"),
        ("Die „{Rolle}“ blieb offen.", "de", "finding"),
        ("{Schulung} sollte Pflicht sein.", "de", "finding"),
    ],
)
def test_other_languages_have_only_signs_that_need_no_words(text: str, language: str, expected: str) -> None:
    assert _judge(text, language) == (expected, "unclear")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"One two," he said, "three four".', ["One two,", "three four"]),
        ("‘I don’t know’, she said.", ["I don’t know"]),
        ("Peers' views of the managers' rules.", []),
        ("« Un deux » et « trois ».", [" Un deux ", " trois "]),
        ("“It never ends", ["It never ends"]),
    ],
)
def test_quotations_are_found_by_their_marks(text: str, expected: list[str]) -> None:
    said = [one.text for one in quotations(text)]
    assert [one for one in said if one.strip() != "et"] == expected


@given(st.text(alphabet="ab \"'“”‘’„«».,", max_size=60))
def test_quotations_lie_in_the_text_and_never_overlap(text: str) -> None:
    at = 0
    for one in quotations(text):
        assert at <= one.start <= one.end <= len(text)
        assert text[one.start : one.end] == one.text
        at = one.end
