"""What a paper says twice: abstract and discussion repeat the results. Marked, never dropped, never across a "not".

Two sentences say the same of an influence when they share most of their pairs of neighbouring words, have the same
direction, and differ in no word that turns a meaning: a negation, a comparison, a number that stands against another.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, pairwise
from math import ceil

from graph.documents import Section
from graph.ids import fold
from graph.suggestions import Suggestion

LEAST_SHARED = 0.5
"""Of all pairs of words in either sentence."""
LEAST_HELD = 0.8
"""Of the pairs of the shorter sentence, when one holds the other."""
_LEAST_PAIRS = 8
"""Fewer are a phrase: it is the same only when nearly all of it is."""
_LEAST_WORDS = 2
"""Fewer words make no pair, unless one is repeated."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_NOT = re.compile(r"(?:n['\u2019]t|not)$")
_ANY_NOT = re.compile(r"\wnot\b|n['\u2019]t")
_DIGIT = re.compile(r"\d")
_TURNS_WORDS = """
not no never none nobody nothing neither nor without hardly rarely seldom barely scarcely few little less
fewer more most least only except unlike although despite but however lack lacked lacking absence absent
insufficient inadequate poor good high low higher lower increased decreased increase decrease improved
worsened reduced positive negative facilitator facilitators barrier barriers helped hindered helpful unhelpful
always sometimes some all before after if should could would might may nicht kein keine keinen nie ohne pas ne
jamais sans aucun aucune sin nunca ningún ninguna לא אין בלי hapana si bila
"""
_TURNS = frozenset(_TURNS_WORDS.split())
_ORDER = (
    Section.RESULTS,
    Section.DISCUSSION,
    Section.ABSTRACT,
    Section.OTHER,
    Section.BACKGROUND,
    Section.METHODS,
    Section.REFERENCES,
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence as it is compared. `pairs`: by numbers; `turns`: those of its words that turn a meaning."""

    suggestion: Suggestion
    words: frozenset[str]
    numbers: frozenset[str]
    pairs: frozenset[int]
    turns: frozenset[str]


def with_duplicates(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """The suggestions of one paper in their order; `same_as` names the one to read, by preference in the results."""
    same: dict[str, str] = {}
    by_claim: dict[tuple[str, str], list[Suggestion]] = {}
    for suggestion in suggestions:
        by_claim.setdefault((suggestion.influence_id, suggestion.direction), []).append(suggestion)
    claims = [sorted(claim, key=_rank) for claim in by_claim.values() if len(claim) > 1]
    words_of = {quote: _words(quote) for quote in {one.anchor.quote for claim in claims for one in claim}}
    for claim in claims:
        # Those that differ in a word that turns a meaning are never the same, and need not meet.
        groups: dict[frozenset[str], list[tuple[Suggestion, list[str]]]] = {}
        for suggestion in claim:
            words = words_of[suggestion.anchor.quote]
            groups.setdefault(_TURNS.intersection(words), []).append((suggestion, words))
        for group in groups.values():
            if len(group) > 1:
                pairs: defaultdict[tuple[str, str], int] = defaultdict(count().__next__)
                same |= _twins([_said(suggestion, words, pairs) for suggestion, words in group])
    return [replace(one, same_as=same[one.id]) if one.id in same else one for one in suggestions]


def _rank(suggestion: Suggestion) -> tuple[int, int]:
    return _ORDER.index(suggestion.section), suggestion.anchor.char_start


def _twins(group: Sequence[_Said]) -> dict[str, str]:
    """For each that repeats one before it in the group: whom, the first of them."""
    held = Counter(chain.from_iterable(said.pairs for said in group))
    repeated = {pair for pair, times in held.items() if times > 1}
    # Two that are alike share so many pairs; few sentences have as many that any other has.
    group = [said for said in group if len(said.pairs & repeated) >= _fewest(len(said.pairs))]
    firsts: list[_Said] = []
    with_pair: dict[int, list[int]] = {}
    with_number: dict[str, set[int]] = {}
    numberless: set[int] = set()
    short: list[int] = []
    same: dict[str, str] = {}
    for said in group:
        near: set[int] = set(short) if len(said.words) < _LEAST_WORDS else set()
        for pair in _telling(said, held):
            near.update(with_pair.get(pair, ()))
        if said.numbers:
            # A number that stands against another is another finding; most differ in theirs, and need not meet.
            near = (near & numberless).union(*(near & with_number.get(number, set()) for number in said.numbers))
        twin = next((firsts[at] for at in sorted(near) if alike(firsts[at], said)), None)
        if twin is not None:
            same[said.suggestion.id] = twin.suggestion.id
            continue
        for pair in said.pairs:
            with_pair.setdefault(pair, []).append(len(firsts))
        for number in said.numbers:
            with_number.setdefault(number, set()).add(len(firsts))
        if not said.numbers:
            numberless.add(len(firsts))
        if len(said.words) < _LEAST_WORDS:
            short.append(len(firsts))
        firsts.append(said)
    return same


def _telling(said: _Said, held: Mapping[int, int]) -> list[int]:
    """Pairs of which every sentence that is alike has at least one: all but the commonest that it need not share.

    Alike are two that share half of all pairs, hence half of the pairs of either; or most of the shorter one's, which
    has eight at least. Without this, long texts would cost their square.
    """
    size = len(said.pairs)
    return sorted(said.pairs, key=lambda pair: (held[pair], pair))[: size - _fewest(size) + 1] if size else []


def _fewest(size: int) -> int:
    """How many of so many pairs two sentences that are alike share at least."""
    return min(ceil(LEAST_SHARED * size), ceil(LEAST_HELD * _LEAST_PAIRS))


def _words(quote: str) -> list[str]:
    folded = fold(quote)
    words: list[str] = _WORD.findall(folded)
    return [word for found in words for word in _parts(found)] if _ANY_NOT.search(folded) else words


def _said(suggestion: Suggestion, words: Sequence[str], pairs: Mapping[tuple[str, str], int]) -> _Said:
    """`pairs`: the number of each pair of words; numbers are counted and compared sooner than words."""
    digits = _DIGIT.search(suggestion.anchor.quote)
    numbers = frozenset(word for word in words if word[0].isdigit()) if digits else frozenset()
    told = [word for word in words if word not in numbers] if numbers else words
    told_pairs = frozenset(pairs[pair] for pair in pairwise(told))
    return _Said(suggestion, frozenset(told), numbers, told_pairs, _TURNS.intersection(told))


def _parts(word: str) -> list[str]:
    """`can't` and `cannot` hold a `not` of their own."""
    if len(word) > 3 and _NOT.search(word):
        return [_NOT.sub("", word), "not"]
    return [word]


def alike(one: _Said, other: _Said) -> bool:
    """Whether two sentences say the same; see the top of this file. What is cheap is asked first."""
    if one.numbers != other.numbers and one.numbers - other.numbers and other.numbers - one.numbers:
        return False
    if one.turns != other.turns:
        return False
    fewer, more = len(one.pairs), len(other.pairs)
    if fewer > more:
        fewer, more = more, fewer
    if not fewer:
        return one.words == other.words and one.numbers == other.numbers
    shared = len(one.pairs & other.pairs)
    least = LEAST_SHARED if fewer >= _LEAST_PAIRS else LEAST_HELD
    return shared >= least * (fewer + more - shared) or (fewer >= _LEAST_PAIRS and shared >= LEAST_HELD * fewer)
