"""Texts as numbers: weighted word and character n-grams, and the latent directions of the words they share.

Everything is learnt from texts alone, never from decisions: which n-grams there are, how rare they are, and which words
keep company. Why not the bag of words of spaCy: docs/decisions/0010-relevance.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WORD = re.compile(r"\w+")
_CHARACTERS = 4
_DIRECTIONS = 50
_MOST_REFERENCE = 300
"""Texts the latent directions are learnt from; with more, LAPACK's threads wait for each other on a shared machine."""
_MOST_WORDS = 5000
_AT_ONCE = 2000


def _sums(places: Ints, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(places, values, minlength=size), dtype=np.float64)


@dataclass(frozen=True)
class Sparse:
    """A matrix of which only the cells that are not zero are held, sorted by row."""

    rows: Ints
    columns: Ints
    values: Floats
    height: int
    width: int

    def times(self, vector: Floats) -> Floats:
        """The product with a vector: one number a row."""
        return _sums(self.rows, self.values * vector[self.columns], self.height)

    def turned_times(self, vector: Floats) -> Floats:
        """The product of the turned matrix with a vector: one number a column."""
        return _sums(self.columns, self.values * vector[self.rows], self.width)

    def some(self, rows: Ints) -> Sparse:
        """These rows, in this order; a row may be asked for twice."""
        ends = np.searchsorted(self.rows, np.arange(self.height + 1)).astype(np.int64)
        lengths = ends[rows + 1] - ends[rows]
        at = _spread(ends, rows)
        numbers = np.repeat(np.arange(rows.size), lengths)
        return Sparse(numbers, self.columns[at], self.values[at], int(rows.size), self.width)


def words(text: str) -> list[str]:
    """The words of a text in small letters, with their digits."""
    return WORD.findall(text.casefold())


def word_ngrams(text: str) -> list[str]:
    """Words, and pairs of words that stand side by side."""
    found = words(text)
    return found + [f"{one} {other}" for one, other in pairwise(found)]


def character_ngrams(word: str) -> list[str]:
    """Every four characters of a word with its edges: they see "trai" in "training" and in "trainers"."""
    edged = f"<{word}>"
    return [edged[at : at + _CHARACTERS] for at in range(max(1, len(edged) - _CHARACTERS + 1))]


@dataclass(frozen=True)
class Features:
    """Which n-grams count, in the order of their columns; first the words, then the characters."""

    words: tuple[str, ...]
    characters: tuple[str, ...]
    rarity: Floats
    directions: Floats
    """One row for each of the first words, one column for each latent direction."""

    @property
    def width(self) -> int:
        """Columns of every matrix made here."""
        return int(self.rarity.size + self.directions.shape[1])

    def matrix(self, texts: Sequence[str]) -> Sparse:
        """The texts as rows; words, characters and directions weigh the same."""
        plain = self._counted(texts)
        latent = _latent(plain, self.directions)
        rows, columns = np.nonzero(latent)
        where = np.concatenate((plain.rows, rows))
        order = np.argsort(where, kind="stable")
        return Sparse(
            where[order],
            np.concatenate((plain.columns, columns + self.rarity.size))[order],
            np.concatenate((plain.values, latent[rows, columns]))[order],
            len(texts),
            self.width,
        )

    def _counted(self, texts: Sequence[str]) -> Sparse:
        by_word = _occurrences([word_ngrams(text) for text in texts], _places(self.words), lambda ngram: [ngram])
        by_part = _occurrences([words(text) for text in texts], _places(self.characters), character_ngrams)
        first = len(self.words)
        rows = np.concatenate((by_word[0], by_part[0]))
        columns = np.concatenate((by_word[1], by_part[1] + first))
        values = (1 + np.log(np.concatenate((by_word[2], by_part[2])))) * self.rarity[columns]
        of_word = columns < first
        for block in (of_word, ~of_word):
            norms = np.sqrt(np.bincount(rows[block], values[block] ** 2, minlength=len(texts)))
            values[block] /= norms[rows[block]] * np.sqrt(2)
        order = np.argsort(rows, kind="stable")
        return Sparse(rows[order], columns[order], values[order], len(texts), int(self.rarity.size))


def _places(ngrams: Sequence[str]) -> dict[str, int]:
    return {ngram: place for place, ngram in enumerate(ngrams)}


