"""Tables for people: they fit the terminal, or fall back to records."""

from __future__ import annotations

import io

import pytest

from cli.table import Column, shown, write_table

COLUMNS = [Column("influence_id"), Column("name"), Column("reporting_looked_for_papers", "integer"), Column("page")]
ROWS = [
    {"influence_id": "training", "name": "Training and supervision", "reporting_looked_for_papers": 28, "page": None},
    {"influence_id": "pay", "name": "Pay", "reporting_looked_for_papers": None, "page": None},
]


def _lines(width: int | None) -> list[str]:
    out = io.StringIO()
    write_table(COLUMNS, ROWS, out, width)
    return out.getvalue().splitlines()


def test_wide_table_keeps_its_names_on_one_line() -> None:
    lines = _lines(None)
    assert lines[0].split() == ["influence_id", "name", "reporting_looked_for_papers"]
    assert lines[2].split() == ["training", "Training", "and", "supervision", "28"]
    assert lines[3].endswith(" -")
    assert len({len(line) for line in lines[:4]}) == 1


def test_columns_that_say_nothing_are_named_below() -> None:
    assert _lines(None)[-1] == "Nothing in any row: page"


def test_narrower_table_breaks_long_names() -> None:
    lines = _lines(60)
    assert max(map(len, lines)) <= 60
    assert "reporting_" in lines[0]
    assert "looked_for_" in lines[1]
    assert any(line.split()[:1] == ["training"] for line in lines)


def test_rows_too_wide_for_a_table_become_records() -> None:
    lines = _lines(40)
    assert lines[0].startswith("-- 1 ---")
    assert lines[1] == "influence_id                 training"
    assert lines[3] == "reporting_looked_for_papers  28"
    assert lines[7] == "reporting_looked_for_papers  -"


def test_records_keep_the_lines_of_a_cell_apart() -> None:
    out = io.StringIO()
    write_table([Column("quote"), Column("path")], [{"quote": "one\ntwo", "path": "p" * 99}], out, 16)
    assert out.getvalue().splitlines()[1:3] == ["quote  one", "       two"]


def test_no_rows_leave_the_names() -> None:
    out = io.StringIO()
    write_table(COLUMNS, [], out)
    assert out.getvalue().splitlines()[0].split() == [column.name for column in COLUMNS]


def test_wide_characters_are_counted_as_two() -> None:
    out = io.StringIO()
    write_table([Column("name"), Column("n", "integer")], [{"name": "支援者", "n": 1}, {"name": "abcdef", "n": 2}], out)
    wide, narrow = out.getvalue().splitlines()[2:4]
    assert wide.index("1") + 3 == narrow.index("2")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (0, "0"), (True, "yes"), (["a", "b"], "a; b"), ([], ""), (1 / 3, "0.3333"), ("a\x07", "a\ufffd")],
)
def test_shown_says_a_value_for_people(value: object, text: str) -> None:
    assert shown(value) == text
