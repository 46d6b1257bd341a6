"""Suggestions: what the machine proposes of one passage, with its reasons. Never a decision, never counted.

Offsets are code points of the stored text, end exclusive, as in graph/documents.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.anchors import Anchor
from graph.documents import Section
from graph.model import Assertion, Direction


class Band(StrEnum):
    """How firmly the rules propose: in words, until there are decisions enough to calibrate a number on."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class Nearness(StrEnum):
    """Where a setting, country or population was named: beside the claim, in its block, or only for the paper."""

    SENTENCE = "sentence"
    BLOCK = "block"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule or cue that fired. `rule` is its id; `said` the words it fired on, "" when it looked at no words."""

    rule: str
    said: str = ""
    char_start: int | None = None
    char_end: int | None = None


@dataclass(frozen=True, slots=True)
class ContextMention:
    """A country, setting, population or sample named near the claim. `value`: ISO 3166 code, or the words folded."""

    kind: str
    value: str
    said: str
    char_start: int
    char_end: int
    near: Nearness


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposed claim on one passage: this influence, in this direction, because of these reasons.

    `mention`: where the words for the influence stand; null when no rule fired and only the model proposes it.
    `score` orders suggestions of one engine, from 0 to 1; it is a probability only when `calibrated`.
    `same_as`: the suggestion of this paper that says nearly the same (an abstract repeats its results), else null.
    `origin`: rules, model or human.
    """

    id: str
    paper_id: str
    path: str
    anchor: Anchor
    influence_id: str
    direction: Direction
    assertion: Assertion
    mitigated: bool
    band: Band
    score: float
    reasons: tuple[Reason, ...]
    context: tuple[ContextMention, ...]
    section: Section
    heading: str | None
    language: str | None
    engine: str
    mention: tuple[int, int] | None = None
    calibrated: bool = False
    same_as: str | None = None
    origin: str = "rules"
