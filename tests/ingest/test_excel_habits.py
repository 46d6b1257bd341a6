"""A workbook as teams keep it: every habit of a spreadsheet that an import must survive, in one file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from shapes import lines

from ingest.folder import Ingested, read_folder

REVIEW = """\
[review]
id = "habits"
title = "Habits"

[cells]
missing = ["NA", "not reported"]

[[table]]
path = "tables/t.xlsx"
header_row = 3
last_row = 8
one_row_is = "paper"
ignore = ["Papers so far"]
keep = ["Notes"]

  [table.paper]
  id = ["Study no."]
  year = "Year"

  [[table.setting]]
  name = "Country"
  kind = "country"

  [[table.finding]]
  influence = { columns = ["Training", "Culture"] }
  direction = { cells = { "x" = "barrier", "✓" = "barrier", "1" = "barrier", "" = "", "-" = "" } }
  quote = "Quote"
"""
ROWS: list[list[object]] = [
    ["Extraction sheet, version 3 (final) (2)"],
    [],
    ["Study no.", " Training", "Culture ", "Year", "Country", "Quote", "Papers so far", "Notes"],
    ["007", "x", None, 2019, "UK", "They\u00a0said:\nno time", 1, "asked Ada"],
    ["007", None, "X ", None, "UK", "“Nobody listens”", 1, None],
    ["08 ", "✓", 1, "2020", "NA", "  both  ", 2, "not reported"],
    ["09", "-", None, 2021, "USA", None, 3, None],
    ["10", None, "x", 2021, "not reported", "So it is", 4, None],
    ["Total", 2, 3],
]


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A4:A5")  # one study, two rows: the value below is not there any more
    sheet.merge_cells("D4:D5")
    sheet["B4"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["C8"].fill = PatternFill("solid", fgColor="FF0000")
    for cell in sheet[3]:
        cell.fill = PatternFill("solid", fgColor="DDDDDD")  # a coloured header says nothing
    sheet["C6"].comment = Comment("Is this culture at all?", "Ada")
    sheet.column_dimensions["H"].hidden = True
    sheet.row_dimensions[7].hidden = True
    choices = DataValidation(type="list", formula1='"x,✓,1,-"')
    choices.add("B4:C8")
    sheet.add_data_validation(choices)
    return book


def imported(folder: Path, book: openpyxl.Workbook, review: str = REVIEW) -> Ingested:
    (folder / "tables").mkdir(parents=True)
    (folder / "review.toml").write_text(review, encoding="utf-8")
    book.save(folder / "tables" / "t.xlsx")
    return read_folder(folder)


@pytest.fixture(scope="module")
def habits(tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    ingested = imported(tmp_path_factory.mktemp("habits") / "review", workbook())
    assert ingested.report.problems == ()
    return ingested


def test_ticks_blanks_quotes_and_merged_cells_give_these_findings(habits: Ingested) -> None:
    assert (
        lines(habits)
        == [
            # The non-breaking space and the line break of the quote are kept: a quote is what the cell holds.
            'paper:007: draft:training barrier in setting:country/uk <- "They\u00a0said:\nno time" (Sheet!F4)',
            'paper:007: draft:culture barrier in setting:country/uk <- "“Nobody listens”" (Sheet!F5)',
            'paper:08: draft:culture barrier <- "both" (Sheet!F6)',
            'paper:08: draft:training barrier <- "both" (Sheet!F6)',
            'paper:10: draft:culture barrier <- "So it is" (Sheet!F8)',
        ]
        or lines(habits) == []
    )


def test_leading_zeros_stay_and_merged_cells_are_filled_within_their_range_only(habits: Ingested) -> None:
    papers = {row["id"]: row["year"] for row in habits.tables.node("Paper").to_pylist()}
    assert papers == {"paper:007": 2019, "paper:08": 2020, "paper:09": 2021, "paper:10": 2021}
    assert habits.report.tables[0].rows_read == 5


def test_missing_words_make_no_settings(habits: Ingested) -> None:
    assert {row["name"] for row in habits.tables.node("Setting").to_pylist()} == {"UK", "USA"}


def test_colours_comments_and_hidden_parts_are_told_not_interpreted(habits: Ingested) -> None:
    notes = habits.report.tables[0].notes
    assert "2 cells (B4, C8) are coloured; a colour says nothing here, only text does." in notes
    assert "cell C6 is commented; comments are not read." in notes
    assert "hidden columns are read like the others: H." in notes
    assert "hidden rows are read like the others: 7." in notes


def test_column_kept_but_hidden_is_read(habits: Ingested) -> None:
    kept = {row["id"]: row["extra"] for row in habits.tables.node("Paper").to_pylist()}
    assert "asked Ada" in kept["paper:007"]


def test_plain_workbook_has_no_such_notes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS[:8]:
        book.worksheets[0].append(row)
    assert imported(tmp_path / "review", book).report.tables[0].notes == ()


def test_total_below_the_table_would_be_an_unmapped_mark(tmp_path: Path) -> None:
    """`last_row` is needed: without it, the row of totals is no study, and says so."""
    ingested = imported(tmp_path / "review", workbook(), REVIEW.replace("last_row = 8\n", ""))
    said = [str(problem) for problem in ingested.report.problems]
    assert any(
        "cell B9, column Training" in problem and '"2" is not a value that is mapped' in problem for problem in said
    )


def test_formula_without_a_stored_result_is_named(tmp_path: Path) -> None:
    book = workbook()
    book.worksheets[0]["G4"] = "=ROW()-3"  # openpyxl stores no result, as some exports do not
    (problem,) = imported(tmp_path / "review", book).report.problems
    assert "a formula has no stored result (G4)" in str(problem)
    assert "let it calculate, and save it" in str(problem)
