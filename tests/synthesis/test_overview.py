"""The overview under filters that nobody asked before: against plain Python, and against the counts in one unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from decided_graph import decided_tables
from mixed_review import mixed_tables
from plain_counts import DIRECTIONS, Plain
from small_graph import small_tables

from graph.model import Unit
from graph.tables import GraphTables
from synthesis.direction_table import direction_table
from synthesis.evidence import Evidence, evidence
from synthesis.filter_values import filter_values, years
from synthesis.mapped import Mapped
from synthesis.measures import by_framework, measure
from synthesis.selection import NothingToCount, select
from synthesis.units import count
from synthesis.where import PARTS, read_where

FILTERS = 150
GRAPHS = {
    "small": small_tables(),
    "small, barrier": small_tables(paper_with_both="barrier"),
    "decided": decided_tables(),
    **{f"mixed {seed}": mixed_tables(seed) for seed in range(4)},
}


@pytest.fixture(scope="module", params=GRAPHS)
def tables(request: pytest.FixtureRequest) -> GraphTables:
    return GRAPHS[request.param]


def filters(held: Evidence, seed: int, many: int = FILTERS) -> list[list[str]]:
    """No filter, each value alone, and by chance some values of one to four parts."""
    draw, span = Random(seed), years(held)
    known = {part.name: [f"{part.name}={value.value}" for value in part.values] for part in filter_values(held)}
    if span:
        known["year"] = [f"year={year}" for year in range(span[0], span[1] + 1)]
        known["year"] += [f"year={a}..{b}" for a in range(span[0], span[1]) for b in range(a + 1, span[1] + 1)]
        known["year"] += [f"year=..{span[1] - 2}", f"year={span[0] + 2}.."]
    found = [[], *([value] for values in known.values() for value in values)]
    for _ in range(many):
        parts = draw.sample(sorted(known), min(len(known), draw.choice([1, 2, 2, 3, 4])))
        chosen = [draw.sample(known[part], min(len(known[part]), draw.choice([1, 1, 2]))) for part in parts]
        found.append([word for words in chosen for word in words])
    return found


def test_filters_are_of_every_part() -> None:
    asked = [where for graph in GRAPHS.values() for where in filters(evidence(graph), 1)]
    kept = {word.partition("=")[0] for where in asked for word in where}
    assert kept == {"year", *PARTS}


def test_overview_is_what_a_count_by_hand_gives(tables: GraphTables) -> None:
    held, plain, answered = evidence(tables), Plain(tables), Counter[bool]()
    for number, where in enumerate(filters(held, 2)):
        papers, findings, _ = plain.kept(where)
        nothing = not papers or (read_where(where).picks_findings and not findings)
        answered[not nothing] += 1
        if nothing:
            with pytest.raises(NothingToCount):
                measure(held, "overview", {"where": where})
            continue
        status = (None, "active")[number % 2]
        _, found = measure(held, "overview", {"where": where, "status": status})
        assert found.rows == plain.overview(where, status), where
        assert found.said["papers"] == len(papers)
    assert answered[True] > 20


@pytest.mark.parametrize("unit", [Unit.PAPER, Unit.STUDY])
def test_directions_are_what_a_count_by_hand_gives(tables: GraphTables, unit: Unit) -> None:
    held, plain = evidence(tables), Plain(tables)
    for where in filters(held, 3, 60):
        papers, findings, studies = plain.kept(where)
        try:
            table = direction_table(select(held, read_where(where)), unit)
        except NothingToCount:
            continue
        states = Counter((on, state) for (on, _), state in plain.states(findings, unit.value).items())
        for row in table.rows:
            assert [getattr(row, word) for word in DIRECTIONS] == [states[row.influence_id, w] for w in DIRECTIONS]
            assert row.of == len(papers if unit is Unit.PAPER else studies)


@pytest.mark.parametrize("framework", [None, "levels"])
def test_overview_has_the_counts_of_each_unit(tables: GraphTables, framework: str | None) -> None:
    held = evidence(tables)
    if framework and not held.mappings:
        held = replace(held, mappings=_mappings(held), constructs=evidence(small_tables()).constructs)
    counted = by_framework(held, {"framework": framework})
    ids = counted.influences.column("id").to_pylist()
    for where in filters(held, 4, 60):
        try:
            selection = select(counted, read_where(where))
        except NothingToCount:
            continue
        _, found = measure(held, "overview", {"where": where, "framework": framework})
        rows = {row["influence_id"]: row for row in found.rows}
        papers = count(selection, Unit.PAPER)
        columns = {
            "papers": papers.counts,
            "studies": count(selection, Unit.STUDY).counts,
            "findings": count(selection, Unit.FINDING).counts,
            "rolled_up_papers": count(selection, Unit.PAPER, roll_up=True).counts,
            "looked_for_papers": papers.denominators,
            "reporting_looked_for_papers": papers.numerators,
        }
        for name, counts in columns.items():
            assert [rows[id_][name] or 0 for id_ in ids] == counts.tolist(), (name, where)


def _mappings(held: Evidence) -> tuple[Mapped, ...]:
    """Every influence but the last in one or two of the constructs of the small graph."""
    pairs = [(at, at % 4) for at in range(held.influences.num_rows - 1)]
    pairs += [(at, (at + 1) % 4) for at, _ in pairs[::2]]
    return tuple(Mapped(of, "levels", to, "exact", "ann") for of, to in pairs)
