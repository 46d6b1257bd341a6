"""First mappings of tables that people really bring: what is guessed, why, and what is left to a human."""

from __future__ import annotations

import tomllib
from pathlib import Path

import openpyxl
import pytest

from graph.errors import TableError
from ingest.guess import Guessed, guess
from ingest.mapping import ReviewFile


def guessed(place: Path, name: str, content: bytes | str | dict[str, list[list[object]]]) -> tuple[Guessed, ReviewFile]:
    """The guess at a table, and its review.toml as read."""
    (place / "tables").mkdir()
    file = place / "tables" / name
    if isinstance(content, dict):
        book = openpyxl.Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for sheet, rows in content.items():
            made = book.create_sheet(sheet)
            for row in rows:
                made.append(row)
        book.save(file)
    else:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    found = guess(file, "t", "T")
    return found, ReviewFile.model_validate(tomllib.loads(found.review))


def test_one_column_leaves_the_findings_to_a_human(tmp_path: Path) -> None:
    found, review = guessed(tmp_path, "t.csv", "only\na\nb\n")
    assert review.table[0].paper.id == ("only",)
    assert review.table[0].finding == ()
    assert "No column was found that names the influences" in found.review


def test_fifty_columns_are_all_named(tmp_path: Path) -> None:
    header = ",".join(f"c{n}" for n in range(50))
    _, review = guessed(
        tmp_path, "t.csv", header + "\n" + "\n".join(",".join(f"{r}{n}" for n in range(50)) for r in "ab")
    )
    named = {*review.table[0].paper.id, *review.table[0].ignore, *review.table[0].keep}
    assert named == {f"c{n}" for n in range(50)}


def test_header_that_looks_like_data_is_said(tmp_path: Path) -> None:
    found, _ = guessed(tmp_path, "t.csv", "A,Training,helps\nB,Culture,hinders\nC,Training,helps\n")
    assert "# row 1 was taken as the column names, but it looks like data (Training, helps)" in found.review


@pytest.mark.parametrize("titles", [1, 2])
def test_title_rows_above_the_header_are_skipped(tmp_path: Path, titles: int) -> None:
    rows: list[list[object]] = [["Extraction 2024"], ["version 3"]][:titles]
    rows += [["Study", "Training", "Culture", "Country"], ["A", "x", None, "UK"], ["B", None, "x", "USA"]]
    found, review = guessed(tmp_path, "t.xlsx", {"Sheet": rows})
    table = review.table[0]
    assert table.header_row == titles + 1
    assert "taken as a title" in found.review
    assert table.setting[0].name == "Country"
    assert table.finding[0].influence.columns is not None


def test_sheet_with_the_most_cells_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "Read me": [["Ask Ada"]],
        "Data": [["Paper", "Barriers"], ["A", "Time; Pay"], ["B", "Pay"]],
        "Lists": [["x"], ["y"]],
    }
    found, review = guessed(tmp_path, "t.xlsx", sheets)
    assert review.table[0].sheet == "Data"
    assert "not read: Read me, Lists" in found.review
    assert review.table[0].finding[0].influence.split == ";"


def test_signs_are_influence_columns_even_without_a_blank(tmp_path: Path) -> None:
    _, review = guessed(tmp_path, "t.tsv", "Paper\tTraining\tCulture\nA\t+\t-\nB\t+/-\t+\nC\t-\t-\n")
    direction = review.table[0].finding[0].direction
    assert direction.cells == {"+": "facilitator", "-": "barrier", "+/-": "mixed", "": ""}  # type: ignore[union-attr]
    assert review.table[0].paper.extracted_in == review.extraction[0].name


def test_numbers_without_a_blank_are_no_flags(tmp_path: Path) -> None:
    found, review = guessed(tmp_path, "t.csv", "Paper,Age group,Ward\nA,1,1\nB,1,0\nC,0,1\n")
    assert review.table[0].finding == ()
    assert review.extraction == ()
    assert found.codebook is None


@pytest.mark.parametrize(
    ("question", "direction"),
    [
        ("What is preventing you from doing it?", "barrier"),
        ("Which challenges did you meet?", "barrier"),
        ("What facilitated the work?", "facilitator"),
        ("What do you think of it?", "unclear"),
    ],
)
def test_flag_means_what_the_question_asks(tmp_path: Path, question: str, direction: str) -> None:
    rows = f"Id,{question},Time,Pay\n1,There is never enough of it,1,\n2,Nobody pays for any of it,,1\n"
    found, review = guessed(tmp_path, "t.csv", rows)
    stated = review.table[0].finding[0].direction
    assert stated.cells == {"1": direction, "": ""}  # type: ignore[union-attr]
    assert f"a flag was taken to mean {direction}" in found.review


def test_one_influence_a_row_claims_no_extraction(tmp_path: Path) -> None:
    """That a row is about training does not say that culture was looked for in it."""
    rows = "Paper,Factor,Effect\nA,Training,positive\nB,Culture,negative\nC,Training,negative\n"
    found, review = guessed(tmp_path, "t.csv", rows)
    assert review.extraction == ()
    assert found.codebook is not None
    assert "training,Training" in found.codebook


def test_general_codes_become_parents_and_the_guess_is_told(tmp_path: Path) -> None:
    rows = "Id,Faculty Issues - General,Faculty Issue - Time,Pay - General\n1,1,1,\n2,1,,1\n3,,1,\n"
    found, _ = guessed(tmp_path, "t.csv", rows)
    assert found.codebook is not None
    assert "faculty-issue-time,Faculty Issue - Time,faculty-issues-general" in found.codebook
    assert 'a column that ends in "General" was taken as the parent' in found.review


@pytest.mark.parametrize("content", [{"Sheet": []}, {"Sheet": [[None, " "]]}])
def test_empty_sheet_is_called_empty(tmp_path: Path, content: dict[str, list[list[object]]]) -> None:
    with pytest.raises(TableError, match="sheet Sheet: it holds no cells"):
        guessed(tmp_path, "t.xlsx", content)
