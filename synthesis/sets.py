"""Sets of three or more influences that the same windows report.

A set is closed when no further influence is reported by all of its windows: of the many sets that say the same, the
longest. Support is the number of windows that report the whole set.

Source: Uno T, Asai T, Uchida Y, Arimura H. An efficient algorithm for enumerating closed patterns in transaction
databases. Discovery Science 2004:16-31 (prefix-preserving closure extension: each closed set is met once).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from synthesis.incidence import Incidence


@dataclass(frozen=True)
class InfluenceSet:
    """One closed set."""

    influences: tuple[int, ...]
    """Places in the influence ids, ascending."""
    support: int
    """Windows that report all of them."""
    expected: float
    """Windows that would if influences were independent and windows alike; a first orientation, not a test."""


@dataclass(frozen=True)
class InfluenceSets:
    """Closed sets, most supported first, then longest."""

    sets: tuple[InfluenceSet, ...]
    complete: bool
    """False when there were more than asked for; raise the least support then."""


def closed_sets(incidence: Incidence, least_support: int, least_size: int = 3, most: int = 100_000) -> InfluenceSets:
    """All closed sets of at least `least_size` influences in at least `least_support` windows.

    Stops after looking at `most` closed sets of any size.
    """
    if least_support < 1 or least_size < 1:
        raise ValueError(f"support {least_support}, size {least_size}: both must be at least 1")
    met = list(islice(_closed(_columns(incidence), incidence.windows, least_support), most + 1))
    shares = incidence.influence_totals / max(incidence.windows, 1)
    found = [
        InfluenceSet(members, support, float(incidence.windows * np.prod(shares[list(members)])))
        for members, support in met[:most]
        if len(members) >= least_size
    ]
    found.sort(key=lambda each: (-each.support, -len(each.influences), each.influences))
    return InfluenceSets(tuple(found), complete=len(met) <= most)


def _columns(incidence: Incidence) -> list[int]:
    """Each influence as one long whole number whose bits are the windows that report it."""
    turned = incidence.matrix.tocsc()
    found = []
    for start, end in zip(turned.indptr[:-1], turned.indptr[1:], strict=True):
        bits = np.zeros(incidence.windows, dtype=bool)
        bits[turned.indices[start:end]] = True
        found.append(int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little"))
    return found


def _closed(columns: list[int], windows: int, least: int) -> Iterator[tuple[tuple[int, ...], int]]:
    everything = (1 << windows) - 1
    if windows < least:
        return
    waiting = [(_closure(columns, everything), everything, -1)]
    while waiting:
        members, inside, core = waiting.pop()
        if members:
            yield members, inside.bit_count()
        for added in range(len(columns) - 1, core, -1):
            if added in members:
                continue
            narrower = inside & columns[added]
            if narrower.bit_count() < least:
                continue
            closure = _closure(columns, narrower)
            # Met from another branch already when the closure brings in an earlier influence.
            if [one for one in closure if one < added] == [one for one in members if one < added]:
                waiting.append((closure, narrower, added))


def _closure(columns: list[int], inside: int) -> tuple[int, ...]:
    return tuple(place for place, column in enumerate(columns) if column & inside == inside)
