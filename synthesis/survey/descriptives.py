"""Summaries of groups: what each group answered to every item, to every influence and to the whole measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from graph.survey import Group, GroupKind, Survey
from graph.survey_shown import shown_counts
from synthesis.incidence import Floats
from synthesis.survey.answers import EVERYBODY, Bools, Columns, Sheet, sheets
from synthesis.survey.contracts import Rated, Summary
from synthesis.survey.shown import Reasons, item_reasons, reasons, score_reasons
from synthesis.survey.words import steady

LEVEL = 0.95
SPREAD_FROM = 2
"""Times the smallest group: with fewer people, number, mean, spread and median of an item fix what they answered."""
MIXED = "its items have different scales, so no score is made of them"


@dataclass(frozen=True)
class Ends:
    """How many people chose the lowest and the highest answer to an item, as shares, 0 to 1."""

    instrument_id: str
    wave: str | None
    item_id: str
    respondents: int
    floor: float
    ceiling: float


def summaries(survey: Survey) -> list[Summary]:
    """One for each instrument, wave, thing rated and group, whether it may be shown or not."""
    settings = {site.site: site.setting_id for site in survey.sites}
    found = []
    for sheet in sheets(survey):
        for one in _of_sheet(sheet, survey.smallest_group):
            at_site = one.group.kind is GroupKind.SITE and one.group.name is not None
            setting = settings.get(one.group.name or "") if at_site else None
            found.append(replace(one, setting_id=setting, synthetic=survey.synthetic))
    return found


def ends(survey: Survey) -> list[Ends]:
    """Floor and ceiling of every item among everybody who answered it.

    Left out where the lowest, the highest or the other answers were given by 1 to smallest_group - 1 people.

    Source: more than 15 % at an end is read as a floor or ceiling effect by Terwee CB et al. Quality criteria were
    proposed for measurement properties of health status questionnaires. Journal of Clinical Epidemiology
    2007;60(1):34-42.
    """
    found = []
    for sheet in sheets(survey):
        for at, item in enumerate(sheet.items):
            values = sheet.values[:, at][np.isfinite(sheet.values[:, at])]
            low, high = int(np.sum(values == item.scale_low)), int(np.sum(values == item.scale_high))
            counts = (low, values.size - low - high, high)
            shown = item_reasons(sheet, at, survey.smallest_group)[EVERYBODY] is None
            if shown and shown_counts(counts, survey.smallest_group) is not None:
                share = (low / values.size, high / values.size)
                found.append(Ends(sheet.instrument.id, sheet.wave, item.item_id, values.size, *share))
    return found


def mean_interval(values: Floats, level: float = LEVEL) -> tuple[float, float]:
    """t interval of the mean of at least two values that are not all equal.

    Source: Student. The probable error of a mean. Biometrika 1908;6(1):1-25.
    """
    half = stats.t.ppf((1 + level) / 2, values.size - 1) * values.std(ddof=1) / np.sqrt(values.size)
    return float(values.mean() - half), float(values.mean() + half)


@dataclass(frozen=True)
class _Thing:
    """An item or a score: its values, the ends of its scale, who has none and why, and where it may be shown."""

    rated: Summary
    values: Floats
    scale: tuple[float, float]
    missing: Bools
    not_applicable: Bools
    why: Reasons


def _of_sheet(sheet: Sheet, smallest: int) -> Iterator[Summary]:
    start = Summary(sheet.instrument.id, Rated.ITEM, sheet.wave, EVERYBODY)
    for at, item in enumerate(sheet.items):
        rated = replace(start, item_node_id=sheet.instrument.item_node_id(item))
        apart = sheet.missing[:, at], sheet.not_applicable[:, at]
        why = item_reasons(sheet, at, smallest)
        thing = _Thing(rated, sheet.values[:, at], (item.scale_low, item.scale_high), *apart, why)
        yield from _of_groups(sheet, thing, smallest)
    for influence, columns in sheet.influences.items():
        rated = replace(start, rated=Rated.INFLUENCE, influence_id=influence)
        yield from _of_score(sheet, rated, columns, smallest)
    if sheet.measured:
        yield from _of_score(sheet, replace(start, rated=Rated.MEASURE), sheet.measured, smallest)


def _of_score(sheet: Sheet, rated: Summary, columns: Columns, smallest: int) -> Iterator[Summary]:
    scale = sheet.scale(columns)
    if scale is None:
        yield from (replace(rated, group=group, why_not=MIXED) for group in sheet.groups)
        return
    score = sheet.score(columns)
    never = np.asarray(sheet.not_applicable[:, np.array(columns)].all(axis=1))
    why = score_reasons(sheet, columns, score, smallest)
    yield from _of_groups(sheet, _Thing(rated, score, scale, ~np.isfinite(score) & ~never, never, why), smallest)


def _of_groups(sheet: Sheet, thing: _Thing, smallest: int) -> Iterator[Summary]:
    missing, not_applicable = (_counts(sheet, who, smallest) for who in (thing.missing, thing.not_applicable))
    for group, who in sheet.groups.items():
        if thing.why[group] is not None:
            yield replace(thing.rated, group=group, why_not=thing.why[group])
            continue
        of_group = replace(thing.rated, group=group, shown=True, missing=missing[group])
        values = thing.values[who & np.isfinite(thing.values)]
        of_group = replace(of_group, not_applicable=not_applicable[group])
        yield _described(of_group, values, thing.scale, spread=values.size >= SPREAD_FROM * smallest)


def _counts(sheet: Sheet, who: Bools, smallest: int) -> Mapping[Group, int | None]:
    """People of every group; null where fewer than smallest are told, or could be worked out from the others."""
    why = reasons(sheet, who, smallest)
    found = {group: int(np.sum(members & who)) for group, members in sheet.groups.items()}
    return {group: count if count == 0 or why[group] is None else None for group, count in found.items()}


def _described(rated: Summary, values: Floats, scale: tuple[float, float], *, spread: bool) -> Summary:
    """The numbers; no interval where all answers are equal, and none beyond the ends of the scale.

    Without `spread` only their number and mean: beside them, a spread would give away what few people answered.
    """
    known = replace(rated, respondents=values.size, mean=steady(float(values.mean())))
    if not spread:
        return known
    low, high = mean_interval(values) if np.ptp(values) > 0 else (None, None)
    return replace(
        known,
        sd=steady(float(values.std(ddof=1))),
        low=None if low is None else steady(max(low, scale[0])),
        high=None if high is None else steady(min(high, scale[1])),
        # A median may be one person's own score: to a tenth it is nobody's.
        median=round(float(np.median(values)), 1),
    )
