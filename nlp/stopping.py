"""When enough has been read: a test on what is left, never a run of misses alone, always with its estimate.

The test asks: if the recall were still below the target, how likely would it be that so few right ones turned up among
the items read last? It holds for items read in random order, and is careful where the order puts right ones first.

Source: Callaghan MW, Müller-Hansen F. Statistical stopping criteria for automated screening in systematic reviews.
Systematic Reviews 2020;9:273.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta, hypergeom

from nlp.gold import Cell

_HAIR = 1e-12
"""What floating point may miss a bound by."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Whether to stop, and why. Counts are of items (passages, or cells paper x influence), as asked.

    `p` is the chance of so few right ones if the target were missed; stop when it is at most 1 - confidence.
    `recall_low` is the recall that the same test supports at that confidence; None before any right one.
    `left_likely` and `left_high` guess at the right ones unread, from those read by lot; None without any.
    """

    stop: bool
    target: float
    confidence: float
    p: float
    read: int
    of: int
    right: int
    recall_low: float | None
    misses_in_a_row: int
    left_likely: float | None = None
    left_high: int | None = None

    def __str__(self) -> str:
        seen = f"{self.read} of {self.of} read, {self.right} right, the last {self.misses_in_a_row} not"
        low = "no right one yet" if self.recall_low is None else f"recall at least {self.recall_low:.0%}"
        advice = "enough" if self.stop else "go on"
        return f"{advice}: {seen}; {low} with {self.confidence:.0%} confidence (target {self.target:.0%})"


def when_to_stop(
    right: Sequence[bool], of: int, *, target: float = 0.95, confidence: float = 0.95, by_lot: Sequence[bool] = ()
) -> Stop:
    """The test over items in the order they were read, `of` counting read and unread ones.

    `by_lot` are what was decided of items that were drawn at random from the unread ones, for the estimate of the rest.
    """
    if not (0 < target < 1 and 0 < confidence < 1) or of < len(right):
        raise ValueError(f"target {target}, confidence {confidence}, {len(right)} read of {of}: shares lie in 0 to 1")
    everything_read = len(right) == of
    p = 0.0 if everything_read else _p(right, of, target)
    low = _recall_low(right, of, 1 - confidence)
    likely, high = _left(by_lot, of - len(right), confidence)
    return Stop(
        stop=everything_read or (any(right) and p <= 1 - confidence + _HAIR),
        target=target,
        confidence=confidence,
        p=p,
        read=len(right),
        of=of,
        right=sum(right),
        recall_low=low,
        misses_in_a_row=_misses(right),
        left_likely=likely,
        left_high=high,
    )


def _p(right: Sequence[bool], of: int, target: float) -> float:
    """The least p over all beginnings of the last stretch: what was read since then is the sample.

    Before item i (from the end) r were found. If recall is below target, at least `missing` were left then; the chance
    of meeting so few of them among the items read since is hypergeometric.
    """
    found = sum(right)
    if not right:
        return 1.0
    # The smallest number of right ones in all for which what was found is below target.
    everything = math.floor(found / target + 1e-9) + 1
    start = np.arange(len(right))
    before = np.cumsum(right) - np.asarray(right, dtype=np.int64)
    left, missing = of - start, everything - before
    if (missing > left).any():
        # So many cannot be left: the target cannot have been missed.
        return 0.0
    return float(hypergeom.cdf(found - before, left, missing, len(right) - start).min())


def _recall_low(right: Sequence[bool], of: int, alpha: float) -> float | None:
    """The highest recall (in steps of whole right ones) that the test supports."""
    found = sum(right)
    if not found:
        return None
    if len(right) == of:
        return 1.0
    low, high = 0, of - len(right)
    while low < high:
        middle = (low + high) // 2
        # A target for which exactly `middle` + 1 unread ones would be too many.
        if _p(right, of, found / (found + middle + 0.5)) <= alpha + _HAIR:
            high = middle
        else:
            low = middle + 1
    return found / (found + low)


def _misses(right: Sequence[bool]) -> int:
    return next((count for count, good in enumerate(reversed(right)) if good), len(right))


def _left(by_lot: Sequence[bool], unread: int, confidence: float) -> tuple[float | None, int | None]:
    """Right ones among the unread: the mean guess, and the upper bound of Clopper and Pearson, from a random sample."""
    drawn, right = len(by_lot), sum(by_lot)
    if not drawn:
        return None, None
    upper = 1.0 if right == drawn else float(beta.ppf(confidence, right + 1, drawn - right))
    return unread * right / drawn, math.ceil(unread * upper - 1e-9)


def cells_in_order(read: Iterable[tuple[Cell, bool]], unread: Iterable[Cell]) -> tuple[list[bool], int]:
    """Passages as cells: a cell is right once any of its passages is, and read then or when none of it is left.

    Returns what was found of each read cell, in the order they were settled, and how many cells there are in all.
    """
    order = list(read)
    waiting, every = set(unread), {cell for cell, _ in order}
    last = {cell: place for place, (cell, _) in enumerate(order)}
    settled: dict[Cell, bool] = {}
    for place, (cell, good) in enumerate(order):
        if cell in settled:
            continue
        if good:
            settled[cell] = True
        elif last[cell] == place and cell not in waiting:
            settled[cell] = False
    return list(settled.values()), len(every | waiting)


def stop_by_paper(
    read: Mapping[str, Sequence[bool]], of: Mapping[str, int], *, target: float = 0.95, confidence: float = 0.95
) -> dict[str, Stop]:
    """The same test for each paper; papers of which nothing was read are in it too."""
    papers = sorted({*read, *of})
    return {
        paper: when_to_stop(read.get(paper, ()), of.get(paper, 0), target=target, confidence=confidence)
        for paper in papers
    }
