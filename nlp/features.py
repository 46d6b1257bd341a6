"""Texts as numbers: weighted word and character n-grams, and the latent directions of the words they share.

Everything is learnt from texts alone, never from decisions: which n-grams there are, how rare they are, and which words
keep company. Why not the bag of words of spaCy: docs/decisions/0010-relevance.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WORD = re.compile(r"\w+")
_CHARACTERS = (3, 4, 5)
_DIRECTIONS = 50
_MOST_REFERENCE = 800
"""Texts the latent directions are learnt from; more cost time and change little."""
_MOST_WORDS = 5000
_AT_ONCE = 2000


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
        return np.bincount(self.rows, self.values * vector[self.columns], minlength=self.height)

    def turned_times(self, vector: Floats) -> Floats:
        """The product of the turned matrix with a vector: one number a column."""
        return np.bincount(self.columns, self.values * vector[self.rows], minlength=self.width)

    def some(self, rows: Ints) -> Sparse:
        """These rows, in this order; a row may be asked for twice."""
        ends = np.searchsorted(self.rows, np.arange(self.height + 1))
        lengths = ends[rows + 1] - ends[rows]
        starts = np.repeat(ends[rows] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        at = starts + np.arange(lengths.sum())
        numbers = np.repeat(np.arange(rows.size), lengths)
        return Sparse(numbers, self.columns[at], self.values[at], int(rows.size), self.width)


def words(text: str) -> list[str]:
    """The words of a text in small letters, with their digits."""
    return WORD.findall(text.casefold())


def word_ngrams(text: str) -> list[str]:
    """Words, and pairs of words that stand side by side."""
    found = words(text)
    return found + [f"{one} {other}" for one, other in pairwise(found)]


def character_ngrams(text: str) -> list[str]:
    """Three to five characters inside each word, with its edges: they see "train" in "training" and in "trainers"."""
    found = []
    for word in words(text):
        edged = f"<{word}>"
        for size in _CHARACTERS:
            found += ["~" + edged[at : at + size] for at in range(max(1, len(edged) - size + 1))]
    return found


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
        places = {ngram: place for place, ngram in enumerate((*self.words, *self.characters))}
        plain = self._counted(texts, places)
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

    def _counted(self, texts: Sequence[str], places: dict[str, int]) -> Sparse:
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        for row, text in enumerate(texts):
            seen = Counter(
                place
                for ngram in (*word_ngrams(text), *character_ngrams(text))
                if (place := places.get(ngram)) is not None
            )
            rows += [row] * len(seen)
            columns += seen.keys()
            counts += seen.values()
        at, column = np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)
        values = (1 + np.log(np.array(counts, dtype=np.float64))) * self.rarity[column]
        of_word = column < len(self.words)
        for block in (of_word, ~of_word):
            norms = np.sqrt(np.bincount(at[block], values[block] ** 2, minlength=len(texts)))
            values[block] /= norms[at[block]] * np.sqrt(2)
        return Sparse(at, column, values, len(texts), int(self.rarity.size))


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
    by_word, by_character = Counter[str](), Counter[str]()
    for text in held:
        by_word.update(set(word_ngrams(text)))
        by_character.update(set(character_ngrams(text)))
    # Frequent words first: the latent directions are learnt on a head of the columns.
    chosen = sorted(by_word, key=lambda ngram: (-by_word[ngram], ngram))
    parts = sorted(ngram for ngram, texts_with in by_character.items() if texts_with > 1)
    seen = np.array([by_word[ngram] for ngram in chosen] + [by_character[ngram] for ngram in parts], dtype=np.float64)
    rarity = np.log((1 + len(held)) / (1 + seen)) + 1
    repeated = min(_MOST_WORDS, sum(1 for ngram in chosen if by_word[ngram] > 1))
    bare = Features(tuple(chosen), tuple(parts), rarity, np.zeros((0, 0)))
    return Features(bare.words, bare.characters, rarity, _directions(bare, held, repeated))


def _directions(bare: Features, texts: list[str], repeated: int) -> Floats:
    """The right singular vectors of the largest singular values, from the products of texts with texts."""
    step = max(1, -(-len(texts) // _MOST_REFERENCE))
    sample = texts[::step]
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
