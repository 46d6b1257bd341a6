"""Screening decisions: what records and files say, one verdict for each paper and stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch

from graph.model import PaperStatus, ScreeningStage
from ingest.mapping import ScreeningSection
from ingest.references.record import MarkKind, Record


class Outcome(StrEnum):
    """What came of one stage for one paper."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    UNSURE = "unsure"
    CONFLICT = "conflict"


SAID = {
    "included": Outcome.INCLUDED,
    "relevant": Outcome.INCLUDED,
    "excluded": Outcome.EXCLUDED,
    "irrelevant": Outcome.EXCLUDED,
    "maybe": Outcome.UNSURE,
}
"""Words of Rayyan and ASReview; ASReview's not_seen is no decision."""


@dataclass(frozen=True)
class ScreeningDecision:
    """What one reviewer, or all together (null), decided on a record at one stage."""

    stage: ScreeningStage
    reviewer: str | None
    outcome: Outcome
    reason: str | None
    record_id: str
    file: str
    line: int


@dataclass(frozen=True)
class Settled:
    """The verdict of one stage with its reason."""

    outcome: Outcome
    reason: str | None = None


def named(path: str, patterns: Sequence[str]) -> bool:
    """Whether a file is one of those that `files` of a section names."""
    return any(path == pattern or fnmatch(path, pattern) for pattern in patterns)


def decisions_of(record: Record, sections: Iterable[ScreeningSection]) -> Iterator[ScreeningDecision]:
    """The decisions on one record. An excluded record of a tool carries its reasons."""
    reasons = "; ".join(mark.value for mark in record.marks if mark.kind is MarkKind.REASON) or None
    for section in sections:
        if not named(record.file, section.files):
            continue
        place = (record.id, record.file, record.line)
        if section.decided != "marks":
            outcome = Outcome(section.decided)
            why = (reasons or section.reason) if outcome is Outcome.EXCLUDED else None
            yield ScreeningDecision(section.stage, section.reviewer, outcome, why, *place)
            continue
        for mark in record.marks:
            outcome_ = SAID.get(mark.value.casefold()) if mark.kind is MarkKind.DECISION else None
            if outcome_ is not None:
                why = (reasons or section.reason) if outcome_ is Outcome.EXCLUDED else None
                yield ScreeningDecision(section.stage, mark.reviewer or section.reviewer, outcome_, why, *place)


def settle(decisions: Iterable[ScreeningDecision], stage: ScreeningStage) -> Settled | None:
    """The verdict of a stage: a decision of all stands above those of single reviewers. Null when nobody decided."""
    here = [decision for decision in decisions if decision.stage is stage]
    said = [decision for decision in here if decision.reviewer is None] or here
    if not said:
        return None
    outcomes = {decision.outcome for decision in said}
    reason = next((decision.reason for decision in said if decision.reason), None)
    if len(outcomes) == 1:
        return Settled(outcomes.pop(), reason)
    both = {Outcome.INCLUDED, Outcome.EXCLUDED} <= outcomes
    return Settled(Outcome.CONFLICT if both else Outcome.UNSURE)


def status_of(title: Settled | None, full: Settled | None) -> tuple[PaperStatus, ScreeningStage | None, str | None]:
    """Status, the stage that decided it, and the reason. Only the full text includes."""
    if full is not None and full.outcome is Outcome.INCLUDED:
        return PaperStatus.INCLUDED, ScreeningStage.FULL_TEXT, None
    if full is not None and full.outcome is Outcome.EXCLUDED:
        return PaperStatus.EXCLUDED, ScreeningStage.FULL_TEXT, full.reason
    if title is not None and title.outcome is Outcome.EXCLUDED and full is None:
        return PaperStatus.EXCLUDED, ScreeningStage.TITLE_ABSTRACT, title.reason
    return PaperStatus.CANDIDATE, None, None
