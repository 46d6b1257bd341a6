"""Whether a run of random matrices has forgotten where it started, and how many independent ones it is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synthesis.incidence import Counts, Floats

MOST_R_HAT = 1.1
MOST_AUTOCORRELATION = 0.1


@dataclass(frozen=True)
class Convergence:
    """What the chains say about themselves."""

    r_hat: float | None
    """The worst pair's split R-hat: 1 when the halves of all chains agree; None when halves are stuck apart.

    Source: Gelman A, Rubin DB. Inference from iterative simulation using multiple sequences. Statistical Science
    1992;7(4):457-472; split in halves as in Gelman A et al. Bayesian Data Analysis, 3rd ed., 2013, chapter 11.
    """
    autocorrelation: float
    """Between successive samples of a chain, the mean over pairs; 0 when samples are independent."""
    effective_samples: float
    """How many independent samples the run is worth, from the autocorrelation."""

    @property
    def converged(self) -> bool:
        """R-hat at most 1.1 for every pair and a mean autocorrelation of at most 0.1."""
        return self.r_hat is not None and self.r_hat <= MOST_R_HAT and self.autocorrelation <= MOST_AUTOCORRELATION


class Follower:
    """Sums over the samples of every chain, never the samples: 100,000 pairs and 10,000 samples fit in memory."""

    def __init__(self, chains: int, pairs: int, samples: int) -> None:
        self._pairs = pairs
        self._samples, self._seen, self._middle = samples, 0, samples // 2
        self._sums = np.zeros((2, chains, pairs))  # halves x chains x pairs
        self._squares = np.zeros((2, chains, pairs))
        self._products = np.zeros(pairs)
        self._first = self._last = np.zeros((chains, pairs))

    def see(self, counts: Counts) -> None:
        """Take in one sample of every chain: chains x pairs."""
        values = counts.astype(np.float64)
        half = int(self._seen >= self._middle)
        self._sums[half] += values
        self._squares[half] += values * values
        if self._seen:
            self._products += (self._last * values).sum(axis=0)
        else:
            self._first = values
        self._last = values
        self._seen += 1

    @property
    def mean(self) -> Floats:
        """Of every pair over all samples."""
        return np.asarray(self._sums.sum(axis=(0, 1)) / self._many)

    @property
    def variance(self) -> Floats:
        """Of every pair over all samples."""
        raw = self._squares.sum(axis=(0, 1)) / self._many - self.mean**2
        return np.asarray(np.maximum(raw, 0.0) * self._many / (self._many - 1))

    @property
    def _many(self) -> int:
        return self._samples * self._sums.shape[1]

    def convergence(self) -> Convergence:
        """The verdict over all pairs that vary at all; where none does, there is nothing to wait for."""
        if not self._pairs:
            return Convergence(1.0, 0.0, float(self._many))
        correlation = self._autocorrelation()
        worth = self._many * (1 - correlation) / (1 + correlation)
        return Convergence(self._r_hat(), correlation, min(float(self._many), worth))

    def _r_hat(self) -> float | None:
        sizes = np.array([self._middle, self._samples - self._middle], dtype=np.float64)[:, None, None]
        means = self._sums / sizes
        bias = sizes / np.maximum(sizes - 1, 1)  # a variance from few samples is too small
        within = (bias * np.maximum(self._squares / sizes - means**2, 0.0)).mean(axis=(0, 1))
        between = means.reshape(-1, means.shape[2]).var(axis=0, ddof=1)
        noise = 1e-9 * np.maximum(self.mean**2, 1.0)  # what rounding leaves of a variance of 0
        if np.any((within <= noise) & (between > noise)):
            return None
        moving = within > noise
        if not moving.any():
            return 1.0
        return float(np.sqrt(1.0 - 2 / self._samples + between[moving] / within[moving]).max())

    def _autocorrelation(self) -> float:
        chains, steps = self._sums.shape[1], self._samples - 1
        total = self._sums.sum(axis=(0, 1))
        before = (total - self._last.sum(axis=0)) / (chains * steps)
        after = (total - self._first.sum(axis=0)) / (chains * steps)
        together = self._products / (chains * steps) - before * after
        moving = self.variance > 1e-9 * np.maximum(self.mean**2, 1.0)
        if not moving.any():
            return 0.0
        return float(np.clip((together[moving] / self.variance[moving]).mean(), 0.0, 0.99))
