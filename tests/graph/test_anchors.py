"""A quote is found again, or shown as changed, or lost; it is never taken for another one."""

from __future__ import annotations

import random

import pytest
from edited_texts import HARMFUL, HARMLESS, Edit, Paper, byte_order_mark, deleted, deleted_with_twin, negated, paper
from hypothesis import given
from hypothesis import strategies as st

from graph.anchors import AROUND, State, make_anchor, reanchor
from graph.documents import StoredText, TextFormat, text_sha256
from graph.same_words import same_words
from graph.search_key import search_key
from ingest.texts.txt import read_txt

EDITS = 1000
BASE = (
    "We asked staff. Training was not a barrier at the sites. "
    "Staff felt that leadership support helped 5-10 of them.\n\nAnother paragraph on pay follows here."
)


def stored(text: str) -> StoredText:
    return read_txt(text.encode(), "texts/a.txt")


def verdict(quote: str, new: str, old: str = BASE) -> State:
    start = old.index(quote)
    return reanchor(make_anchor(stored(old), start, start + len(quote)), stored(new)).state


def _anchored(made: Paper, edited: str) -> tuple[State, str | None]:
    found = reanchor(make_anchor(stored(made.text), made.start, made.start + len(made.quote)), stored(edited))
    return found.state, None if found.anchor is None else found.anchor.quote


