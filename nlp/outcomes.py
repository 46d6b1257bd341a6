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
    # What people did outranks what is named beside it: "retention was worse".
    told = [cue for cue in here if cue.family in _VERBS] or [cue for cue in here if cue.family in _NOUNS]
    read = [_read(cue, here) for cue in told]
    signs = {one.sign for one in read}
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
