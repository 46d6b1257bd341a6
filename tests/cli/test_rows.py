"""Rows on stdout."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cli.rows import Form, chosen_form, write_rows
from cli.table import Column

COLUMNS = [Column("name"), Column("papers", "integer"), Column("share", "float")]
ROWS = [
    {"name": "Training [bold]", "papers": 12, "share": 0.5},
    {"name": "=cmd|' /C calc'!A0", "papers": 3, "share": None},
    {"name": "two\nlines, \x1b[31mred", "papers": -1, "share": 0.25},
]


def _written(form: Form, *, raw: bool = False) -> str:
    out = io.StringIO(newline="")
    write_rows(form, COLUMNS, ROWS, out, raw=raw)
    return out.getvalue()


def test_table_is_aligned_and_shows_what_is_not_known() -> None:
    lines = _written(Form.TABLE).splitlines()
    assert lines[0].split() == ["name", "papers", "share"]
    assert lines[2].startswith("Training [bold]")
    assert lines[2].index("12") == lines[3].index(" 3")  # numbers stand right
    assert lines[3].endswith("-")


def test_table_in_a_pipe_is_not_wrapped() -> None:
    out = io.StringIO()
    write_rows(Form.TABLE, [Column("quote")], [{"quote": "word " * 100}], out)
    assert max(len(line) for line in out.getvalue().splitlines()) >= 499


def test_table_cannot_drive_the_terminal() -> None:
    assert "\x1b" not in _written(Form.TABLE)


@pytest.mark.parametrize(("form", "separator"), [(Form.CSV, ","), (Form.TSV, "\t")])
def test_delimited_rows_are_read_back(form: Form, separator: str) -> None:
    read = list(csv.DictReader(io.StringIO(_written(form, raw=True), newline=""), delimiter=separator))
    assert [row["name"] for row in read] == [row["name"] for row in ROWS]
    assert [row["share"] for row in read] == ["0.5", "", "0.25"]


def test_csv_guards_formulas_but_not_numbers() -> None:
    read = list(csv.DictReader(io.StringIO(_written(Form.CSV), newline="")))
    assert read[1]["name"] == "'=cmd|' /C calc'!A0"
    assert read[2]["papers"] == "-1"


def test_jsonl_is_one_object_a_line() -> None:
    assert [json.loads(line) for line in _written(Form.JSONL).splitlines()] == ROWS


def test_form_is_csv_in_a_pipe_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert chosen_form(None, as_json=False) is Form.CSV
    assert chosen_form(Form.TABLE, as_json=False) is Form.TABLE
    assert chosen_form(Form.TSV, as_json=True) is Form.JSON


def test_form_is_a_table_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", Screen())
    assert chosen_form(None, as_json=False) is Form.TABLE
