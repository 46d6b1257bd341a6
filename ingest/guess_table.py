"""Guesses at where a table stands: its sheet, and the row of its column names."""

from __future__ import annotations

from pathlib import Path

from graph.ids import fold
from ingest.files import WORKBOOKS, read_table, table_file
from ingest.guess_lines import Guess, toml
from ingest.guess_words import EFFECT
from ingest.mapping import TableSection
from ingest.table import RawTable
from ingest.workbooks import sheet_names

MOST_TITLE_ROWS = 5
"""Rows above the column names that are looked at."""


def read_first(folder: Path, path: str, found: Guess) -> RawTable:
    """The table, and the lines that say where it stands. Raises TableError."""
    found.say("[[table]]")
    found.say(f"path = {toml(path)}")
    sheet = _sheet(folder, path, found)
    raw = _table(folder, path, sheet)
    if _is_totals(raw):
        found.say("header_row = 2", "row 1 holds totals, the names stand below")
        found.say("totals_row = 1")
        return _table(folder, path, sheet, 2, 1)
    titles = _title_rows(raw)
    if titles:
        row = titles + 1
        why = "row 1 has fewer names" if titles == 1 else f"rows 1 to {titles} have fewer names"
        found.say(f"header_row = {row}", f"{why} than row {row}: taken as a title")
        return _table(folder, path, sheet, row)
    below = _names_that_are_cells(raw)
    if below:
        shown = ", ".join(below)
        found.say(f"# row 1 was taken as the column names, but it looks like data ({shown}): does it need a header?")
    return raw


def _sheet(folder: Path, path: str, found: Guess) -> str | None:
    """The sheet with the most cells; null for a table that is no workbook."""
    file = table_file(folder, path)
    if file.suffix.lower() not in WORKBOOKS:
        return None
    names = sheet_names(file, path)
    if len(names) == 1:
        found.say(f"sheet = {toml(names[0])}", "the only sheet")
        return names[0]
    sizes = {name: _size(folder, path, name) for name in names}
    best = max(names, key=lambda name: sizes[name])
    others = ", ".join(name for name in names if name != best)
    found.say(f"sheet = {toml(best)}", f"the sheet with the most cells; not read: {others}")
    return best


def _size(folder: Path, path: str, sheet: str) -> int:
    from ingest.workbooks import read_sheet

    rows = read_sheet(folder / path, path, sheet).rows
    return sum(1 for row in rows for cell in row if cell.strip())


def _table(folder: Path, path: str, sheet: str | None, head: int = 1, totals: int | None = None) -> RawTable:
    where = {"path": path, "sheet": sheet, "header_row": head, "totals_row": totals}
    return read_table(folder, TableSection.model_validate(where | {"paper": {"id": ["?"]}}))


def _is_totals(raw: RawTable) -> bool:
    numbers = sum(name.split(" [")[0].strip().split(" ")[0].isdigit() for name in raw.columns)
    return numbers >= max(3, len(raw.columns) // 3) and len(raw.frame) > 0


def _title_rows(raw: RawTable) -> int:
    """How many rows stand above the column names: those that name less than half as many columns as a row below."""
    named = sum(not name.startswith("column ") for name in raw.columns)
    if named * 2 > len(raw.columns):
        return 0
    for at in range(min(MOST_TITLE_ROWS, len(raw.frame))):
        filled = sum(bool(cell.strip()) for cell in raw.frame.iloc[at])
        if filled * 2 > len(raw.columns):
            return at + 1
    return 0


def _names_that_are_cells(raw: RawTable) -> list[str]:
    """Column names that stand as values in their own column, or that are words for a direction."""
    return [
        name
        for name in raw.columns
        if (raw.frame[name].str.strip().map(fold) == fold(name)).any() or (fold(name) in EFFECT and len(raw.frame) > 0)
    ]
