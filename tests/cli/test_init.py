"""`narragraph init` without a table."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from command_line import Here

from cli.init import review_id, review_title
from cli.skeleton import empty_folder
from ingest.codebook import read_codebook
from ingest.mapping import ReviewFile
from ingest.problems import Problems


def test_init_makes_a_folder_that_can_be_read(narragraph: Here, tmp_path: Path) -> None:
    folder = tmp_path / "Peer support"
    ran = narragraph("init", folder)
    assert (ran.code, ran.out) == (0, "")
    review = ReviewFile.model_validate(tomllib.loads((folder / "review.toml").read_text(encoding="utf-8")))
    assert (review.review.id, review.review.title) == ("peer-support", "Peer support")
    assert (folder / "tables").is_dir()
    assert ".narragraph/" in (folder / ".gitignore").read_text(encoding="utf-8").splitlines()
    problems = Problems()
    read_codebook(folder, problems)
    assert problems.errors == []
    assert "narragraph check" in ran.err


def test_every_example_in_the_skeleton_is_valid() -> None:
    text = empty_folder("a", "A")["review.toml"]
    # The examples are the commented lines that hold a key, a table or a continued array; prose is left alone.
    shown = re.sub(r"(?m)^# ?(?=\s*(\[|[a-z_]+ = ))", "", text)
    review = ReviewFile.model_validate(tomllib.loads(shown))
    assert review.extraction[0].name == "round 1"
    assert review.table[0].paper.extracted_in == "round 1"
    assert review.table[0].finding[0].quote == "Quote"


def test_init_refuses_to_overwrite(narragraph: Here, tmp_path: Path) -> None:
    narragraph("init", tmp_path / "r")
    (tmp_path / "r" / "review.toml").write_text("mine", encoding="utf-8")
    ran = narragraph("init", tmp_path / "r")
    assert ran.code == 2
    assert "already holds a review.toml; nothing was written" in ran.err
    assert (tmp_path / "r" / "review.toml").read_text(encoding="utf-8") == "mine"


def test_init_keeps_files_that_are_there(narragraph: Here, tmp_path: Path) -> None:
    (tmp_path / "codebook.csv").write_text("influence_id,name\nx,X\n", encoding="utf-8")
    ran = narragraph("init", tmp_path)
    assert ran.code == 0
    assert (tmp_path / "codebook.csv").read_text(encoding="utf-8") == "influence_id,name\nx,X\n"
    assert "kept" in ran.err


def test_init_dry_run_writes_nothing(narragraph: Here, tmp_path: Path) -> None:
    ran = narragraph("init", tmp_path / "r", "--dry-run")
    assert ran.code == 0
    assert "would write" in ran.err
    assert not (tmp_path / "r").exists()


def test_init_refuses_a_file_as_folder(narragraph: Here, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("", encoding="utf-8")
    ran = narragraph("init", tmp_path / "f")
    assert ran.code == 2
    assert "is a file. Give the name of a folder" in ran.err


@pytest.mark.parametrize(
    ("name", "id_", "title"),
    [
        ("my-review", "my-review", "My review"),
        ("Überblick 2024", "berblick-2024", "Überblick 2024"),
        ("peer_support", "peer-support", "Peer support"),
        ("研究", "review", "研究"),
        ("x" * 90, "x" * 40, "X" + "x" * 89),
    ],
)
def test_names_come_from_the_folder(tmp_path: Path, name: str, id_: str, title: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", review_id(tmp_path / name))
    assert review_id(tmp_path / name).startswith(id_[:30])
    assert review_title(tmp_path / name) == title
