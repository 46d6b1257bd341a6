"""A text as lists says what its Doc says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.documents import BlockKind, Section
from graph.terms import Term
from nlp.cut import cut, piece
from nlp.passages import tagged
from nlp.pipeline import pipeline
from nlp.stretches import Passage
from nlp.vocabulary import InfluenceWords, vocabulary

WORDS = vocabulary([InfluenceWords("training", "Training"), InfluenceWords("pay", "Pay")], [Term("pay", "wages")])


@settings(max_examples=40)
@given(st.text(alphabet="ab .,\n'TrainigSu12é-(", max_size=40), st.sampled_from(["en", "he"]))
def test_lists_hold_what_the_doc_holds(text: str, language: str) -> None:
    doc = pipeline(WORDS, language)(text)
    lists = cut(doc)
    assert [(a, b) for a, b in zip(lists.begins, lists.ends, strict=True)] == [(t.idx, t.idx + len(t)) for t in doc]
    assert lists.starts[: len(doc)] == [t.i for t in doc if t.is_sent_start]
    for start in range(len(doc)):
        span = doc[start : start + 3]
        hit = lists.hit(span.start, span.end, "", "")
        assert (hit.text, hit.start_char, hit.end_char) == (span.text, span.start_char, span.end_char)
        assert piece(span).words() == [token.lower_ for token in span]


METHODS = Passage("In Kenya, 12 peers on an inpatient ward.", 300, "en", Section.METHODS)


@pytest.mark.parametrize(
    ("title", "abstract", "named"),
    [
        ("Peers in Uganda", "Nothing here.", {"UG", "inpatient"}),
        ("Peers", "A prison in Peru.", {"PE", "prison"}),
        ("Peers", "Nothing here.", {"KE", "inpatient"}),
    ],
)
def test_methods_tell_only_what_title_and_abstract_do_not(title: str, abstract: str, named: set[str]) -> None:
    from nlp.passages import named_for_paper

    passages = [
        Passage(title, 0, "en", Section.OTHER, kind=BlockKind.TITLE),
        Passage(abstract, 100, "en", Section.ABSTRACT),
        METHODS,
    ]
    assert {mention.value for mention in named_for_paper(tagged(passages, WORDS))} == named
