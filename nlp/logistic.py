"""Logistic regression that starts from a prior: a numpy solver small enough to read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.features import Sparse

Floats = NDArray[np.float64]
Slope = tuple[float, Floats]
_STEPS, _KEPT = 50, 8


@dataclass(frozen=True)
class Line:
    """What a rule score says without any words: log-odds = level + slope x score."""

    level: float
    slope: float


@dataclass(frozen=True)
class Decided:
    """Decisions of one class as arrays: the rule score of each text, 1 for right and 0 for not, what each weighs."""

    scores: Floats
    right: Floats
    weight: Floats


def sigmoid(log_odds: Floats) -> Floats:
    """Log-odds as shares from 0 to 1, safe for large ones."""
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)))


def _lost(log_odds: Floats, right: Floats, weight: Floats) -> tuple[float, Floats]:
    """The log loss of some decisions, with its gradient for each of them."""
    loss = float((weight * (np.logaddexp(0, log_odds) - right * log_odds)).sum())
    return loss, weight * (sigmoid(log_odds) - right)


def fit_line(scores: Floats, right: Floats, prior: Line, firmness: tuple[float, float]) -> Line:
    """Level and slope that fit the decisions best, held near the prior by `firmness` (of the level, of the slope)."""
    weight = np.ones(right.size)
    start = np.array([prior.level, prior.slope])
    hold = np.array(firmness)

    def slope(at: Floats) -> Slope:
        loss, gradient = _lost(at[0] + at[1] * scores, right, weight)
        away = at - start
        told = np.array([gradient.sum(), (gradient * scores).sum()])
        return loss + 0.5 * float((hold * away**2).sum()), told + hold * away

    found = minimise(slope, start)
    return Line(float(found[0]), float(found[1]))


def fit_words(
    matrix: Sparse, decided: Decided, prior: Line, firmness: tuple[float, float, float]
) -> tuple[Line, Floats]:
    """Line and weights of the columns together; `firmness` holds level and slope near the prior, the weights near 0."""
    scores = decided.scores
    start = np.concatenate(([prior.level, prior.slope], np.zeros(matrix.width)))
    hold = np.concatenate((firmness[:2], np.full(matrix.width, firmness[2])))

    def slope(at: Floats) -> Slope:
        loss, gradient = _lost(at[0] + at[1] * scores + matrix.times(at[2:]), decided.right, decided.weight)
        away = at - start
        told = np.concatenate(([gradient.sum(), (gradient * scores).sum()], matrix.turned_times(gradient)))
        return loss + 0.5 * float((hold * away**2).sum()), told + hold * away

    found = minimise(slope, start)
    return Line(float(found[0]), float(found[1])), found[2:]


def minimise(function: Callable[[Floats], Slope], start: Floats, steps: int = _STEPS) -> Floats:
    """Where a smooth convex function is least, by L-BFGS with halved steps.

    Source: Nocedal J. Updating quasi-Newton matrices with limited storage. Mathematics of Computation
    1980;35(151):773-782.
    """
    at, (value, gradient) = start, function(start)
    memory: list[tuple[Floats, Floats, float]] = []
    for _ in range(steps):
        if np.abs(gradient).max(initial=0.0) < 1e-4:
            break
        towards = -_newton(gradient, memory)
        downhill = _product(gradient, towards)
        length = 1.0 if memory else min(1.0, 1.0 / math.sqrt(_product(gradient, gradient)))
        new_value, new_gradient = function(at + length * towards)
        while new_value > value + 1e-4 * length * downhill and length > 1e-8:
            length /= 2
            new_value, new_gradient = function(at + length * towards)
        moved, turned = length * towards, new_gradient - gradient
        curved = _product(moved, turned)
        if curved > 1e-12:
            memory = [*memory[1 - _KEPT :], (moved, turned, 1 / curved)]
        done = value - new_value < 1e-7 * max(1.0, abs(value))
        at, value, gradient = at + moved, new_value, new_gradient
        if done:
            break
    return at


def _product(one: Floats, other: Floats) -> float:
    """The inner product, without BLAS: its threads wait for each other where processors are shared."""
    return float(np.einsum("i,i->", one, other))


def _newton(gradient: Floats, memory: list[tuple[Floats, Floats, float]]) -> Floats:
    """The gradient times the inverse curvature that the remembered steps have shown."""
    result, shares = gradient.copy(), []
    for moved, turned, scale in reversed(memory):
        share = scale * _product(moved, result)
        result -= share * turned
        shares.append(share)
    if memory:
        moved, turned, scale = memory[-1]
        result /= scale * _product(turned, turned)
    for (moved, turned, scale), share in zip(memory, reversed(shares), strict=True):
        result += (share - scale * _product(turned, result)) * moved
    return result
