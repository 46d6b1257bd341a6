"""The workbook of problems that `check` leaves: one row a problem, enough to mend the cell by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from command_line import Here

from ingest.folder import read_folder
from ingest.report_workbook import COLUMNS, write_workbook

REVIEW = """\
[review]
id = "bad"
title = "Bad cells"

[[table]]
path = "tables/t.xlsx"
sheet = "Extraction"
header_row = 2
one_row_is = "finding"

[table.paper]
id = ["Study"]
year = "Year"

[[table.finding]]
influence = { column = "Factor" }
direction = { column = "Effect", map = { helps = "facilitator", hinders = "barrier" } }
"""
ROWS: list[list[object]] = [
    ["Our extraction"],
    ["Study", "Year", "Factor", "Effect"],
    ["A", 2019, "Training", "helps"],
    ["B", "in press", "Training", "hinder"],
    ["C", 2020, "Pay", "=1+1"],
    ["A", 2021, "Culture", "helps"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "bad"
    (made / "tables").mkdir(parents=True)
    (made / "review.toml").write_text(REVIEW, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Extraction"
    for row in ROWS:
        sheet.append(row)
    sheet["D5"].data_type = "s"  # the text "=1+1", as it arrives from a form
    book.save(made / "tables" / "t.xlsx")
    return made


def table(file: Path) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(file)["problems"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head == [title for title, _, _ in COLUMNS]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_problem_stands_with_sheet_cell_value_rule_and_fix(narragraph: Here, folder: Path) -> None:
    ran = narragraph("check", folder)
    assert ran.code == 3
    found = table(folder / ".narragraph" / "check.xlsx")
    names = ("File", "Sheet", "Row", "Cell", "Column", "Value", "Rule")
    assert [tuple(row[name] for name in names) for row in found] == [
        ("tables/t.xlsx", "Extraction", 4, "B4", "Year", "in press", "year"),
        ("tables/t.xlsx", "Extraction", 4, "D4", "Effect", "hinder", "unmapped value"),
        ("tables/t.xlsx", "Extraction", 5, "D5", "Effect", "=1+1", "unmapped value"),
        ("tables/t.xlsx", "Extraction", 6, "B6", "Year", "2021", "different data for one id"),
    ]
    fixes = [row["What to do"] for row in found]
    assert fixes[0] == "Write four digits, or list the word under `missing`."
    assert fixes[1].startswith('Did you mean "hinders"? Map it in review.toml')
    assert all(row["Problem"] and row["What to do"] for row in found)
    assert all(row["Value"] in ran.out for row in found)


def test_named_cell_holds_the_named_value(narragraph: Here, folder: Path) -> None:
    narragraph("check", folder)
    sheet = openpyxl.load_workbook(folder / "tables" / "t.xlsx")["Extraction"]
    for row in table(folder / ".narragraph" / "check.xlsx"):
        assert str(sheet[row["Cell"]].value) == row["Value"]
        assert sheet.cell(2, sheet[row["Cell"]].column).value == row["Column"]


def test_value_is_never_a_formula_nor_a_link(folder: Path, tmp_path: Path) -> None:
    write_workbook(read_folder(folder).report, tmp_path / "p.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx")["problems"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_mended_cells_leave_no_workbook(narragraph: Here, folder: Path) -> None:
    narragraph("check", folder)
    file = folder / "tables" / "t.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book["Extraction"]
    sheet["B4"], sheet["D4"], sheet["D5"], sheet["B6"] = 2020, "hinders", "hinders", 2019
    book.save(file)
    assert narragraph("check", folder).code == 0
    assert not (folder / ".narragraph" / "check.xlsx").exists()
