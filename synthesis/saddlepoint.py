"""The tail of the windows that two influences share, given their totals and one small table per kind of window.

Each window of a kind reports both, one or neither with known probabilities, independently of other windows. Asked is
how many report both, given that the totals came out as they did. The double saddle-point approximation answers within
a few hundredths of the p-value, far into the tail, where a normal approximation is wrong by powers of ten.

Source: Skovgaard IM. Saddlepoint expansions for conditional distributions. Journal of Applied Probability
1987;24(4):875-887; the half step for whole numbers is Daniels's second continuity correction (Daniels HE. Tail
probability approximations. International Statistical Review 1987;55(1):37-48).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from synthesis.incidence import Counts, Floats

_STEPS = 60
_CLOSE, _FARTHEST = 1e-9, 3.0
_IMPOSSIBLE, _OUT_OF_REACH = 1e-12, 0.01
_CENTRE = 1e-3
"""Nearer to the middle of the distribution the correction is a difference of two infinities, and p is about a half."""


@dataclass(frozen=True)
class Kinds:
    """For each kind of window (rows) and pair (columns), the probability of reporting both, left, right."""

    windows: Floats
    """How many windows there are of each kind."""
    both: Floats
    left: Floats
    right: Floats

    def cells(self) -> Floats:
        """Both, left only, right only, neither: 4 x kinds x pairs."""
        left, right = self.left - self.both, self.right - self.both
        cells = np.stack([self.both, left, right, 1.0 - self.both - left - right])
        return np.where(cells < _IMPOSSIBLE, 0.0, cells)  # rounding may leave a hair above or below 0


def at_least(kinds: Kinds, left: Counts, right: Counts, shared: Counts) -> Floats:
    """Probability that both are reported by `shared` windows or more, given both totals."""
    windows = int(kinds.windows.sum())
    lowest, highest = np.maximum(0, left + right - windows), np.minimum(left, right)
    found = np.where(shared <= lowest, 1.0, 0.0)
    inside = np.flatnonzero((shared > lowest) & (shared <= highest))
    if inside.size:
        target = np.stack([shared[inside] - 0.5, left[inside], right[inside]])
        found[inside] = _tail(_State(kinds.cells()[:, :, inside], kinds.windows, target))
    return found


class _State:
    """The logarithm of the tilted sum of every pair with its first and second derivatives, at one tilt."""

    def __init__(self, cells: Floats, windows: Floats, target: Floats) -> None:
        self._cells, self._windows, self._target = cells, windows, target

    def of(self, pairs: NDArray[np.bool_]) -> _State:
        """The same for some of the pairs."""
        return _State(self._cells[:, :, pairs], self._windows, self._target[:, pairs])

    def _sum(self, values: Floats) -> Floats:
        # Not `@`, which starts threads that wait for each other where processors are shared.
        return np.asarray(np.einsum("k,kp->p", self._windows, values))

    @property
    def start(self) -> Floats:
        """No tilt."""
        return np.zeros(self._target.shape)

    def at(self, tilt: Floats) -> tuple[Floats, Floats, Floats]:
        """How far the tilted sum lies above the target, what is missing to it, and the curvature (pairs x 3 x 3)."""
        lift = np.stack([tilt.sum(axis=0), tilt[1], tilt[2], np.zeros_like(tilt[0])])
        top = lift.max(axis=0)
        factor = np.exp(lift - top)
        both, left, right = (cell * part for cell, part in zip(self._cells[:3], factor[:3], strict=True))
        total = np.maximum(both + left + right + self._cells[3] * factor[3], 1e-300)
        both, left, right = both / total, (left + both) / total, (right + both) / total
        mean = np.stack([self._sum(both), self._sum(left), self._sum(right)])
        height = self._sum(np.log(total)) + self._windows.sum() * top - (tilt * self._target).sum(axis=0)
        across = self._sum(both - left * right)
        mixed = self._sum(both - both * left), self._sum(both - both * right)
        rows = [
            [self._sum(both - both * both), *mixed],
            [mixed[0], self._sum(left - left * left), across],
            [mixed[1], across, self._sum(right - right * right)],
        ]
        return height, self._target - mean, np.moveaxis(np.array(rows), 2, 0)


def _tail(state: _State) -> Floats:
    free = state.at(state.start)[2]
    tilt = _solve(state)
    height, miss, spread = state.at(tilt)
    depth = np.maximum(-height, 0.0)
    root = np.sign(tilt[0]) * np.sqrt(2 * depth)
    ratio = np.linalg.det(spread) / np.maximum(np.linalg.det(free[:, 1:, 1:]), 1e-300)
    size = 2 * np.sinh(tilt[0] / 2) * np.sqrt(np.maximum(ratio, 1e-300))
    middle = np.abs(root) < _CENTRE
    safe_root, safe_size = np.where(middle, 1.0, root), np.where(middle, 1.0, size)
    correction = np.exp(-depth) / np.sqrt(2 * np.pi) * (1 / safe_root - 1 / safe_size)
    tail = np.clip(ndtr(-root) - np.where(middle, 0.0, correction), 0.0, 1.0)
    # No tilt reaches a number that cannot occur: everything possible lies above it, or everything below.
    return np.where(np.abs(miss).max(axis=0) > _OUT_OF_REACH, np.where(tilt[0] < 0, 1.0, 0.0), tail)


def _solve(state: _State) -> Floats:
    """The tilt that makes the target the expectation: Newton's method; a step that leads uphill is halved."""
    tilt = state.start
    moving, here = np.ones(tilt.shape[1], dtype=bool), tilt.copy()
    height, miss, spread = state.at(here)
    best, step = height.copy(), np.zeros_like(here)
    for _ in range(_STEPS):
        uphill = height > best + _CLOSE * (1 + np.abs(best))
        best = np.where(uphill, best, height)
        onward = np.linalg.solve(spread + np.eye(3) * 1e-12, miss.T[:, :, None])[:, :, 0].T
        step = np.where(uphill, step / 2, np.clip(onward, -_FARTHEST, _FARTHEST))
        here = np.where(uphill, here - step, here + step)
        done = ~uphill & (np.abs(step).max(axis=0) < _CLOSE)
        tilt[:, moving] = here
        if done.all():
            break
        if done.mean() > 0.25:  # the others go on alone
            moving[np.flatnonzero(moving)[done]] = False
            here, best, step, state = here[:, ~done], best[~done], step[:, ~done], state.of(~done)
        height, miss, spread = state.at(here)
    return tilt
