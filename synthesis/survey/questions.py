"""What a site settles before it starts: fixed frames around what the codebook and coded passages say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.model import Direction
from synthesis.survey.quoted import Quote
from synthesis.survey.reported import Reported

MOST_SOURCES = 3
_PARTS = re.compile(r"\s*[;\n]\s*")


class Ask(StrEnum):
    """The frame of a question."""

    LOW = "low"
    BARRIER = "barrier"
    FACILITATOR = "facilitator"
    MIXED = "mixed"
    INCLUDES = "includes"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Question:
    """A frame with what fills it. `papers`: how many report that direction; `quotes`: numbers of passages shown, or
    where there is no room for any `sources`, whose passages they are; `parts`: what the influence includes.
    """

    ask: Ask
    papers: int = 0
    quotes: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def questions(
    literature: Reported, held: Sequence[Quote], shown: Sequence[Quote], includes: str, *, low: bool
) -> tuple[Question, ...]:
    """The questions on one influence. `held`: every passage on it, `shown` those of the brief; `low`: rated low here.

    Nothing is asked that nobody wrote.
    """
    return tuple(_questions(literature, held, shown, includes, low=low))


def _questions(
    literature: Reported, held: Sequence[Quote], shown: Sequence[Quote], includes: str, *, low: bool
) -> Iterator[Question]:
    if low:
        yield Question(Ask.LOW)
    counts = {
        Direction.BARRIER: literature.barrier,
        Direction.FACILITATOR: literature.facilitator,
        Direction.MIXED: literature.mixed,
    }
    for direction, papers in counts.items():
        if papers:
            # A paper that says both is counted as both: what it says one way then stands behind that question.
            said = {direction} if direction != Direction.MIXED else {way for way, n in counts.items() if not n}
            said |= {direction}
            numbers = tuple(one.number for one in shown if one.direction in said)
            others = tuple(dict.fromkeys(one.paper for one in held if one.direction in said))[:MOST_SOURCES]
            yield Question(Ask(direction.value), papers, numbers, () if numbers else others)
    if not literature.papers:
        yield Question(Ask.NOTHING)
    parts = tuple(part for part in _PARTS.split(includes.strip()) if part)
    if parts:
        yield Question(Ask.INCLUDES, parts=parts)
