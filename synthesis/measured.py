"""Measures of single influences as rows: frequency, directions, concentration."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import ParameterError
from graph.model import PaperWithBoth, Unit
from graph.progress import Progress
from synthesis.concentration import concentration
from synthesis.direction_table import direction_table
from synthesis.evidence import Evidence
from synthesis.frequency import LABEL, NOT_A_SAMPLE, percentage
from synthesis.frequency_table import frequency_table
from synthesis.measures import Measured
from synthesis.selection import Selection, select
from synthesis.where import read_where

PICKED = (
    "The filter picks findings and keeps papers: a paper that reports an influence only in findings left out counts as "
    "not reporting it."
)


def selected(evidence: Evidence, given: Mapping[str, object]) -> Selection:
    """The part of the evidence that the parameter `where` keeps."""
    where = given["where"]
    assert isinstance(where, list)  # noqa: S101  (the contract says list<string>)
    return select(evidence, read_where(where))


def word(value: object) -> str | None:
    """An optional text parameter."""
    return None if value is None else str(value)


def cautions(selection: Selection) -> tuple[str, ...]:
    """What stands under every table of counts."""
    return (PICKED, NOT_A_SAMPLE) if selection.filter.picks_findings else (NOT_A_SAMPLE,)


def level_of(given: Mapping[str, object]) -> float:
    """The parameter `level`. Raises ParameterError unless it lies between 0 and 1."""
    level = float(str(given["level"]))
    if not 0 < level < 1:
        raise ParameterError("numbers", "level", level, "a level lies between 0 and 1, such as 0.05.")
    return level


def _unit(evidence: Evidence, given: Mapping[str, object], among: tuple[Unit, ...]) -> Unit:
    """The unit that was asked for, else the one that review.toml counts in, else papers."""
    asked = word(given["unit"]) or word(evidence.review.get("unit"))
    return Unit(asked) if asked in {unit.value for unit in among} else Unit.PAPER


def frequency(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers frequency`."""
    selection = selected(evidence, given)
    table = frequency_table(
        selection,
        _unit(evidence, given, tuple(Unit)),
        roll_up=bool(given["roll_up"]),
        status=word(given["status"]),
        samples=int(str(given["samples"])),
        seed=int(str(given["seed"])),
        progress=progress,
    )
    rows = [{name: value for name, value in vars(row).items() if name != "unit"} for row in table.rows]
    unknown = sum(row.share is None for row in table.rows)
    notes = list(cautions(selection))
    if unknown:
        notes.insert(0, f"The share of {unknown:,} influences is not known: no paper was extracted for them.")
    said = {
        "measure": LABEL,
        "unit": table.unit,
        "filter": table.filter,
        "papers": table.papers,
        "rolled_up": table.rolled_up,
        "interval": f"95 %, {table.interval}",
        "ranked_by": table.ranked_by,
        "samples": table.samples,
        "seed": table.seed,
    }
    return Measured(rows, said, tuple(notes))


def directions(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers directions`."""
    progress("reading directions", 0, 1)
    with_both = word(given["with_both"])
    selection = selected(evidence, given)
    table = direction_table(
        selection,
        _unit(evidence, given, (Unit.PAPER, Unit.STUDY)),
        with_both=None if with_both is None else PaperWithBoth(with_both),
        by_setting=bool(given["by_setting"]),
        status=word(given["status"]),
    )
    said = {
        "measure": "directions of report",
        "unit": table.unit,
        "filter": table.filter,
        "papers": table.papers,
        "paper_with_both": table.with_both,
        "interval": "95 %, Wilson, of facilitator among facilitator and barrier",
    }
    return Measured([dict(vars(row)) for row in table.rows], said, cautions(selection))


def concentrated(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers concentration`."""
    progress("counting findings", 0, 1)
    found = concentration(selected(evidence, given), status=word(given["status"]))
    said = {
        "measure": "findings per paper",
        "unit": "finding",
        "filter": found.filter,
        "papers": found.papers,
        "papers_with_findings": len(found.rows),
        "influences_reported": found.influences,
        "findings": found.findings,
        "half_held_by": found.half_held_by,
        "top_tenth": found.top_tenth,
        "top_tenth_share": found.top_tenth_share,
    }
    held = round(found.top_tenth_share * found.findings)
    note = (
        f"{found.half_held_by:,} of {found.papers:,} papers hold half of the {found.findings:,} findings; the "
        f"{found.top_tenth:,} papers with most (a tenth) hold {percentage(held, found.findings)} %."
    )
    return Measured([dict(vars(row)) for row in found.rows], said, (note,))
