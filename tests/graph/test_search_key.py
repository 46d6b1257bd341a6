"""The search key takes typesetting away and keeps meaning; its map leads back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.search_key import search_key

LETTERS = st.text(
    st.sampled_from(
        "aB9 -\u00ad\u2010\n\tﬁé\u0301ß\u05d0\u05b0\u05be\u200b5.,(“”’²½\u1100\u1161\u0130Σ\U0001f642\u200d"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("implementation", "imple-\nmentation"),
        ("peer-support worker", "Peer support\u00a0worker"),
        ("efficient office", "eﬃcient oﬀice"),
        ("été naïve", unicodedata.normalize("NFD", "été naïve")),
        ("“role” ‘x’", "\"role\" 'x'"),
        ("co\u00adoperate", "cooperate"),
        ("COVID-19", "Covid\n19"),
        ("a – b", "a-b"),
        ("בית־חולים", "בית חולים"),
        ("12-14", "12–14"),
        ("12-14", "12-\n14"),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("p = -0.3", "p=−0.3"),
    ],
)
def test_search_key_is_blind_to_typesetting(one: str, other: str) -> None:
    assert search_key(one).key == search_key(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5-10", "510"),
        ("5 10", "510"),
        ("5 10", "5-10"),
        ("-0.3", "0.3"),
        ("(-3)", "(3)"),
        ("10²", "102"),
        ("½", "1⁄2"),
        ("was", "was not"),
    ],
)
def test_search_key_keeps_meaning(one: str, other: str) -> None:
    assert search_key(one).key != search_key(other).key


@given(LETTERS)
def test_search_key_leads_back(text: str) -> None:
    found = search_key(text)
    assert len(found.key) == len(found.starts) == len(found.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))
    assert list(found.starts) == sorted(found.starts)
    if found.key:
        start, end = found.place(0, len(found.key))
        assert search_key(text[start:end]).key == found.key or text[:start].strip()


@given(LETTERS)
def test_search_key_is_the_same_however_text_is_composed(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert search_key(composed).key == search_key(unicodedata.normalize("NFD", composed)).key


@given(LETTERS)
def test_search_key_holds_no_blanks_but_between_digits(text: str) -> None:
    key = search_key(text).key
    blanks = [at for at, character in enumerate(key) if character.isspace()]
    assert all(key[at - 1].isdecimal() and key[at + 1].isdecimal() for at in blanks)
