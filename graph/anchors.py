"""Anchors: where a quote stands, and what became of it when the text was read anew. Never a silent likeness.

The rules, with what was rejected, are in docs/decisions/0006-texts.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.documents import StoredText, page_at
from graph.likeness import Change, differences, most_alike
from graph.same_words import same_words
from graph.search_key import SearchKey, search_key

AROUND = 32
"""Characters kept on either side of a quote."""
_NEAR, _FAR = 8, 16
_WINDOW = 240
_ENDS = re.compile(
    r"""[.!?\u2026\u061f\u3002]["'\u2019\u201d\u00bb)\]]*(?:[\[(]?\d[\d,\s\u2013-]*[\])]?)?(?=\s|$)|\n\s*\n"""
)
_CLOSED = re.compile(rf"(?:{_ENDS.pattern})\s*$")


class State(StrEnum):
    """What became of an anchored quote."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quote and its place in one stored text; prefix and suffix are the 32 characters on either side."""

    text_sha256: str
    char_start: int
    char_end: int
    quote: str
    prefix: str
    suffix: str
    page: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What became of an anchor. `anchor` is the new one when it is exact or moved, the nearest likeness when it
    changed, null when it is lost. `diff` says word by word what changed.
    """

    state: State
    anchor: Anchor | None
    reason: str
    diff: tuple[Change, ...] = ()


@dataclass(frozen=True)
class _Place:
    """One place that has the quote's search key; `left` and `right` count the characters around that agree."""

    start: int
    end: int
    left: int
    right: int
    trouble: str | None


def make_anchor(stored: StoredText, char_start: int, char_end: int) -> Anchor:
    """The anchor of some characters of a stored text. Raises ValueError when they are none, or only blank."""
    text = stored.text
    if not 0 <= char_start < char_end <= len(text) or not text[char_start:char_end].strip():
        raise ValueError(f"characters {char_start} to {char_end} hold no words of a text of {len(text)}")
    return Anchor(
        stored.sha256,
        char_start,
        char_end,
        text[char_start:char_end],
        text[max(0, char_start - AROUND) : char_start],
        text[char_end : char_end + AROUND],
        page_at(stored, char_start),
    )


def reanchor(anchor: Anchor, stored: StoredText) -> Verdict:
    """What became of an anchor in a text that may be another reading of the same paper."""
    text, start, end = stored.text, anchor.char_start, anchor.char_end
    here = 0 <= start < end and text[start:end] == anchor.quote
    if here and stored.sha256 == anchor.text_sha256:
        return Verdict(State.EXACT, make_anchor(stored, start, end), "the text is the same")
    key, wanted = search_key(text), search_key(anchor.quote).key
    if not wanted:
        return Verdict(State.LOST, None, "the quote holds no words")
    places = [_judged(anchor, text, key, first, len(wanted)) for first in _all(wanted, key)]
    found, reason = _one(anchor, [place for place in places if place.trouble is None])
    if found is not None:
        state = State.EXACT if here and found.start == start else State.MOVED
        said = "the same characters at the same place" if state is State.EXACT else "the same words at another place"
        return Verdict(state, make_anchor(stored, found.start, found.end), said)
    if places:
        best = max(places, key=lambda place: (place.left + place.right, -abs(place.start - start)))
        return _changed(anchor, stored, (best.start, best.end), reason or str(best.trouble))
    like = most_alike(wanted, key.key)
    if like is None:
        return Verdict(State.LOST, None, "nothing in the text is like it")
    return _changed(anchor, stored, key.place(*like), "other words stand here")


def _changed(anchor: Anchor, stored: StoredText, place: tuple[int, int], reason: str) -> Verdict:
    new = make_anchor(stored, *place)
    diff = differences(anchor.quote, new.quote)
    if not any(change.was != change.now for change in diff):
        diff = differences(anchor.prefix + anchor.quote + anchor.suffix, new.prefix + new.quote + new.suffix)
    return Verdict(State.CHANGED, new, reason, diff)


