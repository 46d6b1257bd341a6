"""One factor behind the items of a scale: its loadings, omega, average variance extracted, composite reliability.

Fitted by minimum residuals (unweighted least squares of the correlations off the diagonal), which assumes no shape of
the answers and needs no inverse; checked against statsmodels in tests/synthesis/survey. Every function takes one
matrix (items x items) or a stack of them (... x items x items), so that a bootstrap is one call.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synthesis.incidence import Floats

ROUNDS = 2000
CLOSE, CLOSE_IN_STACK = 1e-9, 1e-6
"""How little a loading moves at the end, of one matrix and of the many of a bootstrap."""
AT_BOUND = 1 - 1e-6
"""Loadings from here on are a Heywood case: the factor would explain an item wholly."""


@dataclass(frozen=True)
class OneFactor:
    """Loadings on the correlations (... x items), the standard deviations of the items, and what is left over."""

    loadings: Floats
    sds: Floats
    residual: Floats
    """Root mean square of the residual correlations (...)."""

    @property
    def heywood(self) -> bool:
        """Whether a loading ran into the bound, so that nothing should be read from the fit of one sample."""
        return bool(np.any(np.abs(self.loadings) >= AT_BOUND))

    @property
    def omega(self) -> Floats:
        """McDonald's omega total of the sum of the items: (sum of loadings)^2 over that plus the unique variances.

        Source: McDonald RP. Test theory: a unified treatment. Mahwah: Erlbaum; 1999, chapter 6.
        """
        return _shared(self.loadings * self.sds, self.sds**2 * (1 - self.loadings**2))

    @property
    def composite_reliability(self) -> Floats:
        """The same of standardised items.

        Source: Fornell C, Larcker DF. Evaluating structural equation models with unobservable variables and measurement
        error. Journal of Marketing Research 1981;18(1):39-50.
        """
        return _shared(self.loadings, 1 - self.loadings**2)

    @property
    def average_variance_extracted(self) -> Floats:
        """Mean square of the standardised loadings, 0 to 1. Source: Fornell and Larcker (1981), as above."""
        return np.asarray((self.loadings**2).mean(axis=-1))


def fit(covariances: Floats) -> OneFactor:
    """One factor by minimum residuals, with communalities of at most 1; NaN where an item does not vary.

    Each loading in turn is set to its least-squares value given the others until none moves.

    Source: Harman HH, Jones WH. Factor analysis by minimizing residuals (minres). Psychometrika 1966;31(3):351-368;
    bound: Harman HH, Fukuda Y. Resolution of the Heywood case in the minres solution. Psychometrika 1966;31(4):563-571.
    """
    sds = np.sqrt(np.diagonal(covariances, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = covariances / (sds[..., :, None] * sds[..., None, :])
    flat = found.reshape(-1, *found.shape[-2:])
    good = np.isfinite(flat).all(axis=(1, 2))
    loadings = np.full(flat.shape[:2], np.nan)
    if good.any():
        loadings[good] = _minres(flat[good])
    loadings = loadings.reshape(found.shape[:-1])
    off = ~np.eye(found.shape[-1], dtype=np.bool_)
    left = (found - loadings[..., :, None] * loadings[..., None, :])[..., off]
    return OneFactor(loadings, sds, np.sqrt((left**2).mean(axis=-1)))


def _minres(correlations: Floats) -> Floats:
    """Loadings of a stack of matrices, their sum positive."""
    values, vectors = np.linalg.eigh(correlations)
    loadings = vectors[..., -1] * np.sqrt(values[..., -1:] / 2)
    moving, close = np.arange(len(loadings)), CLOSE if len(loadings) == 1 else CLOSE_IN_STACK
    for _ in range(ROUNDS):
        before = loadings[moving]
        after = _round(correlations[moving], before.copy())
        loadings[moving] = after
        moving = moving[np.abs(after - before).max(axis=1) > close]
        if not moving.size:
            break
    return loadings * np.where(loadings.sum(axis=1, keepdims=True) < 0, -1, 1)


def _round(correlations: Floats, loadings: Floats) -> Floats:
    for at in range(loadings.shape[1]):
        size = np.maximum((loadings**2).sum(axis=1) - loadings[:, at] ** 2, 0)
        slope = np.einsum("ij,ij->i", correlations[:, at], loadings) - loadings[:, at]
        loadings[:, at] = np.clip(slope / np.where(size > 0, size, 1), -1, 1)
    return loadings


def _shared(loadings: Floats, unique: Floats) -> Floats:
    common = loadings.sum(axis=-1) ** 2
    return np.asarray(common / (common + unique.sum(axis=-1)))
