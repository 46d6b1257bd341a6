"""Real tables, from `init --from` over at most three hand edits, `check` and `build` to `query`, as a user types it.

Every figure was counted on the files without our code: the README.md beside the data lists it, or the file prints it.
tests/graph/test_real_graphs.py compares the two engines on the same tables.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asking import by, rows
from command_line import Here, Ran

pytestmark = pytest.mark.data

TELEMEDICINE = "telemedicine_umbrella/reviews.csv"
Q06 = "niblse_survey/q06_barriers_implementation.csv"
Q38 = "niblse_survey/q38_preventing_inclusion.csv"
OPEN_SCIENCE = "openscience_map/fulldata_20250219.xlsx"
TAGUETTE = "taguette_usability/all_tags_20220303.csv"
# Hand edits: (what init wrote, what a researcher makes of it). Three at most.
EDITS = {
    TELEMEDICINE: [('title = "Review"', 'title = "Barriers and facilitators of telemedicine"')],
    Q06: [],
    Q38: [],
    OPEN_SCIENCE: [('strip = "."', 'strip = ".", aliases = { "The Netherlands" = "Netherlands" }')],
    TAGUETTE: [],
}
Built = tuple[Path, str]
"""The folder, and what `check` printed."""


def edit(folder: Path, edits: list[tuple[str, str]]) -> None:
    assert len(edits) <= 3
    text = (folder / "review.toml").read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "review.toml").write_text(text, encoding="utf-8")


def made(narragraph: Callable[..., Ran], table: Path, folder: Path, edits: list[tuple[str, str]]) -> Built:
    """init --from, the edits, check, build."""
    started = narragraph("init", folder, "--from", table)
    assert started.code == 0, started.err
    edit(folder, edits)
    checked = narragraph("check", folder)
    assert checked.code == 0, checked.out
    assert narragraph("build", folder, "--quiet").code == 0
    return folder, " ".join(checked.out.split())


def exported(narragraph: Here, folder: Path) -> dict[str, Any]:
    """The whole graph as one JSON document."""
    ran = narragraph("export", folder, "--format", "json", "--out", "-")
    assert ran.code == 0
    graph: dict[str, Any] = json.loads(ran.out)
    return graph


def ends(graph: dict[str, Any], type_: str) -> list[tuple[str, str]]:
    """Start and end id of every relationship of a type."""
    return [(link["start"]["id"], link["end"]["id"]) for link in graph["relationships"] if link["type"] == type_]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Built]]:
    """A place for the folders of this module, each made once."""
    return tmp_path_factory.mktemp("real"), {}


@pytest.fixture
def build(narragraph: Here, data_dir: Path, built: tuple[Path, dict[str, Built]]) -> Callable[[str], Built]:
    """Make the folder of a table, or give the one that is there; tests only read it."""
    place, known = built

    def give(name: str) -> Built:
        if name not in known:
            folder = place / str(len(known)) / "review"
            known[name] = made(narragraph, data_dir / name, folder, EDITS[name])
        return known[name]

    return give


def test_telemedicine_from_table_to_numbers(narragraph: Here, build: Callable[[str], Built]) -> None:
    folder, said = build(TELEMEDICINE)
    assert "133 read = 133 used + 0 left out" in said
    assert "133 papers, 133 studies, 2,458 mentions" in said  # 1540 barriers and 918 facilitators
    assert (
        '109 rows in 3 spellings of one value: "All telemedicine" 43, "All Telemedicine" 40, "All telemedicine " 26'
        in said
    )
    assert "3 rows have no DOI" in said
    assert len(rows(narragraph, folder, "papers")) == 133
    found = rows(narragraph, folder, "influence_directions", "--limit", 10000)
    assert len(found) == 2030  # distinct phrases
    barrier = {row["name"].casefold(): row["barrier_papers"] + row["mixed_papers"] for row in found}
    helps = {row["name"].casefold(): row["facilitator_papers"] + row["mixed_papers"] for row in found}
    # A review that names a phrase in both cells is mixed: counted in either column.
    assert sum(many > 0 for many in barrier.values()) == 1227
    assert sum(many > 0 for many in helps.values()) == 825
    assert sum(many > 0 and helps[name] > 0 for name, many in barrier.items()) == 22
    assert sum(row["mixed_papers"] for row in found) == 16  # in the 7 reviews that name phrases in both cells
    assert sum(barrier.values()) == 1521
    assert sum(helps.values()) == 918
    assert sum(many == 1 for many in barrier.values()) == 1104
    assert sum(many == 1 for many in helps.values()) == 774
    for name, many in [("digital literacy", 22), ("privacy concerns", 21), ("language barriers", 12)]:
        assert barrier[name] == many
    assert (barrier["poor internet"], barrier["technical issues"]) == (10, 10)
    for name, many in [("technical support", 9), ("training programs", 7), ("ease of use", 6), ("staff training", 6)]:
        assert helps[name] == many
    assert all(row["not_reported_papers"] is None for row in found)  # no codebook yet: nobody looked for a draft
    settings = by("name", rows(narragraph, folder, "settings"), "studies", "findings")
    assert settings == {
        "High": (93, 972 + 726),
        "Upper-Middle": (27, 373 + 144),
        "Lower-Middle": (12, 167 + 46),
        "Low": (1, 9 + 2),
    }


def test_telemedicine_figures_open_to_the_lines_of_a_cell(narragraph: Here, build: Callable[[str], Built]) -> None:
    folder, _ = build(TELEMEDICINE)
    words = ("--influence-id", "draft:digital-literacy", "--direction", "barrier")
    passages = rows(narragraph, folder, "passages_behind", *words)
    assert len({row["paper_id"] for row in passages}) == 22
    assert {row["quote"].casefold() for row in passages} == {"digital literacy"}
    assert {row["cell"][0] for row in passages} == {"F"}  # the column Barriers
    assert narragraph("verify", folder).code == 0


def published(file: Path) -> dict[str, int]:
    """Line 1 over the codes of line 2, read without any code of ours; the question's own total is left out."""
    with file.open(encoding="utf-8", newline="") as opened:
        totals, names = list(csv.reader(opened))[:2]
    codes = [(total, " ".join(name.split())) for total, name in zip(totals, names, strict=True) if "?" not in name]
    return {name: int(total) for total, name in codes if total.isdigit()}


