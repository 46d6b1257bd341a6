"""What a clause says came of something: "lower burnout" is good, "fewer referrals" bad. Of causes it says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.direction_view import Found

_NOUNS = {"negative noun", "good noun"}
_VERBS = {"negative verb", "good verb"}
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sign`: 1 good, -1 bad. `changed`: whether a word for more or less stands before it."""

    sign: int
    cues: tuple[Found, ...]
    changed: bool


def outcome(found: Sequence[Found], start: int, end: int) -> Outcome | None:
    """The outcome named in some tokens; null when there is none, or when they name good and bad ones."""
    here = [cue for cue in found if start <= cue.start and cue.end <= end]
    read = [_read(cue, here) for cue in here if cue.family in _NOUNS | _VERBS]
    signs = {one.sign for one in read if one is not None}
    return read[0] if len(signs) == 1 else None


def _read(cue: Found, here: Sequence[Found]) -> Outcome:
    sign = cue.cue.polarity
    if cue.family in _VERBS:
        return Outcome(sign, (cue,), changed=False)
    for change in reversed(here):
        counts = change.family in {"increase", "decrease"} or (change.family == "relief" and sign < 0)
        if counts and 0 <= cue.start - change.end <= _NEAR:
            return Outcome(sign * change.cue.polarity, (change, cue), changed=True)
    return Outcome(sign, (cue,), changed=False)
