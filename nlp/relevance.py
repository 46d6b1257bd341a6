"""Which passages are worth reading for an influence: keywords before any decision, then what curators decided.

A decision is on one text and one influence. What nobody decided on is missing, never negative; suggestions teach
nothing. Log-odds = level + slope x keyword score + weights x n-grams; levels and slopes start from those of all
influences together, so that ten decisions on one of them already move it a little and none of them much.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.features import Features, Sparse, learn_features
from nlp.keyword_ranking import InfluenceText, Keywords, learn_keywords
from nlp.logistic import Decided, Line, fit_line, fit_words, sigmoid

Floats = NDArray[np.float64]
ANY = "any"
"""The class of texts that report some influence, whichever it is."""
METHOD = "keywords-and-ngrams-1"
"""Changes whenever the same decisions would give other scores."""
MOST_AT_ONCE = 2000
"""Labelled texts up to which training is short enough to wait for; above, nlp/retraining.py."""
_FIRST_GUESS = Line(-2.0, 2.0)
_LOOSE = (0.01, 0.1)
_FIRMNESS = (1.0, 2.0, 1.0)
_OF_NAME = 0.3
_MOST_UNREAD = 2000


@dataclass(frozen=True, slots=True)
class Labelled:
    """One decision: whether this text reports this influence. `group` is what must not be split, such as the paper."""

    text: str
    influence_id: str
    right: bool
    group: str


@dataclass(frozen=True)
class Relevance:
    """A trained ranking. Its scores order texts; they are probabilities only after calibration."""

    version: str
    classes: tuple[str, ...]
    """Every influence in the order given, then `ANY`."""
    decisions: int
    keywords: Keywords
    features: Features
    lines: tuple[Line, ...]
    weights: Floats
    """One row a class, one column a feature."""

    def scores(self, texts: Sequence[str]) -> Floats:
        """One row a text, one column a class, 0 to 1."""
        return sigmoid(self.log_odds(texts))

    def log_odds(self, texts: Sequence[str]) -> Floats:
        """The same before they are squeezed between 0 and 1."""
        hints = _with_any(self.keywords.scores(texts))
        levels = np.array([line.level for line in self.lines])
        slopes = np.array([line.slope for line in self.lines])
        if not self.decisions:
            return np.asarray(levels + slopes * hints)
        matrix = self.features.matrix(texts)
        learnt = np.stack([matrix.times(weights) for weights in self.weights], axis=1)
        return np.asarray(levels + slopes * hints + learnt)


def decided(text: str, group: str, *, shown: str, verdict: str, final: str | None = None) -> tuple[Labelled, ...]:
    """What one decision teaches: accept is right, reject is not; an edited influence is right, the one shown is not.

    `verdict` is accept, edit, reject or unsure; unsure teaches nothing.
    """
    if verdict == "unsure":
        return ()
    if verdict == "reject":
        return (Labelled(text, shown, right=False, group=group),)
    meant = final or shown
    right = Labelled(text, meant, right=True, group=group)
    return (right,) if meant == shown else (right, Labelled(text, shown, right=False, group=group))


def train(
    labelled: Iterable[Labelled], influences: Sequence[InfluenceText], *, unread: Iterable[str] = (), seed: int = 0
) -> Relevance:
    """The ranking that these decisions teach; the same for the same decisions in any order, texts and seed.

    `unread` are texts nobody decided on: they show which words are rare and keep company, and nothing else. The seed
    chooses which of them are looked at when there are very many. Decisions on other influences are left out.
    """
    known = {influence.influence_id for influence in influences}
    held = sorted({one for one in labelled if one.influence_id in known}, key=_order)
    texts = sorted({one.text for one in held})
    looked_at = sorted({*texts, *_chosen(unread, seed)})
    keywords = learn_keywords(influences, looked_at)
    classes = (*keywords.influence_ids, ANY)
    version = _version(held, influences, looked_at, seed)
    if not held:
        empty = Features((), (), np.zeros(0), np.zeros((0, 0)))
        lines = tuple(_FIRST_GUESS for _ in classes)
        return Relevance(version, classes, 0, keywords, empty, lines, np.zeros((len(classes), 0)))
    features = learn_features(looked_at)
    lines, weights = _fit(held, texts, influences, keywords, features)
    return Relevance(version, classes, len(held), keywords, features, lines, weights)


def _fit(
    held: Sequence[Labelled],
    texts: Sequence[str],
    influences: Sequence[InfluenceText],
    keywords: Keywords,
    features: Features,
) -> tuple[tuple[Line, ...], Floats]:
    hints, matrix = _with_any(keywords.scores(texts)), features.matrix(texts)
    names = features.matrix([" ".join(influence.names) for influence in influences])
    row_of = {text: row for row, text in enumerate(texts)}
    by_class: dict[str, list[tuple[int, bool]]] = {}
    for one in held:
        by_class.setdefault(one.influence_id, []).append((row_of[one.text], one.right))
    common = _common_line(by_class, keywords.influence_ids, hints)
    by_class[ANY] = sorted(_any(held, row_of))
    lines, weights = [], np.zeros((len(influences) + 1, features.width))
    for place, name in enumerate((*keywords.influence_ids, ANY)):
        decisions = by_class.get(name, [])
        name_rows = names.some(np.array([place] if name != ANY else [], dtype=np.int64))
        line, weights[place] = _fit_class(decisions, matrix, hints[:, place], name_rows, common)
        lines.append(line)
    return tuple(lines), weights


def _fit_class(
    decisions: Sequence[tuple[int, bool]], matrix: Sparse, hints: Floats, name: Sparse, common: Line
) -> tuple[Line, Floats]:
    """One class: its own decisions, and its name as a passage that is right, at a small weight."""
    rows = np.array([row for row, _ in decisions], dtype=np.int64)
    right = np.array([float(said) for _, said in decisions] + [1.0] * name.height)
    weight = np.array([1.0] * len(decisions) + [_OF_NAME] * name.height)
    scores = np.concatenate((hints[rows], np.zeros(name.height)))
    both = _stacked(matrix.some(rows), name)
    # Only columns that occur here can be learnt; the others keep the weight 0.
    columns, own = np.unique(both.columns, return_inverse=True)
    narrow = Sparse(both.rows, own.astype(np.int64), both.values, both.height, int(columns.size))
    line, learnt = fit_words(narrow, Decided(scores, right, weight), common, _FIRMNESS)
    weights = np.zeros(both.width)
    weights[columns] = learnt
    return line, weights


def _stacked(upper: Sparse, lower: Sparse) -> Sparse:
    return Sparse(
        np.concatenate((upper.rows, lower.rows + upper.height)),
        np.concatenate((upper.columns, lower.columns)),
        np.concatenate((upper.values, lower.values)),
        upper.height + lower.height,
        upper.width,
    )


def _common_line(by_class: dict[str, list[tuple[int, bool]]], order: Sequence[str], hints: Floats) -> Line:
    """Level and slope of the keyword score over all decisions, whatever the influence."""
    pairs = [(hints[row, at], said) for at, name in enumerate(order) for row, said in by_class.get(name, ())]
    scores, right = np.array([pair[0] for pair in pairs]), np.array([float(pair[1]) for pair in pairs])
    return fit_line(scores, right, _FIRST_GUESS, _LOOSE)


def _any(held: Sequence[Labelled], row_of: dict[str, int]) -> Iterable[tuple[int, bool]]:
    """A text reports something when anything was accepted in it, and nothing when all that was asked was refused."""
    said: dict[int, bool] = {}
    for one in held:
        row = row_of[one.text]
        said[row] = said.get(row, False) or one.right
    return said.items()


def _with_any(hints: Floats) -> Floats:
    return np.concatenate((hints, hints.max(axis=1, initial=0.0, keepdims=True)), axis=1)


def _order(one: Labelled) -> tuple[str, str, bool, str]:
    return one.text, one.influence_id, one.right, one.group


def _chosen(unread: Iterable[str], seed: int) -> list[str]:
    every = sorted(set(unread))
    if len(every) <= _MOST_UNREAD:
        return every
    places = np.random.default_rng(seed).choice(len(every), size=_MOST_UNREAD, replace=False)
    return [every[place] for place in sorted(places)]


def _version(held: Sequence[Labelled], influences: Sequence[InfluenceText], looked_at: Sequence[str], seed: int) -> str:
    made_of = [
        METHOD,
        seed,
        [_order(one) for one in held],
        [(one.influence_id, one.names, one.description) for one in influences],
        looked_at,
    ]
    return hashlib.sha256(json.dumps(made_of, ensure_ascii=True).encode()).hexdigest()[:16]