@pytest.mark.parametrize("edit", HARMLESS, ids=lambda edit: edit.__name__)
def test_quote_is_found_again_however_the_text_is_set(edit: Edit) -> None:
    draw = random.Random(f"harmless {edit.__name__}")
    for _ in range(EDITS // len(HARMLESS)):
        made = paper(draw)
        state, quote = _anchored(made, edit(draw, made))
        assert state in {State.EXACT, State.MOVED}, made
        assert quote is not None
        assert search_key(quote).key == search_key(made.quote).key


@pytest.mark.parametrize("edit", HARMFUL, ids=lambda edit: edit.__name__)
def test_changed_quote_never_passes(edit: Edit) -> None:
    draw = random.Random(f"harmful {edit.__name__}")
    changed = 0
    for _ in range(EDITS // len(HARMFUL)):
        made = paper(draw)
        edited = edit(draw, made)
        changed += edited != made.text
        assert edited == made.text or _anchored(made, edited)[0] in {State.CHANGED, State.LOST}, (made, edited)
    assert changed > 0.9 * (EDITS // len(HARMFUL)), "an edit that changes nothing shows nothing"


@pytest.mark.parametrize("harmless", HARMLESS, ids=lambda edit: edit.__name__)
def test_changed_quote_never_passes_in_a_text_set_anew(harmless: Edit) -> None:
    draw = random.Random(f"both {harmless.__name__}")
    for _ in range(50):
        made = paper(draw)
        edited = draw.choice([negated, deleted, deleted_with_twin])(draw, made)
        both = harmless(draw, Paper(edited, made.quote))
        assert _anchored(made, both)[0] in {State.CHANGED, State.LOST}, (made, both)


def test_negated_quote_is_shown_with_what_changed() -> None:
    quote = "Staff felt that leadership support helped 5-10 of them."
    start = BASE.index(quote)
    found = reanchor(
        make_anchor(stored(BASE), start, start + len(quote)), stored(BASE.replace("helped", "never helped"))
    )
    assert found.state is State.CHANGED
    assert [(c.was, c.now) for c in found.diff if c.was != c.now] == [("", " never")]
    assert "".join(change.now for change in found.diff) == found.anchor.quote  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("5-10", "510"),
        ("5-10", "5 10"),
        ("5-10", "5-100"),
        ("was not a", "was a"),
        ("not a barrier", "nota barrier"),
        ("the sites.", "the sites, they never said."),
        ("Training was", "It is untrue that Training was"),
        ("Training was", "Hardly: training was"),
    ],
)
def test_small_change_of_meaning_is_a_change(was: str, now: str) -> None:
    quotes = {"Training was not a barrier at the sites.", "Staff felt that leadership support helped 5-10 of them."}
    (quote,) = (quote for quote in quotes if was in quote)
    assert was in BASE
    assert verdict(quote, BASE.replace(was, now)) in {State.CHANGED, State.LOST}


@pytest.mark.parametrize("now", ["was a barrier", "was hardly a barrier"])
def test_word_before_a_quote_from_mid_sentence_is_seen(now: str) -> None:
    assert verdict("barrier at the sites", BASE.replace("was not a barrier", now)) is State.CHANGED


def test_quote_from_mid_sentence_is_found_again() -> None:
    assert verdict("barrier at the sites", BASE.replace(" ", "\n")) is State.MOVED
    assert verdict("barrier at the sites", f"A new line.\n\n{BASE}") is State.MOVED


def test_exact_means_same_place_in_another_reading() -> None:
    quote = "Training was not a barrier at the sites."
    assert verdict(quote, BASE) is State.EXACT
    assert verdict(quote, BASE.replace("on pay", "on wages")) is State.EXACT
    assert verdict(quote, "\ufeff" + BASE) is State.EXACT


def test_twin_elsewhere_does_not_stand_in_for_a_deleted_sentence() -> None:
    quote = "Training was not a barrier at the sites."
    twin = f"{BASE}\n\nIn short: all went well. {quote} Nothing more is known."
    assert verdict(quote, twin.replace(quote, "", 1), old=twin) is State.CHANGED
    shared = f"{BASE}\n\nOnce more and again. {quote} Staff felt that leadership support helped 5-10 of them."
    assert verdict(quote, shared.replace(f"{quote} ", "", 1), old=shared) is State.CHANGED


def test_twins_are_told_apart_by_what_stands_around_them() -> None:
    quote = "Training helped."
    old = f"At the first site we saw much. {quote} More was said there.\n\nAt the last one little. {quote} Few agreed."
    second = old.rindex(quote)
    anchor = make_anchor(stored(old), second, second + len(quote))
    new = stored(f"A new beginning.\n\n{old}")
    found = reanchor(anchor, new)
    assert found.state is State.MOVED
    assert found.anchor is not None
    assert found.anchor.char_start == new.text.rindex(quote)


def test_twins_that_nothing_tells_apart_are_asked_about() -> None:
    part = "At the sites that we saw it was said: the same. Training helped. And this was the same too, and always."
    old = f"{part}\n\n{part}\n\n{part}"
    start = old.index("Training")
    anchor = make_anchor(stored(old), start, start + len("Training helped."))
    assert reanchor(anchor, stored(f"New. {old}")).state is State.CHANGED
    assert reanchor(anchor, stored(f"{old} New.")).state is State.EXACT


def test_anchor_keeps_quote_and_surroundings() -> None:
    text = stored(BASE)
    start = BASE.index("leadership")
    anchor = make_anchor(text, start, start + 10)
    assert anchor.quote == "leadership"
    assert len(anchor.prefix) == len(anchor.suffix) == AROUND
    assert anchor.prefix + anchor.quote + anchor.suffix in BASE
    assert anchor.text_sha256 == text.sha256


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the implementation of", "the imple-\nmentation\tof"),
        ("a peer-led group", "a peer-\nled group"),
        ("a peer led group", "a peer-led group"),
        ("5 mg", "5mg"),
        ("at sites.12 We", "at sites. 12 We"),
        ("helped \u2013 not harmed", "helped\u2014not harmed"),
        ("我们认为培训", "我们认\n为培训"),
    ],
)
def test_text_set_anew_has_the_same_words(one: str, other: str) -> None:
    assert same_words(one, other)
    assert same_words(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("was not able", "was notable"),
        ("the not-able staff", "the notable staff"),
        ("now-here", "nowhere"),
        ("It helped - not harmed.", "It helped not harmed."),
        ("a change of - 5", "a change of 5"),
        ("a change of -5", "a change of 5"),
        ("(-x) was", "(x) was"),
        ("non-significant", "significant"),
        ("was 3.5 in", "was 3. 5 in"),
        ("p < .05", "p > .05"),
        ("about ½ of", "about 1/2 of"),
        ("10² of", "102 of"),
    ],
)
def test_other_words_are_not_the_same(one: str, other: str) -> None:
    assert not same_words(one, other)
    assert not same_words(other, one)
    whole = f"{one} all the sites.", f"{other} all the sites."
    assert verdict(whole[0], f"Well. {whole[1]} More.", old=f"Well. {whole[0]} More.") in {State.CHANGED, State.LOST}


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (0, 10_000), (15, 16)])
def test_anchor_of_nothing_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="hold no words"):
        make_anchor(stored(BASE), start, end)


def _bare(text: str) -> StoredText:
    return StoredText(text, text_sha256(text), TextFormat.TXT, (), ())


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 20), st.text(max_size=10))
def test_any_anchor_in_any_text_has_a_verdict_that_holds(text: str, start: int, length: int, more: str) -> None:
    old = _bare(text)
    end = min(start + length, len(old.text))
    if not old.text[start:end].strip():
        return
    anchor = make_anchor(old, start, end)
    assert reanchor(anchor, old).state is State.EXACT
    new = _bare(more + text)
    found = reanchor(anchor, new)
    if found.state is State.EXACT:
        assert new.text[start:end] == anchor.quote
    if found.state in {State.EXACT, State.MOVED}:
        assert found.anchor is not None
        assert new.text[found.anchor.char_start : found.anchor.char_end] == found.anchor.quote
        assert same_words(found.anchor.quote, anchor.quote)


def test_byte_order_mark_changes_nothing() -> None:
    made = paper(random.Random(1))
    assert stored(byte_order_mark(random.Random(1), made)).sha256 == stored(made.text).sha256
