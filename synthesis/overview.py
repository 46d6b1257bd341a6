"""One row per influence: papers, denominator, share with interval, every direction, and the two kinds of emptiness."""

from __future__ import annotations

from collections.abc import Mapping

from graph.model import Unit
from graph.progress import Progress
from synthesis.direction_table import direction_table
from synthesis.evidence import Evidence
from synthesis.frequency import LABEL, frequencies
from synthesis.measured import cautions, selected, word
from synthesis.measures import Measured
from synthesis.selection import Selection
from synthesis.units import count

STATES = ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent", "not_reported", "not_extracted")


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


def _rows(selection: Selection, status: str | None) -> list[dict[str, object]]:
    influences = selection.evidence.influences.select(["id", "status"]).to_pylist()
    place = {said["id"]: at for at, said in enumerate(influences)}
    papers = count(selection, Unit.PAPER)
    of: list[int | None] = [looked or None for looked in papers.denominators.tolist()]
    shares = frequencies(papers.numerators.tolist(), of)
    studies, findings = (count(selection, unit).counts.tolist() for unit in (Unit.STUDY, Unit.FINDING))
    reported = papers.counts.tolist()
    branch = count(selection, Unit.PAPER, roll_up=True).counts.tolist()
    rows: list[dict[str, object]] = []
    for row in direction_table(selection, status=status).rows:
        at = place[row.influence_id]
        rows.append(
            {
                "influence_id": row.influence_id,
                "name": row.name,
                "status": influences[at]["status"],
                "papers": reported[at],
                "studies": studies[at],
                "findings": findings[at],
                "looked_for_papers": of[at],
                "reporting_looked_for_papers": shares[at].papers if of[at] else None,
                "share": shares[at].share,
                "share_low": shares[at].low,
                "share_high": shares[at].high,
                **{f"{state}_papers": getattr(row, state) for state in STATES},
                "rolled_up_papers": branch[at],
            }
        )
    return sorted(rows, key=lambda row: (-int(str(row["papers"])), str(row["influence_id"])))
