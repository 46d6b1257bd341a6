"""How firm a share and a rank are: when papers are drawn again (bootstrap), and when each paper is left out.

Rank 1 is reported most often; equal scores share the better rank. Influences are ranked by share where every one of
them has a denominator, else by count. What is drawn is the paper (for studies and settings: the study, the setting),
because the findings of one paper are not independent.

Source: Efron B, Tibshirani RJ. An Introduction to the Bootstrap. Chapman & Hall 1993 (percentile interval); ranks by
bootstrap: Goldstein H, Spiegelhalter DJ. Journal of the Royal Statistical Society A 1996;159(3):385-443.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.progress import Progress, silent
from synthesis.evidence import Codes, Truth
from synthesis.units import Counted

Floats = NDArray[np.float64]
SAMPLES = 2000
SEED = 20200331
UNKNOWN = -1.0
"""The score of an influence of which a draw says nothing: below every share."""
_CELLS = 4_000_000
"""Numbers held at once while drawing; bounds memory."""


@dataclass(frozen=True)
class Stability:
    """One entry per listed influence, in order. Shares are None where they are not known.

    `rank_low`, `rank_high`, `share_low`, `share_high`: 95 % bootstrap interval; `left_out`: (least, most) over leaving
    out one paper at a time.
    """

    rank: tuple[int, ...]
    rank_low: tuple[int, ...]
    rank_high: tuple[int, ...]
    rank_left_out: tuple[tuple[int, int], ...]
    share_low: tuple[float | None, ...]
    share_high: tuple[float | None, ...]
    share_left_out: tuple[tuple[float, float] | None, ...]
    ranked_by: str
    samples: int
    seed: int


def competition_ranks(scores: Floats) -> Codes:
    """Rank of every score in its row: 1 + how many are higher."""
    ordered = np.sort(scores, axis=1)
    ranks = np.empty(scores.shape, dtype=np.int64)
    for row in range(len(scores)):
        ranks[row] = scores.shape[1] - np.searchsorted(ordered[row], scores[row], side="right") + 1
    return ranks


@dataclass(frozen=True)
class _Clusters:
    """Listed influences by cluster: reports, and the clusters' parts of the denominators."""

    reports: sparse.csr_array
    parts: sparse.csr_array
    """Clusters x groups: how many things of each group the cluster holds."""
    groups: Floats
    """Groups x influences: 1 where the group was looked at."""
    by_share: bool

    @property
    def size(self) -> int:
        """How many clusters there are."""
        return int(self.reports.shape[0])

    def drawn_again(self, weights: Floats) -> Floats:
        """Scores, draws x influences, when every cluster is taken `weights` times (draws x clusters)."""
        return self._scores((self.reports.T @ weights.T).T, (self.parts.T @ weights.T).T)

    def left_out(self, block: slice) -> Floats:
        """Scores, clusters x influences, when each cluster of the block is left out."""
        reports = self.reports.sum(axis=0) - self.reports[block].toarray()
        return self._scores(reports, self.parts.sum(axis=0) - self.parts[block].toarray())

    def _scores(self, reports: Floats, parts: Floats) -> Floats:
        counts = np.asarray(reports, dtype=np.float64)
        if not self.by_share:
            return counts
        whole = np.asarray(parts) @ self.groups
        return np.divide(counts, whole, out=np.full_like(counts, UNKNOWN), where=whole > 0)


def stability(
    counted: Counted, listed: Truth, *, samples: int = SAMPLES, seed: int = SEED, progress: Progress = silent
) -> Stability:
    """Ranks and shares of the listed influences, and how far they move."""
    clusters = _clusters(counted, listed)
    now = competition_ranks(clusters.drawn_again(np.ones((1, clusters.size))))[0]
    ranks, scores = _together(_bootstrap(clusters, samples, seed, progress), int(listed.sum()))
    rank_least, rank_most, least, most = _extremes(_left_out(clusters, progress), now)
    # A bound is a rank that occurred, never one between two.
    low = np.quantile(ranks, 0.025, axis=0, method="lower")
    high = np.quantile(ranks, 0.975, axis=0, method="higher")
    known = clusters.by_share
    return Stability(
        rank=tuple(map(int, now)),
        rank_low=tuple(map(int, low)),
        rank_high=tuple(map(int, high)),
        rank_left_out=tuple(zip(map(int, rank_least), map(int, rank_most), strict=True)),
        share_low=_quantiles(scores, 0.025) if known else (None,) * now.size,
        share_high=_quantiles(scores, 0.975) if known else (None,) * now.size,
        share_left_out=tuple(
            (float(a), float(b)) if known and a <= b else None for a, b in zip(least, most, strict=True)
        ),
        ranked_by="share" if known else "count",
        samples=samples,
        seed=seed,
    )


