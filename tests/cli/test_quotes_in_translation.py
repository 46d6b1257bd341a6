"""A quote that a table gives with its translation: both in the graph, in a query, on a page and in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Here
from curated_review import curated_review
from desk_client import PEOPLE, as_, desk_client

from ingest.folder import Ingested, read_folder

SAID, MEANS = "Nadie nos pagó <b>nunca</b>", "Nobody ever paid us & that hurt"
ROWS = f"""\
paper,setting,influence,effect,words,in English
A,clinic,Training,helps,They trained us,
B,clinic,Training,hinders,"{SAID}","{MEANS}"
B,ward,Pay,hinders,,Nothing is translated
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = curated_review(tmp_path / "review", more=PEOPLE)
    toml = (made / "review.toml").read_text(encoding="utf-8")
    toml = toml.replace('quote = "quote"', 'quote = "words"\n  quote_translation = "in English"')
    (made / "review.toml").write_text(toml, encoding="utf-8")
    (made / "tables" / "findings.csv").write_text(ROWS, encoding="utf-8")
    return made


def said(found: Ingested) -> list[tuple[str, str | None]]:
    assert found.report.problems == ()
    return sorted((row["quote"], row["translation"]) for row in found.tables.node("Passage").to_pylist())


def test_only_the_words_that_are_translated_have_a_translation(folder: Path) -> None:
    found = read_folder(folder)
    assert said(found) == [(SAID, MEANS), ("Pay", None), ("They trained us", None)]
    assert "in English" not in found.report.tables[0].unmapped


def test_a_translation_of_nothing_is_refused(folder: Path) -> None:
    toml = (folder / "review.toml").read_text(encoding="utf-8")
    (folder / "review.toml").write_text(toml.replace('quote = "words"\n', ""), encoding="utf-8")
    (problem,) = read_folder(folder).report.problems
    assert "quote_translation needs `quote`" in str(problem)


def test_both_are_shown_wherever_the_quote_is(narragraph: Here, folder: Path, tmp_path: Path) -> None:
    assert narragraph("build", folder).code == 0
    rows = json.loads(narragraph("query", "passages_behind", "--folder", folder, "--json").out)["rows"]
    assert {(row["quote"], row["translation"]) for row in rows} >= {(SAID, MEANS), ("They trained us", None)}
    out = tmp_path / "report.html"
    ran = narragraph("report", folder, "--out", out)
    assert ran.code == 0, ran.err
    page = out.read_text(encoding="utf-8")
    assert "Nadie nos pagó &lt;b&gt;nunca&lt;/b&gt;" in page
    assert "In translation:" in page
    assert "Nobody ever paid us &amp; that hurt" in page
    with desk_client(folder) as client:
        shown = client.get("/figures?paper_id=paper:b", headers={"accept": "text/html", **as_("ann")}).text
    assert "In translation: " in shown
    assert "Nobody ever paid us &amp; that hurt" in shown
