"""Is an influence reported more often in one group of papers than in another? Exact tests, residuals, warnings.

Groups are of papers (by setting, country, income group, design, quality, language). For every influence the table
is groups x (reporting, not reporting) among the papers that were looked at for it, or with `signs` groups x
(facilitator, barrier) among the papers in one of these two states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import lgamma, prod, sqrt

import numpy as np
from numpy.typing import NDArray

from synthesis.evidence import Codes

MOST_TABLES = 200_000
"""Tables enumerated for an exact p; beyond it the p is estimated by drawing tables."""
DRAWS = 100_000
FIRST_DRAWS = 5_000
"""Drawn first; a p that is above PLAINLY then is told as it is, to the nearest hundredth or so."""
PLAINLY = 0.2
SMALL_GROUP = 5
_HAIR = 1e-7
"""Tolerance when log probabilities are compared, as R uses it in fisher.test."""


@dataclass(frozen=True)
class Comparison:
    """One influence. `table`: group -> (with, without). `residuals`: group -> adjusted residual of `with`.

    `p` is two-sided: the probability, with both margins fixed, of a table no likelier than this one. None where it says
    nothing: fewer than two groups with papers, or all papers alike.
    """

    table: Mapping[str, tuple[int, int]]
    p: float | None
    exact: bool
    residuals: Mapping[str, float | None]
    warnings: tuple[str, ...]


def compare(table: Mapping[str, tuple[int, int]], *, draws: int = DRAWS, seed: int = 0) -> Comparison:
    """Test one groups x 2 table.

    Source: Freeman GH, Halton JH. Note on an exact treatment of contingency, goodness of fit and other problems of
    significance. Biometrika 1951;38(1-2):141-149; residuals: Haberman SJ. The analysis of residuals in
    cross-classified tables. Biometrics 1973;29(1):205-220.
    """
    held = {group: pair for group, pair in table.items() if sum(pair)}
    p, exact = _p([*held.values()], draws, seed)
    residuals = dict.fromkeys(table, None) | _residuals(held)
    small = [f"{group}: {sum(pair)}" for group, pair in table.items() if sum(pair) < SMALL_GROUP]
    warnings = (f"fewer than {SMALL_GROUP} papers in {', '.join(small)}",) if small else ()
    return Comparison(table, p, exact, residuals, warnings)


def _residuals(held: Mapping[str, tuple[int, int]]) -> dict[str, float | None]:
    """(observed - expected) / its standard error, for the first column; None where it has no spread."""
    whole = sum(map(sum, held.values()))
    with_ = sum(pair[0] for pair in held.values())
    found: dict[str, float | None] = {}
    for group, pair in held.items():
        size = sum(pair)
        expected = size * with_ / whole
        spread = expected * (1 - size / whole) * (1 - with_ / whole)
        found[group] = (pair[0] - expected) / sqrt(spread) if spread > 0 else None
    return found


def _p(rows: list[tuple[int, int]], draws: int, seed: int) -> tuple[float | None, bool]:
    sizes = [sum(row) for row in rows]
    with_ = sum(row[0] for row in rows)
    if len(rows) < 2 or with_ in {0, sum(sizes)}:
        return None, True
    observed = _weight(sizes, [row[0] for row in rows])
    if prod(min(size, with_) + 1 for size in sizes[:-1]) <= MOST_TABLES:
        return _enumerated(sizes, with_, observed), True
    return _drawn(sizes, with_, observed, draws, seed), False


def _weight(sizes: list[int], reporting: list[int]) -> float:
    """Log of the product of binomials: the log probability but for a constant."""
    return sum(_log_choose(size, some) for size, some in zip(sizes, reporting, strict=True))


def _log_choose(size: int, some: int) -> float:
    return lgamma(size + 1) - lgamma(some + 1) - lgamma(size - some + 1)


def _enumerated(sizes: list[int], with_: int, observed: float) -> float:
    """All tables at once: how many report in the groups so far, and the weight of that."""
    some, weight = np.zeros(1, dtype=np.int64), np.zeros(1)
    for size in sizes[:-1]:
        more = np.arange(min(size, with_) + 1)
        logs = np.array([_log_choose(size, each) for each in more.tolist()])
        some, weight = (some[:, None] + more).ravel(), (weight[:, None] + logs).ravel()
        kept = some <= with_
        some, weight = some[kept], weight[kept]
    fits = with_ - some <= sizes[-1]
    last = np.array([_log_choose(sizes[-1], each) for each in range(min(sizes[-1], with_) + 1)])
    weight = weight[fits] + last[with_ - some[fits]]
    return min(1.0, float(np.exp(weight[weight <= observed + _HAIR] - _log_choose(sum(sizes), with_)).sum()))


def _drawn(sizes: list[int], with_: int, observed: float, draws: int, seed: int) -> float:
    """(1 + draws no likelier) / (1 + draws), so that it is never 0. Few draws where p is plainly large, else all.

    Source: Besag J, Clifford P. Sequential Monte Carlo p-values. Biometrika 1991;78(2):301-304 (the idea of stopping).
    """
    random = np.random.default_rng(seed)
    logs = np.array([lgamma(n + 1) for n in range(max(sizes) + 1)])
    first = min(draws, FIRST_DRAWS)
    no_likelier = _no_likelier(random, sizes, with_, observed, first, logs)
    if no_likelier > PLAINLY * first:
        return (1 + no_likelier) / (1 + first)
    return (1 + no_likelier + _no_likelier(random, sizes, with_, observed, draws - first, logs)) / (1 + draws)


def _no_likelier(  # noqa: PLR0913, PLR0917  (one table, and how it is drawn)
    random: np.random.Generator, sizes: list[int], with_: int, observed: float, draws: int, logs: NDArray[np.float64]
) -> int:
    tables: Codes = random.multivariate_hypergeometric(np.array(sizes), with_, size=draws, method="marginals")
    weights: NDArray[np.float64] = sum(
        logs[size] - logs[tables[:, at]] - logs[size - tables[:, at]] for at, size in enumerate(sizes)
    )
    return int(np.count_nonzero(weights <= observed + _HAIR))
