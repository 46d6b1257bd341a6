"""The order before any decision: texts that hold more, and rarer, words of an influence come first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.features import WORD, words

Floats = NDArray[np.float64]
_SHORTEST = 4
_OF_DESCRIPTION = 0.5
# Rarity alone leaves the small words of English too much weight where answers are short; a full list of stop words
# drops words of meaning ("full", "enough"). The last line: what codebooks call their entries, not what these are about.
_SAYS_NOTHING = set(
    WORD.findall(
        "a an and are as at be by do does for from had has have in into is it its more no not of on or than that the "
        "their there these this those to too was were when which with without "
        "barrier barriers facilitator facilitators factor factors general issue issues other"
    )
)


@dataclass(frozen=True)
class InfluenceText:
    """What a codebook says of one influence: its name and terms, and its definition and what it includes."""

    influence_id: str
    names: tuple[str, ...]
    description: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keywords:
    """The beginnings of words that speak for each influence, with what each weighs."""

    influence_ids: tuple[str, ...]
    weights: tuple[Mapping[str, float], ...]
    most: tuple[float, ...]
    """The largest sum found in the texts it was learnt from, for each influence; 0 when no text had any."""

    def scores(self, texts: Sequence[str]) -> Floats:
        """One row a text, one column an influence; from 0 (no word of it) to nearly 1."""
        sums = self.sums(texts)
        most = np.array(self.most)
        return np.asarray(np.tanh(2 * sums / np.where(most > 0, most, 1.0)))

    def sums(self, texts: Sequence[str]) -> Floats:
        """The weights of the words found, a repeated one counting a little more."""
        owners: dict[str, list[tuple[int, float]]] = {}
        for place, weights in enumerate(self.weights):
            for beginning, weight in weights.items():
                owners.setdefault(beginning, []).append((place, weight))
        cut = _Cut(owners)
        found = np.zeros((len(texts), len(self.influence_ids)))
        for row, text in enumerate(texts):
            for start, times in Counter(cut.beginnings(text)).items():
                for place, weight in owners[start]:
                    found[row, place] += weight * (1 + 0.2 * np.log1p(times))
        return found


class _Cut:
    """Finds known beginnings of words; remembers each word, because texts repeat them."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._lengths = sorted({len(start) for start in known if len(start) >= _SHORTEST})
        self._seen: dict[str, tuple[str, ...]] = {}

    def beginnings(self, text: str) -> list[str]:
        """The known beginnings of the words of a text, as often as they occur."""
        return [start for word in words(text) for start in self._of(word)]

    def _of(self, word: str) -> tuple[str, ...]:
        if word not in self._seen:
            cut = (word, *(word[:length] for length in self._lengths if length < len(word)))
            self._seen[word] = tuple(start for start in cut if start in self._known)
        return self._seen[word]


def beginning(word: str) -> str:
    """The part of a word that its forms share, roughly: 70 % of it, at least four letters."""
    return word if len(word) <= _SHORTEST else word[: max(_SHORTEST, -(-7 * len(word) // 10))]


def learn_keywords(influences: Sequence[InfluenceText], texts: Sequence[str]) -> Keywords:
    """The words of each influence, weighed by how rare they are in the texts and how few influences share them."""
    raw = [_named(influence) for influence in influences]
    shared = Counter(start for weights in raw for start in weights)
    cut = _Cut(shared)
    held = Counter(start for text in set(texts) for start in set(cut.beginnings(text)))
    every = len(set(texts))

    def weighed(start: str, weight: float) -> float:
        rarity = max(0.0, float(np.log((every + 1) / (held[start] + 0.5)))) if every else 1.0
        apart = float(np.log1p(len(raw) / shared[start]) / np.log1p(len(raw)))
        return weight * rarity * apart

    weights = tuple({start: weighed(start, weight) for start, weight in sorted(one.items())} for one in raw)
    bare = Keywords(tuple(influence.influence_id for influence in influences), weights, tuple(0.0 for _ in raw))
    most = bare.sums(sorted(set(texts))).max(axis=0, initial=0.0)
    return Keywords(bare.influence_ids, weights, tuple(float(value) for value in most))


def _named(influence: InfluenceText) -> dict[str, float]:
    described = {beginning(word): _OF_DESCRIPTION for text in influence.description for word in _telling(text)}
    return described | {beginning(word): 1.0 for text in influence.names for word in _telling(text)}


def says_nothing(word: str) -> bool:
    """Whether a word in small letters says nothing on what an influence is about."""
    return word in _SAYS_NOTHING


def _telling(text: str) -> list[str]:
    return [word for word in words(text) if word not in _SAYS_NOTHING]
