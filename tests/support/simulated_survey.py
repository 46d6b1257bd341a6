"""Surveys drawn from a planted structure: factors, loadings, sites, languages and what is left out are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from graph.survey import OUTSIDE, RATINGS, Expected, Hypothesis, Instrument, Item, RatingState, Site, Survey

Row = dict[str, object]


@dataclass(frozen=True)
class Plan:
    """What is planted. `loadings`: influence -> those of its items; scores of people correlate by `between`."""

    loadings: Mapping[str, Sequence[float]]
    sites: Mapping[str, int]
    between: float = 0.3
    one: tuple[str, str] | None = None
    """Two influences that are one and the same."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """Item -> the influence that it really goes with."""
    shifts: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Site, influence -> how much higher people of the site stand, in standard deviations."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Site -> language."""
    left_out: float = 0.0
    outside: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    """Other measure -> the influence that it goes with and how much."""
    hypotheses: Sequence[Hypothesis] = ()
    points: int | None = 5
    """Points of the scale; None leaves answers unrounded, from -9 to 9."""
    seed: int = 1


def simulated(plan: Plan) -> Survey:
    """A survey of one form and one wave; its items are `a-1`, `a-2`, ... of influence `a`."""
    random = np.random.default_rng(plan.seed)
    people = [(f"p{at:04d}", site) for at, site in enumerate(site for site, n in plan.sites.items() for _ in range(n))]
    factors = _factors(plan, people, random)
    low, high = (1.0, float(plan.points)) if plan.points else (-9.0, 9.0)
    names = [
        (f"{influence}-{at}", influence)
        for influence, lines in plan.loadings.items()
        for at in range(1, len(lines) + 1)
    ]
    items = tuple(Item(name, influence, at, low, high) for at, (name, influence) in enumerate(names, start=1))
    instrument = Instrument("Made measure", "1.0", None, items)
    rows: list[Row] = []
    for item in items:
        name, influence = item.item_id, str(item.influence_id)
        loading = plan.loadings[influence][int(name.rpartition("-")[2]) - 1]
        noise = random.normal(size=len(people)) * np.sqrt(1 - loading**2)
        values = loading * factors[plan.wrong.get(name, influence)] + noise
        skipped = random.random(len(people)) < plan.left_out
        for (person, site), value, skip in zip(people, values, skipped, strict=True):
            state = RatingState.MISSING if skip else RatingState.ANSWERED
            answer = None if skip else _answer(float(value), plan.points)
            language = plan.languages.get(site, "en")
            who = {"respondent": person, "site": site, "role": None, "wave": None, "language": language}
            rows.append({"instrument_id": instrument.id, **who, "item_id": name, "value": answer, "state": state.value})
    other: list[Row] = []
    for measure, (influence, strength) in plan.outside.items():
        values = strength * factors[influence] + random.normal(size=len(people)) * np.sqrt(1 - strength**2)
        other += [
            {"respondent": person, "wave": None, "measure": measure, "value": float(value)}
            for (person, _), value in zip(people, values, strict=True)
        ]
    return Survey(
        instruments=(instrument,),
        sites=tuple(Site(site, f"s:{site}", f"Site {site}") for site in plan.sites),
        ratings=pa.Table.from_pylist(rows, schema=RATINGS),
        outside=pa.Table.from_pylist(other, schema=OUTSIDE),
        hypotheses=tuple(plan.hypotheses),
        names={influence: influence.capitalize() for influence in plan.loadings},
    )


def _factors(plan: Plan, people: Sequence[tuple[str, str]], random: np.random.Generator) -> dict[str, np.ndarray]:
    common = random.normal(size=len(people))
    own = {influence: random.normal(size=len(people)) for influence in plan.loadings}
    found = {
        influence: np.sqrt(plan.between) * common + np.sqrt(1 - plan.between) * drawn
        for influence, drawn in own.items()
    }
    for (site, influence), shift in plan.shifts.items():
        found[influence] = found[influence] + shift * np.array([at == site for _, at in people])
    if plan.one is not None:
        found[plan.one[1]] = found[plan.one[0]]
    return found


def _answer(value: float, points: int | None) -> float:
    if points is None:
        return value
    middle = (points + 1) / 2
    return float(np.clip(np.round(middle + value * (points - 1) / 4), 1, points))


def careless(seed: int) -> Survey:
    """A survey of which anything may be wrong: few or no people, constant answers, mixed scales, gaps, odd groups."""
    random = np.random.default_rng(seed)
    influences = [f"i{at}" for at in range(random.integers(1, 5))]
    items = tuple(
        Item(
            f"q{at}",
            None if random.random() < 0.1 else str(random.choice(influences)),
            at,
            *((1.0, 5.0) if random.random() < 0.9 else (0.0, 10.0)),
            bool(random.random() < 0.2),
        )
        for at in range(1, random.integers(2, 10))
    )
    form = Instrument("Careless", "1", None, items)
    same, gaps = random.random() < 0.2, float(random.choice([0.03, 0.4]))
    waves = ("t1", "t2") if random.random() < 0.2 else (None,)
    rows: list[Row] = []
    other: list[Row] = []
    for person in (f"p{at}" for at in range(random.choice([0, 1, 2, 4, 5, 6, 9, 12, 20, 40]))):
        who = {
            "respondent": person,
            "site": None if random.random() < 0.05 else str(random.choice(list("AAABBBCCDDE"))),
            "role": str(random.choice(["staff", "peer"])),
            "language": str(random.choice(["en", "de"])) if random.random() < 0.9 else None,
        }
        for wave in waves:
            for item in items:
                state = "answered" if random.random() > gaps else str(random.choice([*RatingState][1:]))
                drawn = float(random.integers(item.scale_low, item.scale_high + 1))
                value = (3.0 if same else drawn) if state == "answered" else None
                cell = {"item_id": item.item_id, "value": value, "state": state}
                rows.append({"instrument_id": form.id, "wave": wave, **who, **cell})
        for measure, value in (("x", float(random.normal())), ("always 1", 1.0)):
            if random.random() < 0.8:
                other.append({"respondent": person, "wave": None, "measure": measure, "value": value})
    stated = [Hypothesis("x", kind, 0.3, about) for kind in Expected for about in (None, influences[0])]
    sites = tuple(Site(site, f"s:{site}", f"Site {site}") for site in "ABC")
    tables = pa.Table.from_pylist(rows, schema=RATINGS), pa.Table.from_pylist(other, schema=OUTSIDE)
    return Survey((form,), sites, *tables, (*stated[:3], Hypothesis("gone", Expected.POSITIVE, 0.3)))
