"""Bands and scores of what the rules propose. An order to read in, until decisions teach a better one; no probability.

score = words x direction x assertion x section
  words      1 for a name or a strong term, 0.6 for a weak term, 0.4 for stems
  direction  1 when a near and strong cue tells it, 0.8 when another does, 0.5 when none does
  assertion  1 for findings and quotations of participants, 0.5 for recommendations, less for the rest
  section    1 results, 0.8 discussion and abstract, 0.3 background, 0.2 methods, 0.5 elsewhere
"""

from __future__ import annotations

from graph.documents import Section
from graph.model import COUNTED_ASSERTIONS, Assertion, Direction
from graph.suggestions import Band

STRONG_WORDS, WEAK_WORDS, STEMS = 1.0, 0.6, 0.4
_ASSERTIONS = {
    Assertion.FINDING: 1.0,
    Assertion.PARTICIPANT_QUOTE: 1.0,
    Assertion.RECOMMENDATION: 0.5,
    Assertion.HYPOTHETICAL: 0.4,
    Assertion.BACKGROUND: 0.4,
    Assertion.QUESTION: 0.3,
    Assertion.METHOD: 0.2,
}
SECTIONS = {
    Section.RESULTS: 1.0,
    Section.DISCUSSION: 0.8,
    Section.ABSTRACT: 0.8,
    Section.OTHER: 0.5,
    Section.BACKGROUND: 0.3,
    Section.METHODS: 0.2,
    Section.REFERENCES: 0.0,
}


def band(words: float, direction: Direction, assertion: Assertion, *, firm: bool, read: bool) -> Band:
    """How firmly a claim is proposed. `read`: directions are read in its language; else words alone make it medium."""
    if assertion not in COUNTED_ASSERTIONS:
        return Band.WEAK
    if direction is Direction.UNCLEAR:
        return Band.WEAK if read or words < STRONG_WORDS else Band.MEDIUM
    if words < STRONG_WORDS:
        return Band.MEDIUM if firm else Band.WEAK
    return Band.STRONG if firm else Band.MEDIUM


def score(words: float, direction: Direction, assertion: Assertion, section: Section, *, firm: bool) -> float:
    """The score, from 0 to 1."""
    told = 0.5 if direction is Direction.UNCLEAR else 1.0 if firm else 0.8
    return round(words * told * _ASSERTIONS[assertion] * SECTIONS[section], 4)
