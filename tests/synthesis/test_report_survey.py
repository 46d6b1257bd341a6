"""The survey in a report: nothing where there is none, every figure one of the graph, and what is hidden told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from decided_graph import decided_tables
from html_page import every, read, words
from report_page import Page, stray_digits, wrong_numbers
from survey_graph import WHY, survey_tables

from api.report.render import html
from graph.spreadsheet import write_delimited
from graph.survey import SYNTHETIC
from graph.tables import GraphTables
from synthesis.report import Besides, report
from synthesis.report_model import Report


def _page(made: Report, folder: Path) -> Page:
    for table in made.tables.values():
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as out:
            write_delimited([one.name for one in table.columns], table.cells(), out)
    tables = {file.stem: pd.read_csv(file, dtype=str, keep_default_na=False) for file in folder.glob("*.csv")}
    return Page(read(html(made, csv="t/")), tables)


def _made(graph: GraphTables) -> Report:
    return report(graph, Besides("1.2.3"), quotes=0)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return _page(_made(survey_tables()), tmp_path_factory.mktemp("tables"))


def test_report_without_a_survey_says_nothing_of_one() -> None:
    made = _made(decided_tables())
    assert [name for name in (*made.tables, *made.figures) if name.startswith("survey")] == []
    assert every(read(html(made)), "//*[@id='survey'] | //a[@href='#survey']") == []


def test_every_number_is_the_one_of_its_table(page: Page) -> None:
    assert wrong_numbers(page) == []
    assert stray_digits(page) == []
    shown = every(page.document, "//section[@id='survey']//data")
    assert len(shown) > 40


def test_section_says_forms_ratings_and_refusals(page: Page) -> None:
    (section,) = every(page.document, "//section[@id='survey']")
    said = words(section)
    assert SYNTHETIC in said
    assert "House questions, staff" in said
    assert "nobody could answer it" in said
    assert f"not shown: {WHY}" in said
    assert "three sites cannot support a correlation" in said
    assert "Not shown: 2 of" in said
    assert "Culture and pay: HTMT 0.8." in said  # people may not have told the two apart
    assert "Culture and training: HTMT" not in said
    assert "Refused, because the data cannot support them: 1 of 4." in said


def test_what_is_not_shown_is_among_what_stays_unknown(page: Page) -> None:
    rows = page.tables["unknown"].set_index("what")
    assert rows.loc["Summaries of ratings that are not shown", "count"] == "2"
    assert rows.loc["Statistics of the survey that were refused", "of"] == "4"


def test_hostile_wording_is_escaped(page: Page) -> None:
    assert "Pay is fair <b>here</b>." in set(page.tables["survey_items"]["text"])
    assert every(page.document, "//section[@id='survey']//b[text()='here']") == []


def test_real_ratings_are_not_called_synthetic() -> None:
    assert "SYNTHETIC" not in html(_made(survey_tables(synthetic=False)))