@pytest.mark.parametrize(
    ("name", "answers", "coded", "codings", "rolled_up"),
    [
        (Q06, 371, 362, 1145, {"Faculty Issues - General": (223, 225), "Curric Issues - General": (117, 123)}),
        (Q38, 517, 508, 1650, {"Faculty Issues - General": (309, 311), "Curriculum Issues - General": (221, 229)}),
    ],
)
def test_niblse_own_totals_and_roll_up(  # noqa: PLR0917
    narragraph: Here,
    build: Callable[[str], Built],
    data_dir: Path,
    name: str,
    answers: int,
    coded: int,
    codings: int,
    rolled_up: dict[str, tuple[int, int]],
) -> None:
    folder, said = build(name)
    assert f"1,260 read = {answers} used" in said
    assert "published column totals agree" in said
    assert len(rows(narragraph, folder, "papers", "--limit", 10000)) == answers  # one answer = one unit
    tree = by("name", rows(narragraph, folder, "codebook_tree"), "own_papers", "rolled_up_papers")
    line_1 = published(data_dir / name)
    assert {code: own for code, (own, _) in tree.items()} == line_1
    assert sum(line_1.values()) == codings
    assert {code: tree[code] for code in rolled_up} == rolled_up
    found = rows(narragraph, folder, "influence_directions")
    assert {row["barrier_papers"] for row in found} == set(line_1.values())  # guessed from the words of the question
    assert {row["barrier_papers"] + row["not_reported_papers"] for row in found} == {answers}
    assert len({row["paper_id"] for row in rows(narragraph, folder, "passages_behind", "--limit", 10000)}) == coded
    regions = by("name", rows(narragraph, folder, "settings"), "kind")
    assert regions == dict.fromkeys(("SO", "MW", "NE", "WE"), "region")


# By hand, over the 17 papers of several rows. Policies and guidelines: 34 positive rows, less one for each paper that
# states it twice (91550549, 88009260, 88009363) = 31 papers; 39 neutral rows, less four in papers that state a positive
# effect too (91550670, 91550830, 88008647, 88008617), less one each for 88008879, 88009233, 91550823 and 88008723 (two
# rows) and two for 88008932 (three rows) = 29. Methodology: 8 positive rows, three of them 88009228 = 6. Other: 7
# positive, 2 neutral, 1 negative; 91550690 is positive and negative = mixed.
OPEN_SCIENCE_PAPERS = {
    "Open science policies and guidelines": (31, 0, 0, 29),
    "Open methodology": (6, 0, 0, 2),
    "Open science tools": (6, 0, 0, 1),
    "Other": (6, 0, 1, 2),
    "Open data and materials": (2, 0, 0, 0),
    "Open educational resources": (2, 0, 0, 0),
    "Open evaluations": (1, 0, 0, 0),
}
STATES = ("facilitator_papers", "barrier_papers", "mixed_papers", "neutral_papers")


