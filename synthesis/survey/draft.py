"""Which influences to carry forward into a measure: a stated rule over the literature, with the margin of each.

Nothing is chosen by importance, which no count tells. The rule asks how often an influence is reported, how firm its
rank is, whether papers say which way it works, and in how many countries and income groups it was met; a part that the
review knows nothing of is not judged, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from graph.errors import ParameterError
from graph.model import InfluenceStatus, Unit
from graph.progress import Progress, silent
from synthesis.direction_table import DirectionRow, direction_table
from synthesis.frequency_table import FrequencyRow, FrequencyTable, frequency_table
from synthesis.selection import Selection
from synthesis.stability import SAMPLES, SEED
from synthesis.survey.met import Met, met_in
from synthesis.survey.reported import many, percent

PLACES = ("country", "income_group")
SLIP = 1e-9
"""What floating point may miss of a whole number."""


@dataclass(frozen=True, slots=True)
class DraftRule:
    """The thresholds. An influence is carried forward when it passes every part that the review can judge."""

    least_share: float = 0.25
    """Share of the papers read for it that report it."""
    least_papers: int = 2
    worst_rank: int = 10
    """Upper end of the 95 % bootstrap interval of its rank."""
    least_directed: int = 1
    """Papers that say whether it helps, hinders or does both."""
    least_countries: int = 2
    least_income_groups: int = 1

    def __post_init__(self) -> None:
        """Raises ParameterError for a share outside 0 to 1, or a negative number."""
        if not 0 <= self.least_share <= 1:
            raise ParameterError("draft", "least_share", self.least_share, "it is a share: use 0 to 1, such as 0.25.")
        for name in ("least_papers", "least_directed", "least_countries", "least_income_groups"):
            if getattr(self, name) < 0:
                raise ParameterError("draft", name, getattr(self, name), "it cannot be negative; 0 asks for nothing.")
        if self.worst_rank < 1:
            raise ParameterError("draft", "worst_rank", self.worst_rank, "the best rank is 1.")

    @property
    def told(self) -> str:
        """The rule in words."""
        return (
            f"Carried forward: reported by at least {percent(self.least_share)} of the papers read for it, and by at "
            f"least {many(self.least_papers, 'paper')}; rank {self.worst_rank} or better in 95 % of the draws; its "
            f"direction said by at least {many(self.least_directed, 'paper')}; met in at least "
            f"{many(self.least_countries, 'country', 'countries')} and in at least "
            f"{many(self.least_income_groups, 'income group')}."
        )


@dataclass(frozen=True, slots=True)
class Proposed:
    """One influence. `carried` is null where its share is not known; `places` are null where the review names none."""

    influence_id: str
    name: str
    carried: bool | None
    papers: int
    reporting: int | None
    of: int | None
    share: float | None
    share_low: float | None
    share_high: float | None
    rank: int
    rank_low: int
    rank_high: int
    facilitator: int
    barrier: int
    mixed: int
    no_direction: int
    countries: int | None
    income_groups: int | None
    fails: tuple[str, ...]
    margin: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The influences of the codebook, most often reported first, and what the rule could not judge."""

    rule: DraftRule
    rows: tuple[Proposed, ...]
    not_judged: tuple[str, ...]
    filter: str
    papers: int
    samples: int
    seed: int


def draft(
    selection: Selection,
    rule: DraftRule,
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    progress: Progress = silent,
) -> Draft:
    """Apply the rule to the active influences. Raises NothingToCount without influences or papers."""
    active = InfluenceStatus.ACTIVE.value
    table = frequency_table(selection, Unit.PAPER, status=active, samples=samples, seed=seed, progress=progress)
    ways = {row.influence_id: row for row in direction_table(selection, Unit.PAPER, status=active).rows}
    met = {name: met_in(selection, name) for name in PLACES}
    rows = tuple(_proposed(row, ways[row.influence_id], met, rule) for row in table.rows)
    return Draft(rule, rows, tuple(_not_judged(table, met, rule)), table.filter, table.papers, samples, seed)


