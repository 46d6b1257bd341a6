"""Measures of an order and of a classification. Nothing to measure is None, never NaN and never zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.wilson import wilson_interval

NOTHING = "nothing to measure"
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its numerator, its denominator and an interval; share and bounds are None when `of` is 0."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.share is None:
            return NOTHING
        return f"{self.share:.2f} [{self.low:.2f}, {self.high:.2f}] ({self.count} of {self.of})"


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure that is no share of things counted, with a bootstrap interval; None when there was nothing to measure.

    `drawn` is what the bootstrap drew anew (papers, codes), `groups` how many there were. With one group no interval.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    groups: int = 0
    drawn: str = "papers"

    def __str__(self) -> str:
        if self.value is None:
            return NOTHING
        if self.low is None:
            return f"{self.value:.2f}"
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}] ({self.groups} {self.drawn})"


def share(count: int, of: int, level: float = 0.95) -> Share:
    """A share with its Wilson interval."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of}: a count cannot be larger than its denominator")
    if of == 0:
        return Share(0, 0, None, None, None)
    return Share(count, of, count / of, *wilson_interval(count, of, level))


def f1(right: int, proposed: int, wanted: int) -> float | None:
    """Harmonic mean of precision and recall: 2 x right / (proposed + wanted); None when both are 0."""
    return 2 * right / (proposed + wanted) if proposed + wanted else None


def average_precision(right: Sequence[bool]) -> float | None:
    """Mean over the right ones, in reading order, of the precision where each is met; None when none is right."""
    met, total = 0, 0.0
    for place, good in enumerate(right, 1):
        if good:
            met += 1
            total += met / place
    return total / met if met else None


def reading_effort(right: Sequence[bool], recall: float = 0.95) -> float | None:
    """Share of all that must be read, in this order, to meet `recall` of the right ones; None when none is right."""
    wanted = sum(right)
    if not wanted:
        return None
    need, met = math.ceil(recall * wanted - 1e-9), 0
    for place, good in enumerate(right, 1):
        met += good
        if met >= need:
            return place / len(right)
    raise ValueError(f"a recall of {recall} is above 1")


def recall_after(right: Sequence[bool], read: float) -> float | None:
    """Share of the right ones among the first `read` of all (rounded down), in this order; None when none is right."""
    wanted = sum(right)
    return sum(right[: math.floor(read * len(right) + 1e-9)]) / wanted if wanted else None


def macro_f1(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Mean F1 over the classes that occur in (true, given); None for no pairs."""
    classes = {name for pair in pairs for name in pair}
    found = []
    for name in classes:
        right = sum(true == given == name for true, given in pairs)
        value = f1(right, sum(given == name for _, given in pairs), sum(true == name for true, _ in pairs))
        found.append(value or 0.0)
    return sum(found) / len(found) if found else None


def bootstrap(
    groups: int, figure: Callable[[Sequence[int]], float | None], *, drawn: str = "papers", seed: int = 0
) -> Measured:
    """A figure of all groups (given as their places), with a 95 % interval of groups drawn with replacement.

    Draws in which there is nothing to measure are left out. One group has no interval: nothing can be drawn anew.
    """
    value = figure(list(range(groups)))
    if value is None or groups < 2:
        return Measured(value, groups=groups, drawn=drawn)
    draws = np.random.default_rng(seed).integers(groups, size=(_DRAWS, groups))
    values = [found for draw in draws if (found := figure(draw.tolist())) is not None]
    low, high = np.quantile(values, (0.025, 0.975)) if values else (value, value)
    return Measured(value, float(low), float(high), groups, drawn)
