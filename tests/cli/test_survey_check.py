"""A survey from its files to the graph, its audit and its release: groups are shown, single people never."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Here
from survey_folders import HEAD, LONG, people, survey_folder

from cli.curated import read_curated
from cli.surveyed import KEPT, content_of
from graph.survey import SYNTHETIC

OUTSIDE = '[survey.outside]\npath = "survey/o.csv"\nrespondent = "code"\n'
SMALL = ["p900,b,visitor,t1,1", "p901,b,visitor,t1,2", "p900,b,visitor,t3,1", "p901,b,visitor,t3,2"]
"""Two people of a role of their own, with a mean that nobody else has: 1.5."""


@pytest.fixture
def narragraph(capsys: pytest.CaptureFixture[str]) -> Here:
    """Call it with the words of a command line."""
    return Here(capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nineteen people at two sites, and two more in a role of their own."""
    place = survey_folder(
        tmp_path / "r",
        HEAD + people(12) + people(7, site="b", first=20) + "\n".join(SMALL) + "\n",
        section=LONG + OUTSIDE,
    )
    scores = "".join(f"p{number:03},{number}\n" for number in (*range(1, 13), *range(20, 27), 900, 901))
    (place / "survey" / "o.csv").write_text(f"code,hope\n{scores}")
    return place


def everything(place: Path) -> Iterator[bytes]:
    """Every file below a folder."""
    for file in place.rglob("*"):
        if file.is_file():
            yield file.read_bytes()


def test_check_names_cells_and_items_shows_versions(narragraph: Here, folder: Path) -> None:
    whole = narragraph("survey", "check", folder, "--format", "table")
    assert (whole.code, whole.err) == (0, "Nothing is odd.\n")
    assert whole.out.startswith(SYNTHETIC)
    with (folder / "survey" / "ratings.csv").open("a") as file:
        file.write("p900,b,visitor,c1,9\n")
    odd = narragraph("survey", "check", folder, "--json")
    said = json.loads(odd.out)
    assert odd.code == 3
    assert said["notes"] == [
        {
            "file": "survey/ratings.csv",
            "row": 82,
            "column": "answer",
            "kind": "off the scale",
            "note": '9 is off the scale of "c1", which is 1 to 5.',
            "to do": "Correct it, or name it under `missing`.",
        }
    ]
    checked = narragraph("check", folder)
    assert checked.code == 0, "an odd cell stops no build"
    assert "82" not in checked.out.replace("8 2", "")
    assert '1 note of the kind "off the scale"' in checked.out
    listed = json.loads(narragraph("survey", "items", folder, "--json").out)
    assert listed["forms"] == ["1"]
    c2 = next(row for row in listed["items"] if row["item"] == "c2")
    assert (c2["1"], c2["reason"], c2["no wording in"]) == ("dropped", "1: nobody understood it", "de")


def test_groups_stand_in_the_graph_and_two_people_never(narragraph: Here, folder: Path) -> None:
    assert narragraph("build", folder, "-q").code == 0
    assert narragraph("verify", folder, "-q").code == 0
    rows = json.loads(narragraph("query", "ratings", "-C", folder, "--json").out)["rows"]
    by_group = {(row["group_kind"], row["group_name"]): row for row in rows if row["item"] == "t1"}
    assert by_group["site", "a"]["respondents"] == 12
    assert by_group["site", "a"]["setting_id"] == "setting:site/site-a"
    assert by_group["role", "visitor"]["mean"] is None
    assert by_group["role", "visitor"]["why_not"] == "fewer than 5 people answered"
    assert by_group["role", "staff"]["shown"] is False, "everybody less the staff are the two"
    assert all(row["synthetic"] for row in rows)
    kept = (folder / ".narragraph" / KEPT).read_bytes()
    assert b"p900" not in kept
    assert not any(b"p900" in content for content in everything(folder / ".narragraph"))
    before = narragraph("build", folder, "--json").out
    assert json.loads(before)["changed"] is False
    text = (folder / "survey" / "ratings.csv").read_text()
    (folder / "survey" / "ratings.csv").write_text(text.replace("p002,a,staff,t1,3", "p002,a,staff,t1,4"))
    assert narragraph("verify", folder, "-q").code == 1, "a changed answer makes the graph stale"
    assert json.loads(narragraph("build", folder, "--json").out)["changed"] is True


def test_a_kept_number_that_was_changed_is_computed_again(folder: Path) -> None:
    first = read_curated(folder).ingested
    file = folder / ".narragraph" / KEPT
    mean = next(row["mean"] for row in first.tables.node("Rating").to_pylist() if row["mean"] is not None)
    file.write_text(file.read_text().replace(f'"mean": {mean}', '"mean": 1.25'))
    again = read_curated(folder).ingested
    assert again.tables.node("Rating").equals(first.tables.node("Rating"))
    assert content_of(again.survey.survey) == content_of(first.survey.survey)


def test_a_release_holds_no_answer_and_is_made_again(narragraph: Here, folder: Path, tmp_path: Path) -> None:
    assert narragraph("build", folder, "-q").code == 0
    out = tmp_path / "release"
    assert narragraph("release", folder, "--date", "2026-03-01", "--out", out).code == 0
    inside = {file.relative_to(out / "inputs").as_posix() for file in (out / "inputs" / "survey").iterdir()}
    assert inside == {"survey/instrument.csv", "survey/sites.csv", "survey/shown.json"}
    assert not any(b"p900" in content or b"p001" in content for content in everything(out))
    verified = narragraph("release", "--verify", out, "--against", folder, "--json")
    assert verified.code == 0, verified.out
    copy = shutil.copytree(out / "inputs", tmp_path / "copy")
    assert narragraph("build", copy, "-q").code == 0
    mine, theirs = (
        json.loads(narragraph("query", "ratings", "-C", place, "--json").out)["rows"] for place in (folder, copy)
    )
    assert mine == theirs
    assert narragraph("verify", copy, "-q").code == 0
    assert narragraph("survey", "check", copy).code == 0
