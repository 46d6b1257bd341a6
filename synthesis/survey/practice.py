"""What a graph says of practice: sites, forms of a measure, their items, and how groups at sites rated influences.

Read from the tables of a graph, so it holds summaries of groups and nothing else (docs/decisions/0018-survey.md). What
is not shown there stays unknown here, with the reason.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from graph.errors import NotFound
from graph.ids import fold
from graph.survey import GroupKind, ItemStatus
from graph.tables import GraphTables
from synthesis.survey.contracts import Rated

LABELS = ("Instrument", "Item", "Rating", "HAS_ITEM", "MEASURES", "RATING_BY", "RATING_OF", "RATING_ON", "RATED_AT")
"""The parts of a graph that this is read from, besides Setting and Influence."""
SITE = "site"


@dataclass(frozen=True, slots=True)
class Form:
    """One version of one form of a measure; `form` is null when there is one for all."""

    id: str
    name: str
    version: str
    form: str | None
    synthetic: bool
    influences: tuple[str, ...]
    """What its kept items measure, in the order of the items."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of a scale, as answered."""

    low: float
    high: float

    @property
    def range(self) -> float:
        """How far the ends are apart."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Wording:
    """One kept item of one form, in the languages that it is worded in; the first of the file when none is named."""

    instrument_id: str
    influence_id: str
    reverse: bool
    by_language: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SiteRating:
    """How the people of one site rated one influence, on one form and in one wave. Numbers are null unless `shown`."""

    instrument_id: str
    wave: str | None
    setting_id: str
    influence_id: str
    respondents: int | None
    mean: float | None
    low: float | None
    high: float | None
    shown: bool
    why_not: str | None
    scale: Scale | None
    """The scale of the items, null where they differ."""
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Practice:
    """Every rating of an influence at a site. `settings`: rows of Setting by id."""

    settings: Mapping[str, Mapping[str, object]]
    forms: Mapping[str, Form]
    wordings: Sequence[Wording]
    ratings: Sequence[SiteRating]
    codes: Mapping[str, str]
    """Setting.id -> what the tables of ratings call the site."""

    @property
    def sites(self) -> tuple[str, ...]:
        """Ids of the sites: settings of that kind, and all that were rated at."""
        rated = {one.setting_id for one in self.ratings}
        return tuple(id_ for id_, row in sorted(self.settings.items()) if row["kind"] == SITE or id_ in rated)

    @property
    def synthetic(self) -> bool:
        """Whether any form says that its ratings are made up."""
        return any(form.synthetic for form in self.forms.values()) or any(one.synthetic for one in self.ratings)

    @property
    def influences(self) -> tuple[str, ...]:
        """What the measure holds: influences of forms that somebody rated, else of every form, in the order of items.

        A form that was only planned does not add to one that was used.
        """
        used = {one.instrument_id for one in self.ratings}
        forms = [form for form in self.forms.values() if form.id in used] or list(self.forms.values())
        rated = (one.influence_id for one in self.ratings)
        return tuple(dict.fromkeys([*(id_ for form in forms for id_ in form.influences), *rated]))

    def name(self, setting_id: str) -> str:
        """The name of a setting as the review spells it."""
        return str(self.settings[setting_id]["name"] or setting_id)

    def site(self, word: str) -> str:
        """The id of a site from its id, its name or its code in the ratings. Raises NotFound with near misses."""
        wanted = fold(word)
        for id_ in self.sites:
            if wanted in {fold(id_), fold(self.name(id_)), fold(self.codes.get(id_, id_)), id_.rpartition("/")[2]}:
                return id_
        names = {fold(self.name(id_)): self.name(id_) for id_ in self.sites}
        near = get_close_matches(wanted, names, n=3, cutoff=0.3)
        raise NotFound("Setting", word, [names[one] for one in near])


def practice(tables: GraphTables) -> Practice:
    """What the tables of a graph say of practice; they hold Setting and `LABELS`."""
    forms, wordings, scales = _measures(tables)
    at, groups = _ends(tables, "RATED_AT"), tables.node("Rating")
    called = zip(*(groups.column(name).to_pylist() for name in ("id", "group_name")), strict=True)
    return Practice(
        {row["id"]: row for row in tables.node("Setting").to_pylist()},
        forms,
        wordings,
        tuple(_ratings(tables, scales)),
        {at[id_]: name for id_, name in called if id_ in at},
    )


def _measures(
    tables: GraphTables,
) -> tuple[dict[str, Form], tuple[Wording, ...], dict[tuple[str, str], Scale | None]]:
    """Forms, their kept items, and the scale of each influence in each form, null where its items differ."""
    items = {row["id"]: row for row in tables.node("Item").to_pylist()}
    measures = _ends(tables, "MEASURES")
    held: dict[str, list[str]] = defaultdict(list)
    for row in tables.edge("HAS_ITEM").to_pylist():
        if items[row["end_id"]]["status"] == ItemStatus.KEPT and row["end_id"] in measures:
            held[row["start_id"]].append(row["end_id"])
    forms, wordings, scales = {}, [], dict[tuple[str, str], Scale | None]()
    for row in sorted(tables.node("Instrument").to_pylist(), key=lambda row: str(row["id"])):
        mine = sorted(held[row["id"]], key=lambda id_: (items[id_]["position"], id_))
        influences = tuple(dict.fromkeys(measures[id_] for id_ in mine))
        forms[row["id"]] = Form(row["id"], row["name"], row["version"], row["form"], bool(row["synthetic"]), influences)
        for id_ in mine:
            item, of = items[id_], (row["id"], measures[id_])
            wordings.append(Wording(*of, bool(item["reverse"]), _by_language(item)))
            scale = Scale(item["scale_low"], item["scale_high"]) if item["scale_low"] is not None else None
            scales[of] = scale if scales.setdefault(of, scale) == scale else None
    return forms, tuple(wordings), scales


def _by_language(item: Mapping[str, str | None]) -> dict[str, str]:
    said = json.loads(item["wording"] or "{}")
    return {str(tag): str(words) for tag, words in said.items() if words}


def _ends(tables: GraphTables, type_: str) -> dict[str, str]:
    edges = tables.edge(type_)
    return dict(zip(edges.column("start_id").to_pylist(), edges.column("end_id").to_pylist(), strict=True))


def _ratings(tables: GraphTables, scales: Mapping[tuple[str, str], Scale | None]) -> list[SiteRating]:
    by, on, at = (_ends(tables, type_) for type_ in ("RATING_BY", "RATING_ON", "RATED_AT"))
    found = []
    for row in tables.node("Rating").to_pylist():
        if row["rated"] != Rated.INFLUENCE or row["group_kind"] != GroupKind.SITE or row["id"] not in at:
            continue
        shown = bool(row["shown"])
        number = {name: row[name] if shown else None for name in ("respondents", "mean", "low", "high")}
        instrument, influence = by[row["id"]], on[row["id"]]
        found.append(
            SiteRating(
                instrument_id=instrument,
                wave=row["wave"],
                setting_id=at[row["id"]],
                influence_id=influence,
                respondents=number["respondents"],
                mean=number["mean"],
                low=number["low"],
                high=number["high"],
                shown=shown and row["mean"] is not None,
                why_not=row["why_not"],
                scale=scales.get((instrument, influence)),
                synthetic=bool(row["synthetic"]),
            )
        )
    return sorted(found, key=lambda one: (one.instrument_id, one.wave or "", one.setting_id, one.influence_id))
