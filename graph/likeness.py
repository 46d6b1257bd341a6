"""What is most like a quote that is gone, and how it differs. Shown to people; never taken for the quote."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST = 0.75
"""Likeness below this is no likeness."""
_SHINGLE = 8
_BUCKET = 24
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_HITS = 50


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words as it was and as it is now; equal when nothing changed there."""

    was: str
    now: str


def differences(was: str, now: str) -> tuple[Change, ...]:
    """Two texts word by word: what is equal in one Change, what differs in the next. White space is as it is now."""
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    plain = [[" " if token.isspace() else str(token) for token in tokens] for tokens in (old, new)]
    found = SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes()
    return tuple(
        Change("".join(new[c:d] if tag == "equal" else old[a:b]), "".join(new[c:d])) for tag, a, b, c, d in found
    )


def most_alike(wanted: str, within: str) -> tuple[int, int] | None:
    """The stretch of one search key that is most like another key; null when nothing is."""
    votes: Counter[int] = Counter()
    size = min(_SHINGLE, max(3, len(wanted) // 2))
    for at in range(0, max(1, len(wanted) - size + 1), max(1, size // 2)):
        piece, found = wanted[at : at + size], -1
        for _ in range(_MOST_HITS):
            found = within.find(piece, found + 1)
            if found < 0:
                break
            votes[(found - at) // _BUCKET] += 1
    best, most = None, LEAST
    for bucket, _ in votes.most_common(5):
        likeness, place = _trimmed(wanted, within, bucket * _BUCKET)
        if likeness >= most:
            best, most = place, likeness
    return best


def _trimmed(wanted: str, within: str, at: int) -> tuple[float, tuple[int, int]]:
    """The likeness of the stretch near `at`, cut to what the two have in common."""
    slack = _BUCKET + len(wanted) // 4
    first = max(0, at - slack)
    window = within[first : at + len(wanted) + slack + _BUCKET]
    blocks = [b for b in SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks() if b.size >= 3]
    if not blocks:
        return 0.0, (0, 0)
    start = max(0, blocks[0].b - blocks[0].a)
    end = min(len(window), blocks[-1].b + blocks[-1].size + len(wanted) - blocks[-1].a - blocks[-1].size)
    return 2 * sum(b.size for b in blocks) / (len(wanted) + end - start), (first + start, first + end)
