"""Read one table of a review folder as text. Every way a file can be bad ends in one TableError."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import TableError, near_misses
from ingest.csv_text import decode, has_mixed_line_ends, rows_of, separator_of
from ingest.mapping import TableSection
from ingest.sheet_marks import unread_marks
from ingest.table import RawTable, letters
from ingest.workbooks import Sheet, read_sheet

if TYPE_CHECKING:
    import pandas as pd

WORKBOOKS = {".xlsx", ".xls", ".ods"}
DELIMITED = {".csv", ".tsv", ".txt"}
MOST_COLUMNS = 16_384
"""Columns of a sheet in every spreadsheet program."""
READABLE = sorted(WORKBOOKS | DELIMITED | {".parquet"})


@dataclass(frozen=True)
class _Grid:
    """A table before its header is understood; `rows[0]` is row 1 of the spreadsheet."""

    rows: list[list[str]]
    sheet: str | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    encoding: str | None = None
    separator: str | None = None
    notes: tuple[str, ...] = ()


def read_table(folder: Path, section: TableSection) -> RawTable:
    """The table that a `[[table]]` names, cells as text, addresses kept. Raises TableError."""
    file = table_file(folder, section.path)
    try:
        sha256 = file_sha256(file)
    except OSError as error:
        message = f"it cannot be read ({error.strerror})."
        fix = "Give yourself permission to read it."
        raise TableError(section.path, message, rule="unreadable", fix=fix) from error
    if file.suffix.lower() == ".parquet":
        from ingest.parquet import read_parquet

        return read_parquet(file, section.path, sha256)
    grid = _read_grid(file, section)
    return _with_header(grid, section, sha256)


def table_file(folder: Path, path: str) -> Path:
    """The file behind a path of review.toml; it must be a readable file inside the folder."""
    file = folder / path
    try:
        inside = file.resolve().is_relative_to(folder.resolve())
    except (RuntimeError, OSError):  # Python 3.11 and 3.12 raise RuntimeError for links that lead in a circle
        message = "its links lead in a circle."
        raise TableError(path, message, rule="path", fix="Put the file itself into tables/.") from None
    if not inside:
        message = "it lies outside the review folder."
        raise TableError(path, message, rule="path", fix="Copy the file into tables/ and name it there.")
    if not file.exists():
        known = [entry.relative_to(folder).as_posix() for entry in sorted(folder.glob("tables/*")) if entry.is_file()]
        near = near_misses(path, known)
        fix = f'Did you mean "{near[0]}"?' if near else "Put it there, or correct `path` in review.toml."
        raise TableError(path, "there is no such file.", rule="missing file", fix=fix)
    if not file.is_file():
        raise TableError(path, "it is a folder, not a file.", rule="path", fix="Name a file in `path`.")
    if file.suffix.lower() not in READABLE:
        message = f'the extension "{file.suffix}" is not one that can be read.'
        raise TableError(path, message, rule="extension", fix=f"Use one of {', '.join(READABLE)}.")
    if file.stat().st_size == 0:
        raise TableError(path, "the file is empty.", rule="empty", fix="Export it again.")
    return file


def file_sha256(file: Path) -> str:
    """SHA-256 (hex) of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _read_grid(file: Path, section: TableSection) -> _Grid:
    if file.suffix.lower() in WORKBOOKS:
        sheet = read_sheet(file, section.path, section.sheet)
        xlsx = file.suffix.lower() == ".xlsx"
        notes = unread_marks(file, sheet.name, _header_rows(section)[-1]) if xlsx else ()
        return _Grid(_filled(sheet), sheet.name, sheet.merged, notes=notes)
    content = file.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        message = "its content is a workbook, not text."
        raise TableError(section.path, message, rule="extension", fix="Give it the extension .xlsx or .ods.")
    decoded = decode(content, section.path, section.encoding)
    separator = section.separator or separator_of(decoded.text, section.path, _header_rows(section)[-1])
    notes = decoded.notes
    if has_mixed_line_ends(decoded.text):
        notes = (*notes, "line ends are of more than one kind; each was read as the end of a line.")
    rows = rows_of(decoded.text, section.path, separator)
    return _Grid(rows, None, (), decoded.encoding, separator, notes)


def _filled(sheet: Sheet) -> list[list[str]]:
    """Values of merged ranges repeated inside the range, and nowhere else."""
    for top, left, bottom, right in sheet.merged:
        value = sheet.rows[top][left]
        for row in range(top, min(bottom + 1, len(sheet.rows))):
            for column in range(left, min(right + 1, len(sheet.rows[row]))):
                sheet.rows[row][column] = value
    return sheet.rows


def _header_rows(section: TableSection) -> tuple[int, ...]:
    return (section.header_row,) if isinstance(section.header_row, int) else section.header_row


