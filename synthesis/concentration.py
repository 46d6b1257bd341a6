"""Who carries the findings: how much each paper contributes, and how few papers hold how much.

The share of a paper is its intensity effect size: the influences it reports among all that any paper reports.

Source: Sandelowski M, Barroso J. Creating metasummaries of qualitative findings. Nursing Research 2003;52(4):226-233.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.model import Unit
from synthesis.evidence import ABSENT, Codes, Truth
from synthesis.frequency_table import listed_influences
from synthesis.selection import NothingToCount, Selection
from synthesis.units import count

OFTEN = 0.25
"""Influences that a larger share of papers reports are set apart, as the source does."""


@dataclass(frozen=True)
class PaperRow:
    """One paper. `intensity`: its influences / all reported influences, 0 to 1; `intensity_often`: the same among those
    that more than a quarter of the papers report. `cumulative`: share of all findings up to this paper, most first.
    """

    paper_id: str
    title: str | None
    influences: int
    intensity: float
    intensity_often: float | None
    findings: int
    share: float
    cumulative: float


@dataclass(frozen=True)
class Concentration:
    """All papers with findings, most first; `half_held_by`: the fewest papers that hold half of the findings."""

    rows: tuple[PaperRow, ...]
    papers: int
    """Included papers that the filter keeps, with findings or without."""
    influences: int
    findings: int
    half_held_by: int
    top_tenth: int
    """The tenth of the papers (rounded up) that hold most, and the share they hold."""
    top_tenth_share: float
    filter: str


def concentration(selection: Selection, *, status: str | None = None) -> Concentration:
    """Intensity and concentration. Raises NothingToCount when there is no finding."""
    evidence = selection.evidence
    listed = listed_influences(selection, status)
    inside = selection.findings & (evidence.direction != ABSENT) & listed[evidence.influence]
    if not inside.any():
        raise NothingToCount("finding", selection.told)
    findings = np.bincount(evidence.paper[inside], minlength=evidence.papers.num_rows)
    held = count(selection, Unit.PAPER).held[:, np.flatnonzero(listed)].toarray().astype(bool)
    rows = _rows(selection, findings, held)
    cumulative = np.cumsum([row.findings for row in rows])
    papers = int(selection.papers.sum())
    tenth = -(-papers // 10)
    return Concentration(
        rows=rows,
        papers=papers,
        influences=int(held.any(axis=0).sum()),
        findings=int(findings.sum()),
        half_held_by=int(np.searchsorted(cumulative * 2, findings.sum())) + 1,
        top_tenth=tenth,
        top_tenth_share=float(cumulative[min(tenth, len(cumulative)) - 1] / findings.sum()),
        filter=selection.told,
    )


def _rows(selection: Selection, findings: Codes, held: Truth) -> tuple[PaperRow, ...]:
    """Papers with findings, most first. `findings` of every paper; `held`: papers x influences that it reports."""
    reported = held.any(axis=0)
    often = held.sum(axis=0) > OFTEN * int(selection.papers.sum())
    # Ties in the order of ids, so that the same review gives the same rows.
    order = [int(at) for at in np.lexsort((np.arange(findings.size), -findings)) if findings[at]]
    total = int(findings.sum())
    ids, titles = (selection.evidence.papers.column(name).to_pylist() for name in ("id", "title"))
    return tuple(
        PaperRow(
            paper_id=ids[at],
            title=titles[at],
            influences=int(held[at].sum()),
            intensity=float(held[at].sum() / reported.sum()),
            intensity_often=float(held[at][often].sum() / often.sum()) if often.any() else None,
            findings=int(findings[at]),
            share=float(findings[at] / total),
            cumulative=float(so_far / total),
        )
        for at, so_far in zip(order, np.cumsum(findings[order]), strict=True)
    )
