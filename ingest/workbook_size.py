"""How much a sheet becomes when it is read: repeats, far addresses and shared texts make gigabytes of a kilobyte.

The reader allocates what a sheet claims and ends the whole process when there is no memory, so the sheet's own XML is
weighed first. Real sheets weigh about as much as their XML.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from graph.errors import TableError

MOST_CELLS = 50_000_000
MOST_TEXT = 2**30
"""Characters of all cells of one sheet."""
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{0,3})(\d+)[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_SHARED = re.compile(rb"\bt=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d+)")
_STRING = re.compile(rb"<(?:\w+:)?si\b")
_ODS_ROW = re.compile(rb"<(?:\w+:)?table-row\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<(?:\w+:)?table-cell\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?table-cell>", re.DOTALL)
_ROWS_REPEATED = re.compile(rb"number-rows-repeated=[\"'](\d+)")
_CELLS_REPEATED = re.compile(rb"number-columns-repeated=[\"'](\d+)")
_SPACES = re.compile(rb"<(?:\w+:)?s\b[^>]*\bc=[\"'](\d+)")


def check_xlsx_size(archive: zipfile.ZipFile, part: str, path: str, sheet: str) -> None:
    """Refuse a sheet whose addresses or shared texts are beyond every extraction table. Raises TableError."""
    content = archive.read(part)
    rows, columns = _extent(content)
    if rows * columns > MOST_CELLS:
        message = f"it claims {rows:,} x {columns:,} cells."
        raise TableError(path, message, sheet=sheet, rule="size", fix="Delete the empty rows and columns.")
    lengths = [0, *(len(string) for string in _strings(archive))]
    if max(lengths) * content.count(b"<") > MOST_TEXT:
        known = dict(enumerate(lengths[1:]))
        _check_text(sum(known.get(int(number), 0) for number in _SHARED.findall(content)), path, sheet)


def check_ods_size(file: Path, path: str) -> None:
    """Refuse an ods whose repeated cells and spaces are beyond every extraction table. Raises TableError."""
    with zipfile.ZipFile(file) as archive:
        content = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    total = 0
    for row, cells in _ODS_ROW.findall(content):
        weight = sum(
            (len(text) + sum(map(int, _SPACES.findall(text)))) * _times(_CELLS_REPEATED, cell)
            for cell, text in _ODS_CELL.findall(cells)
        )
        total += weight * _times(_ROWS_REPEATED, row)
        _check_text(total, path, None)


def _extent(content: bytes) -> tuple[int, int]:
    """Last row and last column that a sheet addresses; cells without an address count on from the left."""
    letters, rows = {b""}, 1
    for name, row in set(_REFERENCE.findall(content)) if b"r=" in content else ():
        letters.add(name)
        rows = max(rows, int(row))
    widest = max((row.count(b"<c") for row in _ROW.split(content)), default=0)
    return rows, max(widest, *map(_number, letters))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _strings(archive: zipfile.ZipFile) -> list[bytes]:
    name = next((name for name in archive.namelist() if name.lower().endswith("sharedstrings.xml")), None)
    return _STRING.split(archive.read(name))[1:] if name else []


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _check_text(characters: int, path: str, sheet: str | None) -> None:
    if characters > MOST_TEXT:
        message = f"its cells hold at least {characters / 2**20:,.0f} MB of text, more than any extraction table; "
        fix = "Save only the sheets you need in a new workbook."
        raise TableError(path, f"{message}it was not opened.", sheet=sheet, rule="zip bomb", fix=fix)
