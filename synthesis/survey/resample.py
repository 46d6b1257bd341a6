"""Drawing people again: bootstrap intervals of what is made from covariances, and permutations of people over sites."""

from __future__ import annotations

import numpy as np

from graph.ids import digest
from synthesis.incidence import Floats

SAMPLES = 1000
"""How often people are drawn again."""
PERCENTILE = f"bootstrap of people, {SAMPLES:,} samples, percentiles"


def generator(seed: int, *about: str | None) -> np.random.Generator:
    """Random numbers of one figure: the same whatever else is computed beside it, and in whatever order."""
    return np.random.default_rng([seed, int(digest(about), 16)])


def drawn_weights(random: np.random.Generator, people: int, samples: int = SAMPLES) -> Floats:
    """How often each person is drawn, samples x people; rows sum to people."""
    drawn = random.integers(people, size=(samples, people))
    counts = np.bincount((drawn + people * np.arange(samples)[:, None]).ravel(), minlength=samples * people)
    return counts.reshape(samples, people).astype(np.float64)


def weighted_covariances(answers: Floats, weights: Floats) -> Floats:
    """Covariances (n - 1) of every sample, samples x items x items; `answers` are people x items, complete."""
    people, items = answers.shape
    centred = answers - answers.mean(axis=0)
    one, other = np.triu_indices(items)
    sums, crossed = weights @ centred, weights @ (centred[:, one] * centred[:, other])
    found = np.empty((len(weights), items, items))
    found[:, one, other] = (crossed - sums[:, one] * sums[:, other] / people) / (people - 1)
    found[:, other, one] = found[:, one, other]
    # An item that does not vary in a sample has variance 0, which rounding would miss.
    at = np.arange(items)
    found[:, at, at] = np.where(found[:, at, at] < 1e-12, 0.0, found[:, at, at])
    return found


def percentiles(found: Floats, level: float = 0.95) -> tuple[float, float] | None:
    """Percentile interval of a bootstrap; null where more than one sample in ten gave no value.

    Source: Efron B. Bootstrap methods: another look at the jackknife. Annals of Statistics 1979;7(1):1-26; Efron B,
    Tibshirani RJ. An introduction to the bootstrap. New York: Chapman and Hall; 1993, chapter 13.
    """
    valid = found[np.isfinite(found)]
    if valid.size < 0.9 * found.size:
        return None
    low, high = np.quantile(valid, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
