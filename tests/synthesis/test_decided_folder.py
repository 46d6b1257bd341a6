"""A folder with decisions on a text, read, built and counted: which section, which state, whose decision."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from curated_review import curated_review, decide, shown, text_of
from deciding import claim, decided

from cli.curated import read_curated
from cli.main import run
from curation.entries import Adjudication, Verdict
from graph.anchors import make_anchor
from graph.database import Row
from graph.documents import Section

LOW = "They also said that low pay drove colleagues away."
TIME = "Nobody had time for supervision."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ann and Bob agree on pay; Ann alone says that training hinders, which eve has to settle with bob."""
    folder = curated_review(tmp_path / "review")
    pay = shown(folder, LOW, "pay", "barrier")
    time = replace(shown(folder, TIME, "training", "barrier"), section=Section.DISCUSSION)
    decide(folder, "ann", "1", decided(pay))
    decide(folder, "bob", "1", decided(pay))
    named = (
        decide(folder, "ann", "2", decided(time)).id,
        decide(folder, "bob", "2", decided(time, "reject")).id,
    )
    decide(folder, "eve", "1", Adjudication(named, Verdict.ACCEPT, "read again", (claim("training", "barrier"),)))
    return folder


def rows(folder: Path, name: str) -> list[Row]:
    tables = read_curated(folder).ingested.tables
    return tables.edge(name).to_pylist() if name.isupper() else tables.node(name).to_pylist()


def test_passages_carry_their_section_and_findings_whose_decision_they_rest_on(folder: Path) -> None:
    sections = {row["quote"]: row["section"] for row in rows(folder, "Passage") if row["kind"] == "text"}
    assert sections == {LOW: "results", TIME: "discussion"}
    assert {row["section"] for row in rows(folder, "Passage") if row["kind"] == "cell"} == {None}
    made = {row["end_id"]: row["start_id"] for row in rows(folder, "MADE")}
    assert sorted((made[row["start_id"]], row["state"]) for row in rows(folder, "CLAIMS")) == [
        ("ann", "agreed"),
        ("bob", "agreed"),
        ("eve", "adjudicated"),
    ]


def test_what_was_marked_elsewhere_stands_in_no_known_section(tmp_path: Path) -> None:
    folder = curated_review(tmp_path / "review")
    role = shown(folder, "Staff said that training made the new role possible.", "training", "facilitator")
    stored = text_of(folder)
    start = stored.text.index("Training was short")
    marked = make_anchor(stored, start, start + len("Training was short"))
    decide(folder, "ann", "1", decided(role, "edit", claim("training", "mixed"), span=marked))
    (row,) = [row for row in rows(folder, "Passage") if row["quote"] == "Training was short"]
    assert row["section"] is None


def test_numbers_count_by_section_state_and_curator(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def counted(*words: str) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert run(["numbers", *words, "--json"]) == 0
        rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["rows"]
        return rows

    assert run(["build", str(folder)]) == 0
    (pair,) = counted("pairs", str(folder), "--window", "section", "--all", "--least", "1")
    assert (pair["a"], pair["b"], pair["shared"]) == (1, 1, 0)  # pay in the results, training in the discussion
    agreed = counted("overview", str(folder), "--where", "state=agreed")
    assert {row["influence_id"]: row["papers"] for row in agreed} == {"pay": 1, "training": 0}
    settled = counted("findings_behind", str(folder), "--influence-ids", "training", "--where", "curator=eve")
    assert [row["direction"] for row in settled] == ["barrier"]
    assert run(["numbers", str(folder), "--where", "curator=evi"]) == 2
    assert 'Did you mean "eve"?' in capsys.readouterr().err


def test_diff_names_who_decided(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(folder)]) == 0
    more = shown(folder, "Training was short, and staff asked for more of it.", "pay", "mixed")
    entry = decide(folder, "ann", "3", decided(more))
    capsys.readouterr()
    assert run(["diff", str(folder)]) == 0
    assert "because of paper:a: barrier -> mixed (decisions of ann)" in capsys.readouterr().out
    assert run(["diff", str(folder), "--json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)["influences"]
    assert change["because"][0]["decisions"] == [entry.id]
