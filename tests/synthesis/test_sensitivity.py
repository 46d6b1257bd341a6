"""Sensitivity on the small graph: what is left out, what changes, and what cannot be done."""

from __future__ import annotations

import pyarrow as pa
import pytest
from small_graph import edge_rows, node_rows, small_tables

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


def test_what_is_not_recorded_is_said_and_never_a_row_without_changes() -> None:
    tables = small_tables()
    nodes, edges = (
        {name: t for name, t in held.items() if name not in {"Source", "FOUND"}}
        for held in (tables.nodes, tables.edges)
    )
    _, found = measure(evidence(GraphTables(nodes, edges)), "sensitivity", {})
    said = {row["left_out"]: row for row in found.rows if not row["done"]}
    assert said["source"]["said"] == "no source is recorded for any of these papers"
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


def test_each_kind_of_source_goes_with_the_papers_that_it_alone_gave() -> None:
    # A and B: a database; B: a colleague too; C: the colleague; D, E, G: nobody wrote it down.
    tables = small_tables()
    kinds = {"medline": "database", "embase": "database", "colleague": "expert"}
    found = [("medline", "A"), ("embase", "A"), ("embase", "B"), ("colleague", "B"), ("colleague", "C")]
    nodes = {**tables.nodes, "Source": node_rows("Source", [{"id": id_, "kind": kind} for id_, kind in kinds.items()])}
    names = edge_rows("FOUND", []).column_names[2:]
    edges = {**tables.edges, "FOUND": edge_rows("FOUND", [(*pair, *(None for _ in names)) for pair in found])}
    rows = rows_of(evidence(GraphTables(nodes, edges)))
    sources = {which: (row["papers"], row["findings"]) for which, row in rows.items() if row["left_out"] == "source"}
    assert sources == {"database": (5, 6), "expert": (5, 7)}  # without A and its 3 findings; without C and its 2
