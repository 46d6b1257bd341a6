"""The answers to one form at one time as arrays, with who belongs to which group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.survey import Group, GroupKind, Instrument, Item, RatingState, Survey
from synthesis.incidence import Floats

Bools = NDArray[np.bool_]
Columns = tuple[int, ...]
EVERYBODY = Group()
HALF = "mean of a person's answered items, where at least half of them were answered"
"""How the score of an influence, or of the whole measure, is made."""


@dataclass(frozen=True)
class Sheet:
    """Answers to one instrument in one wave: people x kept items; people in the order of their pseudonyms."""

    instrument: Instrument
    wave: str | None
    people: tuple[str, ...]
    items: tuple[Item, ...]
    values: Floats
    """NaN where there is no answer; reversed items are turned."""
    missing: Bools
    not_applicable: Bools
    groups: Mapping[Group, Bools]
    """Who belongs to the group: everybody first, then sites, roles and languages by name."""

    @property
    def influences(self) -> dict[str, Columns]:
        """The columns of each influence, in the order of the form."""
        found: dict[str, list[int]] = {}
        for at, item in enumerate(self.items):
            if item.influence_id is not None:
                found.setdefault(item.influence_id, []).append(at)
        return {influence: tuple(columns) for influence, columns in found.items()}

    @property
    def measured(self) -> Columns:
        """The columns of the whole measure: items that measure an influence."""
        return tuple(at for at, item in enumerate(self.items) if item.influence_id is not None)

    def scale(self, columns: Columns) -> tuple[float, float] | None:
        """Ends of the scale that these items have in common; null when they differ, so that no score is made."""
        ends = {(self.items[at].scale_low, self.items[at].scale_high) for at in columns}
        return ends.pop() if len(ends) == 1 else None

    def score(self, columns: Columns) -> Floats:
        """Score of every person (`HALF`); NaN where fewer were answered. The items must have one scale."""
        answers = self.values[:, np.array(columns)]
        answered = np.isfinite(answers).sum(axis=1)
        enough = (answered > 0) & (2 * answered >= len(columns))
        return np.where(enough, np.nansum(answers, axis=1) / np.maximum(answered, 1), np.nan)

    def complete(self, columns: Columns) -> Bools:
        """Who answered every one of these items."""
        return np.asarray(np.isfinite(self.values[:, np.array(columns)]).all(axis=1))

    def answers(self, who: Bools, columns: Columns) -> Floats:
        """Their answers, people x these items."""
        return np.asarray(self.values[np.ix_(who, np.array(columns))])

    def named(self, who: Bools) -> frozenset[str]:
        """Pseudonyms of these people."""
        return frozenset(person for person, is_in in zip(self.people, who, strict=True) if is_in)


def sheets(survey: Survey) -> list[Sheet]:
    """Every form in every wave that somebody was asked in; forms in the order of the survey, waves by name."""
    instruments = {instrument.id: instrument for instrument in survey.instruments}
    rows: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for row in survey.ratings.to_pylist():
        rows.setdefault((row["instrument_id"], row["wave"]), []).append(row)
    order = {id_: at for at, id_ in enumerate(instruments)}
    known = sorted((key for key in rows if key[0] in order), key=lambda key: (order[key[0]], key[1] or ""))
    return [_sheet(instruments[id_], wave, rows[id_, wave]) for id_, wave in known]


def _sheet(instrument: Instrument, wave: str | None, rows: list[dict[str, Any]]) -> Sheet:
    people = tuple(sorted({row["respondent"] for row in rows}))
    items = instrument.kept
    of_person = {person: at for at, person in enumerate(people)}
    of_item = {item.item_id: at for at, item in enumerate(items)}
    values = np.full((len(people), len(items)), np.nan)
    states = np.full(values.shape, "", dtype=object)
    for row in rows:
        if row["item_id"] in of_item:
            cell = of_person[row["respondent"]], of_item[row["item_id"]]
            states[cell] = row["state"]
            if row["state"] == RatingState.ANSWERED:
                values[cell] = row["value"]
    missing = np.asarray(states == RatingState.MISSING.value, dtype=np.bool_)
    not_applicable = np.asarray(states == RatingState.NOT_APPLICABLE.value, dtype=np.bool_)
    return Sheet(instrument, wave, people, items, values, missing, not_applicable, _groups(rows, of_person))


def _groups(rows: list[dict[str, Any]], of_person: Mapping[str, int]) -> dict[Group, Bools]:
    found = {EVERYBODY: np.ones(len(of_person), dtype=np.bool_)}
    for kind in (GroupKind.SITE, GroupKind.ROLE, GroupKind.LANGUAGE):
        for name in sorted({row[kind.value] for row in rows} - {None}):
            who = np.zeros(len(of_person), dtype=np.bool_)
            who[[of_person[row["respondent"]] for row in rows if row[kind.value] == name]] = True
            found[Group(kind, name)] = who
    return found
