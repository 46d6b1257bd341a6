"""Phrases stand where a plain search finds them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.phrase_index import PhraseIndex

WORDS = st.lists(st.sampled_from("abc"), max_size=4)


@given(st.lists(WORDS, max_size=6), st.lists(st.sampled_from("abcd"), max_size=12))
def test_every_phrase_is_found_wherever_it_stands(phrases: list[list[str]], words: list[str]) -> None:
    index = PhraseIndex[int]()
    for key, phrase in enumerate(phrases):
        index.add(key, phrase)
    wanted = [
        (start, start + len(phrase), key)
        for key, phrase in enumerate(phrases)
        for start in range(len(words))
        if phrase and words[start : start + len(phrase)] == phrase
    ]
    assert sorted(index.find(words, set(words))) == sorted(wanted)


def test_a_phrase_may_have_two_keys_and_each_once() -> None:
    index = PhraseIndex[str]()
    for key in ("one", "other", "one"):
        index.add(key, ["role", "clarity"])
    assert index.find(["role", "clarity"], {"role", "clarity"}) == [(0, 2, "one"), (0, 2, "other")]
