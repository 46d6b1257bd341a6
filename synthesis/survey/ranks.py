"""Rank tests for a few sites, with p from every possible arrangement or, where there are too many, from drawn ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import comb, factorial

import numpy as np
from scipy import stats

from synthesis.incidence import Floats

MOST_ENUMERATED = 20_000
"""Arrangements up to which all are tried."""
DRAWN = 4_999
"""Arrangements drawn where there are more."""


@dataclass(frozen=True)
class RankTest:
    """A statistic, its p, and how many arrangements that rests on. `exact`: all there are, else drawn ones."""

    statistic: float
    p: float
    arrangements: int
    exact: bool

    @property
    def how(self) -> str:
        """In words."""
        if self.exact:
            return f"exact: all {self.arrangements:,} arrangements"
        return f"Monte Carlo: {self.arrangements:,} arrangements drawn (Phipson and Smyth 2010)"


def kruskal_wallis(sites: Sequence[Floats], random: np.random.Generator) -> RankTest | None:
    """Kruskal and Wallis's H with ties corrected, and p over arrangements of people over sites; null when all are tied.

    Drawn: p = (1 + as large) / (1 + drawn), which is never 0.

    Source: Kruskal WH, Wallis WA. Use of ranks in one-criterion variance analysis. Journal of the American Statistical
    Association 1952;47(260):583-621; Phipson B, Smyth GK. Permutation p-values should never be zero. Statistical
    Applications in Genetics and Molecular Biology 2010;9(1):39.
    """
    scores = np.concatenate(list(sites))
    if np.ptp(scores) == 0:
        return None
    ranks = np.asarray(stats.rankdata(scores), dtype=np.float64)
    sizes = [site.size for site in sites]
    people = scores.size
    ties = np.unique(ranks, return_counts=True)[1].astype(np.float64)
    correction = 1 - float((ties**3 - ties).sum()) / (people**3 - people)
    observed = float(_squares(ranks[None], sizes)[0])
    h = (12 / (people * (people + 1)) * observed - 3 * (people + 1)) / correction
    total = _splits(sizes)
    if total <= MOST_ENUMERATED:
        orders = np.array(list(_arrangements(tuple(range(people)), sizes)))
        as_large = _squares(ranks[orders], sizes) >= observed * (1 - 1e-12)
        return RankTest(h, float(as_large.mean()), total, exact=True)
    as_large_count = 0
    for size in _chunks(DRAWN, people):
        drawn = random.permuted(np.broadcast_to(ranks, (size, people)), axis=1)
        as_large_count += int((_squares(drawn, sizes) >= observed * (1 - 1e-12)).sum())
    return RankTest(h, (1 + as_large_count) / (1 + DRAWN), DRAWN, exact=False)


def kendall_w(table: Floats, random: np.random.Generator) -> RankTest | None:
    """How alike judges (rows) rank things (columns), 0 to 1, ties corrected; null when every row is tied throughout.

    p over every arrangement within rows, the first row kept, as in Friedman's test, whose chi squared is
    judges x (things - 1) x W.

    Source: Kendall MG, Babington Smith B. The problem of m rankings. Annals of Mathematical Statistics
    1939;10(3):275-287; Friedman M. The use of ranks to avoid the assumption of normality implicit in the analysis of
    variance. Journal of the American Statistical Association 1937;32(200):675-701.
    """
    ranks = np.asarray(stats.rankdata(table, axis=1), dtype=np.float64)
    judges, things = ranks.shape
    ties = sum(float((count**3 - count).sum()) for count in (np.unique(row, return_counts=True)[1] for row in ranks))
    most = judges**2 * (things**3 - things) - judges * ties
    if most <= 0:
        return None
    observed = float(((ranks.sum(axis=0) - ranks.sum() / things) ** 2).sum())
    w = 12 * observed / most
    total = factorial(things) ** (judges - 1)
    if total <= MOST_ENUMERATED:
        return RankTest(w, float((_spread(_sums(ranks)) >= observed - 1e-9).mean()), total, exact=True)
    as_large = 0
    for size in _chunks(DRAWN, judges * things):
        drawn = random.permuted(np.broadcast_to(ranks, (size, judges, things)), axis=2)
        as_large += int((_spread(drawn.sum(axis=1)) >= observed - 1e-9).sum())
    return RankTest(w, (1 + as_large) / (1 + DRAWN), DRAWN, exact=False)


def _squares(ranks: Floats, sizes: Sequence[int]) -> Floats:
    """Sum over sites of the squared rank sum over the size; one for each row."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
    return np.asarray((np.add.reduceat(ranks, starts, axis=1) ** 2 / np.array(sizes)).sum(axis=1))


def _splits(sizes: Sequence[int]) -> int:
    found, left = 1, sum(sizes)
    for size in sizes:
        found *= comb(left, size)
        left -= size
    return found


def _arrangements(people: tuple[int, ...], sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to put the people into sites of these sizes, as one order of people."""
    if len(sizes) == 1:
        yield people
        return
    for chosen in combinations(people, sizes[0]):
        taken = set(chosen)
        rest = tuple(person for person in people if person not in taken)
        for others in _arrangements(rest, sizes[1:]):
            yield chosen + others


def _sums(ranks: Floats) -> Floats:
    """Rank sums of every arrangement within rows, the first row kept."""
    sums = ranks[:1]
    for row in ranks[1:]:
        orders = np.array(list(permutations(row)))
        sums = (sums[:, None, :] + orders[None, :, :]).reshape(-1, ranks.shape[1])
    return sums


def _spread(sums: Floats) -> Floats:
    return np.asarray(((sums - sums.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))


def _chunks(times: int, width: int, cells: int = 2_000_000) -> Iterator[int]:
    """Pieces of so many draws that each holds a bounded number of cells."""
    most = max(1, cells // max(width, 1))
    while times > 0:
        yield min(times, most)
        times -= most