def _all(wanted: str, key: SearchKey) -> Iterator[int]:
    at = key.key.find(wanted)
    while at >= 0:
        if key.whole(at, at + len(wanted)):
            yield at
        at = key.key.find(wanted, at + 1)


def _one(anchor: Anchor, good: list[_Place]) -> tuple[_Place | None, str | None]:
    """The one place that is meant, or why none can be named."""
    if len(good) <= 1:
        return (good[0] if good else None), None
    most = len(search_key(anchor.prefix).key) + len(search_key(anchor.suffix).key)
    full = [place for place in good if place.left + place.right == most]
    if len(full) == 1:
        return full[0], None
    same = [place for place in full if place.start == anchor.char_start]
    return (same[0], None) if same else (None, f"the same words stand at {len(good)} places, and nothing tells which")


def _judged(anchor: Anchor, text: str, key: SearchKey, first: int, length: int) -> _Place:
    start, end = key.place(first, first + length)
    before, after = search_key(anchor.prefix).key, search_key(anchor.suffix).key
    left = _common(before[::-1], key.key[max(0, first - len(before)) : first][::-1])
    right = _common(after, key.key[first + length : first + length + len(after)])
    trouble = None
    if not same_words(anchor.quote, text[start:end]):
        trouble = "words of it are joined or split, or a dash is gone"
    elif not (_same_left(anchor, text, start) and _same_right(anchor, text, end)):
        trouble = "the sentence around it changed"
    elif not _agrees((left, before), (right, after), key, (first, first + length)):
        trouble = "what stands around it is not what stood there"
    return _Place(start, end, left, right, trouble)


def _agrees(left: tuple[int, str], right: tuple[int, str], key: SearchKey, place: tuple[int, int]) -> bool:
    """Whether the surroundings are those of the anchor: the nearest on both sides, or all of one side.

    One side is not enough where the two sides meet without the quote: it was deleted, and this is a twin.
    """
    (on_left, before), (on_right, after) = left, right
    edge_left, edge_right = place[0] == 0, place[1] == len(key.key)
    near_left = on_left >= min(_NEAR, len(before)) if before else edge_left
    near_right = on_right >= min(_NEAR, len(after)) if after else edge_right
    if near_left and near_right:
        return True
    whole = (len(before) >= _FAR and on_left == len(before)) or (len(after) >= _FAR and on_right == len(after))
    return whole and not _meet(before, after, key.key)


def _meet(before: str, after: str, key: str) -> bool:
    """Whether the two sides of a quote now stand side by side."""
    if not before or not after:
        return key.startswith(after) if after else key.endswith(before)
    return before[-_FAR:] + after[:_FAR] in key


def _same_left(anchor: Anchor, text: str, start: int) -> bool:
    """Whether what precedes the quote in its own sentence is the same."""
    was, whole = _after_last_end(anchor.prefix, at_edge=anchor.char_start <= AROUND)
    now, _ = _after_last_end(text[max(0, start - _WINDOW) : start], at_edge=start <= _WINDOW)
    old, new = search_key(was).key, search_key(now).key
    return old == new if whole else new.endswith(old)


def _same_right(anchor: Anchor, text: str, end: int) -> bool:
    """Whether what follows the quote in its own sentence is the same."""
    if _CLOSED.search(anchor.quote):
        return True
    was, whole = _before_first_end(anchor.suffix, at_edge=len(anchor.suffix) < AROUND)
    now, _ = _before_first_end(text[end : end + _WINDOW], at_edge=True)
    old, new = search_key(was).key, search_key(now).key
    return old == new if whole else new.startswith(old)


def _after_last_end(before: str, *, at_edge: bool) -> tuple[str, bool]:
    """What stands after the last end of a sentence, and whether that is all of it."""
    ends = [found.end() for found in _ENDS.finditer(before)]
    return (before[ends[-1] :], True) if ends else (before, at_edge)


def _before_first_end(after: str, *, at_edge: bool) -> tuple[str, bool]:
    found = _ENDS.search(after)
    return (after, at_edge) if found is None else (after[: found.end()], True)


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
