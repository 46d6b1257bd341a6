"""In how many countries and income groups an influence was met, as far as papers say where they were done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graph.ids import fold
from synthesis.evidence import ABSENT, NONE
from synthesis.selection import Selection
from synthesis.survey.comparable import values_of


@dataclass(frozen=True, slots=True)
class Met:
    """In how many known countries (income groups) an influence was met, and the papers of which that is not known."""

    places: int
    unknown: int


def met_in(selection: Selection, name: str) -> Mapping[str, Met] | None:
    """Where each influence was met; null when no setting of a counted finding says its country (income group).

    A finding that names no setting was met where its study was conducted.
    """
    evidence = selection.evidence
    values = values_of(evidence, name)
    conducted: dict[int, set[int]] = defaultdict(set)
    for study, place in zip(*(codes.tolist() for codes in evidence.study_setting), strict=True):
        conducted[study].add(place)
    inside = selection.findings & (evidence.direction != ABSENT)
    parts = (evidence.influence[inside], evidence.paper[inside], evidence.study[inside], evidence.setting[inside])
    of: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for influence, paper, study, place in zip(*(codes.tolist() for codes in parts), strict=True):
        places = conducted[study] if place == NONE else {place}
        of[influence][paper] |= {fold(value) for at in places if (value := values[at]) is not None}
    met = {
        id_: Met(len(set().union(*of[at].values())), sum(not places for places in of[at].values()))
        for at, id_ in enumerate(evidence.influences.column("id").to_pylist())
    }
    return met if any(one.places for one in met.values()) else None
