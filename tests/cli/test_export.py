"""`narragraph export`: what is refused, and that outputs appear whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from command_line import Here

import graph.export


@pytest.fixture(autouse=True)
def _inside(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_folder)


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet", "graphml"])
def test_export_writes_every_format(narragraph: Here, tmp_path: Path, form: str) -> None:
    ran = narragraph("export", "--format", form, "--out", tmp_path / "out")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "out").exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
    again = narragraph("export", "--format", form, "--out", tmp_path / "out")
    assert again.code == 2
    assert "exists already. Add --force" in again.err
    assert narragraph("export", "--format", form, "--out", tmp_path / "out", "--force").code == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_export_to_stdout(narragraph: Here, small_folder: Path) -> None:
    ran = narragraph("export", small_folder, "--format", "jsonl", "--out", "-")
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert records[0]["record"] == "manifest"
    assert sum(record["record"] == "node" and record["label"] == "Finding" for record in records) == 12


def test_export_of_a_query_takes_its_parameters(narragraph: Here) -> None:
    words = ["--query", "papers_reporting", "--influence-ids", "training", "--format", "csv", "--out", "-"]
    ran = narragraph("export", *words)
    assert [row["paper_id"] for row in csv.DictReader(io.StringIO(ran.out))] == ["A", "B", "C"]


def test_export_of_a_query_is_whole_or_says_that_it_is_not(narragraph: Here, tmp_path: Path) -> None:
    words = ["--query", "influences_by_frequency", "--format", "json", "--out", tmp_path / "out.json", "--force"]
    assert "CUT OFF" not in narragraph("export", *words).err
    whole = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert whole["parameters"]["limit"] == 10000
    assert "CUT OFF after 2 rows" in narragraph("export", *words, "--limit", "2").err
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["truncated"] is True


def test_export_of_a_query_as_parquet(narragraph: Here, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    narragraph("export", "--query", "influences_by_frequency", "--format", "parquet", "--out", out)
    table = pq.read_table(out)
    assert table.column("papers").to_pylist()[0] == 3
    assert table.schema.metadata[b"revision"] == b"r1"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "csv", "--out", "-"], "a whole graph in csv is a folder of files"),
        (["--format", "json", "--out", "nowhere/out.json"], 'there is no folder "nowhere"'),
        (["--format", "gexf", "--out", "x"], "gexf"),
        (["--format", "json"], "--out"),
        (["--format", "json", "--out", "-", "--limit", "3"], "parameters need --query"),
        (["--format", "graphml", "--out", "-", "--query", "settings"], "a table, not a graph"),
        (["--format", "json", "--out", "-", "--query", "setings"], 'Did you mean "settings" or "ratings"?'),
    ],
)
def test_export_refuses_what_cannot_be(narragraph: Here, words: list[str], message: str) -> None:
    ran = narragraph("export", *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_export_does_not_replace_a_folder_that_is_no_export(narragraph: Here, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work", encoding="utf-8")
    ran = narragraph("export", "--format", "csv", "--out", tmp_path / "thesis", "--force")
    assert ran.code == 2
    assert "no earlier export" in ran.err
    assert (tmp_path / "thesis" / "chapter.txt").read_text(encoding="utf-8") == "years of work"


@pytest.mark.fault("a full disk during an export")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_failed_export_leaves_the_earlier_one(
    narragraph: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    out = tmp_path / "out"
    narragraph("export", "--format", form, "--out", out)
    before = sorted((path.name, path.stat().st_size) for path in tmp_path.rglob("*"))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(out))

    monkeypatch.setattr(graph.export, "_write_jsonl", full)
    monkeypatch.setattr(graph.export, "_write_json", full)
    monkeypatch.setattr(graph.export, "write_delimited", full)
    ran = narragraph("export", "--format", form, "--out", out, "--force")
    assert ran.code == 1
    assert "No space left on device" in ran.err
    assert sorted((path.name, path.stat().st_size) for path in tmp_path.rglob("*")) == before
