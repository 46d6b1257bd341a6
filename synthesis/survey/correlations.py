"""Correlations with interval and p, and what a handful of pairs can show at all."""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from synthesis.incidence import Floats
from synthesis.survey.alpha import correlation
from synthesis.survey.ranks import DRAWN

MOST_ENUMERATED = 8
"""Pairs up to which every order is tried (8! = 40,320)."""


def fisher_interval(r: float, people: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of a Pearson correlation of at least four pairs, by the z transformation.

    Source: Fisher RA. On the "probable error" of a coefficient of correlation deduced from a small sample. Metron
    1921;1:3-32.
    """
    return _by_z(r, 1 / sqrt(people - 3), level)


def rank_interval(rho: float, people: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of a Spearman correlation of at least four pairs, by z with a standard error for ranks.

    Source: Bonett DG, Wright TA. Sample size requirements for estimating Pearson, Kendall and Spearman correlations.
    Psychometrika 2000;65(1):23-28.
    """
    return _by_z(rho, sqrt((1 + rho * rho / 2) / (people - 3)), level)


def spearman(one: Floats, other: Floats) -> float:
    """Correlation of the ranks, ties sharing theirs; NaN where one of the two does not vary.

    Source: Spearman C. The proof and measurement of association between two things. American Journal of Psychology
    1904;15(1):72-101.
    """
    return correlation(stats.rankdata(one), stats.rankdata(other))


def kendall(one: Floats, other: Floats) -> float:
    """Kendall's tau-b; NaN where one of the two does not vary.

    Source: Kendall MG. The treatment of ties in ranking problems. Biometrika 1945;33(3):239-251.
    """
    return _tau(np.sign(one[:, None] - one), np.sign(other[:, None] - other))


def correlation_p(r: float, people: int) -> float:
    """Two-sided p of no correlation, by t with people - 2 degrees of freedom."""
    if abs(r) >= 1:
        return 0.0
    return float(2 * stats.t.sf(abs(r) * sqrt((people - 2) / (1 - r * r)), people - 2))


def least_correlation(people: int, level: float = 0.05) -> float:
    """The smallest |r| of this many pairs whose two-sided p is below the level."""
    t = float(stats.t.ppf(1 - level / 2, people - 2))
    return t / sqrt(people - 2 + t * t)


def order_p(one: Floats, other: Floats, of: str, random: np.random.Generator) -> float:
    """Two-sided p of Spearman's rho or Kendall's tau (`of`: rho or tau).

    Over every order of up to `MOST_ENUMERATED` pairs, else over `DRAWN` drawn ones and the one given.

    Source: Kendall MG, Gibbons JD. Rank correlation methods. 5th ed. London: Edward Arnold; 1990, chapters 4 and 5.
    """
    pairs = one.size
    if pairs <= MOST_ENUMERATED:
        found = _coefficients(one, other, of, _every_order(pairs))
        return float(np.mean(np.abs(found) >= abs(found[0]) - 1e-9))
    given = np.arange(pairs)[None]
    drawn = random.permuted(np.broadcast_to(given, (DRAWN, pairs)), axis=1)
    found = _coefficients(one, other, of, np.concatenate([given, drawn]))
    return float(np.mean(np.abs(found) >= abs(found[0]) - 1e-9))


def smallest_p(pairs: int) -> float:
    """The smallest two-sided p that a rank correlation of so many pairs without ties can have: 2 / pairs!."""
    return 2 / float(np.prod(np.arange(1, pairs + 1, dtype=np.float64)))


@lru_cache(maxsize=16)
def least_rho(pairs: int, level: float = 0.05) -> float | None:
    """The smallest |rho| of so many pairs without ties whose exact p is below the level; null when none is."""
    ranks = np.arange(1.0, pairs + 1)
    sizes = np.sort(np.abs(_coefficients(ranks, ranks, "rho", _every_order(pairs))))[::-1]
    values, counts = np.unique(np.round(sizes, 9), return_counts=True)
    p = np.cumsum(counts[::-1])[::-1] / sizes.size
    small = values[p < level]
    return float(small.min()) if small.size else None


@lru_cache(maxsize=16)
def _every_order(pairs: int) -> NDArray[np.intp]:
    """All orders, the given one first."""
    return np.array(list(permutations(range(pairs))), dtype=np.intp)


def _coefficients(one: Floats, other: Floats, of: str, orders: NDArray[np.intp]) -> Floats:
    """The coefficient for each order of `other`."""
    if of == "rho":
        left, right = (ranks - ranks.mean() for ranks in (stats.rankdata(one), stats.rankdata(other)))
        return np.asarray(right[orders] @ left / sqrt(float(left @ left) * float(right @ right)))
    signs, other_signs = (np.sign(values[:, None] - values) for values in (one, other))
    agree = np.einsum("nij,ij->n", other_signs[orders[:, :, None], orders[:, None, :]], signs)
    return np.asarray(agree / sqrt(float((signs**2).sum()) * float((other_signs**2).sum())))


def _tau(left: Floats, right: Floats) -> float:
    size = float((left**2).sum()) * float((right**2).sum())
    return float((left * right).sum() / sqrt(size)) if size else float("nan")


def _by_z(r: float, error: float, level: float) -> tuple[float, float]:
    if abs(r) >= 1:
        return r, r
    half = float(stats.norm.ppf((1 + level) / 2)) * error
    return tanh(atanh(r) - half), tanh(atanh(r) + half)
