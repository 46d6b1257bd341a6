"""The table of frequency of report: one row per influence, in one stated unit, with interval, rank and their firmness.

The share of a row in papers is what Sandelowski and Barroso call the frequency effect size of a finding.

Source: Sandelowski M, Barroso J. Creating metasummaries of qualitative findings. Nursing Research 2003;52(4):226-233.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from graph.model import Unit
from graph.progress import Progress, silent
from graph.wilson import wilson_interval
from synthesis.evidence import Truth, of_status
from synthesis.selection import NothingToCount, Selection
from synthesis.stability import SAMPLES, SEED, Stability, stability
from synthesis.units import CLUSTERED, Counted, count

WILSON = "Wilson"
BOOTSTRAP = "bootstrap over papers"
"""Findings and passages of one paper are not independent, so their shares have no binomial interval."""


@dataclass(frozen=True)
class FrequencyRow:
    """One influence, or one construct (no status). `count`: things of the unit that report it.

    `reporting`: of the `of` that were looked at, those that report it.

    `share` = reporting / of, 0 to 1, with its 95 % interval; all of them None where nobody looked.
    """

    influence_id: str
    name: str
    status: str | None
    unit: str
    count: int
    reporting: int | None
    of: int | None
    share: float | None
    share_low: float | None
    share_high: float | None
    share_left_out_low: float | None
    share_left_out_high: float | None
    rank: int
    rank_low: int
    rank_high: int
    rank_left_out_best: int
    rank_left_out_worst: int


@dataclass(frozen=True)
class FrequencyTable:
    """Rows, most often reported first, and what they say about themselves."""

    rows: tuple[FrequencyRow, ...]
    unit: str
    filter: str
    rolled_up: bool
    interval: str
    ranked_by: str
    samples: int
    seed: int
    papers: int
    """Included papers that the filter keeps."""


def frequency_table(  # noqa: PLR0913  (each is an option of the command)
    selection: Selection,
    unit: Unit = Unit.PAPER,
    *,
    roll_up: bool = False,
    status: str | None = None,
    samples: int = SAMPLES,
    seed: int = SEED,
    progress: Progress = silent,
) -> FrequencyTable:
    """How often each influence is reported. Raises NothingToCount without influences, or things of the unit."""
    influences = selection.evidence.influences
    listed = listed_influences(selection, status)
    counted = count(selection, unit, roll_up=roll_up)
    if not (counted.counts[listed].any() or counted.denominators[listed].any()):
        raise NothingToCount(f"{unit.value} that reports anything or was looked at", selection.told)
    firm = stability(counted, listed, samples=samples, seed=seed, progress=progress)
    names = influences.filter(pc.is_in(influences.column("id"), influences.column("id").filter(listed)))
    rows = _rows(counted, listed, firm, names.select(["id", "name", "status"]).to_pylist())
    return FrequencyTable(
        rows=tuple(sorted(rows, key=lambda row: (row.rank, -row.count, row.influence_id))),
        unit=unit.value,
        filter=selection.told,
        rolled_up=roll_up,
        interval=BOOTSTRAP if unit in CLUSTERED else WILSON,
        ranked_by=firm.ranked_by,
        samples=samples,
        seed=seed,
        papers=int(selection.papers.sum()),
    )


def listed_influences(selection: Selection, status: str | None) -> Truth:
    """Which influences a table lists: those of one codebook status, or all. Raises NothingToCount for none.

    A grouping kept the influences of the status before: of constructs all are listed.
    """
    if selection.evidence.grouping is not None:
        status = None
    listed = of_status(selection.evidence, status)
    if not listed.any():
        raise NothingToCount("influence", f"keeping those of the status {status}" if status else "reading the codebook")
    return listed


def _rows(counted: Counted, listed: Truth, firm: Stability, named: Sequence[dict[str, str]]) -> list[FrequencyRow]:
    numbers = zip(
        *(part[listed].tolist() for part in (counted.counts, counted.numerators, counted.denominators)), strict=True
    )
    rows = []
    for at, ((things, reporting, of), said) in enumerate(zip(numbers, named, strict=True)):
        low, high = _interval(counted, reporting, of, firm, at)
        left = _left_out(counted, reporting, of, firm, at)
        rows.append(
            FrequencyRow(
                influence_id=said["id"],
                name=said["name"],
                status=said["status"],
                unit=counted.unit.value,
                count=things,
                reporting=reporting if of else None,
                of=of or None,
                share=reporting / of if of else None,
                share_low=low,
                share_high=high,
                share_left_out_low=left[0] if left else None,
                share_left_out_high=left[1] if left else None,
                rank=firm.rank[at],
                rank_low=firm.rank_low[at],
                rank_high=firm.rank_high[at],
                rank_left_out_best=firm.rank_left_out[at][0],
                rank_left_out_worst=firm.rank_left_out[at][1],
            )
        )
    return rows


def _interval(counted: Counted, reporting: int, of: int, firm: Stability, at: int) -> tuple[float | None, float | None]:
    if not of:
        return None, None
    if counted.unit in CLUSTERED:
        return firm.share_low[at], firm.share_high[at]
    return wilson_interval(reporting, of)


def _left_out(counted: Counted, reporting: int, of: int, firm: Stability, at: int) -> tuple[float, float] | None:
    """The smallest and largest share when one thing that was looked at is left out."""
    if counted.unit in CLUSTERED:
        return firm.share_left_out[at]
    if of < 2:
        return None
    return max(0, reporting - 1) / (of - 1), min(reporting, of - 1) / (of - 1)
