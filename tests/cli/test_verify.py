"""`narragraph verify`: it passes what was built and fails what was touched afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Here
from tiny_review import FINDINGS, tiny_review

from graph.config import Config


@pytest.fixture
def folder(tmp_path: Path, narragraph: Here) -> Path:
    made = tiny_review(tmp_path / "tiny")
    assert narragraph("build", made).code == 0
    return made


def _states(narragraph: Here, *words: object) -> tuple[int, dict[str, bool | None], dict[str, list[str]]]:
    ran = narragraph("verify", *words, "--json")
    checks = json.loads(ran.out)["checks"]
    states = {check["name"]: check["passed"] for check in checks}
    return ran.code, states, {check["name"]: check["failures"] for check in checks}


def test_verify_passes_a_fresh_build(narragraph: Here, folder: Path) -> None:
    ran = narragraph("verify", folder)
    assert ran.code == 0
    assert "All 11 checks passed." in ran.err
    lines = {line[:24].strip(): line.split() for line in ran.out.splitlines()}
    assert lines["quotes found again"][3:5] == ["ok", "3"]
    assert lines["MENTIONS recounted"][2:4] == ["ok", "3"]


def test_verify_finds_a_changed_cell(narragraph: Here, folder: Path) -> None:
    table = folder / "tables" / "findings.csv"
    table.write_text(FINDINGS.replace("They trained us", "They taught us"), encoding="utf-8")
    code, states, failures = _states(narragraph, folder)
    assert code == 1
    assert states["revision is current"] is False
    assert "run `narragraph build`" in failures["revision is current"][0]
    assert len(failures["quotes found again"]) == 1
    assert "tables/findings.csv, cell E2" in failures["quotes found again"][0]
    assert states["folder equals graph"] is False
    assert states["graph file"] is True
    assert states["MENTIONS recounted"] is True


def test_verify_finds_words_that_moved_within_their_cell(narragraph: Here, folder: Path) -> None:
    table = folder / "tables" / "findings.csv"
    table.write_text(FINDINGS.replace("They trained us", "They trained us well"), encoding="utf-8")
    failures = _states(narragraph, folder)[2]
    assert failures["quotes found again"][0].endswith("the rest of the cell has changed")


def test_verify_finds_a_row_that_moved(narragraph: Here, folder: Path) -> None:
    head, *rows = FINDINGS.splitlines()
    (folder / "tables" / "findings.csv").write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    assert len(_states(narragraph, folder)[2]["quotes found again"]) == 2


def test_verify_finds_a_missing_file(narragraph: Here, folder: Path) -> None:
    (folder / "tables" / "findings.csv").unlink()
    code, states, failures = _states(narragraph, folder)
    assert code == 1
    assert states["folder can be read"] is False
    assert len(failures["quotes found again"]) == 3
    assert failures["quotes found again"][0].endswith("there is no such file.")


def test_verify_prints_failures_for_people(narragraph: Here, folder: Path) -> None:
    (folder / "codebook.csv").write_text("influence_id,name\ntraining,Training\npay,Money\n", encoding="utf-8")
    ran = narragraph("verify", folder)
    assert ran.code == 1
    assert "FAILED" in ran.out
    assert "stale: files have changed since revision" in ran.out
    assert "checks failed." in ran.err


def test_verify_without_a_graph_says_what_to_do(narragraph: Here, tmp_path: Path) -> None:
    ran = narragraph("verify", tiny_review(tmp_path / "new"))
    assert ran.code == 1
    assert "Run `narragraph build`" in ran.err


def test_notes_are_told_and_never_looked_up(narragraph: Here, tmp_path: Path) -> None:
    made = tiny_review(tmp_path / "notes", quote='note = "quote"')
    narragraph("build", made)
    code, states, _ = _states(narragraph, made)
    assert code == 0
    assert states["notes"] is None


@pytest.mark.neo4j
def test_verify_compares_both_engines(
    narragraph: Here, folder: Path, clean_neo4j: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRAGRAPH_NEO4J_URI", clean_neo4j.neo4j_uri)
    monkeypatch.setenv("NARRAGRAPH_NEO4J_USERNAME", clean_neo4j.neo4j_username)
    monkeypatch.setenv("NARRAGRAPH_NEO4J_PASSWORD", clean_neo4j.neo4j_password or "")
    assert narragraph("build", folder, "--engine", "neo4j").code == 0
    code, states, failures = _states(narragraph, folder, "--against", "neo4j")
    assert failures["engines agree on answers"] == []
    assert code == 0
    assert states["engines agree on rows"] is True
    (folder / "codebook.csv").write_text("influence_id,name\ntraining,Training\npay,Money\n", encoding="utf-8")
    narragraph("build", folder)
    code, states, failures = _states(narragraph, folder, "--against", "neo4j")
    assert code == 1
    assert states["engines agree on rows"] is False
    assert any(failure.startswith("influences_by_frequency") for failure in failures["engines agree on answers"])
    assert _states(narragraph, folder, "--engine", "neo4j")[1]["revision is current"] is False
