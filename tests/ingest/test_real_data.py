"""Real tables, imported through the mapping that `init --from` guesses. Figures: the README of the sample data."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from graph.model import Direction
from graph.tables import check_tables
from ingest.folder import Ingested, read_folder
from ingest.guess import guess

pytestmark = pytest.mark.data


def imported(place: Path, table: Path, edits: dict[str, str] | None = None) -> Ingested:
    """The table in a folder with a guessed mapping, after at most three hand edits."""
    (place / "tables").mkdir(parents=True)
    shutil.copy(table, place / "tables")
    guessed = guess(place / "tables" / table.name, "t", "T")
    review = guessed.review
    for old, new in (edits or {}).items():
        assert old in review
        review = review.replace(old, new)
    assert len(edits or {}) <= 3
    (place / "review.toml").write_text(review, encoding="utf-8")
    if guessed.codebook:
        (place / "codebook.csv").write_text(guessed.codebook, encoding="utf-8")
    ingested = read_folder(place)
    assert ingested.report.problems == ()
    check_tables(ingested.tables)
    for read in ingested.report.tables:
        assert read.rows_read == read.rows_used + sum(count for _, count in read.skipped)
    return ingested


def column(table: pa.Table, name: str) -> list[Any]:
    return table.column(name).to_pylist()  # type: ignore[no-any-return]


def pairs(ingested: Ingested, type_: str) -> list[tuple[str, str]]:
    edge = ingested.tables.edge(type_)
    return list(zip(column(edge, "start_id"), column(edge, "end_id"), strict=True))


def papers_by_influence(ingested: Ingested) -> dict[str, set[str]]:
    """Influence name -> papers with a finding on it, counted here without any query."""
    names = dict(
        zip(
            column(ingested.tables.node("Influence"), "id"),
            column(ingested.tables.node("Influence"), "name"),
            strict=True,
        )
    )
    about = dict(pairs(ingested, "ABOUT"))
    found: dict[str, set[str]] = {name: set() for name in names.values()}
    for paper, finding in pairs(ingested, "REPORTS"):
        found[names[about[finding]]].add(paper)
    return found


@pytest.fixture(scope="module")
def telemedicine(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    return imported(tmp_path_factory.mktemp("t") / "r", data_dir / "telemedicine_umbrella" / "reviews.csv")


def test_telemedicine_papers_mentions_and_phrases(telemedicine: Ingested) -> None:
    tables = telemedicine.tables
    assert tables.node("Paper").num_rows == 133
    assert tables.node("Setting").num_rows == 4
    assert tables.node("Influence").num_rows == 2030  # distinct phrases, case folded, inner blanks collapsed
    direction = dict(
        zip(column(tables.node("Finding"), "id"), column(tables.node("Finding"), "direction"), strict=True)
    )
    assert Counter(direction.values()) == {"barrier": 1521, "facilitator": 918}  # review-phrase pairs
    mentions = Counter(direction[finding] for _, finding in pairs(telemedicine, "ILLUSTRATES"))
    assert mentions == {"barrier": 1540, "facilitator": 918}
    about = dict(pairs(telemedicine, "ABOUT"))
    phrases = {way: {about[f] for f, said in direction.items() if said == way} for way in ("barrier", "facilitator")}
    assert {way: len(found) for way, found in phrases.items()} == {"barrier": 1227, "facilitator": 825}
    assert len(phrases["barrier"] & phrases["facilitator"]) == 22


def test_telemedicine_pairs_by_income_level(telemedicine: Ingested) -> None:
    findings = telemedicine.tables.node("Finding")
    direction = dict(zip(column(findings, "id"), column(findings, "direction"), strict=True))
    counted = Counter((setting, direction[finding]) for finding, setting in pairs(telemedicine, "IN_SETTING"))
    expected = {"high": (972, 726), "upper-middle": (373, 144), "lower-middle": (167, 46), "low": (9, 2)}
    for level, (barriers, facilitators) in expected.items():
        assert counted[f"setting:income-group/{level}", "barrier"] == barriers
        assert counted[f"setting:income-group/{level}", "facilitator"] == facilitators
    rows = Counter(setting for _, setting in pairs(telemedicine, "CONDUCTED_IN"))
    assert sorted(rows.values()) == [1, 12, 27, 93]


def test_telemedicine_three_spellings_are_reported(telemedicine: Ingested) -> None:
    spellings = telemedicine.report.tables[0].spellings
    counts = [[count for _, count in found.variants] for found in spellings if found.column == "Type_of_intervention"]
    assert [43, 40, 26] in counts


@pytest.mark.parametrize(
    ("file", "answers", "coded", "codings", "rolled_up"),
    [
        (
            "q06_barriers_implementation.csv",
            371,
            362,
            1145,
            {"Faculty Issues - General": (223, 225), "Curric Issues - General": (117, 123)},
        ),
        (
            "q38_preventing_inclusion.csv",
            517,
            508,
            1650,
            {"Faculty Issues - General": (309, 311), "Curriculum Issues - General": (221, 229)},
        ),
    ],
)
def test_niblse_totals_and_roll_up(  # noqa: PLR0917
    data_dir: Path,
    tmp_path: Path,
    file: str,
    answers: int,
    coded: int,
    codings: int,
    rolled_up: dict[str, tuple[int, int]],
) -> None:
    ingested = imported(tmp_path / "r", data_dir / "niblse_survey" / file)
    assert ingested.tables.node("Paper").num_rows == answers  # one answer = one unit
    assert len({paper for paper, _ in pairs(ingested, "REPORTS")}) == coded
    assert ingested.tables.node("Finding").num_rows == codings
    totals = ingested.report.tables[0].totals
    assert len(totals) > 28
    assert [total for total in totals if not total.agrees] == []
    own = papers_by_influence(ingested)
    names = dict(
        zip(
            column(ingested.tables.node("Influence"), "id"),
            column(ingested.tables.node("Influence"), "name"),
            strict=True,
        )
    )
    for parent, (alone, branch) in rolled_up.items():
        children = [names[child] for child, above in pairs(ingested, "NARROWER_THAN") if names[above] == parent]
        assert len(own[parent]) == alone
        assert len(own[parent].union(*(own[child] for child in children))) == branch


def test_openscience_studies_papers_and_directions(data_dir: Path, tmp_path: Path) -> None:
    table = data_dir / "openscience_map" / "fulldata_20250219.xlsx"
    ingested = imported(
        tmp_path / "r", table, {'strip = "."': 'strip = ".", aliases = { "The Netherlands" = "Netherlands" }'}
    )
    tables = ingested.tables
    assert (tables.node("Study").num_rows, tables.node("Paper").num_rows) == (105, 86)
    findings = tables.node("Finding")
    study = dict(pairs(ingested, "FROM"))
    said = {
        (study[id_], direction)
        for id_, direction in zip(column(findings, "id"), column(findings, "direction"), strict=True)
    }
    by_direction = Counter(direction for _, direction in said)
    assert by_direction == {Direction.FACILITATOR: 60, Direction.NEUTRAL: 44, Direction.BARRIER: 1}
    shared = [flag for flag in column(findings, "setting_shared") if flag]
    assert len(shared) > 2  # "The Netherlands, USA, Switzerland." and "USA and Israel": one finding for each country
    countries = set(column(tables.node("Setting"), "name"))
    assert {"USA", "Netherlands", "Switzerland", "Israel"} <= countries
    assert not {"Not applicable", "Not reported", "The Netherlands"} & countries


def test_taguette_passages_arrive_with_document_and_code(data_dir: Path, tmp_path: Path) -> None:
    ingested = imported(tmp_path / "r", data_dir / "taguette_usability" / "all_tags_20220303.csv")
    tables = ingested.tables
    assert tables.node("Paper").num_rows == 17  # documents
    assert tables.node("Influence").num_rows == 22  # tags
    assert tables.node("Passage").num_rows == 1930  # one coded row, one passage
    assert set(column(tables.node("Finding"), "direction")) == {"unclear"}
    about = dict(pairs(ingested, "ABOUT"))
    largest = Counter(about[finding] for _, finding in pairs(ingested, "ILLUSTRATES")).most_common(1)
    assert largest == [("query-inputs-and-elements-useful", 191)]
