"""What the literature reports of each influence, in one part of it: papers of those read for it, and directions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Unit
from graph.wilson import wilson_interval
from synthesis.direction_table import direction_table
from synthesis.selection import Selection
from synthesis.units import count


@dataclass(frozen=True, slots=True)
class Reported:
    """Papers. `reporting` of `of` that were read for it; the share and its Wilson 95 % interval, all null for none.

    `papers` also counts papers that report it without having been read for it as such. Directions are of `papers`.
    """

    papers: int
    reporting: int | None
    of: int | None
    share: float | None
    low: float | None
    high: float | None
    facilitator: int
    barrier: int
    mixed: int
    other: int
    """Neutral, or reported without a direction."""


def reported(selection: Selection) -> Mapping[str, Reported]:
    """One entry for each influence. A frequency of report, never an effect or an importance."""
    counted = count(selection, Unit.PAPER)
    numbers = zip(counted.counts.tolist(), counted.numerators.tolist(), counted.denominators.tolist(), strict=True)
    ids = selection.evidence.influences.column("id").to_pylist()
    directions = {row.influence_id: row for row in direction_table(selection, Unit.PAPER).rows} if ids else {}
    found = {}
    for id_, (papers, reporting, of) in zip(ids, numbers, strict=True):
        row = directions[id_]
        low, high = wilson_interval(reporting, of) if of else (None, None)
        found[id_] = Reported(
            papers=papers,
            reporting=reporting if of else None,
            of=of or None,
            share=reporting / of if of else None,
            low=low,
            high=high,
            facilitator=row.facilitator,
            barrier=row.barrier,
            mixed=row.mixed,
            other=row.neutral + row.unclear,
        )
    return found


def percent(share: float) -> str:
    """A threshold as people write it: `40 %`, `33.3 %`."""
    return f"{100 * share:.4g} %"


def many(number: int, one: str, more: str | None = None) -> str:
    """`1 country`, `2,000 countries`."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"
