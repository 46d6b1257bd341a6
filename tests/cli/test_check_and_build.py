"""`narragraph check` and `narragraph build` on a review folder as a team would keep it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from command_line import Here
from tiny_review import FINDINGS, tiny_review


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_review(tmp_path / "tiny")


def _spoil(folder: Path) -> None:
    table = folder / "tables" / "findings.csv"
    table.write_text(FINDINGS.replace("ward,Pay,hinders", "ward,Pay,hinder"), encoding="utf-8")


def test_check_reports_sums_that_add_up(narragraph: Here, folder: Path) -> None:
    ran = narragraph("check", folder)
    assert ran.code == 0
    assert "3 read = 3 used + 0 left out" in ran.out
    assert f"`narragraph build {folder}`" in ran.err
    assert json.loads(narragraph("check", folder, "--json").out)["tables"][0]["rows_used"] == 3
    assert not (folder / ".narragraph").exists()


def test_check_names_the_cell_and_writes_the_report(narragraph: Here, folder: Path) -> None:
    _spoil(folder)
    ran = narragraph("check", folder)
    assert ran.code == 3
    assert "cell D4, column effect" in " ".join(ran.out.split())
    home = folder / ".narragraph"
    assert str(home / "check.xlsx") in ran.err
    problem = json.loads((home / "check.json").read_text(encoding="utf-8"))["problems"][0]
    assert (problem["cell"], problem["value"]) == ("D4", "hinder")
    sheet = openpyxl.load_workbook(home / "check.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][3:6] == ["D4", "effect", "hinder"]


def test_check_as_json_is_json_only(narragraph: Here, folder: Path) -> None:
    _spoil(folder)
    ran = narragraph("check", folder, "--json")
    assert ran.code == 3
    assert json.loads(ran.out)["problems"][0]["column"] == "effect"


def test_mended_folder_loses_its_report(narragraph: Here, folder: Path) -> None:
    _spoil(folder)
    narragraph("check", folder)
    (folder / "tables" / "findings.csv").write_text(FINDINGS, encoding="utf-8")
    assert narragraph("check", folder).code == 0
    assert list((folder / ".narragraph").iterdir()) == []


def test_strict_makes_an_unmapped_column_an_error(narragraph: Here, folder: Path) -> None:
    table = folder / "tables" / "findings.csv"
    lines = [f"{line},{extra}" for line, extra in zip(FINDINGS.splitlines(), ["note", "x", "y", "z"], strict=True)]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert narragraph("check", folder).code == 0
    assert narragraph("check", folder, "--strict").code == 3
    assert narragraph("build", folder, "--strict").code == 3


def test_build_prints_a_tally(narragraph: Here, folder: Path) -> None:
    ran = narragraph("build", folder)
    assert ran.code == 0
    lines = {line.split()[0]: line.split()[1:] for line in ran.out.splitlines()}
    assert lines["papers"] == ["2"]
    assert lines["findings"] == ["3", "3", "counted,", "0", "stored", "only"]
    assert lines["passages"] == ["3"]
    assert lines["derived"] == ["MENTIONS", "3,", "FACILITATOR_IN", "1,", "BARRIER_IN", "2,", "MIXED_IN", "0"]
    assert len(lines["revision"][0]) == 64
    assert Path(lines["graph"][0]).is_dir()
    assert f"Next: `narragraph numbers {folder}`" in ran.err


def test_build_twice_changes_nothing(narragraph: Here, folder: Path) -> None:
    first = json.loads(narragraph("build", folder, "--json").out)
    second = json.loads(narragraph("build", folder, "--json").out)
    assert (first["changed"], second["changed"]) == (True, False)
    assert first["revision"] == second["revision"]
    assert first["counts"] == second["counts"]
    assert json.loads(narragraph("build", folder, "--force", "--json").out)["changed"] is True


def test_build_of_bad_data_keeps_the_previous_graph(narragraph: Here, folder: Path) -> None:
    narragraph("build", folder)
    before = narragraph("query", "influences_by_frequency", "-C", folder).out
    _spoil(folder)
    ran = narragraph("build", folder)
    assert (ran.code, ran.out) == (3, "")
    assert "tables/findings.csv, cell D4, column effect" in ran.err
    assert "1 problem in the review folder. Nothing was built; the previous graph (revision " in ran.err
    assert narragraph("query", "influences_by_frequency", "-C", folder).out == before


def test_build_of_bad_data_without_a_previous_graph_says_so(narragraph: Here, folder: Path) -> None:
    _spoil(folder)
    assert "Nothing was built; there is no previous graph." in narragraph("build", folder).err


def test_build_finds_the_folder_upward(narragraph: Here, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "tables")
    assert narragraph("build").code == 0
    assert narragraph("query", "settings", "-q").out.count("\n") == 3


@pytest.mark.parametrize("words", [["build"], ["check"], ["numbers"], ["query", "settings"]])
def test_commands_outside_of_a_review_say_what_to_do(
    narragraph: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = narragraph(*words)
    assert ran.code == 2
    assert "there is no review.toml" in ran.err
    assert "narragraph init" in ran.err


def test_report_that_cannot_be_written_is_told(narragraph: Here, folder: Path) -> None:
    _spoil(folder)
    (folder / ".narragraph").write_text("in the way", encoding="utf-8")
    ran = narragraph("check", folder)
    assert ran.code == 3
    assert "The report could not be written" in ran.err
    assert "D4" in ran.out


def test_damaged_graph_is_built_again_and_said_so(narragraph: Here, folder: Path) -> None:
    narragraph("build", folder)
    shutil.rmtree(folder / ".narragraph" / "graph", ignore_errors=False)
    assert narragraph("build", folder).code == 0
    file = next((folder / ".narragraph" / "graph").glob("*.lbug"))
    file.write_bytes(b"not a graph")
    assert narragraph("query", "settings", "-C", folder).code == 1
    ran = narragraph("build", folder)
    assert ran.code == 0
    assert "made again" in ran.err
