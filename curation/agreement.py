"""How far coders agree: percent, Krippendorff's alpha and Gwet's AC1 on units, and alpha on stretches of text.

A unit is what coders gave values to: coder -> value; who gave none is left out. Values are nominal. Two coders or
more, in any pattern of missing values. Where a figure cannot be had its `said` tells why; it is never not-a-number.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import pi, sqrt, tan
from statistics import NormalDist

Unit = Mapping[str, Hashable]
"""Coder -> the value they gave."""
Counts = tuple[int, ...]
LEVEL = 0.95
REPLICATES = 1000
NO_UNITS = "no unit has values of two coders"
ONE_VALUE = "all values are the same, so chance cannot be told from agreement"
FEW = "fewer than two units"


@dataclass(frozen=True)
class Estimate:
    """A coefficient (1: perfect, 0: as by chance, below: worse) and its interval, or why there is none."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    said: str | None = None


@dataclass(frozen=True)
class Agreement:
    """`units` have values of two coders or more; `percent` is the mean share of agreeing pairs of coders, 0 to 1."""

    units: int
    coders: int
    percent: float | None
    alpha: Estimate
    ac1: Estimate


def agreement(units: Sequence[Unit], *, seed: int = 0, replicates: int = REPLICATES) -> Agreement:
    """All figures of some units."""
    double = [unit for unit in units if len(unit) > 1]
    coders = {coder for unit in double for coder in unit}
    return Agreement(
        len(double),
        len(coders),
        percent(double),
        alpha(double, seed=seed, replicates=replicates),
        ac1(units),
    )


def percent(units: Sequence[Unit]) -> float | None:
    """The mean over units of the share of pairs of coders who gave the same value; null without a pair."""
    shares = [_pairs(tuple(Counter(unit.values()).values())) for unit in units if len(unit) > 1]
    return sum(shares) / len(shares) if shares else None


def _pairs(counts: Counts) -> float:
    """The share of pairs that are of one value."""
    many = sum(counts)
    return sum(count * (count - 1) for count in counts) / (many * (many - 1))


def alpha(units: Sequence[Unit], *, seed: int = 0, replicates: int = REPLICATES) -> Estimate:
    """Krippendorff's alpha for nominal values. The interval is a percentile bootstrap over units.

    Replicates in which all values are the same have no alpha and are left out.
    Source: Krippendorff K. Computing Krippendorff's alpha-reliability. University of Pennsylvania 2011.
    """
    double = [Counter(unit.values()) for unit in units if len(unit) > 1]
    if not double:
        return Estimate(said=NO_UNITS)
    value = _alpha(dict.fromkeys(range(len(double)), 1), double)
    if value is None:
        return Estimate(said=ONE_VALUE)
    if len(double) < 2:
        return Estimate(value, said=f"{FEW}: no interval")
    chance = random.Random(seed)  # noqa: S311  (a bootstrap, no secret)
    drawn = (Counter(chance.choices(range(len(double)), k=len(double))) for _ in range(replicates))
    found = sorted(one for weights in drawn if (one := _alpha(weights, double)) is not None)
    return Estimate(value, _quantile(found, (1 - LEVEL) / 2), _quantile(found, (1 + LEVEL) / 2))