def _not_judged(table: FrequencyTable, met: Mapping[str, Mapping[str, Met] | None], rule: DraftRule) -> Iterator[str]:
    unknown = sum(row.share is None for row in table.rows)
    if unknown:
        waiting = "it waits" if unknown == 1 else "they wait"
        yield f"The share of {many(unknown, 'influence')} is not known, because no paper was read for it: {waiting}."
    for name, (least, one, more) in _least(rule).items():
        if met[name] is None and least:
            yield f"No setting of these papers names its {one}: {more} were not judged."


def _proposed(
    row: FrequencyRow, ways: DirectionRow, met: Mapping[str, Mapping[str, Met] | None], rule: DraftRule
) -> Proposed:
    directed = ways.facilitator + ways.barrier + ways.mixed
    places = {name: None if counts is None else counts[row.influence_id] for name, counts in met.items()}
    fails = tuple(_fails(row, directed, places, rule))
    return Proposed(
        influence_id=row.influence_id,
        name=row.name,
        carried=None if row.share is None else not fails,
        papers=row.count,
        reporting=row.reporting,
        of=row.of,
        share=row.share,
        share_low=row.share_low,
        share_high=row.share_high,
        rank=row.rank,
        rank_low=row.rank_low,
        rank_high=row.rank_high,
        facilitator=ways.facilitator,
        barrier=ways.barrier,
        mixed=ways.mixed,
        no_direction=ways.neutral + ways.unclear,
        countries=_number(places["country"]),
        income_groups=_number(places["income_group"]),
        fails=fails,
        margin="; ".join((_margin(row, fails, rule), *_waiting(places, rule))),
    )


def _fails(row: FrequencyRow, directed: int, places: Mapping[str, Met | None], rule: DraftRule) -> Iterator[str]:
    """What it lacks, each part with its threshold."""
    if row.share is not None and row.share < rule.least_share:
        yield f"reported by {row.reporting} of {row.of} papers, less than {percent(rule.least_share)}"
    if row.count < rule.least_papers:
        yield f"reported by {many(row.count, 'paper')}, fewer than {rule.least_papers}"
    if row.rank_high > rule.worst_rank:
        yield f"its rank may be {row.rank_high}, worse than {rule.worst_rank}"
    if directed < rule.least_directed:
        yield f"its direction is said by {many(directed, 'paper')}, fewer than {rule.least_directed}"
    for name, (least, one, more) in _least(rule).items():
        known = places[name]
        if known is not None and known.places + known.unknown < least:
            yield f"met in {many(known.places, one, more)}, fewer than {least}"


def _least(rule: DraftRule) -> Mapping[str, tuple[int, str, str]]:
    """The threshold of each part on places, and what its places are called."""
    return {
        "country": (rule.least_countries, "country", "countries"),
        "income_group": (rule.least_income_groups, "income group", "income groups"),
    }


def _waiting(places: Mapping[str, Met | None], rule: DraftRule) -> Iterator[str]:
    """Parts that papers of unknown places leave open: they may lie in another country, or in the same."""
    for name, (least, one, more) in _least(rule).items():
        known = places[name]
        if known is not None and known.places < least <= known.places + known.unknown:
            yield (
                f"met in {many(known.places, 'known ' + one, 'known ' + more)}, and the {one} of "
                f"{many(known.unknown, 'paper')} is not known: this part was not judged"
            )


def _number(met: Met | None) -> int | None:
    return None if met is None else met.places


def _margin(row: FrequencyRow, fails: Sequence[str], rule: DraftRule) -> str:
    """How far it is from falling out, or from coming in."""
    ranks = f"rank {row.rank_low} to {row.rank_high}"
    if row.share is None or row.of is None or row.reporting is None:
        return f"share not known: no paper was read for it; {ranks}"
    papers = many(row.reporting, "paper")
    if not fails:
        spare = min(row.reporting - ceil(rule.least_share * row.of - SLIP), row.count - rule.least_papers) + 1
        fewer = "1 paper fewer reports it" if spare == 1 else f"{spare} papers fewer report it"
        out = int(row.share * 100 + SLIP) + 1
        above = "" if out > 100 else f", or with --least-share {out / 100:.2f}"
        return f"carried by {papers}; would fall out when {fewer}{above}; {ranks}"
    if row.share < rule.least_share and len(fails) == 1:
        return f"{papers}; would come in with --least-share {int(row.share * 100 + SLIP) / 100:.2f}; {ranks}"
    return f"{papers}; {ranks}"
