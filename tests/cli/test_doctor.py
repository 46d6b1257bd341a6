"""`narragraph doctor`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import Here

from graph.store import graph_file, published


def _states(narragraph: Here, *words: object) -> tuple[int, dict[str, tuple[str, str]]]:
    ran = narragraph("doctor", *words, "--json")
    return ran.code, {line["check"]: (line["state"], line["detail"]) for line in json.loads(ran.out)["checks"]}


def test_doctor_finds_a_healthy_graph(narragraph: Here, small_folder: Path) -> None:
    code, checks = _states(narragraph, small_folder)
    assert code == 0
    assert checks["graph"][0] == "ok"
    assert "revision r1" in checks["graph"][1]
    assert checks["write permission"][0] == "ok"
    assert checks["neo4j"][0] == "note"


def test_doctor_finds_flipped_bytes(narragraph: Here, small_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(small_folder, tmp_path / "copy")
    file = graph_file(folder, published(folder))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    code, checks = _states(narragraph, folder)
    assert code == 1
    assert checks["graph"][0] == "problem"
    assert "narragraph build" in checks["graph"][1]


def test_doctor_outside_of_a_review_is_no_failure(
    narragraph: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, checks = _states(narragraph)
    assert code == 0
    assert checks["review folder"][0] == "note"


def test_doctor_of_a_named_folder_without_review_fails(narragraph: Here, tmp_path: Path) -> None:
    code, checks = _states(narragraph, tmp_path)
    assert code == 1
    assert "narragraph init" in checks["review folder"][1]


def test_doctor_finds_the_folder_upward(narragraph: Here, small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = small_folder / ".narragraph" / "graph"
    monkeypatch.chdir(below)
    assert _states(narragraph)[1]["review folder"] == ("ok", str(small_folder))


def test_doctor_reports_a_server_that_is_down(
    narragraph: Here, small_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NARRAGRAPH_NEO4J_URI", "bolt://127.0.0.1:1")
    code, checks = _states(narragraph, small_folder)
    assert code == 1
    assert checks["neo4j"][0] == "problem"


def test_doctor_prints_a_table_for_people(narragraph: Here, small_folder: Path) -> None:
    lines = narragraph("doctor", small_folder).out.splitlines()
    assert lines[0].split() == ["check", "state", "detail"]
    assert any(line.startswith("python ") for line in lines)