def _with_header(grid: _Grid, section: TableSection, sha256: str) -> RawTable:
    heads = _header_rows(section)
    if not any(cell.strip() for row in grid.rows for cell in row):
        fix = "Put the table there, or name another sheet." if grid.sheet else "Export it again."
        raise TableError(section.path, "it holds no cells.", sheet=grid.sheet, rule="empty", fix=fix)
    if len(grid.rows) < heads[-1]:
        message = f"the header should be in row {heads[-1]}, but the table has {len(grid.rows)} rows."
        raise TableError(section.path, message, sheet=grid.sheet, rule="header", fix="Correct `header_row`.")
    width = max(len(row) for row in grid.rows)
    if width > MOST_COLUMNS:
        row = next(number for number, row in enumerate(grid.rows, start=1) if len(row) == width)
        message = f"it has {width:,} cells, more than a spreadsheet has columns."
        fix = "A line end or a quote is probably missing; export it again."
        raise TableError(section.path, message, sheet=grid.sheet, row=row, rule="width", fix=fix)
    names = _names([grid.rows[head - 1] for head in heads], width)
    first = max(heads[-1], section.totals_row or 0)
    body = grid.rows[first : section.last_row]
    _check_width(body, len(grid.rows[heads[-1] - 1]), first, grid, section)
    used = [at for at in range(width) if names[at] or any(len(row) > at and row[at].strip() for row in body)]
    if not used or not any(names):
        message = f"row {heads[-1]} holds no column names."
        raise TableError(section.path, message, sheet=grid.sheet, rule="header", fix="Correct `header_row`.")
    every = letters(width)
    columns = _distinct([names[at] or f"column {every[at]}" for at in used])
    numbers = range(first + 1, first + 1 + len(body))
    return RawTable(
        path=section.path,
        sheet=grid.sheet,
        columns=columns,
        letters=tuple(every[at] for at in used),
        frame=_frame(body, used, columns, numbers),
        file_sha256=sha256,
        totals=_totals(grid, section, used, columns),
        encoding=grid.encoding,
        separator=grid.separator,
        notes=(*grid.notes, *_said_of_header(names, used, columns, every)),
        merged_origin=_origins(grid, dict(zip(used, columns, strict=True)), first),
    )


def _names(heads: list[list[str]], width: int) -> list[str]:
    """Column names, blanks at the ends dropped; several header rows are joined parent / child."""
    padded = [[" ".join(cell.split()) for cell in head] + [""] * (width - len(head)) for head in heads]
    for parent in padded[:-1]:
        for at in range(1, width):
            parent[at] = parent[at] or parent[at - 1]
    columns = zip(*padded, strict=True)
    return [" / ".join(part for part in parts if part) if parts[-1] else "" for parts in columns]


def _distinct(names: list[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} [{seen[name]}]")
    return tuple(found)


def _check_width(body: list[list[str]], width: int, first: int, grid: _Grid, section: TableSection) -> None:
    if grid.separator is None:
        return
    for number, row in enumerate(body, start=first + 1):
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            message = f"it has {len(row)} cells, the header has {width}."
            fix = "A separator inside a cell is probably not quoted."
            raise TableError(section.path, message, row=number, rule="ragged row", fix=fix)


def _frame(body: Sequence[list[str]], used: list[int], columns: tuple[str, ...], numbers: range) -> pd.DataFrame:
    import pandas as pd

    data = {
        name: pd.array([row[at] if at < len(row) else "" for row in body], dtype="str")
        for name, at in zip(columns, used, strict=True)
    }
    return pd.DataFrame(data, index=pd.RangeIndex(numbers.start, numbers.stop))


def _totals(grid: _Grid, section: TableSection, used: list[int], columns: tuple[str, ...]) -> dict[str, str] | None:
    if section.totals_row is None:
        return None
    row = grid.rows[section.totals_row - 1]
    return {name: row[at] for name, at in zip(columns, used, strict=True) if at < len(row) and row[at].strip()}


def _said_of_header(
    names: list[str], used: list[int], columns: tuple[str, ...], every: tuple[str, ...]
) -> tuple[str, ...]:
    notes = []
    unnamed = [every[at] for at in used if not names[at]]
    if unnamed:
        notes.append(f"columns without a name are called by their letter: {', '.join(unnamed)}.")
    repeated = [name for name, at in zip(columns, used, strict=True) if names[at] and name != names[at]]
    if repeated:
        notes.append(f"repeated column names were numbered: {', '.join(repeated)}.")
    return tuple(notes)


def _origins(grid: _Grid, columns: dict[int, str], first: int) -> dict[tuple[int, str], int]:
    found = {}
    for top, left, bottom, right in grid.merged:
        for row in range(max(top + 1, first), bottom + 1):
            for at in range(left, right + 1):
                if at in columns:
                    found[row + 1, columns[at]] = max(top, first) + 1
    return found
