"""Who decided what in screening, and how far reviewers agree: the other two tables of `narragraph prisma`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cli.table import Column
from graph.model import ScreeningStage

if TYPE_CHECKING:
    from ingest.references.flow import FoundPaper, ReviewRecord

DECISIONS = (
    *(Column(name) for name in ("paper_id", "title", "stage", "reviewer", "decision", "reason", "settled", "file")),
    Column("line", "integer"),
)
AGREEMENT = (
    Column("stage"),
    *(Column(name, "integer") for name in ("reviewers", "papers", "same", "conflicts")),
    *(Column(name, "float") for name in ("percent", "alpha", "alpha_low", "alpha_high", "ac1", "ac1_low", "ac1_high")),
    Column("said"),
)


def decision_rows(record: ReviewRecord) -> list[dict[str, object]]:
    """One row for each decision, as it stands in its file, with what came of the stage."""
    rows: list[dict[str, object]] = []
    for paper in record.papers:
        for decision in sorted(
            paper.decisions, key=lambda one: (one.stage.value, one.reviewer or "", one.file, one.line)
        ):
            settled = paper.full_text if decision.stage is ScreeningStage.FULL_TEXT else paper.title_abstract
            rows.append(
                {
                    "paper_id": paper.id,
                    "title": paper.cluster.best.title,
                    "stage": decision.stage.value,
                    "reviewer": decision.reviewer,
                    "decision": decision.outcome.value,
                    "reason": decision.reason,
                    "settled": settled.outcome.value if settled else None,
                    "file": decision.file,
                    "line": decision.line,
                }
            )
    return rows


def agreement_rows(record: ReviewRecord) -> list[dict[str, object]]:
    """One row for each stage: papers that two reviewers or more decided on, and how far they agree."""
    from curation.agreement import agreement

    rows: list[dict[str, object]] = []
    for stage in ScreeningStage:
        units = [unit for paper in record.papers if (unit := _unit(paper, stage))]
        if not units:
            continue
        found = agreement(units)
        double = [unit for unit in units if len(unit) > 1]
        same = sum(len(set(unit.values())) == 1 for unit in double)
        rows.append(
            {
                "stage": stage.value,
                "reviewers": found.coders,
                "papers": found.units,
                "same": same,
                "conflicts": found.units - same,
                "percent": found.percent,
                "alpha": found.alpha.value,
                "alpha_low": found.alpha.low,
                "alpha_high": found.alpha.high,
                "ac1": found.ac1.value,
                "ac1_low": found.ac1.low,
                "ac1_high": found.ac1.high,
                "said": found.alpha.said or found.ac1.said,
            }
        )
    return rows


def _unit(paper: FoundPaper, stage: ScreeningStage) -> dict[str, str]:
    """Reviewer -> what they decided; one who decided in two ways on two records of a paper is left out."""
    said: dict[str, set[str]] = {}
    for decision in paper.decisions:
        if decision.stage is stage and decision.reviewer is not None:
            said.setdefault(decision.reviewer, set()).add(decision.outcome.value)
    return {reviewer: next(iter(outcomes)) for reviewer, outcomes in said.items() if len(outcomes) == 1}


def conflicts(rows: Iterable[dict[str, object]]) -> int:
    """Papers whose stage ended in a conflict."""
    return len({row["paper_id"] for row in rows if row["settled"] == "conflict"})
