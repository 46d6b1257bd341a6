"""Literature beside practice: how often an influence is reported, beside how people at a site rate it.

The two are different things. A frequency of report says how many papers speak of an influence, never how much it
matters; a rating says how far people at one site see it in place. Where they part is where reading pays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import ParameterError
from synthesis.evidence import Evidence
from synthesis.selection import everything
from synthesis.survey.comparable import Comparable, comparable
from synthesis.survey.practice import Practice, SiteRating
from synthesis.survey.reported import Reported, percent, reported

SLIP = 1e-9
"""What floating point may miss of a threshold."""
NOT_IMPORTANCE = "A frequency of report says how many papers speak of an influence, never how much it matters."


class Reading(StrEnum):
    """Where literature and practice part."""

    OFTEN_LOW = "reported_often_rated_low"
    HIGH_SELDOM = "rated_high_seldom_reported"
    NEITHER = "neither"
    UNKNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds. `often`, `seldom`: shares of the papers read for it; `margin`: a share of the scale's range."""

    often: float = 0.4
    seldom: float = 0.2
    margin: float = 0.1

    def __post_init__(self) -> None:
        """Raises ParameterError unless 0 <= seldom < often <= 1 and 0 < margin <= 1."""
        for name, value in (("often", self.often), ("seldom", self.seldom), ("margin", self.margin)):
            if not 0 <= value <= 1:
                raise ParameterError("beside", name, value, "it is a share: use 0 to 1, such as 0.4.")
        if self.seldom >= self.often:
            raise ParameterError("beside", "seldom", self.seldom, f"it must be smaller than --often, {self.often:g}.")
        if self.margin == 0:
            raise ParameterError("beside", "margin", self.margin, "it must be more than 0.")

    @property
    def told(self) -> tuple[str, ...]:
        """The rule in words."""
        often, seldom, margin = (percent(value) for value in (self.often, self.seldom, self.margin))
        low = f"mean in the lowest third of the scale, or at least {margin} of its range below the other influences"
        high = f"not low, and mean in the highest third, or at least {margin} of the range above the others"
        return (
            f"Reported often: by at least {often} of the papers read for it; seldom: by at most {seldom}.",
            f"Rated low: {low} at the site. Rated high: {high}.",
        )


@dataclass(frozen=True, slots=True)
class Level:
    """How a mean lies: `low`, `high` or neither, and why, in words. `others`: mean of the other influences there."""

    low: bool
    high: bool
    why: str
    others: float | None


@dataclass(frozen=True, slots=True)
class Beside:
    """One influence at one site, on one form and in one wave. `rating` is null where nobody there was asked for it."""

    site: str
    influence_id: str
    name: str
    reading: Reading
    why: str
    literature: Reported
    there: Reported | None
    """In comparable settings; null where nothing can be compared, or no paper remains."""
    rating: SiteRating | None
    level: Level | None


@dataclass(frozen=True, slots=True)
class SiteBeside:
    """One site: its rows in the order of the measure, and what is comparable to it."""

    site: str
    comparable: Comparable
    rows: tuple[Beside, ...]


def beside(evidence: Evidence, seen: Practice, sites: Sequence[str], rule: Rule) -> Iterator[SiteBeside]:
    """Every influence of the measure at each of these sites."""
    literature, names = reported(everything(evidence)), names_of(evidence)
    for site in sites:
        alike = comparable(evidence, site)
        there = reported(alike.selection) if alike.selection is not None else {}
        mine = [one for one in seen.ratings if one.setting_id == site]
        rows = []
        for id_ in (id_ for id_ in seen.influences if id_ in literature):
            ratings: list[SiteRating | None] = [one for one in mine if one.influence_id == id_]
            for rating in ratings or [None]:
                level = None if rating is None else level_of(rating, mine, rule)
                reading, why = _reading(literature[id_], rating, level, rule)
                rows.append(Beside(site, id_, names[id_], reading, why, literature[id_], there.get(id_), rating, level))
        yield SiteBeside(site, alike, tuple(rows))


def level_of(rating: SiteRating, at_site: Sequence[SiteRating], rule: Rule) -> Level | None:
    """How a shown mean lies on its scale and among the other influences of the same form and wave; else null."""
    if rating.mean is None or rating.scale is None:
        return None
    mean, scale = rating.mean, rating.scale
    others = [
        one.mean
        for one in at_site
        if (one.instrument_id, one.wave) == (rating.instrument_id, rating.wave)
        and one.influence_id != rating.influence_id
        and one.scale == scale
        and one.mean is not None
    ]
    among = sum(others) / len(others) if others else None
    third = scale.range / 3
    apart = None if among is None else mean - among
    step = rule.margin * scale.range - SLIP
    why = []
    if mean <= scale.low + third + SLIP:
        why.append("in the lowest third of the scale")
    if apart is not None and apart <= -step:
        why.append(f"{-apart:.2f} below the mean of the other influences here ({among:.2f})")
    if why:
        return Level(True, False, " and ".join(why), among)
    if mean >= scale.high - third - SLIP:
        why.append("in the highest third of the scale")
    if apart is not None and apart >= step:
        why.append(f"{apart:.2f} above the mean of the other influences here ({among:.2f})")
    return Level(False, bool(why), " and ".join(why) or "neither low nor high", among)


def _reading(literature: Reported, rating: SiteRating | None, level: Level | None, rule: Rule) -> tuple[Reading, str]:
    """Where the two part, and why; or what is missing to say it."""
    if rating is None:
        return Reading.UNKNOWN, "nobody at the site was asked for it"
    if not rating.shown:
        return Reading.UNKNOWN, f"the rating is not shown: {rating.why_not or 'no reason is recorded'}"
    if level is None:
        return Reading.UNKNOWN, "its items have different scales, so that low and high mean nothing"
    if literature.share is None:
        return Reading.UNKNOWN, "no paper was read for it, so that often and seldom are not known"
    said = f"rated {_mean(rating)}: {level.why}"
    if level.low and literature.share >= rule.often:
        return Reading.OFTEN_LOW, f"{_papers(literature)} report it; {said}"
    if level.high and literature.share <= rule.seldom:
        return Reading.HIGH_SELDOM, f"{said}; {_papers(literature)} report it"
    return Reading.NEITHER, said


def _mean(rating: SiteRating) -> str:
    scale = rating.scale
    ends = "" if scale is None else f" on {scale.low:g} to {scale.high:g}"
    return f"{rating.mean:.2f}{ends}"


def _papers(literature: Reported) -> str:
    return f"{literature.reporting:,} of {literature.of:,} papers"


def others_of(seen: Practice, rating: SiteRating) -> tuple[tuple[float, ...], int]:
    """Shown means of the same influence, form and wave at the other sites, lowest first; and how many are not shown."""
    same = [
        one
        for one in seen.ratings
        if (one.instrument_id, one.wave, one.influence_id) == (rating.instrument_id, rating.wave, rating.influence_id)
        and one.setting_id != rating.setting_id
    ]
    means = sorted(one.mean for one in same if one.mean is not None)
    return tuple(means), len(same) - len(means)


def names_of(evidence: Evidence) -> Mapping[str, str]:
    """Influence.id -> preferred name."""
    ids, names = (evidence.influences.column(name).to_pylist() for name in ("id", "name"))
    return dict(zip(ids, names, strict=True))
