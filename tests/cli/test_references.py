"""`narragraph references` on a folder as a team would keep it, with files that are not what they seem."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import Here
from tiny_review import tiny_review

from ingest.references.read import read_content

RIS = "TY  - JOUR\nTI  - One\nAU  - Doe, J\nPY  - 2020\nN1  - ASReview_relevant\nTY  - JOUR\nTI  - Two\nER  - \n"
BIB = "@article{a, title = {Three}, year = {2019}, note = {seen}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tiny_review(tmp_path / "tiny")
    (folder / "references").mkdir()
    (folder / "references" / "a.ris").write_text(RIS, encoding="utf-8")
    (folder / "references" / "b.bib").write_text(BIB, encoding="utf-8")
    return folder


def spoil(folder: Path) -> None:
    (folder / "references" / "c.ris").write_text("<html>Sign in", encoding="utf-8")
    (folder / "references" / "d.ris").write_text("TY  - JOUR\nER  - \n" + RIS, encoding="utf-8")


def test_files_add_up(narragraph: Here, folder: Path) -> None:
    ran = narragraph("references", folder)
    assert ran.code == 0
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["file"], row["format"], row["seen"], row["repaired"]) for row in rows] == [
        ("references/a.ris", "ris", "2", "1"),
        ("references/b.bib", "bibtex", "1", "0"),
    ]
    assert "3 records seen = 3 read + 0 refused, in 2 files. 1 was repaired" in ran.err


def test_bad_files_have_one_line_each_and_the_rest_goes_on(narragraph: Here, folder: Path) -> None:
    spoil(folder)
    ran = narragraph("references", folder, "--quiet")
    assert ran.code == 3
    assert ran.err.splitlines() == [
        "references/d.ris, line 1: refused: it holds nothing but its type.",
        "references/c.ris: its XML is neither EndNote's nor PubMed's. Export it as RIS.",
    ]
    assert len(ran.out.splitlines()) == 4
    told = json.loads(narragraph("references", folder, "--json").out)
    assert [file["read"] for file in told["files"]] == [2, 1, 2]
    assert told["problems"][0]["path"] == "references/c.ris"


def test_records_and_remarks_have_their_lines(narragraph: Here, folder: Path) -> None:
    spoil(folder)
    records = json.loads(narragraph("references", folder, "--show", "records", "--json").out)["records"]
    assert [(r["title"], r["file"], r["line"]) for r in records[:3]] == [
        ("One", "references/a.ris", 1),
        ("Two", "references/a.ris", 6),
        ("Three", "references/b.bib", 1),
    ]
    assert (records[0]["marks"], records[0]["record_id"]) == ("relevant", records[3]["record_id"])
    remarks = json.loads(narragraph("references", folder, "--show", "remarks", "--json").out)["remarks"]
    assert [(r["file"], r["line"], r["kind"]) for r in remarks] == [
        ("references/a.ris", 1, "repaired"),
        ("references/d.ris", 1, "refused"),
        ("references/d.ris", 3, "repaired"),
    ]


def test_records_go_out_as_ris_and_csl_json(narragraph: Here, folder: Path) -> None:
    ris = narragraph("references", folder, "--as", "ris")
    assert "bibtex note: 1 written as notes (N1)" in ris.err
    titles = [record.title for record in read_content(ris.out.encode(), "x.ris").records]
    items = json.loads(narragraph("references", folder, "--as", "csl-json").out)
    assert titles == [item["title"] for item in items] == ["One", "Two", "Three"]


def test_folder_without_references_says_what_to_do(narragraph: Here, tmp_path: Path) -> None:
    ran = narragraph("references", tiny_review(tmp_path / "tiny"))
    assert (ran.code, "put the exports of your searches there" in ran.err) == (0, True)
