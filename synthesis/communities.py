"""Groups of influences that co-occur more with each other than with others, and how firmly they hold together.

Groups are found on the corrected graph (edges beyond chance), never on raw counts: nearly every pair of a small review
co-occurs, and a complete graph has no groups.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.progress import Progress, silent
from synthesis.incidence import Codes, Floats, Incidence
from synthesis.pairs import Pairs

Group = NDArray[np.int64]
Edges = Callable[[Incidence], tuple[Pairs, Codes, Floats]]
"""Pairs of an incidence, the places of those that are edges, and their weights (above 0)."""
NOWHERE = -1
"""The group of an influence that no window reports."""


@dataclass(frozen=True)
class Communities:
    """`group` has one entry for each influence: 0 is the largest group; an influence without edges is alone in one."""

    group: Group
    modularity: float
    """How much more weight lies inside groups than chance would put there, -0.5 to 1; 0 without edges."""
    seed: int


@dataclass(frozen=True)
class Stability:
    """How often two influences fall in one group when windows are drawn again."""

    together: np.ma.MaskedArray[tuple[int, int], np.dtype[np.float64]]
    """Influences x influences: share of the resamples that have both; masked where none has."""
    within: np.ma.MaskedArray[tuple[int], np.dtype[np.float64]]
    """For each group of the whole, the mean over its pairs; masked for an influence alone."""
    resamples: int
    seed: int


def communities(influences: int, pairs: Pairs, edges: Codes, weight: Floats, *, seed: int) -> Communities:
    """Groups by the Louvain method; same seed, same groups.

    Source: Blondel VD, Guillaume JL, Lambiotte R, Lefebvre E. Fast unfolding of communities in large networks. Journal
    of Statistical Mechanics 2008:P10008.
    """
    network: nx.Graph[int] = nx.Graph()
    reported = np.union1d(pairs.left, pairs.right)
    network.add_nodes_from(reported.tolist())
    ends = zip(pairs.left[edges].tolist(), pairs.right[edges].tolist(), weight.tolist(), strict=True)
    network.add_weighted_edges_from((left, right, each) for left, right, each in ends if left != right)
    found = nx.community.louvain_communities(network, weight="weight", seed=seed)
    ordered = sorted(found, key=lambda members: (-len(members), min(members)))
    group = np.full(influences, NOWHERE, dtype=np.int64)
    for number, members in enumerate(ordered):
        group[sorted(members)] = number
    modularity = nx.community.modularity(network, ordered, weight="weight") if network.size() else 0.0
    return Communities(group, float(modularity), seed)


def stability(
    incidence: Incidence, edges: Edges, whole: Communities, *, resamples: int = 200, progress: Progress = silent
) -> Stability:
    """Find the groups again in `resamples` bootstrap draws of the windows, and count who stays together.

    `edges` must be the rule that made the graph of the whole. A bootstrap draw repeats windows, which makes p-values
    smaller than in the whole: read shares against each other, not as probabilities.
    """
    if resamples < 1:
        raise ValueError(f"{resamples} resamples: need at least 1")
    draw = np.random.default_rng(whole.seed)
    size = incidence.influences
    together, seen = np.zeros((size, size)), np.zeros((size, size))
    for number in range(1, resamples + 1):
        sample = incidence.take(draw.integers(incidence.windows, size=incidence.windows))
        pairs, places, weight = edges(sample)
        group = communities(size, pairs, places, weight, seed=int(draw.integers(1 << 31))).group
        there = group != NOWHERE
        seen += there[:, None] & there
        together += (group[:, None] == group) & there
        progress("resamples", number, resamples)
    share = np.ma.masked_array(together / np.maximum(seen, 1), mask=seen == 0)
    return Stability(share, _within(share, whole.group), resamples, whole.seed)


def _within(
    share: np.ma.MaskedArray[tuple[int, int], np.dtype[np.float64]], group: Group
) -> np.ma.MaskedArray[tuple[int], np.dtype[np.float64]]:
    many = int(group.max(initial=NOWHERE)) + 1
    means, alone = np.zeros(many), np.ones(many, dtype=bool)
    for number in range(many):
        members = np.flatnonzero(group == number)
        rows, columns = np.triu_indices(members.size, k=1)
        held = share[members[rows], members[columns]]
        if held.count():
            means[number], alone[number] = float(held.mean()), False
    return np.ma.masked_array(means, mask=alone)
