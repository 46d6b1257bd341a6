"""Correction for many tests: adjusted p-values in the order given.

Holm keeps the chance of any false pair below the level (family-wise error); Benjamini-Hochberg keeps the expected
share of false pairs among the shown ones below it (false discovery rate; for independent or positively dependent
tests).
"""

from __future__ import annotations

import numpy as np

from synthesis.incidence import Floats


def holm(p: Floats) -> Floats:
    """Family-wise adjusted p-values, step-down.

    Source: Holm S. A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics
    1979;6(2):65-70.
    """
    order, ordered = _ordered(p)
    raised = np.maximum.accumulate(ordered * np.arange(p.size, 0, -1))
    return _back(order, raised)


def benjamini_hochberg(p: Floats) -> Floats:
    """False-discovery-rate adjusted p-values, step-up.

    Source: Benjamini Y, Hochberg Y. Controlling the false discovery rate: a practical and powerful approach to multiple
    testing. Journal of the Royal Statistical Society B 1995;57(1):289-300.
    """
    order, ordered = _ordered(p)
    raised = ordered * p.size / np.arange(1, p.size + 1)
    return _back(order, np.minimum.accumulate(raised[::-1])[::-1])


def _ordered(p: Floats) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], Floats]:
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("p-values must lie between 0 and 1")
    order = np.argsort(p)  # equal p-values end up equal in any order
    return order, p[order]


def _back(order: np.ndarray[tuple[int], np.dtype[np.intp]], ordered: Floats) -> Floats:
    adjusted = np.empty_like(ordered)
    adjusted[order] = np.minimum(ordered, 1.0)
    return adjusted
