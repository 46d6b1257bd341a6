"""Texts are cut stretch by stretch as spaCy cuts them whole."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import nlp.cutter as module
from nlp.cut import Cut, cut
from nlp.cutter import Cutter
from nlp.languages import LANGUAGES, blank

ALPHABET = "aBnéמ ..,;:!?()[]'\u2019\"-–/%$€1 2²Ⅳ\n\xa0kmtU"
EVERY = [*LANGUAGES, "xx"]


@cache
def made(language: str) -> Language:
    pipeline = blank(language)
    pipeline.add_pipe("guarded_sentences", config={"language": language})
    return pipeline


@cache
def cutter(language: str) -> Cutter:
    return Cutter(made(language))


def lists(text: Cut) -> tuple[list[str], list[int], list[int], list[int]]:
    return text.lower, text.begins, text.ends, text.starts


@settings(max_examples=150)
@given(st.text(alphabet=ALPHABET, max_size=40), st.sampled_from(EVERY))
def test_any_text_is_cut_as_its_doc(text: str, language: str) -> None:
    assert lists(cutter(language).cut(text)) == lists(cut(made(language)(text)))


@pytest.mark.parametrize("language", EVERY)
def test_the_words_that_spacy_knows_are_cut_as_it_cuts_them_among_others(language: str) -> None:
    """Whole, halved by a blank, between brackets, and after each other."""
    draw = random.Random(language)
    known = sorted(word for word in made(language).tokenizer.rules if not word.isspace())
    words = [*known, *(f"({word})," for word in known), *(f"{word[:1]} {word[1:]}" for word in known if len(word) > 1)]
    words += [mark for word in known for mark in word if not mark.isalnum()]
    for _ in range(20):
        text = " ".join(" ".join(draw.sample(words, 200)).split())
        assert lists(cutter(language).cut(text)) == lists(cut(made(language)(text)))


@pytest.mark.parametrize("language", EVERY)
def test_words_with_digits_and_marks_are_cut_as_spacy_cuts_them(language: str) -> None:
    words = [
        f"{before}{digit}{after}"
        for before in ("", "a", "Km", "UK", "5m", "é")
        for digit in "0123456789"
        for after in ("", "m", "Km")
    ]
    for text in (f"{word}{mark}" for word in words for mark in ("", *",;:)].!?%", ").", ".,")):
        assert lists(cutter(language).cut(text)) == lists(cut(made(language)(text)))


def test_what_is_cut_before_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KNOWN", 3)
    forgets = Cutter(made("en"))
    for text in ("They can't (or won't) pay.", "They pay, p<0.05.", "They can't (or won't) pay.", "", "They pay"):
        assert lists(forgets.cut(text)) == lists(cut(made("en")(text)))
    forgets.meet(["One (two) three.", "four/five"])
    assert lists(forgets.cut("four/five (two)")) == lists(cut(made("en")("four/five (two)")))


def test_marks_and_cells_are_kept() -> None:
    text = cutter("en").cut("Paid. 21 Not so. Yes.", citations=[(6, 8)], whole=True)
    assert (text.citations, text.starts) == ([(6, 8)], [0])
    assert cutter("en").cut("Paid. 21 Not so. Yes.", citations=[(6, 8)]).starts == [0, 3, 6]
