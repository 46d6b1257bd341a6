"""Which pairs become edges: those beyond chance, or those that carry much of an influence's weight."""

from __future__ import annotations

import numpy as np

from synthesis.incidence import Codes, Floats
from synthesis.pairs import Pairs


def beyond_chance(pairs: Pairs, expected: Floats, adjusted: Floats, level: float = 0.05) -> Codes:
    """Places of the pairs with an adjusted p below the level and more shared windows than expected.

    `expected` and `adjusted` come from one null model: the hypergeometric, the permutation or the configuration model.
    """
    return np.flatnonzero((adjusted < level) & (pairs.shared > expected))


def disparity(pairs: Pairs, weight: Floats) -> Floats:
    """For each pair the probability that a random split of an influence's weight gives this edge as much; small is
    strong. The smaller of the two ends counts.

    A description of a weighted picture, not a test of co-report: it says nothing about chance in the windows. Pairs of
    weight 0 are no edges and get 1, and so does the only edge of an influence.

    Source: Serrano MA, Boguna M, Vespignani A. Extracting the multiscale backbone of complex weighted networks.
    Proceedings of the National Academy of Sciences 2009;106(16):6483-6488.
    """
    if np.any(weight < 0):
        raise ValueError("a weight below 0 cannot be a share of anything")
    size = int(max(pairs.left.max(initial=-1), pairs.right.max(initial=-1))) + 1
    edges = weight > 0
    ends = np.concatenate([pairs.left[edges], pairs.right[edges]])
    degree = np.bincount(ends, minlength=size)
    strength = np.bincount(ends, weights=np.tile(weight[edges], 2), minlength=size)
    found = np.ones(pairs.size)
    for end in (pairs.left, pairs.right):
        share = weight[edges] / strength[end[edges]]
        chance = np.clip(1 - share, 0, 1) ** (degree[end[edges]] - 1)
        found[edges] = np.minimum(found[edges], chance)
    return found
