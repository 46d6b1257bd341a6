"""Languages of a review: counts, both titles side by side, and what nobody could read is listed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from command_line import Here
from record_of_review import write_review

from ingest.references.read import read_content
from ingest.references.titles import Titles, titles_of

SPOKEN = {"medline.ris": "eng", "embase-2.ris": "German", "journal.ris": "German", "experts.ris": "Luganda; English"}


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """P1-P3 English, P4 and P5 German, P8 as it is spelt; P6, P7, P9 and P10 say nothing."""
    folder = write_review(tmp_path_factory.mktemp("languages") / "review")
    for name, language in SPOKEN.items():
        file = folder / "references" / name
        file.write_text(file.read_text(encoding="utf-8").replace("ER  -", f"LA  - {language}\nER  -"), encoding="utf-8")
    toml = (folder / "review.toml").read_text(encoding="utf-8")
    toml = toml.replace('title = "A review with a record"', 'title = "A review with a record"\nlanguages = ["en"]')
    (folder / "review.toml").write_text(toml, encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "references" / "cut.ris").write_text("TY  - JOUR\nER  - \nTY  - JOUR\nTI  - Whole\nER  - \n")
    return folder


def rows(narragraph: Here, review: Path, command: str, show: str) -> list[dict[str, Any]]:
    ran = narragraph(command, review, "--show", show, "--json")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)[show]
    return found


def test_counts_for_each_language(narragraph: Here, review: Path) -> None:
    found = {row["language"]: row for row in rows(narragraph, review, "references", "languages")}
    said = {
        language: (row["in_review"], row["papers"], row["included"], row["excluded"], row["candidate"])
        for language, row in found.items()
    }
    assert said == {
        "en": (True, 3, 1, 2, 0),
        "de": (False, 2, 0, 1, 1),
        "luganda; english": (False, 1, 0, 0, 1),
        None: (None, 6, 3, 0, 3),
    }
    assert sum(row["records"] for row in found.values()) == 16 + 9 + 5 + 1, (
        "sources, screening and the whole of cut.ris"
    )
    assert found["de"]["records"] == 3


def test_flow_by_language_adds_up_to_the_flow(narragraph: Here, review: Path) -> None:
    found = {row["language"]: row for row in rows(narragraph, review, "prisma", "languages")}
    assert {language: (row["papers"], row["excluded"], row["included"]) for language, row in found.items()} == {
        "en": (3, 1, 1),
        "de": (2, 0, 0),
        "luganda; english": (1, 0, 0),
        None: (5, 0, 2),
    }
    boxes = json.loads(narragraph("prisma", review, "--json").out)["boxes"]
    for box in ("papers", "not_screened", "sought", "not_retrieved", "assessed", "included"):
        whole = sum(row["count"] for row in boxes if row["box"] == box and row["part"] is None)
        assert sum(row[box] for row in found.values()) == whole


def test_what_nobody_could_read_is_listed(narragraph: Here, review: Path) -> None:
    found = rows(narragraph, review, "references", "unread")
    assert [(row["kind"], row["what"], row["language"]) for row in found] == [
        ("language", "doi:10.1000/p4", "de"),
        ("language", "doi:10.1000/p5", "de"),
        ("language", "doi:10.1000/p8", "luganda; english"),
        ("not retrieved", "doi:10.1000/p5", "de"),
        ("record", "references/cut.ris:1", None),
        ("text", "texts/scan.pdf", None),
    ]
    assert found[3]["why"] == "Not retrieved"
    assert "nothing but its type" in found[4]["why"]


@pytest.mark.parametrize(
    ("name", "text", "original", "translated"),
    [
        ("a.nbib", "PMID- 1\nTI  - [Peer help].\nTT  - Peer-Hilfe.\nLA  - ger\n", "Peer-Hilfe", "Peer help"),
        ("a.nbib", "PMID- 1\nTI  - [Peer help].\nLA  - ger\n", None, "Peer help"),
        ("a.ris", "TY  - JOUR\nTI  - Peer-Hilfe\nTT  - Peer help\nER  - \n", "Peer-Hilfe", "Peer help"),
        ("a.ris", "TY  - JOUR\nTI  - [Peer help]\nTT  - Peer-Hilfe\nER  - \n", "Peer-Hilfe", "Peer help"),
        ("a.json", '[{"title": "Peer help", "original-title": "Peer-Hilfe"}]', "Peer-Hilfe", "Peer help"),
        (
            "a.xml",
            "<record><titles><title>Peer-Hilfe</title><translated-title>Peer help</translated-title></titles></record>",
            "Peer-Hilfe",
            "Peer help",
        ),
        ("a.ris", "TY  - JOUR\nTI  - Peer help\nER  - \n", None, None),
    ],
)
def test_titles_in_both_languages(name: str, text: str, original: str | None, translated: str | None) -> None:
    (record,) = read_content(text.encode(), name).records
    assert titles_of(record) == Titles(original, translated)


def test_titles_stand_side_by_side(narragraph: Here, tmp_path: Path) -> None:
    folder = write_review(tmp_path / "review")
    text = "PMID- 1\nTI  - [Peer help].\nTT  - Peer-Hilfe.\nLA  - ger\n"
    (folder / "references" / "german.nbib").write_text(text, encoding="utf-8")
    out = narragraph("references", folder, "--show", "records", "--quiet").out
    row = next(row for row in csv.DictReader(io.StringIO(out)) if row["file"] == "references/german.nbib")
    assert (row["original_title"], row["translated_title"], row["language"]) == ("Peer-Hilfe", "Peer help", "ger")
