"""`narragraph prisma` on a review with all six kinds of source, two reviewers and an update, against a hand count."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from command_line import Here
from record_of_review import write_review


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_review(tmp_path_factory.mktemp("prisma") / "review")


def boxes(said: dict[str, Any], column: str) -> dict[str, int]:
    return {row["box"]: row["count"] for row in said["boxes"] if row["column"] == column and row["part"] is None}


def test_flow_is_the_hand_count(narragraph: Here, review: Path) -> None:
    ran = narragraph("prisma", review, "--json")
    said = json.loads(ran.out)
    assert ran.code == 0
    assert boxes(said, "databases") == {
        "identified": 9,
        "duplicates": 4,
        "papers": 5,
        "not_screened": 0,
        "screened": 5,
        "excluded": 1,
        "undecided": 1,
        "sought": 3,
        "not_retrieved": 0,
        "not_assessed": 0,
        "assessed": 3,
        "excluded_full_text": 1,
        "undecided_full_text": 0,
        "included": 2,
    }
    assert boxes(said, "other methods") == {
        "identified": 7,
        "duplicates": 2,
        "papers": 5,
        "not_screened": 1,
        "screened": 4,
        "excluded": 0,
        "undecided": 1,
        "sought": 3,
        "not_retrieved": 1,
        "not_assessed": 1,
        "assessed": 1,
        "excluded_full_text": 0,
        "undecided_full_text": 0,
        "included": 1,
    }
    assert boxes(said, "both") == {"without_record": 1, "all_included": 4}
    assert boxes(said, "cited") == {"identified": 5813}
    assert all(check["holds"] for check in said["checks"])
    assert "Cited: identified 5,813 (Ibrahim 2020); held here: 16." in ran.err
    assert 'The source "Embase" says 5 hits; its files hold 4 records.' in ran.err


def test_update_shows_what_is_new(narragraph: Here, review: Path) -> None:
    said = json.loads(narragraph("prisma", review, "--round", "update 2020", "--json").out)
    found = boxes(said, "databases")
    assert [found[box] for box in ("identified", "duplicates", "papers", "included")] == [2, 1, 1, 1]
    assert boxes(said, "both") == {"previous": 2, "without_record": 1, "all_included": 4}
    ran = narragraph("prisma", review, "--round", "update 2021")
    assert (ran.code, 'Did you mean "update 2020"?' in ran.err) == (2, True)


def test_table_and_picture(narragraph: Here, review: Path) -> None:
    assert narragraph("prisma", review).out.splitlines()[0] == "box,column,part,unit,count,cited"
    ran = narragraph("prisma", review, "--svg", "--quiet")
    root = ET.fromstring(ran.out)  # noqa: S314  (our own output)
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Records identified (n = 9)" in words
    assert "  Wrong design (n = 1)" in words
    assert "All papers included (n = 4)" in words
    assert "Cited, not counted: identified, 5,813 (Ibrahim 2020)" in words


def test_names_from_files_cannot_break_the_picture(narragraph: Here, review: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(review, other)
    toml = (other / "review.toml").read_text(encoding="utf-8")
    (other / "review.toml").write_text(toml.replace('"peers.org"', '"<script>&\\"\'"'), encoding="utf-8")
    ET.fromstring(narragraph("prisma", other, "--svg", "--quiet").out)  # noqa: S314  (our own output)


def test_graph_answers_which_source_gave_what(narragraph: Here, review: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(review, other)
    assert narragraph("build", other).code == 0
    rows = json.loads(narragraph("query", "sources", "--folder", other, "--json").out)["rows"]
    assert [(row["name"], row["found_papers"], row["included_papers"]) for row in rows] == [
        *(("Citations", 1, 1), ("Congress of Peers", 1, 0), ("Embase", 3, 1), ("MEDLINE", 3, 1), ("MEDLINE", 2, 2)),
        *(("Experts", 2, 1), ("Psychiatric Services", 2, 0), ("peers.org", 1, 0)),
    ]


def test_folder_with_problems_is_refused(narragraph: Here, review: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(review, other)
    (other / "references" / "medline.ris").unlink()
    ran = narragraph("prisma", other)
    assert (ran.code, ran.out) == (3, "")
    assert 'no file in references/ is "references/medline.ris"' in ran.err


def test_decisions_say_who_and_why(narragraph: Here, review: Path) -> None:
    ran = narragraph("prisma", review, "--show", "decisions", "--json")
    rows = json.loads(ran.out)["decisions"]
    said = [(row["paper_id"], row["reviewer"], row["decision"], row["settled"]) for row in rows if row["reviewer"]]
    assert len(said) == 6 * 2 + 2 + 2 + 1
    assert ("doi:10.1000/p4", "bob", "excluded", "conflict") in said
    reasons = {(row["paper_id"], row["stage"]): row["reason"] for row in rows if row["decision"] == "excluded"}
    assert reasons["doi:10.1000/p3", "title_abstract"] == "wrong population"
    assert reasons["doi:10.1000/p2", "full_text"] == "Wrong design"
    assert "1 paper waits in a conflict of reviewers." in ran.err


def test_agreement_of_two_reviewers(narragraph: Here, review: Path) -> None:
    """Both decided on 8 papers (6 in, P3 out, P4 apart): 7 of 8 the same. Alpha by hand: 1 - 15 * 2 / (2 * 13 * 3)."""
    (row,) = json.loads(narragraph("prisma", review, "--show", "agreement", "--json").out)["agreement"]
    assert (row["stage"], row["reviewers"], row["papers"], row["same"], row["conflicts"]) == (
        "title_abstract",
        2,
        8,
        7,
        1,
    )
    assert row["percent"] == pytest.approx(7 / 8)
    assert row["alpha"] == pytest.approx(1 - 15 * 2 / (2 * 13 * 3))
    assert row["ac1"] > row["alpha"]
