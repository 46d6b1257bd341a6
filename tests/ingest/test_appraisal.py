"""Quality appraisal tables: joined to studies, unknown where nobody appraised, and every wrong row named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tiny_review import tiny_review

from graph.tables import check_tables
from ingest.folder import Ingested, read_folder
from synthesis.evidence import evidence
from synthesis.left_out import unappraised, variants
from synthesis.selection import Filter, Selection, everything, select

SECTION = """
[[appraisal]]
path = "tables/mmat.csv"
tool = "MMAT"
version = "2018"
paper = ["paper"]
items = { from = "S1", to = "1.2" }
overall = { column = "overall", map = { "*****" = "high", "*" = "low", "?" = "" } }
"""
ROWS = "paper,S1,1.2,overall\nA,yes,,*\n"
CASP = '\n[[appraisal]]\npath = "tables/casp.csv"\ntool = "CASP"\npaper = ["paper"]\n'


def read(
    place: Path, rows: str = ROWS, section: str = SECTION, *, strict: bool = False, **files: str
) -> tuple[Path, Ingested]:
    folder = tiny_review(place / "review")
    with (folder / "review.toml").open("a", encoding="utf-8") as opened:
        opened.write(section)
    for name, text in {"mmat": rows, **files}.items():
        (folder / "tables" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder, read_folder(folder, strict=strict)


def studies(found: Ingested) -> dict[str, dict[str, Any]]:
    assert found.report.problems == ()
    check_tables(found.tables)
    return {row["id"]: row for row in found.tables.node("Study").to_pylist()}


def test_a_study_has_its_appraisal_and_the_others_are_unknown(tmp_path: Path) -> None:
    _, found = read(tmp_path)
    said = studies(found)
    assert {id_: row["quality"] for id_, row in said.items()} == {"study:paper:a": "low", "study:paper:b": None}
    assert json.loads(said["study:paper:a"]["appraisals"]) == [
        {
            "tool": "MMAT",
            "version": "2018",
            "paper": "paper:a",
            "overall": "low",
            "reported": "*",
            "items": {"S1": "yes", "1.2": None},
        }
    ]
    assert said["study:paper:b"]["appraisals"] is None
    report = found.report.tables[-1]
    assert (report.path, report.rows_read, report.rows_used, report.papers, report.unmapped) == (
        *("tables/mmat.csv", 1, 1, 1),
        (),
    )
    assert "tables/mmat.csv" in found.inputs


def test_quality_is_a_filter_and_low_is_left_out_while_unknown_stays(tmp_path: Path) -> None:
    whole = evidence(read(tmp_path)[1].tables)
    assert int(select(whole, Filter(quality=("Low",))).papers.sum()) == 1
    kind, which, rest = next(variants(everything(whole), ()))
    assert (kind, "low" in which) == ("quality", True)
    assert isinstance(rest, Selection)
    assert unappraised(everything(whole)) == 1
    kept = [id_ for id_, stays in zip(whole.papers.column("id").to_pylist(), rest.papers, strict=True) if stays]
    assert kept == ["paper:b"]


def test_a_word_for_nothing_and_a_blank_leave_the_quality_unknown(tmp_path: Path) -> None:
    said = studies(read(tmp_path, "paper,S1,1.2,overall\nA,yes,no,?\nB,no,no,\n")[1])
    assert [row["quality"] for row in said.values()] == [None, None]
    assert all(json.loads(row["appraisals"])[0]["overall"] is None for row in said.values())


def test_reviewers_who_differ_leave_it_unknown_until_they_agree(tmp_path: Path) -> None:
    by = SECTION + 'reviewer = "by"\n'
    head, rows = "paper,S1,1.2,overall,by\n", "A,yes,,*,ann\nA,yes,,*,ben\nB,no,,*****,ann\nB,no,,*,ben\n"
    _, apart = read(tmp_path / "apart", head + rows, by)
    said = studies(apart)
    assert [row["quality"] for row in said.values()] == ["low", None]
    assert [one["reviewer"] for one in json.loads(said["study:paper:b"]["appraisals"])] == ["ann", "ben"]
    told = "reviewers differ on study:paper:b (ann high, ben low); its quality stays unknown until"
    assert any(told in warning for warning in apart.report.warnings)
    assert "reviewers agree overall on 1 of 2 studies that two or more appraised." in apart.report.tables[-1].notes
    _, settled = read(tmp_path / "settled", f"{head}{rows}B,no,,*****,\n", by)
    assert [row["quality"] for row in studies(settled).values()] == ["low", "high"]


def test_a_reviewer_who_says_two_things_is_an_error(tmp_path: Path) -> None:
    rows = "paper,S1,1.2,overall,by\nA,yes,,*,ann\nA,yes,,*****,ann\nA,no,,*,ben\n"
    (problem, *_) = read(tmp_path, rows, SECTION + 'reviewer = "by"\n')[1].report.problems
    assert 'has the quality "high" here and "low" in tables/mmat.csv D2' in str(problem)


def test_two_tools_keep_both_and_only_one_may_say_the_overall(tmp_path: Path) -> None:
    casp = "paper,Q1,overall\nA,clear,high\n"
    items = CASP + 'items = ["Q1"]\nignore = ["overall"]\n'
    said = studies(read(tmp_path / "one", section=SECTION + items, casp=casp)[1])["study:paper:a"]
    assert said["quality"] == "low"
    assert [one["tool"] for one in json.loads(said["appraisals"])] == ["CASP", "MMAT"]
    both = CASP + 'items = ["Q1"]\noverall = "overall"\n'
    (problem,) = read(tmp_path / "two", section=SECTION + both, casp=casp)[1].report.problems
    assert 'has the quality "high" here and "low" in tables/mmat.csv D2' in str(problem)


def test_papers_are_met_by_doi_and_studies_by_their_own_columns(tmp_path: Path) -> None:
    table = "paper,doi,study,setting,influence,effect,quote\nA,10.1000/A,One,x,Pay,helps,q\nB,,One,x,Pay,helps,q\n"
    folder, _ = read(tmp_path, "link,S1,1.2,overall\nhttps://doi.org/10.1000/a,y,n,*\n")
    toml = (folder / "review.toml").read_text(encoding="utf-8")
    toml = toml.replace('id = ["paper"]', 'id = ["paper"]\n  doi = "doi"').replace(
        'paper = ["paper"]', 'paper = ["link"]'
    )
    toml = toml.replace("  [[table.setting]]", '  [table.study]\n  id = ["study"]\n\n  [[table.setting]]')
    (folder / "review.toml").write_text(toml, encoding="utf-8")
    (folder / "tables" / "findings.csv").write_text(table, encoding="utf-8")
    assert {id_: row["quality"] for id_, row in studies(read_folder(folder)).items()} == {"study:one": "low"}
    (folder / "review.toml").write_text(toml.replace('paper = ["link"]', 'study = ["trial"]'), encoding="utf-8")
    (folder / "tables" / "mmat.csv").write_text("trial,S1,1.2,overall\none,y,n,*****\n", encoding="utf-8")
    assert {id_: row["quality"] for id_, row in studies(read_folder(folder)).items()} == {"study:one": "high"}


@pytest.mark.parametrize(
    ("rows", "section", "said"),
    [
        (
            "paper,S1,1.2,overall\nAA,y,y,*\n",
            SECTION,
            'row 2: it appraises "paper:aa", which is no paper of the review',
        ),
        ("paper,S1,1.2,overall\n,y,y,*\n", SECTION, "row 2: the paper cannot be told"),
        ("paper,S1,1.2,overall\nA,y,y,***\n", SECTION, "cell D2"),
        ("paper,S1,1.2,overall\nA,y,y,*\nA,y,y,*****\n", SECTION, 'has the quality "high" here and "low" in'),
        ("paper,S1,1.3,overall\nA,y,y,*\n", SECTION, 'there is no column "1.2". Did you mean "1.3"'),
        (ROWS, SECTION.replace('paper = ["paper"]', ""), "either `paper` or `study`"),
        (ROWS, SECTION.split("items", maxsplit=1)[0], "needs `overall`, `items` or both"),
        (ROWS, SECTION.replace("mmat.csv", "mmt.csv"), 'there is no such file. Did you mean "tables/mmat.csv"'),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, rows: str, section: str, said: str) -> None:
    problems = " ".join(map(str, read(tmp_path, rows, section)[1].report.problems))
    assert said in problems


def test_columns_that_nothing_names_are_told_and_strictly_refused(tmp_path: Path) -> None:
    rows = "paper,S1,1.2,overall,rater\nA,yes,,*,ann\n"
    assert read(tmp_path / "a", rows)[1].report.tables[-1].unmapped == ("rater",)
    assert "rater" in str(read(tmp_path / "b", rows, strict=True)[1].report.problems[0])
