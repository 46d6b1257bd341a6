"""What the statistics of a survey give: summaries of groups, and figures with what they assume or why they are refused.

The fields are the columns of `Rating` and `SurveyFigure` in graph/schema.py, with the ids that their edges need.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from graph.survey import Group, rating_id, survey_figure_id


class Rated(StrEnum):
    """What a summary is of."""

    ITEM = "item"
    INFLUENCE = "influence"
    MEASURE = "measure"


class Analysis(StrEnum):
    """Which question a figure belongs to."""

    RELIABILITY = "reliability"
    VALIDITY = "validity"
    SITES = "sites"


@dataclass(frozen=True)
class Summary:
    """What one group answered to one item, to the items of one influence, or to the whole measure, in one wave.

    Numbers are null unless `shown`; `missing` and `not_applicable` also where they are 1 to smallest - 1 people.
    """

    instrument_id: str
    rated: Rated
    wave: str | None
    group: Group
    item_node_id: str | None = None
    """Where an item is rated; the other end of RATING_OF."""
    influence_id: str | None = None
    """Where an influence is rated; the other end of RATING_ON."""
    setting_id: str | None = None
    """Where the group is a site; the other end of RATED_AT."""
    respondents: int | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    median: float | None = None
    missing: int | None = None
    not_applicable: int | None = None
    shown: bool = False
    why_not: str | None = None
    synthetic: bool = False

    @property
    def id(self) -> str:
        """Rating.id."""
        return rating_id(self.instrument_id, self.item_node_id or self.influence_id, self.wave, self.group)


@dataclass(frozen=True)
class Figure:
    """One statistic with n, interval, what it assumes and a plain sentence; with `refused`, why there is no value."""

    instrument_id: str
    analysis: Analysis
    method: str
    about: str
    """The measure, an influence, an item or a pair of them, in words."""
    assumes: str
    sentence: str
    influence_id: str | None = None
    with_id: str | None = None
    """The other influence of a pair, or the name of the outside measure."""
    item_id: str | None = None
    wave: str | None = None
    group: Group = field(default_factory=Group)
    respondents: int | None = None
    """People it rests on; null where they are fewer than `Survey.smallest_group`."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_adj: float | None = None
    interval_kind: str | None = None
    refused: str | None = None
    seed: int | None = None
    synthetic: bool = False

    @property
    def id(self) -> str:
        """SurveyFigure.id."""
        about = " ".join(part or "-" for part in (self.influence_id, self.with_id, self.item_id))
        return survey_figure_id(self.instrument_id, self.method, about, self.wave, self.group)
