"""One row per influence: papers, denominator, share with interval, every direction, and the two kinds of emptiness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.model import PaperWithBoth, Unit
from graph.progress import Progress
from synthesis.direction_table import state_of
from synthesis.evidence import ABSENT, DIRECTIONS, NONE, Codes, Evidence, Truth
from synthesis.frequency import LABEL, frequencies
from synthesis.frequency_table import listed_influences
from synthesis.measured import cautions, selected, word
from synthesis.measures import Measured
from synthesis.selection import Selection

STATES = ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent", "not_reported", "not_extracted")
_NOTHING = len(DIRECTIONS)
"""The state of a paper that says nothing of an influence, after those of DIRECTIONS."""
_REPORTS = np.uint8((1 << ABSENT) - 1)
"""The bits of the directions that are a report: all but the last, absent."""


def overview(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers`: the overview, most often reported first. Everything is counted in papers; see the contract."""
    progress("counting", 0, 1)
    selection, status = selected(evidence, given), word(given["status"])
    rows = _rows(selection, status)
    said = {
        "measure": LABEL,
        "unit": "paper",
        "filter": selection.told,
        "papers": int(selection.papers.sum()),
        "interval": "95 %, Wilson",
        "paper_with_both": evidence.review["paper_with_both"],
    }
    unknown = sum(row["share"] is None for row in rows)
    missing = (
        f"The share of {unknown:,} influences is not known: no [[extraction]] in review.toml looked for them, or no "
        "paper was extracted for them. Drafts are never looked for."
    )
    notes = [missing] if unknown else []
    counted_in = word(evidence.review.get("unit")) or Unit.PAPER.value
    if counted_in != Unit.PAPER:
        notes.append(f"review.toml counts in units of {counted_in}: `numbers frequency` gives shares and ranks in it.")
    return Measured(rows, said, (*notes, *cautions(selection)))


@dataclass(frozen=True)
class _Counts:
    """Counts of every influence, in papers where no other unit is named."""

    by_state: Codes
    """Influences x states, with those that say nothing last."""
    looked_by_state: Codes
    """The same of the papers that were extracted for the influence and say something."""
    looked_for: Codes
    rolled_up: Codes
    studies: Codes
    findings: Codes


def _counts(selection: Selection) -> _Counts:
    """One pass over the cells of the evidence for each figure, whatever the filter keeps."""
    evidence, gathered = selection.evidence, selection.evidence.cells
    width, papers, branch = evidence.influences.num_rows, gathered.by_paper, gathered.by_branch

    def counted(influence: NDArray[Any], held: Truth) -> Codes:
        return np.bincount(influence, held, minlength=width).astype(np.int64)

    said = gathered.flags * selection.findings
    flags, reports = papers.together(said), (said & _REPORTS) > 0
    of_flags = state_of(PaperWithBoth(str(evidence.review["paper_with_both"]))).astype(np.uint8)
    of_flags[0] = _NOTHING
    cell = (_NOTHING + 1) * (2 * papers.influence + gathered.looked) + of_flags[flags]
    by_state = np.bincount(cell, minlength=2 * width * (_NOTHING + 1)).reshape(width, 2, _NOTHING + 1)
    rounds = np.bincount(evidence.round_of[selection.papers] - NONE, minlength=len(evidence.looked_for) + 1)[1:]
    reported = by_state[:, :, :ABSENT].sum(axis=(1, 2))
    broader = np.zeros(width, dtype=bool)
    broader[branch.influence] = True
    rolled_up = counted(branch.influence, branch.together((flags & _REPORTS) > 0))
    return _Counts(
        by_state=by_state.sum(axis=1),
        looked_by_state=by_state[:, 1],
        looked_for=rounds @ evidence.looked_for,
        rolled_up=np.where(broader, rolled_up, reported),
        studies=counted(gathered.by_study.influence, gathered.by_study.together(reports)),
        findings=counted(evidence.influence, reports),
    )


def _told(evidence: Evidence) -> dict[str, list[str]]:
    """What the rows say of the influences themselves."""
    columns = {"influence_id": "id", "name": "name", "status": "status"}
    return {called: evidence.influences.column(name).to_pylist() for called, name in columns.items()}


def _rows(selection: Selection, status: str | None) -> list[dict[str, object]]:
    listed = np.flatnonzero(listed_influences(selection, status))
    counts, papers = _counts(selection), int(selection.papers.sum())
    reported = counts.by_state[:, :ABSENT].sum(axis=1)
    looked_for = counts.looked_for[listed]
    reporting = counts.looked_by_state[:, :ABSENT].sum(axis=1)[listed]
    silent = looked_for - counts.looked_by_state[:, :_NOTHING].sum(axis=1)[listed]
    unknown = papers - counts.by_state[:, :_NOTHING].sum(axis=1)[listed] - np.where(looked_for, silent, 0)
    of: list[int | None] = [looked or None for looked in looked_for.tolist()]
    shares = frequencies(reporting.tolist(), of)
    columns = {
        **{called: [told[at] for at in listed.tolist()] for called, told in _told(selection.evidence).items()},
        "papers": reported[listed].tolist(),
        "studies": counts.studies[listed].tolist(),
        "findings": counts.findings[listed].tolist(),
        "looked_for_papers": of,
        "reporting_looked_for_papers": [share.papers if share.of_papers else None for share in shares],
        "share": [share.share for share in shares],
        "share_low": [share.low for share in shares],
        "share_high": [share.high for share in shares],
        **{f"{state}_papers": counts.by_state[listed, at].tolist() for at, state in enumerate(DIRECTIONS)},
        "not_reported_papers": [some if looked else None for some, looked in zip(silent.tolist(), of, strict=True)],
        "not_extracted_papers": unknown.tolist(),
        "rolled_up_papers": counts.rolled_up[listed].tolist(),
    }
    order = sorted(range(listed.size), key=lambda at: (-columns["papers"][at], columns["influence_id"][at]))
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [rows[at] for at in order]
