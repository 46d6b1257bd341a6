"""A second search, imported later: what is new, and what it changed, on the review whose counts are known by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import Here
from record_of_review import REVIEW, write_review

UPDATE = '[[sources]]\nname = "MEDLINE"\nkind = "database"\nprovider = "Ovid"\nsearched_on = 2020-01-31\n'


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_review(tmp_path_factory.mktemp("update") / "review")


@pytest.fixture(scope="module")
def before(review: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review as it was before the update: without its file, and P10 not screened yet."""
    folder = tmp_path_factory.mktemp("before") / "review"
    shutil.copytree(review, folder)
    home = folder / "references"
    (home / "update.ris").unlink()
    for file in (home / "screening" / "rayyan.csv", home / "screening" / "included.csv"):
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(line for line in lines if "10.1000/p10" not in line) + "\n", encoding="utf-8")
    start = REVIEW.index(UPDATE)
    end = REVIEW.index("[[screening]]", start)
    (folder / "review.toml").write_text(REVIEW[:start] + REVIEW[end:], encoding="utf-8")
    return folder


def test_what_the_second_search_added(narragraph: Here, review: Path) -> None:
    ran = narragraph("references", review, "--show", "new", "--json")
    (row,) = json.loads(ran.out)["new"]
    assert (row["paper_id"], row["status"], row["sources"], row["file"]) == (
        *("doi:10.1000/p10", "included", "MEDLINE"),
        "references/update.ris",
    )
    assert '"update 2020": 2 records of 2 papers; found before: 1, new: 1.' in ran.err
    again = narragraph("references", review, "--show", "new", "--round", "update 2020", "--json")
    assert again.out == ran.out


def test_diff_shows_what_the_second_search_changed(narragraph: Here, review: Path, before: Path) -> None:
    found = json.loads(narragraph("diff", before, review, "--json").out)
    assert (found["papers_added"], found["papers_gone"]) == (["doi:10.1000/p10"], [])
    (change,) = found["influences"]
    assert (change["influence_id"], change["papers_before"], change["papers_after"]) == ("training", 2, 2)
    assert [(row["paper_id"], row["before"], row["after"]) for row in change["because"]] == [
        ("doi:10.1000/p10", "not there", "not_extracted")
    ]


def test_ids_of_what_was_there_before_stay(narragraph: Here, review: Path, before: Path) -> None:
    ids = []
    for folder in (before, review):
        ran = narragraph("prisma", folder, "--show", "decisions", "--json")
        ids.append({row["paper_id"] for row in json.loads(ran.out)["decisions"]})
    assert ids[0] == ids[1] - {"doi:10.1000/p10"}


def test_rounds_that_are_not_there_are_named(narragraph: Here, review: Path, before: Path) -> None:
    ran = narragraph("references", review, "--show", "new", "--round", "update 2021")
    assert (ran.code, 'Did you mean "update 2020"?' in ran.err) == (2, True)
    assert "Rounds are: none." in narragraph("references", before, "--show", "new").err
    assert "belongs to --show new" in narragraph("references", review, "--round", "update 2020").err
