"""`narragraph dedupe`: clusters with their reasons, the pairs that wait, and a person's word over the rules."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import Here
from tiny_review import tiny_review

ONE = "TY  - JOUR\nTI  - Peer support work in mental health services\nAU  - Doe, J\nAU  - Roe, R\nPY  - 2020\n"
PLACE = "JF  - Journal of Peers\nVL  - 5\nSP  - 11\nEP  - 19\n"
END = "ER  - \n"
REPLY = "TY  - JOUR\nTI  - Reply to: Peer support work in mental health services\nAU  - Doe, J\nPY  - 2020\nVL  - 5\n"
ELSEWHERE = "JF  - Journal of Peers\nVL  - 5\nSP  - 91\nEP  - 99\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tiny_review(tmp_path / "tiny")
    (folder / "references").mkdir()
    files = {
        "a.ris": f"{ONE}{PLACE}DO  - 10.1000/one\n{END}{REPLY}{END}",
        "b.ris": f"{ONE}{PLACE}AB  - Why\n{END}{ONE}{ELSEWHERE}{END}",
        "c.ris": f"{ONE}{PLACE}AB  - Why\n{END}",
    }
    for name, text in files.items():
        (folder / "references" / name).write_text(text, encoding="utf-8")
    return folder


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_clusters_add_up_and_say_why(narragraph: Here, folder: Path) -> None:
    ran = narragraph("dedupe", folder)
    assert ran.code == 0
    assert [(row["paper_id"], row["file"]) for row in rows(ran.out)] == [
        ("doi:10.1000/one", "references/b.ris"),  # it has an abstract: the best record comes first
        ("doi:10.1000/one", "references/c.ris"),
        ("doi:10.1000/one", "references/a.ris"),
    ]
    assert "same title; same authors; same year; same journal; same volume; same first page" in rows(ran.out)[1]["why"]
    assert "5 records = 3 papers + 2 duplicates, 1 of them the same text again." in ran.err
    assert "2 pairs wait for a person" in ran.err


def test_a_person_decides_and_takes_it_back(narragraph: Here, folder: Path) -> None:
    waiting = rows(narragraph("dedupe", folder, "--show", "review").out)
    assert {row["verdict"] for row in waiting} == {""}
    assert "two places in one volume" in waiting[0]["reason"]
    waiting[0] |= {"verdict": "duplicate", "by": "ann"}
    with (folder / "duplicates.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(waiting[0]))
        writer.writeheader()
        writer.writerows(waiting)
    said = json.loads(narragraph("dedupe", folder, "--json").out)
    assert (said["records"], said["papers"]) == (5, 2)
    assert "said by ann" in {row["why"] for row in said["clusters"]}
    (folder / "duplicates.csv").unlink()
    assert json.loads(narragraph("dedupe", folder, "--json").out)["papers"] == 3


def test_a_reply_is_linked_and_stays_apart(narragraph: Here, folder: Path) -> None:
    links = rows(narragraph("dedupe", folder, "--show", "links").out)
    assert links
    assert all(row["reason"].startswith("notice of one another") for row in links)


def test_bad_files_and_bad_verdicts_are_one_line(narragraph: Here, folder: Path) -> None:
    (folder / "references" / "d.ris").write_text("no", encoding="utf-8")
    ran = narragraph("dedupe", folder, "--quiet")
    assert (ran.code, len(ran.err.splitlines()), len(rows(ran.out))) == (3, 1, 3)
    (folder / "duplicates.csv").write_text("one,other,verdict,by\na,b,perhaps,ann\n", encoding="utf-8")
    ran = narragraph("dedupe", folder)
    assert (ran.code, ran.out) == (3, "")
    assert 'duplicates.csv, line 2: "perhaps" is no verdict. Use duplicate, different, link or companion.' in ran.err
