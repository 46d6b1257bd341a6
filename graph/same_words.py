"""Whether two texts that share a search key have the same words. What stands between two letters decides:

    nothing, space, a hyphen at a line end, a hyphen, a dash

Setting a text anew turns one line end into another and breaks words. It does not split `notable` into `not able`, drop
a hyphen inside a line, or lose a dash.
"""

from __future__ import annotations

import re
from enum import Enum

from graph.search_key import SearchKey, search_key

_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9f]")
_HYPHEN = re.compile("[-\u058a\u05be\u2010-\u2013\u2212\ufe58\ufe63\uff0d]")
_DASH = re.compile("[\u2014\u2015]|\\s[-\u2010-\u2013\u2212]+(?=\\s)")
_BREAK = re.compile("\u00ad|[-\u2010]\\s")
_NUMBER = re.compile(r"\d[.,]\d")


class _Gap(Enum):
    NOTHING = 0
    SPACE = 1
    BREAK = 2
    HYPHEN = 3
    DASH = 4


_ALIKE = {
    *(frozenset({gap}) for gap in _Gap),
    *(frozenset({_Gap.BREAK, other}) for other in (_Gap.NOTHING, _Gap.SPACE, _Gap.HYPHEN)),
    frozenset({_Gap.SPACE, _Gap.HYPHEN}),
}


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ only in how they are set."""
    if one == other:
        return True
    a, b = search_key(one), search_key(other)
    return a.key == b.key and all(_alike(one, a, other, b, at) for at in range(len(a.key) - 1))


def _alike(one: str, a: SearchKey, other: str, b: SearchKey, at: int) -> bool:
    between = one[a.ends[at] : a.starts[at + 1]], other[b.ends[at] : b.starts[at + 1]]
    if between[0] == between[1]:
        return True
    gaps = frozenset(map(_gap, between))
    if gaps == {_Gap.NOTHING, _Gap.SPACE}:
        pair = a.key[at : at + 2]
        joined = pair.isalpha() and not _NO_SPACES.search(pair)
        return not joined and not _NUMBER.fullmatch(a.key[max(0, at - 1) : at + 2])
    return gaps in _ALIKE


def _gap(between: str) -> _Gap:
    if _DASH.search(between):
        return _Gap.DASH
    if _BREAK.search(between):
        return _Gap.BREAK
    if _HYPHEN.search(between):
        return _Gap.HYPHEN
    return _Gap.SPACE if any(map(str.isspace, between)) else _Gap.NOTHING