def _occurrences(
    tokens: Sequence[Sequence[str]], places: Mapping[str, int], cut: Callable[[str], list[str]]
) -> tuple[Ints, Ints, Ints]:
    """Row, column and count of every n-gram that has a place. `cut` gives the n-grams of a token.

    Tokens repeat: cutting each different one once is what makes training short.
    """
    numbers: dict[str, int] = {}
    said = np.array([numbers.setdefault(token, len(numbers)) for row in tokens for token in row], dtype=np.int64)
    rows = np.repeat(np.arange(len(tokens)), np.array([len(row) for row in tokens], dtype=np.int64))
    cuts = [[at for ngram in cut(token) if (at := places.get(ngram)) is not None] for token in numbers]
    held = np.array([place for found in cuts for place in found], dtype=np.int64)
    lengths = np.array([len(found) for found in cuts], dtype=np.int64)
    every = _spread(np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))), said)
    width = max(1, len(places))
    keys, counts = np.unique(np.repeat(rows, lengths[said]) * width + held[every], return_counts=True)
    return keys // width, keys % width, counts.astype(np.int64)


def _spread(ends: Ints, wanted: Ints) -> Ints:
    """The places of the members of these groups, one after the other; group k holds the places ends[k] to ends[k+1]."""
    lengths = ends[wanted + 1] - ends[wanted]
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.repeat(ends[wanted] - before, lengths) + np.arange(lengths.sum()))


def _latent(plain: Sparse, directions: Floats) -> Floats:
    """Each text in the latent directions, of length 1; zero where none of its words has one."""
    found = np.zeros((plain.height, directions.shape[1]))
    if not directions.size:
        return found
    for first in range(0, plain.height, _AT_ONCE):
        low, high = np.searchsorted(plain.rows, (first, first + _AT_ONCE))
        held = np.flatnonzero(plain.columns[low:high] < len(directions)) + low
        if not held.size:
            continue
        rows, starts = np.unique(plain.rows[held], return_index=True)
        found[rows] = np.add.reduceat(plain.values[held, None] * directions[plain.columns[held]], starts)
    norms = np.sqrt((found**2).sum(axis=1, keepdims=True))
    return found / np.where(norms > 1e-9, norms, 1.0)


def learn_features(texts: Iterable[str]) -> Features:
    """The features of these texts: word n-grams, character n-grams that occur in two texts, and what goes together."""
    held = sorted(set(texts))
    by_word = Counter(ngram for text in held for ngram in set(word_ngrams(text)))
    # Frequent words first: the latent directions are learnt on a head of the columns. A pair that occurs in one text
    # only teaches nothing that its two words do not.
    kept = [ngram for ngram, seen in by_word.items() if seen > 1 or " " not in ngram]
    chosen = sorted(kept, key=lambda ngram: (-by_word[ngram], ngram))
    by_part = _texts_with_part(held)
    parts = sorted(ngram for ngram, seen in by_part.items() if seen > 1)
    seen = np.array([by_word[ngram] for ngram in chosen] + [by_part[ngram] for ngram in parts], dtype=np.float64)
    rarity = np.log((1 + len(held)) / (1 + seen)) + 1
    repeated = min(_MOST_WORDS, sum(1 for ngram in chosen if by_word[ngram] > 1))
    bare = Features(tuple(chosen), tuple(parts), rarity, np.zeros((0, 0)))
    return Features(bare.words, bare.characters, rarity, _directions(bare, held, repeated))


def _texts_with_part(texts: Sequence[str]) -> dict[str, int]:
    """In how many texts each character n-gram occurs."""
    tokens = [words(text) for text in texts]
    every = dict.fromkeys(
        part for word in dict.fromkeys(chain.from_iterable(tokens)) for part in character_ngrams(word)
    )
    _, columns, _ = _occurrences(tokens, _places(tuple(every)), character_ngrams)
    return dict(zip(every, np.bincount(columns, minlength=len(every)).tolist(), strict=True))


def _directions(bare: Features, texts: list[str], repeated: int) -> Floats:
    """The right singular vectors of the largest singular values, from the products of texts with texts."""
    # Evenly over the texts in the order of their letters, which is as good as by lot and needs none.
    wanted = min(len(texts), _MOST_REFERENCE)
    sample = [texts[place * len(texts) // wanted] for place in range(wanted)]
    most = min(_DIRECTIONS, len(sample) // 4, repeated)
    if most < 1:
        return np.zeros((0, 0))
    plain = bare.matrix(sample)
    dense = np.zeros((len(sample), repeated), dtype=np.float32)
    kept = plain.columns < repeated
    dense[plain.rows[kept], plain.columns[kept]] = plain.values[kept]
    squares, left = np.linalg.eigh((dense @ dense.T).astype(np.float64))
    strong = np.argsort(-squares, kind="stable")[:most]
    strong = strong[squares[strong] > 1e-6]
    return np.asarray(dense.T.astype(np.float64) @ left[:, strong] / np.sqrt(squares[strong]))
