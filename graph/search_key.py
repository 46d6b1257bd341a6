"""The search key of a text: what stays of it when typesetting is taken away, with the way back. Never an address.

Lower case; white space, hyphens and invisible characters dropped; ligatures, quotation marks and composition folded.
Kept because they carry meaning: white space and hyphens between digits, a minus before a digit, superscript digits
and fractions.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

_HYPHENS = "-\u00ad\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SOFT = "\u00ad"
_QUOTES = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u0060\u00b4\u05f3\u2039\u203a", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u05f4\u00ab\u00bb", '"'),
}
_DROPPED = re.compile(rf"(?:\s|[{re.escape(_HYPHENS + _INVISIBLE)}])+")
_PLAIN = re.compile(r"[a-z0-9.,;:()!?'\"%&/]+")
_CONJOINING = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")


@dataclass(frozen=True)
class SearchKey:
    """`key[i]` came from the stored characters `starts[i]` to `ends[i]`."""

    key: str
    starts: array[int]
    ends: array[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The stored characters behind a stretch of the key that is not empty."""
        return self.starts[start], self.ends[end - 1]

    def whole(self, start: int, end: int) -> bool:
        """Whether a stretch of the key begins and ends between characters of the text, not inside a ligature."""
        before = start == 0 or self.starts[start - 1] != self.starts[start]
        after = end == len(self.key) or self.starts[end] != self.starts[end - 1]
        return before and after


@lru_cache(maxsize=8)
def search_key(text: str) -> SearchKey:
    """The search key of a text."""
    parts: list[str] = []
    starts, ends = array("l"), array("l")
    at, size = 0, len(text)
    while at < size:
        if plain := _PLAIN.match(text, at):
            end = plain.end()
            if end < size and _extends(text[end]):
                end -= 1  # its last letter takes a mark
            if end > at:
                parts.append(text[at:end])
                starts.extend(range(at, end))
                ends.extend(range(at + 1, end + 1))
                at = end
                continue
        if dropped := _DROPPED.match(text, at):
            end = dropped.end()
            folded = _kept_between(text, at, end)
        else:
            end = at + 1
            while end < size and _extends(text[end]):
                end += 1
            folded = _folded(text[at:end])
        parts.append(folded)
        starts.extend([at] * len(folded))
        ends.extend([end] * len(folded))
        at = end
    return SearchKey("".join(parts), starts, ends)


def _extends(character: str) -> bool:
    """Whether a character belongs to the one before it when text is composed."""
    if character < "\u0300":
        return False
    return unicodedata.category(character)[0] == "M" or bool(_CONJOINING.match(character))


def _kept_between(text: str, start: int, end: int) -> str:
    """What of white space and hyphens stays: something where leaving it out would change a number."""
    between = text[start:end].translate(_NOTHING)
    if not between or end == len(text) or not text[end].isdecimal():
        return ""
    hyphen = any(character in _HYPHENS for character in between)
    before = text[start - 1] if start else " "
    if before.isdecimal():
        return "-" if hyphen else " "
    apart = start == 0 or not before.isalpha() or between[0].isspace()
    return "-" if hyphen and apart else ""


_NOTHING = {ord(character): None for character in _INVISIBLE + _SOFT}


def _folded(cluster: str) -> str:
    """One letter with its marks in lower case and compatibility form; digits that are raised stay as they are."""
    if len(cluster) == 1 and unicodedata.category(cluster) == "No":
        return cluster
    folded = unicodedata.normalize("NFKC", cluster).translate(_QUOTE_TABLE).lower()
    return "".join(character for character in unicodedata.normalize("NFKC", folded) if not character.isspace())


_QUOTE_TABLE = {ord(mark): plain for mark, plain in _QUOTES.items()}
