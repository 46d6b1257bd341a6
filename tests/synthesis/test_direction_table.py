"""Directions on the small graph, read off its table by hand; and against the query that a terminal user would ask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_graph import small_tables

from graph.ask import ask
from graph.build import build
from graph.config import Config
from graph.model import PaperWithBoth, Unit
from graph.store import open_graph
from synthesis.direction_table import BIT, DirectionRow, direction_table, states
from synthesis.evidence import DIRECTIONS, evidence
from synthesis.selection import Filter, Selection, select

COLUMNS = (*DIRECTIONS, "not_reported", "not_extracted")


@pytest.fixture(scope="module")
def small() -> Selection:
    return select(evidence(small_tables()), Filter())


def figures(row: DirectionRow) -> list[int | None]:
    return [getattr(row, name) for name in COLUMNS]


@pytest.mark.parametrize(
    ("unit", "influence", "expected"),
    [
        # fac, bar, mix, neu, unc, abs, not reported, not extracted
        (
            Unit.PAPER,
            "training",
            [2, 0, 1, 0, 0, 1, 1, 1],
        ),  # B, C; A has both; D looked and found none; E only recommends
        (Unit.PAPER, "culture", [0, 0, 1, 1, 0, 0, 3, 1]),  # A; D; B, C, E; G
        (Unit.PAPER, "draft:tea", [0, 0, 0, 0, 1, 0, None, 5]),  # nobody looks for a draft
        (Unit.STUDY, "training", [1, 0, 1, 0, 0, 1, 1, 1]),  # S1 once, though B and C say so
    ],
)
def test_every_paper_is_in_one_of_eight_columns(
    small: Selection, unit: Unit, influence: str, expected: list[int | None]
) -> None:
    table = direction_table(small, unit)
    (row,) = [row for row in table.rows if row.influence_id == influence]
    assert figures(row) == expected
    assert sum(figure or 0 for figure in figures(row)) == row.of


def test_paper_with_both_follows_the_rule(small: Selection) -> None:
    table = direction_table(small, with_both=PaperWithBoth.BARRIER)
    (row,) = [row for row in table.rows if row.influence_id == "training"]
    assert figures(row)[:3] == [2, 1, 0]
    assert row.balance == pytest.approx(1 / 3)


def test_setting_rows_count_the_papers_conducted_there(small: Selection) -> None:
    rows = {(row.influence_id, row.setting): row for row in direction_table(small, by_setting=True).rows}
    assert figures(rows["training", "Clinic"]) == [2, 0, 1, 0, 0, 0, 1, 0]  # A, B, C; D names no setting for it
    assert figures(rows["culture", "Ward"]) == [0, 0, 0, 1, 0, 0, 3, 0]  # D; C and E looked, A's is in the clinic
    assert ("support", "Ward") not in rows  # not looked for, not reported: no row, not a row of zeros


def test_directions_equal_the_query(small: Selection, tmp_path: Path) -> None:
    build(small_tables(), tmp_path, Config())
    database = open_graph(tmp_path, Config())
    try:
        asked = {row["influence_id"]: row for row in ask(database, "influence_directions", {}).rows}
    finally:
        database.close()
    for row in direction_table(small).rows:
        assert figures(row) == [asked[row.influence_id][f"{name}_papers"] for name in COLUMNS]


def test_states_give_way_in_the_stated_order() -> None:
    found = [
        ("mixed", ["mixed", "facilitator"]),
        ("mixed", ["facilitator", "barrier", "neutral"]),
        ("barrier", ["barrier", "neutral", "absent"]),
        ("neutral", ["neutral", "unclear"]),
        ("unclear", ["unclear", "absent"]),
        ("absent", ["absent"]),
    ]
    flags = np.array([sum(BIT[word] for word in words) for _, words in found])
    assert [DIRECTIONS[code] for code in states(flags, PaperWithBoth.MIXED)] == [state for state, _ in found]


def test_finding_has_no_state(small: Selection) -> None:
    with pytest.raises(ValueError, match="a finding has no single direction"):
        direction_table(small, Unit.FINDING)
