"""Decisions in a build: what counts is in the graph, what is hidden is nowhere, and every quote is found again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from curated_review import curated_review, decide, shown
from deciding import claim, decided

from cli.curated import Curated, read_curated
from cli.main import run
from curation.entries import (
    Adjudication,
    Assignment,
    Change,
    CodebookChange,
    Drawn,
    PhraseChange,
    Undo,
    Verdict,
)
from graph.audit import check_derived, check_findings, check_tables_held
from graph.build import build
from graph.codebook_rows import InfluenceRow
from graph.config import Config
from graph.database import Row
from graph.store import open_graph

EMBEDDED = Config(buffer_pool_mb=64)
ROLE = "Staff said that training made the new role possible."
LOW = "They also said that low pay drove colleagues away."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return curated_review(tmp_path / "review")


def _read(folder: Path) -> Curated:
    curated = read_curated(folder)
    assert not curated.ingested.report.problems, curated.ingested.report.problems
    return curated


def _rows(folder: Path, name: str) -> list[Row]:
    tables = _read(folder).ingested.tables
    return tables.edge(name).to_pylist() if name.isupper() else tables.node(name).to_pylist()


def _curated(folder: Path) -> list[Row]:
    return [row for row in _rows(folder, "Finding") if row["origin"] == "curation"]


def _problems(folder: Path) -> list[str]:
    return [str(problem) for problem in read_curated(folder).ingested.report.problems]


def test_accept_makes_a_finding_with_its_passage(folder: Path) -> None:
    pay = shown(folder, LOW, "pay", "barrier")
    entry = decide(folder, "ann", "1", decided(pay))
    (finding,) = _curated(folder)
    assert (finding["direction"], finding["counted"]) == ("barrier", True)
    (passage,) = [row for row in _rows(folder, "Passage") if row["kind"] == "text"]
    assert (passage["quote"], passage["path"], passage["language"]) == (LOW, "texts/a.txt", "en")
    assert {"start_id": passage["id"], "end_id": finding["id"], "coded_cell": None} in _rows(folder, "ILLUSTRATES")
    assert {"start_id": finding["id"], "end_id": "pay"} in _rows(folder, "ABOUT")
    assert {"start_id": "ann", "end_id": entry.id} in _rows(folder, "MADE")
    assert {"start_id": entry.id, "end_id": pay.id} in _rows(folder, "DECIDES_ON")
    assert {"start_id": pay.id, "end_id": passage["id"]} in _rows(folder, "AT")


def test_claim_that_a_table_made_already_joins_its_finding(folder: Path) -> None:
    before = _rows(folder, "Finding")
    role = shown(folder, ROLE, "training", "facilitator")
    decide(folder, "ann", "1", decided(role, "accept", claim(setting="Clinic")))
    assert _rows(folder, "Finding") == before
    joined = [row for row in _rows(folder, "ILLUSTRATES") if row["end_id"] == before[0]["id"]]
    assert len(joined) == 2
    assert {row["name"] for row in _rows(folder, "Setting")} == {"clinic", "ward"}


def test_setting_that_no_table_has_becomes_one(folder: Path) -> None:
    decide(
        folder,
        "ann",
        "1",
        decided(shown(folder, LOW, "pay", "barrier"), "accept", claim("pay", "barrier", "Night  shift")),
    )
    assert {(row["name"], row["kind"]) for row in _rows(folder, "Setting")} >= {("Night shift", "service")}


def test_reject_is_kept_and_makes_no_finding(folder: Path) -> None:
    decide(folder, "ann", "1", decided(shown(folder, LOW, "pay", "barrier"), "reject"))
    assert not _curated(folder)
    assert [row["verdict"] for row in _rows(folder, "Decision")] == ["reject"]


def test_edit_keeps_the_suggestion_beside_the_answer(folder: Path) -> None:
    decide(folder, "ann", "1", decided(shown(folder, LOW, "training", "facilitator"), "edit", claim("pay", "barrier")))
    (suggestion,) = _rows(folder, "Suggestion")
    assert (suggestion["direction"], _curated(folder)[0]["direction"]) == ("facilitator", "barrier")
    assert _rows(folder, "PROPOSES") == [{"start_id": suggestion["id"], "end_id": "training"}]


def test_undone_decision_leaves_the_tables_as_they_were(folder: Path) -> None:
    before = _read(folder).ingested.tables
    entry = decide(folder, "ann", "1", decided(shown(folder, LOW, "pay", "barrier")))
    decide(folder, "ann", "2", Undo(entry.id))
    after = _read(folder).ingested.tables
    assert all(after.node(label).equals(before.node(label)) for label in before.nodes if label != "Review")
    assert all(after.edge(type_).equals(before.edge(type_)) for type_ in before.edges)


# Blindness


def test_hidden_decision_changes_nothing_that_anybody_can_ask_for(folder: Path) -> None:
    """Neither rows nor revision, so no ETag, tell that a colleague has decided."""
    pay = shown(folder, LOW, "pay", "barrier")
    decide(folder, "eve", "1", Assignment(1.0, 7, 1, (Drawn(pay.id, ("ann", "bob")),)))
    before = _read(folder).ingested
    decide(folder, "ann", "1", decided(pay))
    hidden = _read(folder).ingested
    assert hidden.tables == before.tables
    assert hidden.inputs == before.inputs
    decide(folder, "bob", "1", decided(pay))
    assert len(_curated(folder)) == 1
    assert _rows(folder, "Review")[0]["revision"] != before.tables.node("Review")[0][0].as_py()


def test_disagreement_makes_no_finding_until_it_is_settled(folder: Path) -> None:
    pay = shown(folder, LOW, "pay", "barrier")
    decide(folder, "eve", "1", Assignment(1.0, 7, 1, (Drawn(pay.id, ("ann", "bob")),)))
    named = (
        decide(folder, "ann", "1", decided(pay)).id,
        decide(folder, "bob", "1", decided(pay, "edit", claim("pay", "mixed"))).id,
    )
    assert not _curated(folder)
    assert [row["status"] for row in _rows(folder, "Suggestion")] == ["conflict"]
    decide(folder, "eve", "2", Adjudication(named, Verdict.ACCEPT, "read again", (claim("pay", "mixed"),)))
    assert [row["direction"] for row in _curated(folder)] == ["mixed"]
    kinds = sorted((row["kind"], row["verdict"]) for row in _rows(folder, "Decision"))
    assert kinds == [("adjudication", "accept"), ("decision", "accept"), ("decision", "edit")]


# Codebook and phrases


def _about(folder: Path) -> set[str]:
    return {str(row["end_id"]) for row in _rows(folder, "ABOUT")}


def test_phrase_of_a_table_follows_its_assignment(folder: Path) -> None:
    table = folder / "tables" / "findings.csv"
    table.write_text(table.read_text(encoding="utf-8") + "C,ward,Low wages,hinders,We earn little\n", encoding="utf-8")
    assert "draft:low-wages" in _about(folder)
    decide(folder, "ann", "1", PhraseChange("low WAGES", "pay"))
    assert _about(folder) == {"training", "pay"}


def test_merged_influence_takes_its_findings_along_in_tables_and_decisions(folder: Path) -> None:
    decide(folder, "ann", "1", decided(shown(folder, LOW, "pay", "barrier")))
    decide(folder, "eve", "1", CodebookChange(Change.MERGE, "pay", into="training"))
    assert _about(folder) == {"training"}
    assert {row["id"] for row in _rows(folder, "Influence")} == {"training"}
    assert {row["end_id"] for row in _rows(folder, "PROPOSES")} == {"training"}


def test_what_came_later_was_not_looked_for(folder: Path) -> None:
    assert {row["end_id"] for row in _rows(folder, "LOOKED_FOR")} == {"training", "pay"}
    made = (InfluenceRow("wages", "Wages"), InfluenceRow("benefits", "Benefits"))
    decide(folder, "eve", "1", CodebookChange(Change.SPLIT, "pay", made=made))
    assert {row["end_id"] for row in _rows(folder, "LOOKED_FOR")} == {"training"}
    assert "pay" in _about(folder), "findings stay until they are decided again"


def test_codebook_version_tells_the_change(folder: Path) -> None:
    before = _rows(folder, "Review")[0]["codebook_version"]
    decide(folder, "eve", "1", CodebookChange(Change.RENAME, "pay", None, {"name": "Pay"}, {"name": "Wages"}))
    assert _rows(folder, "Review")[0]["codebook_version"] != before
    assert {row["name"] for row in _rows(folder, "Influence")} == {"Training", "Wages"}


# What does not fit


def test_hand_edit_that_crosses_a_change_stops_the_build(folder: Path) -> None:
    decide(folder, "eve", "1", CodebookChange(Change.RENAME, "pay", None, {"name": "Pay"}, {"name": "Wages"}))
    (folder / "codebook.csv").write_text("influence_id,name\ntraining,Training\npay,Salary\n", encoding="utf-8")
    assert any('"Wages"' in said and '"Salary"' in said for said in _problems(folder))


def test_decision_on_an_influence_of_a_future_codebook_is_named(folder: Path) -> None:
    decide(folder, "ann", "1", decided(shown(folder, LOW, "payment", "barrier")))
    (said,) = _problems(folder)
    assert said.startswith("decisions/ann/laptop.jsonl, line 1: ")
    assert '"payment", which the codebook does not have.' in said


def test_decision_on_a_paper_that_is_gone_is_told_and_left_out(folder: Path) -> None:
    decide(folder, "ann", "1", decided(shown(folder, LOW, "pay", "barrier", paper="paper:z")))
    curated = _read(folder)
    assert any('"paper:z", which the folder does not have' in said for said in curated.ingested.report.warnings)
    assert not _rows(folder, "Decision")


def test_unknown_curator_is_named_once_when_the_review_names_people(tmp_path: Path) -> None:
    people = '\n[[curators.people]]\nid = "anna"\nrole = "coder"\n'
    folder = curated_review(tmp_path / "review", more=people)
    assert [(row["id"], row["role"]) for row in _rows(folder, "Curator")] == [("anna", "coder")]
    for key in ("1", "2"):
        decide(folder, "ann", key, decided(shown(folder, LOW, "pay", "barrier")))
    (said,) = _problems(folder)
    assert 'the curator "ann" is not under [[curators.people]]' in said
    assert 'Did you mean "anna"?' in said


def test_damaged_ledger_stops_the_build_and_is_told_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for key in ("1", "2"):
        decide(folder, "ann", key, decided(shown(folder, LOW, "pay", "barrier")))
    assert run(["build", str(folder)]) == 0
    file = folder / "decisions" / "ann" / "laptop.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"accept"', b'"reject"', 1))
    capsys.readouterr()
    assert run(["build", str(folder)]) == 3
    assert "decisions/ann/laptop.jsonl, line 1: it is not as it was written" in capsys.readouterr().err
    assert run(["verify", str(folder)]) == 1


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('[[curators.people]]\nid = "Ann"\n', "id"),
        ('[[curators.people]]\nid = "ann"\nrole = "boss"\n', "role"),
        ('[[curators.people]]\nid = "ann"\n[[curators.people]]\nid = "ann"\n', "twice"),
        ('[curators.double_coding]\nshare = 0.5\n[[curators.people]]\nid = "ann"\n', "only 1 may decide"),
        ("[curators.double_coding]\nshare = 2\n", "share"),
    ],
)
def test_curators_that_cannot_be_are_refused(tmp_path: Path, said: str, fault: str) -> None:
    assert any(fault in problem for problem in _problems(curated_review(tmp_path / "review", more="\n" + said)))


# The whole graph


def test_graph_of_decisions_passes_its_audit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(
        folder, "ann", "1", decided(shown(folder, ROLE, "training", "facilitator"), "accept", claim(setting="clinic"))
    )
    decide(folder, "ann", "2", decided(shown(folder, LOW, "pay", "barrier")))
    assert run(["build", str(folder)]) == 0
    assert re.search(r"^  decisions +2$", capsys.readouterr().out, re.MULTILINE)
    assert run(["verify", str(folder)]) == 0
    shutil.rmtree(folder / ".narragraph")
    assert run(["build", str(folder)]) == 0
    assert run(["verify", str(folder)]) == 0
    curated = _read(folder)
    database = open_graph(folder, EMBEDDED)
    try:
        checks = [
            *check_findings(database),
            *check_derived(database),
            check_tables_held(database, curated.ingested.tables),
        ]
    finally:
        database.close()
    assert all(check.passed for check in checks)
    assert {row["influence_id"] for row in _asked(folder)} == {"training", "pay"}


def _asked(folder: Path) -> list[Row]:
    from graph.ask import ask

    database = open_graph(folder, EMBEDDED)
    try:
        return list(ask(database, "findings_of_paper", {"paper_id": "paper:a"}).rows)
    finally:
        database.close()


@pytest.mark.parametrize(
    ("old", "new", "passed"),
    [
        ("What we found", "What was found\n\nMore words before", True),
        ("low pay drove", "low pay hardly drove", False),
        ("They also said", "Some of them said", False),
    ],
)
def test_verify_finds_quotes_again_in_a_text_that_was_exchanged(
    folder: Path, old: str, new: str, *, passed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(folder, "ann", "1", decided(shown(folder, LOW, "pay", "barrier")))
    text = folder / "texts" / "a.txt"
    text.write_text(text.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    build(_read(folder).ingested.tables, folder, EMBEDDED)
    capsys.readouterr()
    assert run(["verify", str(folder)]) == (0 if passed else 1)
    said = capsys.readouterr().out
    assert ("moved passages" in said) == passed
    assert ("texts/a.txt): the quote" in said) != passed


def test_verify_tells_a_text_that_is_gone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(folder, "ann", "1", decided(shown(folder, LOW, "pay", "barrier")))
    (folder / "texts" / "a.txt").unlink()
    build(_read(folder).ingested.tables, folder, EMBEDDED)
    assert run(["verify", str(folder)]) == 1
    assert "the folder has no such text any more" in capsys.readouterr().out
