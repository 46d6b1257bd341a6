"""examples/reeves_2024: what the graph counts equals what is printed, and closes on sixteen studies, on every axis.

Published (Reeves et al. 2024, doi 10.1186/s12888-024-05664-9): 16 studies; USA 7, Australia 3, UK 2, Finland 1,
Singapore 1, several countries 2; qualitative 13, mixed 3; good 11, fair 5, poor 0; education and training 12 of 16.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from asking import by, copied, differences_between_engines, rows
from command_line import Here

from cli.main import run
from graph.config import Config

AXES = ("country", "design", "quality", "theme")
PUBLISHED = {
    "country": {"USA": 7, "Australia": 3, "UK": 2, "Finland": 1, "Singapore": 1, "several countries": 2},
    "design": {"qualitative": 13, "mixed": 3},
    "quality": {"good": 11, "fair": 5, "poor": 0},
}


@pytest.fixture(scope="module")
def reeves(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copied(repo / "examples" / "reeves_2024", tmp_path_factory.mktemp("example") / "reeves_2024")
    for axis in AXES:
        assert run(["build", str(made / f"by_{axis}"), "--strict", "--quiet"]) == 0
    return made


def counted(narragraph: Here, reeves: Path, axis: str) -> dict[str, int]:
    """Studies in each category of an axis, counted in the graph."""
    folder = reeves / f"by_{axis}"
    if axis == "country":
        studies: dict[str, int] = by("name", rows(narragraph, folder, "settings"), "studies")
        return {name.removesuffix(", not named here"): many for name, many in studies.items()}
    return dict(Counter(study[axis] for study in rows(narragraph, folder, "studies")))


@pytest.mark.parametrize("axis", PUBLISHED)
def test_counted_studies_equal_the_published_ones_and_close(narragraph: Here, reeves: Path, axis: str) -> None:
    found = counted(narragraph, reeves, axis)
    assert found == {category: many for category, many in PUBLISHED[axis].items() if many}
    assert sum(found.values()) == 16
    assert len(rows(narragraph, reeves / f"by_{axis}", "papers")) == 16


@pytest.mark.parametrize("axis", PUBLISHED)
def test_cited_figures_equal_the_counted_ones(narragraph: Here, reeves: Path, axis: str) -> None:
    cited = [row for row in rows(narragraph, reeves / f"by_{axis}", "cited_figures") if row["of_studies"]]
    by_category = {row["label"].split(": ")[1]: row["studies"] for row in cited}
    assert by_category == PUBLISHED[axis]  # with the published zero, which is no unknown
    assert {row["of_studies"] for row in cited} == {16}
    assert sum(by_category.values()) == 16


def test_theme_is_found_in_twelve_of_sixteen(narragraph: Here, reeves: Path) -> None:
    folder = reeves / "by_theme"
    (row,) = rows(narragraph, folder, "influence_directions")
    assert (row["unclear_papers"], row["not_reported_papers"], row["not_extracted_papers"]) == (12, 4, 0)
    assert row["facilitator_papers"] + row["barrier_papers"] + row["mixed_papers"] == 0
    (often,) = rows(narragraph, folder, "influences_by_frequency")
    assert (often["papers"], often["looked_for_papers"], often["studies"]) == (12, 16, 12)
    (cited,) = rows(narragraph, folder, "cited_figures")
    assert (cited["studies"], cited["of_studies"]) == (12, 16)
    shown = narragraph("numbers", folder, "--format", "table").out
    assert "12 of 16" in shown
    assert "75 %" in shown


def test_named_studies_stand_where_the_review_puts_them(narragraph: Here, reeves: Path) -> None:
    ran = narragraph("export", reeves / "by_country", "--format", "json", "--out", "-")
    assert ran.code == 0
    links = [link for link in json.loads(ran.out)["relationships"] if link["type"] == "CONDUCTED_IN"]
    where = {link["start"]["id"]: link["end"]["id"] for link in links}
    assert len(where) == 16
    assert where["study:paper:berry-2011"] == "setting:country/uk"
    assert where["study:paper:clossey-2016"] == "setting:country/usa"


def test_no_folder_says_two_things_of_one_study(reeves: Path) -> None:
    """Joint cells are not known, so a row holds a name and one axis, and no name is used on two axes."""
    names: Counter[str] = Counter()
    for axis in AXES:
        head, *lines = (reeves / f"by_{axis}" / "tables" / "studies.csv").read_text(encoding="utf-8").splitlines()
        said = set(head.split(",")) - {"study", "note", "source", "several_countries"}
        assert said == {"education_and_training" if axis == "theme" else axis}
        names.update(line.rsplit(")", 1)[0] for line in lines)
    assert max(names.values()) == 1


@pytest.mark.neo4j
@pytest.mark.parametrize("axis", ["country", "theme"])
def test_reeves_is_the_same_on_both_engines(repo: Path, tmp_path: Path, clean_neo4j: Config, axis: str) -> None:
    made = copied(repo / "examples" / "reeves_2024" / f"by_{axis}", tmp_path / axis)
    assert differences_between_engines(made, clean_neo4j) == []
