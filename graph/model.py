"""The closed vocabularies: every word that decides a count. Source: docs/model.md."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """The role a source gives an influence, as reported; `absent` = looked for and not found."""

    FACILITATOR = "facilitator"
    BARRIER = "barrier"
    MIXED = "mixed"
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"
    ABSENT = "absent"


class Assertion(StrEnum):
    """What kind of sentence a finding rests on; only some kinds count (`COUNTED_ASSERTIONS`)."""

    FINDING = "finding"
    PARTICIPANT_QUOTE = "participant_quote"
    RECOMMENDATION = "recommendation"
    HYPOTHETICAL = "hypothetical"
    QUESTION = "question"
    METHOD = "method"
    BACKGROUND = "background"


class PaperStatus(StrEnum):
    """Where a paper stands in the review; only `included` papers count."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    CANDIDATE = "candidate"
    ELIGIBLE_NOT_REPORTED = "eligible_not_reported"


class PassageKind(StrEnum):
    """`cell`: verbatim from a table; `text`: verbatim from a document; `note`: a paraphrase, never a quote."""

    CELL = "cell"
    TEXT = "text"
    NOTE = "note"


class InfluenceStatus(StrEnum):
    """`draft` influences come from free phrasings and were never looked for systematically."""

    ACTIVE = "active"
    DRAFT = "draft"
    RETIRED = "retired"


class Unit(StrEnum):
    """What one count counts."""

    PAPER = "paper"
    STUDY = "study"
    FINDING = "finding"
    PASSAGE = "passage"
    SETTING = "setting"


class PaperWithBoth(StrEnum):
    """The state of a paper that holds facilitator and barrier findings on one influence."""

    MIXED = "mixed"
    FACILITATOR = "facilitator"
    BARRIER = "barrier"
    UNCLEAR = "unclear"


class Recommendations(StrEnum):
    """Whether recommendations enter the counts or are only stored."""

    STORED = "stored"
    COUNTED = "counted"


class CuratorRole(StrEnum):
    """What somebody may do: all read, coders decide, adjudicators also settle conflicts and change the codebook."""

    CODER = "coder"
    ADJUDICATOR = "adjudicator"
    READER = "reader"


class MappingKind(StrEnum):
    """How an influence fits a construct of a framework, read from the influence: `narrower` is a part of the construct.

    Source: the SKOS mapping relations, with `partial` for an overlap and `none` for "looked, and nothing fits".
    """

    EXACT = "exact"
    CLOSE = "close"
    NARROWER = "narrower"
    BROADER = "broader"
    PARTIAL = "partial"
    NONE = "none"


class SourceKind(StrEnum):
    """Where records come from: bibliographic databases, and the other ways of a search (PRISMA's second column)."""

    DATABASE = "database"
    JOURNAL = "journal"
    CONFERENCE = "conference"
    WEBSITE = "website"
    EXPERT = "expert"
    CITATION_TRACKING = "citation_tracking"


class ScreeningStage(StrEnum):
    """What was read when a decision was made."""

    TITLE_ABSTRACT = "title_abstract"
    FULL_TEXT = "full_text"


class FlowBox(StrEnum):
    """The boxes of a PRISMA 2020 flow, from top to bottom, with those that a review at work has as well."""

    IDENTIFIED = "identified"
    DUPLICATES = "duplicates"
    PAPERS = "papers"
    NOT_SCREENED = "not_screened"
    SCREENED = "screened"
    EXCLUDED = "excluded"
    UNDECIDED = "undecided"
    SOUGHT = "sought"
    NOT_RETRIEVED = "not_retrieved"
    NOT_ASSESSED = "not_assessed"
    ASSESSED = "assessed"
    EXCLUDED_FULL_TEXT = "excluded_full_text"
    UNDECIDED_FULL_TEXT = "undecided_full_text"
    INCLUDED = "included"
    PREVIOUS = "previous"
    WITHOUT_RECORD = "without_record"
    ALL_INCLUDED = "all_included"


COUNTED_ASSERTIONS = frozenset({Assertion.FINDING, Assertion.PARTICIPANT_QUOTE})


def is_counted(assertion: Assertion, status: PaperStatus, recommendations: Recommendations) -> bool:
    """Whether a finding enters numerators: a counted assertion on an included paper.

    `absent` findings may be counted in this sense too; queries keep them in a column of their own.
    """
    if status is not PaperStatus.INCLUDED:
        return False
    if assertion is Assertion.RECOMMENDATION:
        return recommendations is Recommendations.COUNTED
    return assertion in COUNTED_ASSERTIONS
