"""The cue list and the component that finds its words."""

from __future__ import annotations

from collections import Counter

import pytest
from challenge import challenge, cue_pipeline, marked
from hypothesis import given
from hypothesis import strategies as st

from nlp.cues import cue_list, has_cues, longest
from nlp.languages import LANGUAGES, blank


def _cues(text: str) -> list[tuple[str, str]]:
    doc = marked(challenge("", "en", "unclear", text))
    return [(span.label_, span.text) for span in doc.spans["cue"]]


def test_cues_carry_family_and_id() -> None:
    doc = marked(challenge("", "en", "unclear", "A lack of {training} hindered implementation."))
    assert [(span.label_, span.id_) for span in doc.spans["cue"]][:2] == [
        ("lack", "lack.lack-of"),
        ("barrier", "barrier.hinder"),
    ]


def test_cue_inside_a_longer_one_is_left_out() -> None:
    assert ("topic", "barriers and facilitators") in _cues("We list barriers and facilitators of {training}.")
    assert not any(family == "barrier" for family, _ in _cues("We list barriers and facilitators of {training}."))
    assert longest([(0, 3, "a"), (1, 2, "b"), (2, 5, "c"), (2, 5, "d")]) == [(0, 3, "a"), (2, 5, "c"), (2, 5, "d")]


def test_name_inside_a_sentence_is_no_cue() -> None:
    assert not any(said == "Prevent" for _, said in _cues("Staff of the Prevent programme attended {training}."))
    assert ("barrier", "Barriers") in _cues("Barriers included {training}.")


@pytest.mark.parametrize("text", ["Table 2 shows {training}.", "Figure 1 lists {training} by site."])
def test_table_that_shows_is_a_method_cue(text: str) -> None:
    assert any(family == "method" for family, _ in _cues(text))


def test_table_in_brackets_is_no_method_cue() -> None:
    assert not any(family == "method" for family, _ in _cues("{Training} helped peers (Table 2)."))


def test_cues_are_looked_for_only_where_an_influence_is() -> None:
    pipeline = blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("cues")
    doc = pipeline.make_doc("Pay was a barrier. Training was a facilitator.")
    for name, component in pipeline.pipeline:
        if name == "cues":
            doc.spans["influence"] = [doc.char_span(19, 27, label="training")]
        doc = component(doc)
    assert [span.text for span in doc.spans["cue"]] == ["facilitator"]


def test_every_row_of_the_list_is_used_and_said_once() -> None:
    cues = list(cue_list("en").values())
    assert len(cues) > 500
    assert not [cue.id for cue in cues if any(not form.strip() for form in cue.forms)]
    said = Counter((cue.family, form) for cue in cues for form in cue.forms)
    assert [one for one, times in said.items() if times > 1] == []


def test_every_form_is_found_again() -> None:
    tokens = cue_pipeline("en").make_doc
    # A form that the tokenizer cuts otherwise inside a sentence would never match.
    lost = [
        form
        for cue in cue_list("en").values()
        for form in cue.forms
        if [token.text for token in tokens(f"so {form} so")][1:-1] != [token.text for token in tokens(form)]
    ]
    assert lost == []


def test_only_english_has_a_list() -> None:
    assert [language for language in LANGUAGES if has_cues(language)] == ["en"]
    assert has_cues("en-GB")


@given(st.text(max_size=200))
def test_cues_lie_in_any_text_in_order(text: str) -> None:
    pipeline = cue_pipeline("en")
    doc = pipeline.make_doc(text)
    for _, component in pipeline.pipeline:
        doc = component(doc)
    starts = [span.start for span in doc.spans["cue"]]
    assert starts == sorted(starts)
