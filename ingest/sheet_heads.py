"""The first rows of one sheet of an xlsx and how many there are in all, without reading the whole of it."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path

from ingest.table import number_of
from ingest.workbooks import part_of

MOST_ROWS = 1_048_576
"""Rows of a sheet in every spreadsheet program."""
MOST_SHOWN = 6000
"""Rows that are read."""
MOST_CELLS = 1_000_000
"""Cells that are read: a row of a few bytes may claim thousands."""
MOST_STRINGS = 64 * 2**20
"""Bytes of shared texts that are read."""
MOST_NAMES = 16 * 2**20
"""Bytes of the parts that name the sheets."""
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*\bname=[\"']([^\"']*)[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s>/])")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])")
_STRING = re.compile(rb"<(?:\w+:)?si(?=[\s>/])")
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3})\d+[\"']")
_TYPE = re.compile(rb"\bt=[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^<>]*)?>([^<]*)<")


def sheet_head(file: Path, sheet: str | None, most: int) -> tuple[int, int, list[list[str]]]:
    """Rows, bytes of text, and the first rows, from the first `most` bytes of the sheet's XML.

    Raises what a broken archive raises, LookupError for a sheet that is not there, ValueError for a bomb.
    """
    with zipfile.ZipFile(file) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        if any(sizes.get(name, 0) > MOST_NAMES for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")):
            raise ValueError("the list of its sheets is larger than any")
        names = [unescape(name) for name in _SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8", "replace"))]
        part = part_of(archive, sheet or names[0]) if names else None
        if part is None:
            raise LookupError("there is no such sheet")
        with archive.open(part) as opened:
            head = opened.read(most)
        strings = _strings(archive, sizes)
    before, *pieces = _ROW.split(head)
    whole = len(head) == sizes[part] or len(pieces) < 2
    rows = _rows(pieces if whole else pieces[:-1], strings)
    each = (len(head) - len(before) - len(pieces[-1])) / (len(pieces) - 1) if not whole else 0
    many = len(pieces) if whole else min(MOST_ROWS, round(sizes[part] / each))
    text = sum(len(cell.encode()) for row in rows for cell in row)
    return many, text * many // max(1, len(rows)), rows


def _strings(archive: zipfile.ZipFile, sizes: dict[str, int]) -> list[str]:
    name = next((name for name in sizes if name.endswith("sharedStrings.xml")), None)
    if name is None:
        return []
    with archive.open(name) as opened:
        content = opened.read(MOST_STRINGS)
    return ["".join(map(_text, _VALUE.findall(string))) for string in _STRING.split(content)[1:]]


def _rows(pieces: list[bytes], strings: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    for piece in pieces[:MOST_SHOWN]:
        rows.append(_cells(piece, strings))
        cells += len(rows[-1])
        if cells > MOST_CELLS:
            break
    return rows


def _cells(row: bytes, strings: list[str]) -> list[str]:
    cells: list[str] = []
    for piece in _CELL.split(row)[1:]:
        attributes, _, content = piece.partition(b">")
        place = _ADDRESS.search(attributes)
        at = number_of(place[1].decode()) - 1 if place else len(cells)
        cells += [""] * (at - len(cells))
        cells.append(_value(attributes, content, strings))
    return cells


def _value(attributes: bytes, content: bytes, strings: list[str]) -> str:
    kind = _TYPE.search(attributes)
    values = [_text(value) for value in _VALUE.findall(content)]
    if kind and kind[1] == b"s":
        number = int(values[0]) if values and values[0].isdecimal() else -1
        return strings[number] if 0 <= number < len(strings) else ""
    return "".join(values if kind and kind[1] == b"inlineStr" else values[-1:])


def _text(value: bytes) -> str:
    return unescape(value.decode("utf-8", "replace"))
