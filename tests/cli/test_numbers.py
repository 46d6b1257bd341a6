"""`narragraph numbers` on the small graph: every figure below is counted by hand from its table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import Here


@pytest.fixture(autouse=True)
def _inside(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_folder)


def _rows(narragraph: Here, *words: str) -> dict[str, dict[str, object]]:
    answer = json.loads(narragraph("numbers", *words, "--json").out)
    return {row["influence_id"]: row for row in answer["rows"]}


def test_numbers_of_training(narragraph: Here) -> None:
    training = _rows(narragraph)["training"]
    # A, B, C of the five included papers that round 1 extracted (A-E); A says both, so it is mixed; D found it absent;
    # E only recommends it, so it is not reported there; G was never extracted.
    assert training["papers"] == 3
    assert (training["reporting_looked_for_papers"], training["looked_for_papers"]) == (3, 5)
    assert training["share"] == pytest.approx(0.6)
    assert training["share_low"] == pytest.approx(0.230724, abs=1e-6)
    assert training["share_high"] == pytest.approx(0.882379, abs=1e-6)
    states = [training[f"{state}_papers"] for state in ("facilitator", "barrier", "mixed", "absent")]
    assert states == [2, 0, 1, 1]
    assert (training["not_reported_papers"], training["not_extracted_papers"]) == (1, 1)


def test_share_of_a_draft_is_not_known(narragraph: Here) -> None:
    assert _rows(narragraph)["draft:tea"]["share"] is None
    table = narragraph("numbers", "--format", "table").out
    line = next(line for line in table.splitlines() if line.endswith("draft:tea"))
    assert "not known" in line
    assert "%" not in line


def test_influence_that_was_looked_for_and_never_reported_is_zero(narragraph: Here) -> None:
    role = _rows(narragraph)["role"]
    assert (role["papers"], role["share"], role["not_reported_papers"]) == (0, 0.0, 5)


def test_roll_up_stands_beside_the_own_count(narragraph: Here) -> None:
    support = _rows(narragraph, "--roll-up")["support"]
    assert (support["papers"], support["rolled_up_papers"]) == (0, 3)
    assert _rows(narragraph)["support"]["rolled_up_papers"] is None


def test_table_is_labelled(narragraph: Here) -> None:
    ran = narragraph("numbers", "--format", "table")
    assert ran.out.startswith("Frequency of report, unit paper, 6 included papers.")
    assert "n.r. not reported" in ran.out
    assert "Included papers are not a random sample" in ran.err
    line = next(line for line in ran.out.splitlines() if line.startswith("Training"))
    assert "3 of 5" in line
    assert "60 %" in line
    assert "23-88 %" in line


def test_numbers_in_a_pipe_are_csv_with_full_names(narragraph: Here) -> None:
    rows = list(csv.DictReader(io.StringIO(narragraph("numbers").out)))
    assert rows[0]["influence_id"] == "training"
    assert rows[0]["not_reported_papers"] == "1"
    assert "rolled_up_papers" not in rows[0]
    assert "rolled_up_papers" in narragraph("numbers", "--roll-up").out.splitlines()[0]


def test_top_says_what_it_leaves_out(narragraph: Here) -> None:
    ran = narragraph("numbers", "--top", "1", "--quiet")
    assert len(ran.out.splitlines()) == 2
    assert ran.err == "The first 1 of 6 influences; leave out --top for all.\n"


def test_status_narrows(narragraph: Here) -> None:
    assert set(_rows(narragraph, "--status", "draft")) == {"draft:tea"}
