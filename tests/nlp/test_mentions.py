"""Where words for influences are found, and which of several hits stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.terms import Strength, Term
from nlp.mentions import is_weak
from nlp.pipeline import STEPS, pipeline
from nlp.vocabulary import InfluenceWords, Vocabulary, vocabulary

WORDS = vocabulary(
    [
        InfluenceWords("training", "Training"),
        InfluenceWords("r1", "Role definition"),
        InfluenceWords("peers", "Peer support"),
    ],
    [
        Term("training", "peer support training"),
        Term("training", "Schulung", "de"),
        Term("r1", "role supervision"),
        Term("training", "supervision", strength=Strength.WEAK),
        Term("training", "\u05d4\u05d3\u05e8\u05db\u05d4", "he"),
        Term("training", "mfanyakazi", "sw"),
    ],
)


def found(text: str, language: str = "en", words: Vocabulary = WORDS) -> list[tuple[str, str, bool]]:
    doc = pipeline(words, language)(text)
    return [(span.text, span.label_, is_weak(span)) for span in doc.spans["influence"]]


def test_pipeline_has_its_components_in_order() -> None:
    assert tuple(pipeline(WORDS, "en").pipe_names) == STEPS
    assert pipeline(WORDS, "en") is pipeline(WORDS, "en")


@pytest.mark.parametrize("text", ["TRAINING helped.", "Training helped.", "The (training) helped.", "training/pay"])
def test_words_are_found_without_case_and_beside_marks(text: str) -> None:
    assert [label for _, label, weak in found(text) if not weak] == ["training"]


@pytest.mark.parametrize("text", ["peer support", "peer-support", "Peer\u2010Support"])
def test_hyphens_and_blanks_are_one(text: str) -> None:
    assert (text, "peers", False) in found(f"They valued {text} most.")


def test_overlapping_words_of_two_influences_both_stand_and_the_longest_of_one() -> None:
    assert found("They had peer support training.") == [
        ("peer support", "peers", False),
        ("peer support training", "training", False),
    ]
    assert found("They had role supervision.") == [
        ("role supervision", "r1", False),
        ("supervision", "training", True),
    ]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("They were trained early.", ("trained", "training")),
        ("The definition of their roles was late.", ("definition of their roles", "r1")),
        ("Defining the role came late.", None),
        ("The definition came late. Roles did not.", None),
        ("A definition that nobody in the whole wide team had of any role.", None),
    ],
)
def test_stems_are_a_weak_net(text: str, hit: tuple[str, str] | None) -> None:
    assert found(text) == ([(*hit, True)] if hit else [])


def test_a_stem_beside_the_exact_word_adds_nothing() -> None:
    assert found("Training helped.") == [("Training", "training", False)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("\u05d1\u05d4\u05d3\u05e8\u05db\u05d4 \u05d4\u05d9\u05d4 \u05e7\u05d5\u05e9\u05d9.", "he"),
        ("Wafanyakazi walisaidia.", "sw"),
        ("Die Schulung half.", "de"),
    ],
)
def test_words_of_other_languages_are_found(text: str, language: str) -> None:
    assert [label for _, label, weak in found(text, language) if not weak] == ["training"]


def test_words_of_one_language_are_not_looked_for_in_another() -> None:
    assert found("Die Schulung half.", "en") == []
    assert [label for _, label, _ in found("Die Schulung half.", "nl")] == ["training"], "of an unknown one: all are"


def test_mentions_say_which_word_was_listed() -> None:
    doc = pipeline(WORDS, "en")("Supervision and training; trained.")
    assert [span.id_ for span in doc.spans["influence"]] == ["weak:supervision", "term:Training", "weak:like Training"]


ALPHABET = "Ttrainedg rolefint-'5.הדרכב"


@given(st.text(alphabet=ALPHABET, max_size=30), st.sampled_from(["en", "he", "de", "xx"]))
def test_a_text_that_cannot_hold_a_mention_holds_none(text: str, language: str) -> None:
    made = pipeline(WORDS, language)
    if made.get_pipe("influence_mentions").foreseen(text) is None:  # type: ignore[attr-defined]
        assert found(text, language) == []


@given(
    st.lists(st.sampled_from(["training", "role", "definition", "peer", "support", ".", "the", "trained"]), max_size=12)
)
def test_mentions_of_one_influence_never_overlap_and_strong_ones_win(words: list[str]) -> None:
    doc = pipeline(WORDS, "en")(" ".join(words))
    spans = list(doc.spans["influence"])
    for span in spans:
        own = [other for other in spans if other.label == span.label and other is not span]
        assert all(other.end <= span.start or other.start >= span.end for other in own)
    assert sum(not is_weak(span) and span.text == "training" for span in spans) <= words.count("training")
    assert sum(span.text.endswith("training") for span in spans) == words.count("training")
