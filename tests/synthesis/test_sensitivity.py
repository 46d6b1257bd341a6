"""Sensitivity on the small graph: what is left out, what changes, and what cannot be done."""

from __future__ import annotations

import pyarrow as pa
import pytest
from small_graph import small_tables

from graph.tables import GraphTables
from synthesis.evidence import Evidence, evidence
from synthesis.measures import measure


@pytest.fixture(scope="module")
def small() -> Evidence:
    return evidence(small_tables())


def rows_of(small: Evidence, **given: object) -> dict[str, dict[str, object]]:
    _, found = measure(small, "sensitivity", {"leading": 2, **given})
    return {str(row["which"]): row for row in found.rows}


def test_each_paper_is_left_out_and_what_changes_is_told(small: Evidence) -> None:
    rows = rows_of(small)
    # training 3 of 5 (A, B, C), culture 2 of 5 (A, D); without A: training 2 of 4, culture 1 of 4, pay 1 of 4.
    without = rows["A"]
    assert (without["papers"], without["findings"]) == (5, 6)
    assert without["top_now"] == ["training", "culture"]
    assert (without["of_influence_id"], without["largest_change"]) == ("culture", pytest.approx(2 / 5 - 1 / 4))
    assert rows["G"]["top_same"] is True
    assert rows["G"]["largest_change"] == 0.0  # G was not extracted: no figure can move


def test_turned_direction_is_told(small: Evidence) -> None:
    rows = rows_of(small)
    assert rows["B"]["turned"] == []  # C still says that training helps
    assert rows["D"]["turned"] == []


def test_what_is_not_recorded_is_said_and_never_a_row_without_changes(small: Evidence) -> None:
    _, found = measure(small, "sensitivity", {})
    said = {row["left_out"]: row for row in found.rows if not row["done"]}
    assert said["source"]["said"] == "no sources are recorded: the review holds no search records"
    assert "no study says its quality" in str(said["quality"]["said"])
    assert "nothing would be left" in str(said["tables"]["said"])
    assert all(row["top_same"] is None for row in said.values())
    assert found.notes[0].startswith("Leaving out one of 6 papers at a time: the leading influences stay the same in")


def test_low_quality_is_left_out_where_every_study_of_the_paper_is_low() -> None:
    tables = small_tables()
    studies = tables.node("Study")
    quality = ["Low" if id_ == "SA" else "good" for id_ in studies.column("id").to_pylist()]
    at = studies.schema.get_field_index("quality")
    graded = studies.set_column(at, "quality", pa.array(quality, pa.string()))
    rows = rows_of(evidence(GraphTables({**tables.nodes, "Study": graded}, tables.edges)))
    (row,) = [row for row in rows.values() if row["left_out"] == "quality"]
    assert (row["done"], row["papers"], row["findings"]) == (True, 5, 6)  # A's study is low
    rows = rows_of(evidence(GraphTables({**tables.nodes, "Study": graded}, tables.edges)), low_quality=["awful"])
    assert rows["awful"]["said"] == "no paper is of low quality; the review says: Low, good"
