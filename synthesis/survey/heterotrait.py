"""Heterotrait-monotrait ratios: how far the items of two scales correlate with each other rather than among themselves.

`correlations` is one matrix or a stack (... x items x items) of which the first `left` items are one scale.
"""

from __future__ import annotations

import numpy as np

from synthesis.incidence import Floats

STRICT, LENIENT = 0.85, 0.90
"""Two influences count as distinct below these: the strict and the lenient reading of Henseler et al. (2015)."""


def correlations(covariances: Floats) -> Floats:
    """Correlations from covariances, one matrix or a stack; NaN where an item does not vary."""
    sds = np.sqrt(np.diagonal(covariances, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(covariances / (sds[..., :, None] * sds[..., None, :]))


def htmt(correlations: Floats, left: int) -> Floats:
    """Mean correlation between the scales over the geometric mean of the mean correlations within them.

    Absolute values, so that correlations of opposite sign do not cancel. About 1 where both scales are one.

    Source: Henseler J, Ringle CM, Sarstedt M. A new criterion for assessing discriminant validity in variance-based
    structural equation modeling. Journal of the Academy of Marketing Science 2015;43(1):115-135.
    """
    between, one, other = (np.abs(part).mean(axis=-1) for part in _parts(correlations, left))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(between / np.sqrt(one * other))


def htmt2(correlations: Floats, left: int) -> Floats:
    """The same with geometric means throughout, for items that load unequally; NaN where a correlation is not positive.

    Source: Roemer E, Schuberth F, Henseler J. HTMT2 - an improved criterion for assessing discriminant validity in
    structural equation modeling. Industrial Management & Data Systems 2021;121(12):2637-2650.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        between, one, other = (np.log(part).mean(axis=-1) for part in _parts(correlations, left))
        found = np.exp(between - (one + other) / 2)
    positive = np.logical_and.reduce([(part > 0).all(axis=-1) for part in _parts(correlations, left)])
    return np.where(positive, found, np.nan)


def _parts(correlations: Floats, left: int) -> tuple[Floats, Floats, Floats]:
    """Correlations between the scales, within the first and within the second, each ... x pairs."""
    items = correlations.shape[-1]
    first, second = np.triu_indices(items, 1)
    between = (first < left) & (second >= left)
    parts = between, second < left, first >= left
    between_, one, other = (correlations[..., first[part], second[part]] for part in parts)
    return between_, one, other
