"""The shapes that need a workbook: sheets joined by a key, rows above the header, merged cells.

Expected lines: `paper: influence direction in setting <- "words" (cell)`, see tests/support/shapes.py.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
from shapes import lines

from ingest.folder import Ingested, read_folder

HEAD = '[review]\nid = "t"\ntitle = "T"\n\n'
CODEBOOK = "influence_id,name\ntraining,Training\nculture,Culture\npay,Pay\n"


def problems(ingested: Ingested) -> list[str]:
    return [str(problem) for problem in ingested.report.problems]


def workbook(
    place: Path,
    review: str,
    sheets: dict[str, list[list[object]]],
    merge: tuple[str, ...] = (),
    codebook: str = CODEBOOK,
) -> Ingested:
    """A folder whose table is a workbook; ranges of the first sheet are merged."""
    (place / "tables").mkdir(parents=True)
    (place / "review.toml").write_text(HEAD + review, encoding="utf-8")
    (place / "codebook.csv").write_text(codebook, encoding="utf-8")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cells in merge:
        book.worksheets[0].merge_cells(cells)
    book.save(place / "tables" / "t.xlsx")
    return read_folder(place)


JOINED = """\
[[table]]
path = "tables/t.xlsx"
sheet = "Findings"
one_row_is = "finding"
[[table.join]]
path = "tables/t.xlsx"
sheet = "Studies"
key = "Ref"
other_key = "Study no."
[table.paper]
id = ["DOI"]
year = "Year"
[[table.setting]]
name = "Country"
kind = "country"
[[table.finding]]
influence = { column = "Factor" }
direction = "barrier"
"""
STUDIES: list[list[object]] = [
    ["Study no.", "DOI", "Year", "Country"],
    ["S1", "10.1000/x", 2019, "UK"],
    ["S2", "10.1000/y", 2020, None],
]


def test_sheets_joined_by_a_key_of_another_name(tmp_path: Path) -> None:
    findings: list[list[object]] = [["Ref", "Factor"], ["S1", "Pay"], ["S2", "Pay"], ["S1", "Culture"]]
    ingested = workbook(tmp_path / "r", JOINED, {"Findings": findings, "Studies": STUDIES})
    assert lines(ingested) == [
        'doi:10.1000/x: pay barrier in setting:country/uk <- "Pay" (Findings!B2)',
        'doi:10.1000/x: culture barrier in setting:country/uk <- "Culture" (Findings!B4)',
        'doi:10.1000/y: pay barrier <- "Pay" (Findings!B3)',
    ]


def test_row_without_its_partner_is_an_error(tmp_path: Path) -> None:
    findings: list[list[object]] = [["Ref", "Factor"], ["S1", "Pay"], ["S3", "Pay"]]
    (said,) = problems(workbook(tmp_path / "r", JOINED, {"Findings": findings, "Studies": STUDIES}))
    assert "cell A3, column Ref" in said
    assert '"S3"' in said


def test_title_totals_and_parent_headers_above_the_table(tmp_path: Path) -> None:
    """Row 1 a title, row 2 the totals, rows 3 and 4 parent and child codes."""
    review = """\
[[table]]
path = "tables/t.xlsx"
header_row = [3, 4]
totals_row = 2
one_row_is = "paper"
[table.paper]
id = ["Paper"]
[[table.finding]]
influence = { columns = ["Staff / Training", "Staff / Culture", "Money / Pay"] }
direction = { cells = { x = "barrier", "" = "" } }
"""
    rows: list[list[object]] = [
        ["All answers, cleaned"],
        [None, 2, 1, 3],
        [None, "Staff", None, "Money"],
        ["Paper", "Training", "Culture", "Pay"],
        ["A", "x", "x", "x"],
        ["B", "x", None, "x"],
    ]
    codes = (
        "staff,Staff,\nstaff-training,Staff / Training,staff\nstaff-culture,Staff / Culture,staff\npay,Money / Pay,\n"
    )
    ingested = workbook(tmp_path / "r", review, {"Sheet": rows}, codebook="influence_id,name,parent_id\n" + codes)
    assert [line.split(" <-")[0].split(": ")[1] for line in lines(ingested)] == [
        "staff-training barrier",
        "staff-culture barrier",
        "pay barrier",
        "staff-training barrier",
        "pay barrier",
    ]
    assert ingested.tables.edge("NARROWER_THAN").to_pylist() == [
        {"start_id": "staff-culture", "end_id": "staff"},
        {"start_id": "staff-training", "end_id": "staff"},
    ]
    totals = {total.column: (total.published, total.read, total.agrees) for total in ingested.report.tables[0].totals}
    assert totals["Staff / Training"] == ("2", 2, True)
    assert totals["Money / Pay"] == ("3", 2, False)
    assert any("the published total is 3, but 2 were read" in warning for warning in ingested.report.warnings)


def test_merged_cells_are_filled_inside_their_range_only(tmp_path: Path) -> None:
    review = """\
[[table]]
path = "tables/t.xlsx"
one_row_is = "finding"
[table.paper]
id = ["Paper"]
[[table.finding]]
influence = { column = "Factor" }
direction = "barrier"
"""
    rows: list[list[object]] = [["Paper", "Factor"], ["A", "Training"], [None, "Pay"], [None, "Culture"]]
    ingested = workbook(tmp_path / "r", review, {"Sheet": rows}, ("A2:A3",))
    (said,) = problems(ingested)
    assert "row 4: the paper cannot be told" in said  # A4 is not in the merged range: no guess
    filled = review.replace('one_row_is = "finding"', 'one_row_is = "finding"\nfill_down = ["Paper"]')
    ingested = workbook(tmp_path / "s", filled, {"Sheet": rows}, ("A2:A3",))
    assert [line.split(":")[1] for line in lines(ingested)] == ["a", "a", "a"]
