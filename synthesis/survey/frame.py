"""What the figures of one form in one wave have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graph.survey import Group, GroupKind, Survey
from synthesis.incidence import Floats
from synthesis.survey.answers import EVERYBODY, Bools, Columns, Sheet
from synthesis.survey.contracts import Analysis, Figure
from synthesis.survey.resample import generator
from synthesis.survey.shown import Reasons, reasons, score_reasons
from synthesis.survey.words import Interval, name_of

LEAST_FOR_LOADINGS = 30
"""People below which no loadings are estimated, nor ratios of correlations."""
LEAST_FOR_ITEM = 5
"""People for each item below which no loadings are estimated."""
ENOUGH = 100
"""People from which on loadings are told without a mark (COSMIN's `adequate` sample: Mokkink et al. 2018)."""
FEW = f"Fewer than {ENOUGH} people: read the interval, not the value."


@dataclass(frozen=True)
class Frame:
    """A survey and one sheet of it; makes figures that know where they belong."""

    survey: Survey
    sheet: Sheet
    analysis: Analysis

    def figure(self, method: str, about: str, assumes: str, group: Group = EVERYBODY) -> Figure:
        """A figure that is yet to be filled."""
        return Figure(
            *(self.sheet.instrument.id, self.analysis, method, about, assumes, ""),
            wave=self.sheet.wave,
            group=group,
            synthetic=self.survey.synthetic,
        )

    def name(self, influence_id: str | None) -> str:
        """Of an influence, in words; null is the whole measure."""
        return "the whole measure" if influence_id is None else name_of(self.survey.names, influence_id)

    def random(self, figure: Figure) -> np.random.Generator:
        """Random numbers of this figure alone."""
        return generator(self.survey.seed, figure.id)

    def why_not(self, who: Bools) -> Reasons:
        """Of every group, why those of `who` in it may not be shown; null where they may."""
        return reasons(self.sheet, who, self.survey.smallest_group)

    @cached_property
    def scores(self) -> dict[str | None, Score]:
        """Scores of every influence, and under null of the whole measure; those of mixed scales are left out."""
        wanted = [*self.sheet.influences.items(), (None, self.sheet.measured)]
        return {
            influence: Score(columns, score := self.sheet.score(columns), self._why(columns, score))
            for influence, columns in wanted
            if columns and self.sheet.scale(columns) is not None
        }

    def _why(self, columns: Columns, score: Floats) -> Reasons:
        return score_reasons(self.sheet, columns, score, self.survey.smallest_group)

    def languages(self) -> list[Group]:
        """Everybody, then each language where there are several."""
        found = [group for group in self.sheet.groups if group.kind is GroupKind.LANGUAGE]
        return [EVERYBODY, *(found if len(found) > 1 else [])]


@dataclass(frozen=True)
class Score:
    """The columns of a score, every person's score (NaN without one), and which groups may be shown."""

    columns: Columns
    values: Floats
    why: Reasons

    @property
    def has(self) -> Bools:
        """Who has the score."""
        return np.isfinite(self.values)


def filled(
    figure: Figure, value: float, people: int, sentence: str, made: tuple[Interval | None, str] = (None, "")
) -> Figure:
    """The figure with its value; `made`: its interval and how that was made."""
    interval, kind = made
    low, high = interval or (None, None)
    kind_or_none = kind if interval is not None else None
    return replace(
        figure, value=value, respondents=people, sentence=sentence, low=low, high=high, interval_kind=kind_or_none
    )


def refused(figure: Figure, why: str, people: int | None = None) -> Figure:
    """The figure without a value; `people` only where they may be told."""
    return replace(figure, refused=why, respondents=people, sentence=f"{figure.about}: not computed, {why}.")


def too_few_for_loadings(people: int, items: int) -> str | None:
    """Why no loadings are estimated of so many people, or null.

    Source: the counts are those of Mokkink LB et al. COSMIN Risk of Bias checklist for systematic reviews of
    patient-reported outcome measures. Quality of Life Research 2018;27(5):1171-1179 (at least 5 people an item, and 100
    for an adequate sample); 30 as the floor is ours.
    """
    least = max(LEAST_FOR_LOADINGS, LEAST_FOR_ITEM * items)
    return None if people >= least else f"{people} people are too few; {items} items need at least {least}"
