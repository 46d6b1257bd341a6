"""One table in every format, encoding and separator gives the same findings; what was assumed is reported."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from shapes import lines

from graph.errors import TableError
from ingest.folder import Ingested, read_folder

REVIEW = """\
[review]
id = "formats"
title = "Formats"

[[table]]
path = "tables/{name}"
one_row_is = "finding"
{more}

  [table.paper]
  id = ["Study"]
  year = "Year"

  [[table.setting]]
  name = "Land"
  kind = "country"

  [[table.finding]]
  influence = {{ column = "Factor", split = ["\\n", ";"] }}
  direction = {{ column = "Effect", map = {{ "helps" = "facilitator", "hinders" = "barrier" }} }}
"""
TABLE = pd.DataFrame(
    {
        "Study": ["Müller", "Saïd", "007"],
        "Year": ["2019", "2020", "2021"],
        "Land": ["Österreich", "France", "UK"],
        "Factor": ["Zeit; Geld", "Formation, initiale\nTemps", 'The "role"'],
        "Effect": ["hinders", "helps", "hinders"],
    }
)
EXPECTED = [
    'paper:007: draft:the-role-3603e6 barrier in setting:country/uk <- "The "role"" (D4)',
    'paper:müller: draft:zeit barrier in setting:country/österreich <- "Zeit" (D2)',
    'paper:müller: draft:geld barrier in setting:country/österreich <- "Geld" (D2)',
    'paper:saïd: draft:formation-initiale-ca8179 facilitator in setting:country/france <- "Formation, initiale" (D3)',
    'paper:saïd: draft:temps facilitator in setting:country/france <- "Temps" (D3)',
]


def imported(folder: Path, name: str, content: bytes | None = None, more: str = "") -> Ingested:
    """The table in the format of a file name, or these bytes, read as a folder."""
    (folder / "tables").mkdir(parents=True)
    file = folder / "tables" / name
    if content is not None:
        file.write_bytes(content)
    elif file.suffix in {".xlsx", ".ods"}:
        TABLE.to_excel(file, index=False, engine={".xlsx": "openpyxl", ".ods": "odf"}[file.suffix])
    elif file.suffix == ".parquet":
        TABLE.to_parquet(file, index=False)
    else:
        TABLE.to_csv(file, index=False, sep="\t" if file.suffix == ".tsv" else ",")
    (folder / "review.toml").write_text(REVIEW.format(name=name, more=more), encoding="utf-8")
    return read_folder(folder)


def said(ingested: Ingested) -> list[str]:
    """The findings without the name of a sheet, sorted."""
    assert ingested.report.problems == ()
    return sorted(line.replace("Sheet1!", "") for line in lines(ingested))


def as_text(separator: str = ",", encoding: str = "utf-8", line: str = "\n") -> bytes:
    return TABLE.to_csv(index=False, sep=separator, lineterminator=line).encode(encoding)


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.txt", "t.xlsx", "t.ods", "t.parquet"])
def test_every_format_gives_the_same_findings(tmp_path: Path, name: str) -> None:
    assert said(imported(tmp_path / "review", name)) == sorted(EXPECTED)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_and_told(tmp_path: Path, separator: str) -> None:
    ingested = imported(tmp_path / "review", "t.csv", as_text(separator))
    assert said(ingested) == sorted(EXPECTED)
    assert ingested.report.tables[0].separator == separator


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "windows-1252")],
)
def test_encodings_are_found_and_told(tmp_path: Path, encoding: str, told: str) -> None:
    ingested = imported(tmp_path / "review", "t.csv", as_text(encoding=encoding))
    assert said(ingested) == sorted(EXPECTED)
    assert (ingested.report.tables[0].encoding or "").startswith(told)
    notes = " ".join(ingested.report.tables[0].notes)
    assert ("read as Windows-1252" in notes) == (encoding == "cp1252")


def test_named_encoding_and_separator_win_over_a_guess(tmp_path: Path) -> None:
    content = as_text(";", "mac-roman")
    ingested = imported(tmp_path / "review", "t.csv", content, 'encoding = "mac-roman"\nseparator = ";"')
    assert said(ingested) == sorted(EXPECTED)


@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(tmp_path: Path, line: str) -> None:
    ingested = imported(tmp_path / "review", "t.csv", as_text(line=line))
    assert said(ingested) == sorted(EXPECTED)


def test_parquet_keeps_numbers_readable(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    (folder / "tables").mkdir(parents=True)
    TABLE.assign(Year=[2019, 2020, 2021]).to_parquet(folder / "tables" / "t.parquet", index=False)
    (folder / "review.toml").write_text(REVIEW.format(name="t.parquet", more=""), encoding="utf-8")
    ingested = read_folder(folder)
    assert said(ingested) == sorted(EXPECTED)
    assert [row["year"] for row in ingested.tables.node("Paper").to_pylist()] == [2021, 2019, 2020]


def test_two_sheets_need_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    (folder / "tables").mkdir(parents=True)
    with pd.ExcelWriter(folder / "tables" / "t.xlsx", engine="openpyxl") as book:
        TABLE.to_excel(book, sheet_name="Data", index=False)
        TABLE.head(0).to_excel(book, sheet_name="Lists", index=False)
    (folder / "review.toml").write_text(REVIEW.format(name="t.xlsx", more=""), encoding="utf-8")
    (problem,) = read_folder(folder).report.problems
    assert isinstance(problem, TableError)
    assert "it has 2 sheets: Data, Lists." in str(problem)
    (folder / "review.toml").write_text(REVIEW.format(name="t.xlsx", more='sheet = "Data"'), encoding="utf-8")
    assert sorted(line.replace("Data!", "") for line in lines(read_folder(folder))) == sorted(EXPECTED)
