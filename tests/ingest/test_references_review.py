"""Sources and screening in review.toml: papers with their status, joined to tables by identifier only."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from record_of_review import REVIEW, write_review

from graph.model import ScreeningStage
from graph.tables import check_tables
from ingest.folder import Ingested, read_folder
from ingest.references.screening import Outcome, ScreeningDecision, settle


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_review(tmp_path_factory.mktemp("flow") / "review")


@pytest.fixture(scope="module")
def ingested(folder: Path) -> Ingested:
    found = read_folder(folder)
    assert found.report.problems == ()
    check_tables(found.tables)
    return found


def papers(ingested: Ingested) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in ingested.tables.node("Paper").to_pylist()}


def edges(ingested: Ingested, type_: str) -> set[tuple[str, str]]:
    table = ingested.tables.edge(type_).to_pylist()
    return {(row["start_id"], row["end_id"]) for row in table}


def test_every_paper_has_its_status_stage_and_reason(ingested: Ingested) -> None:
    said = {id_: (p["status"], p["screening_stage"], p["screening_reason"]) for id_, p in papers(ingested).items()}
    nine = next(id_ for id_ in said if id_.startswith("paper:role-clarity"))
    assert said == {
        "paper:x1": ("included", "full_text", None),
        "paper:t": ("included", None, None),
        "doi:10.1000/p2": ("excluded", "full_text", "Wrong design"),
        "doi:10.1000/p3": ("excluded", "title_abstract", "wrong population"),
        "doi:10.1000/p4": ("candidate", None, None),
        "doi:10.1000/p5": ("excluded", "full_text", "Not retrieved"),
        "doi:10.1000/p6": ("candidate", None, None),
        "doi:10.1000/p7": ("candidate", None, None),
        "doi:10.1000/p8": ("candidate", None, None),
        nine: ("included", "full_text", None),
        "doi:10.1000/p10": ("included", "full_text", None),
    }


def test_a_record_fills_what_the_table_leaves_open(ingested: Ingested) -> None:
    (paper,) = (p for p in papers(ingested).values() if p["doi"] == "10.1000/p1")
    assert (paper["title"], paper["year"], paper["extracted"]) == ("Peer support workers on the acute ward", 2001, True)


def test_sources_found_their_papers(ingested: Ingested) -> None:
    sources = {row["id"]: row for row in ingested.tables.node("Source").to_pylist()}
    assert sorted(sources) == [
        *("source:citations", "source:congress-of-peers", "source:embase", "source:experts"),
        *("source:medline/2018-07-24", "source:medline/2020-01-31", "source:peers.org", "source:psychiatric-services"),
    ]
    medline = sources["source:medline/2018-07-24"]
    assert (medline["provider"], medline["hits"], medline["language_limit"]) == ("Ovid", 3, "en de")
    found = edges(ingested, "FOUND")
    assert sum(source == "source:embase" for source, _ in found) == 3
    one = {source for source, paper in found if papers(ingested)[paper]["doi"] == "10.1000/p1"}
    assert one == {"source:medline/2018-07-24", "source:medline/2020-01-31", "source:embase", "source:experts"}


def test_hits_that_differ_are_told(ingested: Ingested) -> None:
    assert 'The source "Embase" says 5 hits; its files hold 4 records.' in ingested.report.warnings


def test_files_in_another_order_or_twice_change_nothing(folder: Path, ingested: Ingested, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "references" / "embase-1.ris").rename(other / "references" / "embase-9.ris")
    shutil.copy(other / "references" / "embase-2.ris", other / "references" / "embase-0.ris")
    again = read_folder(other)
    assert papers(again) == papers(ingested)
    assert edges(again, "FOUND") == edges(ingested, "FOUND")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "references/medline.ris",
            "references/medlin.ris",
            'no file in references/ is "references/medlin.ris". Did you',
        ),
        ('"expert"', '"experts"', "sources"),
        (
            "searched_on = 2020-01-31\n",
            "searched_on = 2018-07-24\n",
            'two [[sources]] are called "MEDLINE" on the same day',
        ),
        ('stage = "title_abstract"', 'stage = "titles"', "stage"),
    ],
)
def test_what_review_toml_gets_wrong_is_named(folder: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    assert old in REVIEW
    (other / "review.toml").write_text(REVIEW.replace(old, new), encoding="utf-8")
    assert said in " ".join(map(str, read_folder(other).report.problems))


def test_a_file_that_cannot_be_read_is_a_warning_and_strictly_a_problem(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (other / "references" / "sign-in.ris").write_text("<html>", encoding="utf-8")
    assert any("sign-in.ris" in said for said in read_folder(other).report.warnings)
    assert "sign-in.ris" in str(read_folder(other, strict=True).report.problems[0])


def decision(outcome: Outcome, reviewer: str | None, reason: str | None = None) -> ScreeningDecision:
    return ScreeningDecision(ScreeningStage.FULL_TEXT, reviewer, outcome, reason, "record:x", "x.csv", 1)


IN, OUT, MAYBE = Outcome.INCLUDED, Outcome.EXCLUDED, Outcome.UNSURE


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ([(IN, "ann"), (IN, "bob")], IN),
        ([(IN, "ann"), (OUT, "bob")], Outcome.CONFLICT),
        ([(IN, "ann"), (OUT, "bob"), (OUT, None)], OUT),
        ([(MAYBE, "ann"), (IN, "bob")], MAYBE),
        ([(IN, None), (OUT, None)], Outcome.CONFLICT),
    ],
)
def test_one_verdict_for_each_stage(said: list[tuple[Outcome, str | None]], outcome: Outcome) -> None:
    settled = settle([decision(*one) for one in said], ScreeningStage.FULL_TEXT)
    assert settled is not None
    assert settled.outcome is outcome
    assert settle([decision(*one) for one in said], ScreeningStage.TITLE_ABSTRACT) is None