def _clusters(counted: Counted, listed: Truth) -> _Clusters:
    """Clusters without any part in a numerator or denominator cannot matter and are left out."""
    held, looked = counted.held, counted.looked
    by_share = looked is None or bool((counted.denominators[listed] > 0).all())
    group, groups = np.zeros(held.shape[0], dtype=np.int64), np.ones((1, int(listed.sum())))
    if looked is not None and by_share:
        thing, influence = (part.astype(np.int64) for part in held.nonzero())
        inside = looked.holds(thing, influence)
        held = sparse.csr_array((held.data * inside, held.indices, held.indptr), shape=held.shape)
        group, groups = looked.group, looked.groups[:, listed].astype(np.float64)
    held = held[:, np.flatnonzero(listed)]
    in_denominator = np.asarray(groups.any(axis=1), dtype=bool)[group] if by_share else np.zeros(group.size, bool)
    things = np.flatnonzero(in_denominator | (np.diff(held.indptr) > 0))
    members, cluster = np.unique(counted.cluster[things], return_inverse=True)
    ones = np.ones(things.size)
    of_cluster = sparse.csr_array((ones, (cluster, things)), shape=(members.size, held.shape[0]))
    parts = sparse.csr_array((ones, (cluster, group[things])), shape=(members.size, len(groups)))
    return _Clusters(sparse.csr_array(of_cluster @ held), parts, groups, by_share)


def _bootstrap(clusters: _Clusters, samples: int, seed: int, progress: Progress) -> Iterator[Floats]:
    if not clusters.size:
        return
    random = np.random.default_rng(seed)
    at_once = max(1, min(samples, _CELLS // clusters.size))
    even = np.full(clusters.size, 1 / clusters.size)
    for start in range(0, samples, at_once):
        progress("drawing papers again", start, samples)
        many = min(at_once, samples - start)
        yield clusters.drawn_again(random.multinomial(clusters.size, even, size=many).astype(np.float64))


def _left_out(clusters: _Clusters, progress: Progress) -> Iterator[Floats]:
    if clusters.size < 2:
        return
    at_once = max(1, _CELLS // max(1, clusters.groups.shape[1]))
    for start in range(0, clusters.size, at_once):
        progress("leaving papers out", start, clusters.size)
        yield clusters.left_out(slice(start, start + at_once))


def _together(blocks: Iterator[Floats], width: int) -> tuple[Codes, Floats]:
    """All draws: ranks and scores."""
    scores = list(blocks) or [np.zeros((1, width))]
    return np.concatenate([competition_ranks(block) for block in scores]), np.concatenate(scores)


def _extremes(blocks: Iterator[Floats], now: Codes) -> tuple[Codes, Codes, Floats, Floats]:
    """(best rank, worst rank, least score, most score) over all blocks; without a block the ranks as they are."""
    best, worst = now.copy(), now.copy()
    least, most = np.full(now.size, np.inf), np.full(now.size, -np.inf)
    for scores in blocks:
        ranks = competition_ranks(scores)
        best, worst = np.minimum(best, ranks.min(axis=0)), np.maximum(worst, ranks.max(axis=0))
        known = np.where(scores == UNKNOWN, np.nan, scores)
        least = np.fmin(least, np.fmin.reduce(known, axis=0))
        most = np.fmax(most, np.fmax.reduce(known, axis=0))
    return best, worst, least, most


def _quantiles(scores: Floats, share: float) -> tuple[float | None, ...]:
    """The quantile of every column over the draws that say something; None where too few do."""
    found: list[float | None] = []
    for column in scores.T:
        known = column[column != UNKNOWN]
        found.append(float(np.quantile(known, share)) if known.size >= scores.shape[0] / 2 else None)
    return tuple(found)
