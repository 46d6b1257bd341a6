"""A survey as it crosses rooms: the measure, its items, the ratings of people, and what is said of them.

`Survey` holds what single people answered. It never enters the graph, an answer of the API, a report or a release:
only summaries of groups and statistics do (`Rating` and `SurveyFigure` of graph/schema.py), and of no group smaller
than `Survey.smallest_group` (docs/decisions/0018-survey.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import pyarrow as pa

from graph.ids import digest, slug

SMALLEST_GROUP = 5
"""People of a group whose summary may be shown, unless review.toml asks for more."""
SYNTHETIC = "SYNTHETIC: these ratings are made up; no person gave them."
"""Stands in every output of a survey that review.toml calls synthetic."""


class ItemStatus(StrEnum):
    """Whether an item belongs to this version of the measure."""

    KEPT = "kept"
    DROPPED = "dropped"


class RatingState(StrEnum):
    """What a cell of a table of ratings says. `left_out` was refused on reading: off the scale, or said twice."""

    ANSWERED = "answered"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    LEFT_OUT = "left_out"


class GroupKind(StrEnum):
    """What a group of respondents has in common."""

    ALL = "all"
    SITE = "site"
    ROLE = "role"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Item:
    """One item of one form. `wording` and the words of `anchors` are by BCP 47 tag; `anchors`: tag -> answer -> words.

    `influence_id` is null where the instrument names none that the codebook knows: such an item is described, but
    enters no score. The scale ends are answers as given, before a reversed item is turned.
    """

    item_id: str
    influence_id: str | None
    position: int
    scale_low: float
    scale_high: float
    reverse: bool = False
    status: ItemStatus = ItemStatus.KEPT
    reason: str | None = None
    wording: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Instrument:
    """One version of one form of a measure, with every item of it in order, the dropped ones too.

    `synthetic`: review.toml says that the ratings of it are made up.
    """

    name: str
    version: str
    form: str | None
    items: tuple[Item, ...]
    synthetic: bool = False

    @cached_property
    def id(self) -> str:
        """`instrument:name/version/form`."""
        return f"instrument:{slug(self.name)}/{slug(self.version)}/{slug(self.form or 'all')}"

    @cached_property
    def kept(self) -> tuple[Item, ...]:
        """The items that people answer."""
        return tuple(item for item in self.items if item.status is ItemStatus.KEPT)

    def item_node_id(self, item: Item) -> str:
        """`item:name/version/form/item_id`."""
        return f"item:{self.id.removeprefix('instrument:')}/{slug(item.item_id)}"


@dataclass(frozen=True)
class Site:
    """A place where people were asked; `setting_id` is its Setting. `language`: what its brief is written in."""

    site: str
    setting_id: str
    name: str
    country: str | None = None
    income_group: str | None = None
    level_of_care: str | None = None
    sector: str | None = None
    language: str | None = None


class Expected(StrEnum):
    """What a hypothesis expects of a correlation."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEAR_ZERO = "near_zero"


@dataclass(frozen=True)
class Hypothesis:
    """What was expected, before anybody looked, of the scores of one influence (null: the whole measure) and `measure`.

    `at_least`: how large the correlation must be without its sign, or, for `near_zero`, must stay below.
    """

    measure: str
    expected: Expected
    at_least: float
    influence_id: str | None = None
    reason: str | None = None


RATINGS = pa.schema(
    [
        pa.field("instrument_id", pa.string(), nullable=False),
        pa.field("respondent", pa.string(), nullable=False),
        pa.field("site", pa.string()),
        pa.field("role", pa.string()),
        pa.field("wave", pa.string()),
        pa.field("language", pa.string()),
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("state", pa.string(), nullable=False),
    ]
)
"""One row a person, wave and kept item of the person's form, whether answered or not. `value`: the answer, turned
where the item is reversed (low + high - answer), null unless `state` is answered. `site`: `Site.site`."""

OUTSIDE = pa.schema(
    [
        pa.field("respondent", pa.string(), nullable=False),
        pa.field("wave", pa.string()),
        pa.field("measure", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
    ]
)
"""Scores of the same people on other measures, one row a person, wave and measure."""


def no_ratings() -> pa.Table:
    """An empty table of ratings."""
    return RATINGS.empty_table()


def no_outside() -> pa.Table:
    """An empty table of other measures."""
    return OUTSIDE.empty_table()


@dataclass(frozen=True)
class Survey:
    """Everything that a folder's survey says. `names`: influence id -> preferred name, for sentences."""

    instruments: tuple[Instrument, ...] = ()
    sites: tuple[Site, ...] = ()
    ratings: pa.Table = field(default_factory=no_ratings)
    outside: pa.Table = field(default_factory=no_outside)
    hypotheses: tuple[Hypothesis, ...] = ()
    smallest_group: int = SMALLEST_GROUP
    synthetic: bool = False
    seed: int = 1
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """People who have one thing in common: all of them, a site, a role or a language; `name` is null for all."""

    kind: GroupKind = GroupKind.ALL
    name: str | None = None

    def __str__(self) -> str:
        return "everybody" if self.name is None else f"{self.kind.value} {self.name}"


def rating_id(instrument_id: str, rated: str | None, wave: str | None, group: Group) -> str:
    """`r:` over what was rated (an item's node id, an influence id, null for the whole measure), wave and group."""
    return f"r:{digest([instrument_id, rated, wave, group.kind.value, group.name])}"


def survey_figure_id(instrument_id: str, method: str, about: str, wave: str | None, group: Group) -> str:
    """`sf:` over method, what it is about, wave and group."""
    return f"sf:{digest([instrument_id, method, about, wave, group.kind.value, group.name])}"
