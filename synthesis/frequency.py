"""Frequency of report: how many of the papers that were looked at report an influence, with its interval.

A count is a frequency of report, never an effect or an importance. The denominator is the number of included papers
that were extracted for the influence. Where nobody looked for it systematically there is no denominator: the share is
None ("not known"), never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.wilson import wilson_interval

LABEL = "frequency of report"
NOT_A_SAMPLE = (
    "Included papers are not a random sample of anything: the interval describes how stable a share of this size is "
    "with this many papers, not a population."
)


@dataclass(frozen=True)
class Frequency:
    """One row: `share`, `low` and `high` are 0 to 1, and None where `of_papers` is None or 0."""

    papers: int
    of_papers: int | None
    share: float | None
    low: float | None
    high: float | None


def frequencies(papers: Sequence[int], of_papers: Sequence[int | None], level: float = 0.95) -> tuple[Frequency, ...]:
    """The share and Wilson interval of every pair (papers that report, papers looked at), in the order given.

    Raises ValueError when a count is negative or larger than its denominator.
    """
    return tuple(_frequency(count, whole, level) for count, whole in zip(papers, of_papers, strict=True))


def _frequency(papers: int, of_papers: int | None, level: float) -> Frequency:
    if not of_papers:
        if papers and of_papers == 0:
            raise ValueError(f"{papers} papers of 0: a count cannot be larger than its denominator")
        return Frequency(papers, of_papers, None, None, None)
    low, high = wilson_interval(papers, of_papers, level)
    return Frequency(papers, of_papers, papers / of_papers, low, high)


def percentage(papers: int, of_papers: int, decimals: int = 0) -> str:
    """The share as percent, rounded half up as journals print it: 1 of 8 with no decimals is 13, not 12.

    Worked in whole numbers, because 100 * share in floating point lands on the wrong side of some halves.
    """
    if not 0 <= papers <= of_papers or of_papers == 0 or decimals < 0:
        raise ValueError(f"{papers} papers of {of_papers} with {decimals} decimals is no percentage")
    units = 10**decimals
    whole = (2 * papers * 100 * units + of_papers) // (2 * of_papers)
    if decimals == 0:
        return str(whole)
    return f"{whole // units}.{whole % units:0{decimals}d}"