def _alpha(weights: Mapping[int, int], units: Sequence[Counter[Hashable]]) -> float | None:
    """1 - observed / expected disagreement, each unit taken as often as its weight says."""
    totals: Counter[Hashable] = Counter()
    observed = 0.0
    for at, weight in weights.items():
        counts = units[at]
        many = counts.total()
        observed += weight * (many * many - sum(count * count for count in counts.values())) / (many - 1)
        for value, count in counts.items():
            totals[value] += weight * count
    whole = totals.total()
    apart = whole * whole - sum(count * count for count in totals.values())
    return None if not apart else 1 - (whole - 1) * observed / apart


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    """The value below which this share of some ordered values lies, between two of them by weight."""
    if not ordered:
        return None
    at = share * (len(ordered) - 1)
    low = int(at)
    return ordered[low] + (at - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def ac1(units: Sequence[Unit]) -> Estimate:
    """Gwet's AC1 with the interval of its standard error over units. Units of one coder count for the frequencies.

    Source: Gwet KL. Computing inter-rater reliability and its variance in the presence of high agreement. British
    Journal of Mathematical and Statistical Psychology 2008;61:29-48; for missing values: Handbook of inter-rater
    reliability, 4th edition, 2014, chapter 2 and 5.
    """
    rated = [Counter(unit.values()) for unit in units if unit]
    double = [counts for counts in rated if counts.total() > 1]
    values = {value for counts in rated for value in counts}
    if not double:
        return Estimate(said=NO_UNITS)
    if len(values) < 2:
        return Estimate(said=ONE_VALUE)
    many, spread = len(rated), len(values) - 1
    share = {value: sum(counts[value] / counts.total() for counts in rated) / many for value in values}
    agreed = sum(_pairs(tuple(counts.values())) for counts in double) / len(double)
    chance = sum(one * (1 - one) for one in share.values()) / spread
    value = (agreed - chance) / (1 - chance)
    if len(double) < 2:
        return Estimate(value, said=f"{FEW}: no interval")
    squares = 0.0
    for counts in rated:
        own = 0.0
        if counts.total() > 1:
            own = many / len(double) * (_pairs(tuple(counts.values())) - chance) / (1 - chance)
        expected = sum(count * (1 - share[one]) for one, count in counts.items()) / counts.total() / spread
        squares += (own - 2 * (1 - value) * (expected - chance) / (1 - chance) - value) ** 2
    half = student(many - 1) * sqrt(squares / (many * (many - 1)))
    return Estimate(value, max(-1.0, value - half), min(1.0, value + half))


def student(freedom: int, level: float = LEVEL) -> float:
    """The two-sided quantile of Student's t. Exact for 1 and 2 degrees of freedom, else within 0.5 %.

    Source: Abramowitz M, Stegun IA. Handbook of mathematical functions, 1964, 26.7.5.
    """
    p = (1 + level) / 2
    if freedom == 1:
        return tan(pi * (p - 0.5))
    if freedom == 2:
        return (2 * p - 1) * sqrt(2 / (4 * p * (1 - p)))
    z, found, scale = NormalDist().inv_cdf(p), 0.0, 1.0
    s = z * z
    for term in (
        1.0,
        (s + 1) / 4,
        ((5 * s + 16) * s + 3) / 96,
        (((3 * s + 19) * s + 17) * s - 15) / 384,
        ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160,
    ):
        found += z * term / scale
        scale *= freedom
    return found


@dataclass(frozen=True)
class Stretch:
    """A piece of text that coders looked at, `length` characters long. `marks`: coder -> (start, end, value), apart.

    A coder with an empty tuple looked and marked nothing; who is not named did not look.
    """

    length: int
    marks: Mapping[str, tuple[tuple[int, int, Hashable], ...]]


def unitised_alpha(stretches: Sequence[Stretch]) -> Estimate:
    """Krippendorff's alpha for unitising, nominal, over stretches of text laid end to end.

    Agreement is on characters: which are marked, and as what. Chance is that of marks as they are long: a mark is not
    cut, what is unmarked is. Stretches with the same coders are one continuum; several groups of coders are pooled by
    their observed and expected disagreement.
    Source: Krippendorff K, Mathet Y, Bouvry S, Widloecher A. On the reliability of unitizing textual continua: further
    developments. Quality & Quantity 2016;50:2347-2364 (the coefficient over units and gaps).
    """
    groups: dict[tuple[str, ...], list[Stretch]] = {}
    for stretch in stretches:
        if len(stretch.marks) > 1:
            groups.setdefault(tuple(sorted(stretch.marks)), []).append(stretch)
    if not groups:
        return Estimate(said=NO_UNITS)
    parts = [_disagreements(coders, found) for coders, found in groups.items()]
    expected = sum(part for _, part in parts)
    if not expected:
        return Estimate(said=ONE_VALUE)
    return Estimate(1 - sum(part for part, _ in parts) / expected)


def _disagreements(coders: Sequence[str], stretches: Sequence[Stretch]) -> tuple[float, float]:
    """Characters on which coders differ, observed and by chance."""
    agreed = 0
    totals: Counter[Hashable] = Counter()
    whole = len(coders) * sum(stretch.length for stretch in stretches)
    kept: Counter[Hashable] = Counter()
    for stretch in stretches:
        sections = {coder: _sections(stretch.marks[coder], stretch.length) for coder in coders}
        for coder, own in sections.items():
            for start, end, value in own:
                long = end - start
                totals[value] += long
                kept[value] += long if value is None else long * long
                agreed += sum(
                    max(0, min(end, other_end) - max(start, other_start))
                    for other in coders
                    if other != coder
                    for other_start, other_end, other_value in sections[other]
                    if other_value == value
                )
    same = sum(totals[value] ** 2 - kept[value] for value in totals)
    pairs = whole * whole - kept.total()
    return whole - agreed / (len(coders) - 1), whole * (1 - same / pairs) if pairs else 0.0


def _sections(marks: Sequence[tuple[int, int, Hashable]], length: int) -> list[tuple[int, int, Hashable]]:
    """The marks, and what lies between them under the value null."""
    found: list[tuple[int, int, Hashable]] = []
    at = 0
    for start, end, value in sorted(marks, key=lambda mark: mark[:2]):
        if start > at:
            found.append((at, start, None))
        found.append((start, end, value))
        at = end
    return [*found, (at, length, None)] if at < length else found