def test_open_science_counts_papers_not_rows(narragraph: Here, build: Callable[[str], Built]) -> None:
    folder, said = build(OPEN_SCIENCE)
    assert "105 read = 105 used" in said
    assert "86 papers, 105 studies" in said
    assert len(rows(narragraph, folder, "papers")) == 86
    assert len(rows(narragraph, folder, "studies")) == 105
    found = by("name", rows(narragraph, folder, "influence_directions"), *STATES)
    assert found == OPEN_SCIENCE_PAPERS
    # 86 papers, of which 88008722, 88008672 and 88008518 speak of two classes.
    assert sum(map(sum, found.values())) == 86 + 3
    # A row names one class; that says nothing of the other six.
    assert all(row["not_reported_papers"] is None for row in rows(narragraph, folder, "influence_directions"))


def test_open_science_directions_by_study(narragraph: Here, build: Callable[[str], Built]) -> None:
    folder, _ = build(OPEN_SCIENCE)
    behind = rows(narragraph, folder, "influences_by_frequency")
    assert sum(row["studies"] for row in behind) == 105  # one row, one study, one class
    graph = exported(narragraph, folder)
    direction = {node["id"]: node["properties"]["direction"] for node in graph["nodes"] if node["label"] == "Finding"}
    studies: dict[str, set[str]] = {}
    for finding, study in ends(graph, "FROM"):
        studies.setdefault(direction[finding], set()).add(study)
    assert {direction: len(found) for direction, found in studies.items()} == {
        "facilitator": 60,
        "neutral": 44,
        "barrier": 1,
    }


@pytest.mark.parametrize(("rule", "other"), [("facilitator", (7, 0, 0, 2)), ("barrier", (6, 1, 0, 2))])
def test_open_science_follows_the_stated_rule(
    narragraph: Here, data_dir: Path, tmp_path: Path, rule: str, other: tuple[int, ...]
) -> None:
    counting = ("[[table]]\npath", f'[counting]\npaper_with_both = "{rule}"\n\n[[table]]\npath')
    edits = [*EDITS[OPEN_SCIENCE], counting]
    folder, _ = made(narragraph, data_dir / OPEN_SCIENCE, tmp_path / "review", edits)
    found = by("name", rows(narragraph, folder, "influence_directions"), *STATES)
    assert found == OPEN_SCIENCE_PAPERS | {"Other": other}


def test_open_science_cells_with_several_countries_are_shared(narragraph: Here, build: Callable[[str], Built]) -> None:
    folder, _ = build(OPEN_SCIENCE)
    settings = by("name", rows(narragraph, folder, "settings"), "studies")
    # "The Netherlands, USA, Switzerland.", "USA and Israel" and "Europe and America" hold several; 94 rows name none.
    assert settings == {
        "USA": 3 + 2,
        "Netherlands": 2 + 1,
        "Switzerland": 1,
        "Israel": 1,
        "Europe": 1,
        "America": 1,
        "France": 1,
        "Germany": 1,
        "Spain": 1,
    }
    graph = exported(narragraph, folder)
    shared = {node["id"] for node in graph["nodes"] if node["properties"].get("setting_shared")}
    named = sorted(setting.split("/")[1] for finding, setting in ends(graph, "IN_SETTING") if finding in shared)
    assert named == ["america", "europe", "israel", "netherlands", "switzerland", "usa", "usa"]


def test_taguette_passages_keep_document_and_code(
    narragraph: Here, build: Callable[[str], Built], data_dir: Path
) -> None:
    folder, said = build(TAGUETTE)
    assert "1,930 read = 1,930 used" in said
    assert len(rows(narragraph, folder, "papers")) == 17  # documents
    passages = rows(narragraph, folder, "passages_behind", "--limit", 10000)
    assert len(passages) == 1930
    with (data_dir / TAGUETTE).open(encoding="utf-8-sig", newline="") as opened:
        coded = list(csv.DictReader(opened))
    tags: dict[str, int] = {}
    for line in coded:
        tags[line["tag"]] = tags.get(line["tag"], 0) + 1
    names = by("influence_id", rows(narragraph, folder, "influences_by_frequency"), "name")
    counted: dict[str, int] = {}
    for row in passages:
        counted[names[row["influence_id"]]] = counted.get(names[row["influence_id"]], 0) + 1
    assert counted == {" ".join(tag.split()): many for tag, many in tags.items()}
    assert counted["Query inputs and elements useful"] == 191
    # Each passage stands in the row of its document and code: the address leads back to both.
    for row in passages:
        line = coded[int(row["cell"][1:]) - 2]
        assert row["quote"] == line["content"].strip()
        assert " ".join(line["tag"].split()) == names[row["influence_id"]]
        assert row["paper_id"] == f"paper:{line['document'].lower()}"
