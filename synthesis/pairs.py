"""Co-report of two influences: in how many windows both are reported, for every pair.

Two ways that always agree, chosen by how full the windows are: walk the pairs inside each window, or count the common
bits of two columns. Neither uses a matrix library, whose threads wait for each other where processors are shared
(docs/decisions has the measurements).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from synthesis.incidence import Codes, Counts, Incidence

_BLOCK = 16_384
"""Windows turned into bits at a time; a multiple of 64."""
_AT_ONCE = 131_072
"""Entries walked together: enough to make numpy's calls cheap, few enough to stay in the cache."""
_WALK_COST = 15.0
"""Nanoseconds for one pair inside one window, measured; a little more between two incidences."""
_WORD_COST = 1.8
"""Nanoseconds to find and add up the common bits of two words of 64 windows, measured."""
_WRITE_COST = 0.8
"""Nanoseconds to turn one cell of the matrix into a bit, measured."""


@dataclass(frozen=True)
class Pairs:
    """One entry for each pair of influences that are both reported somewhere; columns of equal length.

    `left` and `right` are places in the influence ids. Within one incidence left < right; between two incidences
    (facilitator, barrier) every ordered pair is there, an influence with itself too.
    """

    windows: int
    """The denominator: all windows, also those that report nothing."""
    window: str
    left: Codes
    right: Codes
    shared: Counts
    """Windows that report both."""
    left_total: Counts
    right_total: Counts

    @property
    def size(self) -> int:
        """How many pairs: the size of the family in every correction for many tests."""
        return int(self.left.size)

    def partners(self, influence: int) -> Codes:
        """Places of the pairs that the influence is part of, most shared windows first."""
        found = np.flatnonzero((self.left == influence) | (self.right == influence))
        return found[np.argsort(-self.shared[found], kind="stable")]


def count_pairs(first: Incidence, second: Incidence | None = None) -> Pairs:
    """Count every pair of influences within one incidence, or between two over the same windows."""
    if second is not None and (first.windows, first.window) != (second.windows, second.window):
        raise ValueError(
            f"{first.windows} {first.window} windows and {second.windows} {second.window} windows cannot be paired"
        )
    totals = first.influence_totals
    others = totals if second is None else second.influence_totals
    left, right = pair_places(totals, None if second is None else others)
    shared = shared_windows(first, second)
    return Pairs(first.windows, first.window, left, right, shared[left, right], totals[left], others[right])


def pair_places(totals: Counts, others: Counts | None = None) -> tuple[Codes, Codes]:
    """Left and right influence of every pair, never-reported influences left out, in a fixed order."""
    reported = np.flatnonzero(totals)
    if others is None:
        rows, columns = np.triu_indices(reported.size, k=1)
        return reported[rows], reported[columns]
    partners = np.flatnonzero(others)
    return np.repeat(reported, partners.size), np.tile(partners, reported.size)


def shared_windows(first: Incidence, second: Incidence | None = None) -> Counts:
    """Influences x influences: windows that report both; on the diagonal of one incidence, its totals."""
    if second is None:
        return (
            _walk(first) if _walking(first) * _WALK_COST < _bits_cost(first, first) / 2 else _common_bits(first, first)
        )
    if _meetings(first, second) * _WALK_COST < _bits_cost(first, second):
        product = first.matrix.astype(np.int32).T @ second.matrix.astype(np.int32)
        return np.asarray(product.toarray(), dtype=np.int64)
    return _common_bits(first, second)


def _walking(incidence: Incidence) -> int:
    lengths = incidence.window_lengths
    return int((lengths * (lengths - 1) // 2).sum())


def _meetings(first: Incidence, second: Incidence) -> int:
    return int((first.window_lengths * second.window_lengths).sum())


def _bits_cost(first: Incidence, second: Incidence) -> float:
    cells = first.windows * (first.influences + second.influences)
    return cells * _WRITE_COST + first.windows * first.influences * second.influences / 64 * _WORD_COST


def _walk(incidence: Incidence) -> Counts:
    size, starts = incidence.influences, incidence.matrix.indptr
    found = np.zeros(size * size, dtype=np.int64)
    cuts = np.searchsorted(starts, np.arange(0, incidence.edges + _AT_ONCE, _AT_ONCE))
    cuts = np.unique(np.minimum(cuts, incidence.windows))
    for first, last in pairwise(cuts):
        met = _met(incidence.matrix.indices[starts[first] : starts[last]], np.diff(starts[first : last + 1]), size)
        if met.size:
            found += np.bincount(met, minlength=size * size)
    upper = found.reshape(size, size)  # entries of a window are sorted, so the smaller influence always comes first
    shared = upper + upper.T
    np.fill_diagonal(shared, incidence.influence_totals)
    return shared


def _met(column: Codes, lengths: Codes, size: int) -> Codes:
    """Pair each entry with the next one in its window, then with the one after that, and so on; as one number."""
    after = np.repeat(np.cumsum(lengths), lengths) - np.arange(
        1, column.size + 1
    )  # entries of the window still to come
    scaled, step, met = column.astype(np.int64) * size, 1, []
    at = np.flatnonzero(after >= 1)
    while at.size:
        met.append(scaled[at] + column[at + step])
        step += 1
        at = at[after[at] >= step]
    return np.concatenate(met) if met else np.zeros(0, dtype=np.int64)


def _common_bits(first: Incidence, second: Incidence) -> Counts:
    shared = np.zeros((first.influences, second.influences), dtype=np.int64)
    for start in range(0, first.windows, _BLOCK):
        left = _bits(first, start)
        right = left if second is first else _bits(second, start)
        for row, column in enumerate(left):
            rest = row if second is first else 0  # what lies below the diagonal is known already
            shared[row, rest:] += np.bitwise_count(right[rest:] & column).sum(axis=1, dtype=np.int64)
    if second is first:
        shared = np.triu(shared) + np.triu(shared, k=1).T
    return shared


def _bits(incidence: Incidence, start: int) -> NDArray[np.uint64]:
    """Influences x words: each bit is a window of the block."""
    written = incidence.matrix[start : start + _BLOCK].toarray().astype(bool, copy=False)
    packed = np.packbits(written, axis=0)
    whole = np.zeros((incidence.influences, -(-len(packed) // 8) * 8), dtype=np.uint8)
    whole[:, : len(packed)] = packed.T
    return whole.view(np.uint64)
