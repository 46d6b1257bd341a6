"""One row per influence: papers, denominator, share with interval, every direction, and the two kinds of emptiness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.model import PaperWithBoth, Unit
from graph.progress import Progress
from synthesis.direction_table import state_of
from synthesis.evidence import ABSENT, DIRECTIONS, NONE, Codes, Evidence
from synthesis.frequency import LABEL, frequencies
from synthesis.frequency_table import listed_influences
from synthesis.measured import cautions, selected, word
from synthesis.measures import Measured
from synthesis.selection import Selection

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

    by_state: Sequence[Codes]
    """One for each of DIRECTIONS."""
    reporting: Codes
    looked_for: Codes
    looked_for_saying: Codes
    looked_for_reporting: Codes
    rolled_up: Codes
    studies: Codes
    findings: Codes


def _counts(selection: Selection) -> _Counts:
    """One pass over the cells of the evidence for each figure, whatever the filter keeps."""
    evidence, gathered, width = selection.evidence, selection.evidence.cells, selection.evidence.influences.num_rows
    papers, studies, branch, looked = gathered.by_paper, gathered.by_study, gathered.by_branch, gathered.looked
    said = gathered.flags * selection.findings
    counted = (said & _REPORTS) > 0
    of_flags = state_of(PaperWithBoth(str(evidence.review["paper_with_both"]))).astype(np.uint8)
    of_flags[0] = _NOTHING
    state = of_flags.take(papers.together(said))
    reports, saying = state < ABSENT, state < _NOTHING
    reporting = papers.count(reports, width)
    by_state = [papers.count(state == at, width) for at in range(len(DIRECTIONS))]
    rounds = np.bincount(evidence.round_of[selection.papers] - NONE, minlength=len(evidence.looked_for) + 1)[1:]
    return _Counts(
        by_state=by_state,
        reporting=reporting,
        looked_for=rounds @ evidence.looked_for,
        looked_for_saying=papers.count(saying & looked, width),
        looked_for_reporting=papers.count(reports & looked, width),
        # An influence that none is narrower than has no branch.
        rolled_up=np.maximum(branch.count(branch.together(reports), width), reporting),
        studies=studies.count(studies.together(counted), width),
        findings=np.bincount(evidence.influence, counted, minlength=width).astype(np.int64),
    )


def _told(evidence: Evidence) -> dict[str, list[str]]:
    """What the rows say of the influences themselves."""
    columns = {"influence_id": "id", "name": "name", "status": "status"}
    return {called: evidence.influences.column(name).to_pylist() for called, name in columns.items()}


def _rows(selection: Selection, status: str | None) -> list[dict[str, object]]:
    listed = np.flatnonzero(listed_influences(selection, status))
    counts, papers = _counts(selection), int(selection.papers.sum())
    silent = counts.looked_for - counts.looked_for_saying
    unknown = papers - np.sum(counts.by_state, axis=0) - silent
    of: list[int | None] = [looked or None for looked in counts.looked_for[listed].tolist()]
    shares = frequencies(counts.looked_for_reporting[listed].tolist(), of)
    columns = {
        **{called: [told[at] for at in listed.tolist()] for called, told in _told(selection.evidence).items()},
        "papers": counts.reporting[listed].tolist(),
        "studies": counts.studies[listed].tolist(),
        "findings": counts.findings[listed].tolist(),
        "looked_for_papers": of,
        "reporting_looked_for_papers": [share.papers if share.of_papers else None for share in shares],
        "share": [share.share for share in shares],
        "share_low": [share.low for share in shares],
        "share_high": [share.high for share in shares],
        **{f"{state}_papers": held[listed].tolist() for state, held in zip(DIRECTIONS, counts.by_state, strict=True)},
        "not_reported_papers": [
            some if looked else None for some, looked in zip(silent[listed].tolist(), of, strict=True)
        ],
        "not_extracted_papers": unknown[listed].tolist(),
        "rolled_up_papers": counts.rolled_up[listed].tolist(),
    }
    order = sorted(range(listed.size), key=lambda at: (-columns["papers"][at], columns["influence_id"][at]))
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [rows[at] for at in order]
