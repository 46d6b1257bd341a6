"""Workbooks (xlsx, xls, ods) as rows of text, after checks that a hostile or broken file cannot pass."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from graph.errors import TableError, near_misses
from graph.zips import BROKEN_ZIP
from ingest.sheet_xml import NotPlain
from ingest.workbook_size import MOST_CELLS, check_ods_size, check_xlsx_size, weighed_sheet
from ingest.workbook_size import Sheet as Claimed

BROKEN = (*BROKEN_ZIP, NotPlain)
MOST_INFLATED = 2**30
"""Bytes that all parts of a workbook may have when unpacked."""
MOST_PARTS = 10_000
"""Files in one archive; real workbooks have tens, those full of pictures hundreds."""
MOST_RATIO = 200
"""Unpacked to packed size of one large part; real sheets stay below 30."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows` from row 1 on, and merged ranges."""

    name: str
    rows: list[list[str]]
    merged: tuple[Range, ...]


def read_sheet(file: Path, path: str, sheet: str | None) -> Sheet:
    """One sheet of a workbook; without a name, the only one. Raises TableError."""
    with _opened(file, path) as book:
        name = _sheet_name(book.sheet_names, path, sheet)
        _check_sheet(file, path, name)
        opened = book.get_sheet_by_name(name)
        if opened.total_height * opened.total_width > MOST_CELLS:
            size = f"{opened.total_height:,} x {opened.total_width:,} cells"
            raise TableError(path, f"it claims {size}.", sheet=name, rule="size", fix="Delete the empty rows.")
        rows = [[cell_text(value) for value in row] for row in opened.to_python(skip_empty_area=False)]
        merged = tuple((start[0], start[1], end[0], end[1]) for start, end in (opened.merged_cell_ranges or ()))
    return Sheet(name, rows, _within(rows, merged, path, name))


def _within(rows: list[list[str]], merged: tuple[Range, ...], path: str, sheet: str) -> tuple[Range, ...]:
    """Merged ranges as far as there are cells; some claim whole columns. Raises TableError for an endless number."""
    high, wide = len(rows), max(map(len, rows), default=0)
    found = tuple(
        (top, left, min(bottom, high - 1), min(right, wide - 1))
        for top, left, bottom, right in merged
        if top < high and left < wide
    )
    cells = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in found)
    if cells > MOST_CELLS:
        message = f"its merged ranges hold {cells:,} cells."
        raise TableError(path, message, sheet=sheet, rule="size", fix="Undo the merging of cells.")
    return found


def sheet_names(file: Path, path: str) -> list[str]:
    """The sheets of a workbook in order."""
    with _opened(file, path) as book:
        return list(book.sheet_names)


@contextmanager
def _opened(file: Path, path: str) -> Iterator[Any]:
    """The workbook behind every check; what the reader finds wrong with it is a TableError."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_container(file, path)
    try:
        with CalamineWorkbook.from_path(str(file)) as book:
            yield book
    except (CalamineError, OSError) as error:  # the reader calls a broken part of an ods an OSError
        if "password" in str(error).lower():
            raise _encrypted(path) from None
        message = f"it cannot be read as a workbook ({error})."
        raise TableError(path, message, rule="workbook", fix="Open it in a spreadsheet and save it again.") from error


def check_container(file: Path, path: str) -> None:
    """Refuse what is no workbook, encrypted, cut off, or inflates beyond the limits. Raises TableError."""
    with file.open("rb") as opened:
        head = opened.read(8)
    if head == _OLE and file.suffix.lower() != ".xls":
        raise _encrypted(path)
    if file.suffix.lower() == ".xls":
        return
    if not head.startswith(b"PK"):
        message = f"its content is not a {file.suffix.lower()} workbook."
        raise TableError(path, message, rule="extension", fix="Give it the extension of what it is, such as .csv.")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise _encrypted(path)
            if len(parts) > MOST_PARTS:
                message = f"it is an archive of {len(parts):,} files; it was not opened."
                fix = "Save only the sheets you need in a new workbook."
                raise TableError(path, message, rule="zip bomb", fix=fix)
            if len({_plain(part.filename) for part in parts}) < len(parts):
                raise _damaged(path)  # two parts of one name: who reads which is anybody's guess
            _check_inflation(archive, parts, path)
        if file.suffix.lower() == ".ods":
            check_ods_size(file, path)  # before it is opened: the reader takes in every sheet at once
    except BROKEN:
        raise _damaged(path) from None


def _damaged(path: str) -> TableError:
    fix = "Copy it again from where it came."
    return TableError(path, "the file is cut off or damaged.", rule="workbook", fix=fix)


def _check_inflation(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], path: str) -> None:
    total = 0
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        total += part.file_size
        if total > MOST_INFLATED or (part.file_size > 50 * 2**20 and ratio > MOST_RATIO):
            raise _bomb(path, total)
        if part.file_size > 2**20:
            _check_declared(archive, part, path)


def _check_declared(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: str) -> None:
    """The declared size is the archive's own word; unpack in pieces and stop when it is not kept."""
    seen = 0
    try:
        with archive.open(part) as opened:
            while piece := opened.read(2**20):
                seen += len(piece)
                if seen > MOST_INFLATED:
                    raise _bomb(path, seen)
    except BROKEN:
        message = f"the part {part.filename} is cut off or damaged."
        raise TableError(path, message, rule="workbook", fix="Copy it again from where it came.") from None


def _bomb(path: str, size: int) -> TableError:
    message = f"it unpacks to at least {size / 2**20:,.0f} MB, more than any extraction table; it was not opened."
    return TableError(path, message, rule="zip bomb", fix="Save only the sheets you need in a new workbook.")


def _encrypted(path: str) -> TableError:
    message = "it is protected by a password."
    return TableError(path, message, rule="encrypted", fix="Save a copy without a password.")


def _sheet_name(names: list[str], path: str, wanted: str | None) -> str:
    if wanted is None:
        if len(names) == 1:
            return names[0]
        message = f"it has {len(names)} sheets: {', '.join(names)}."
        raise TableError(path, message, rule="sheet", fix="Name one with `sheet` in review.toml.")
    if wanted in names:
        return wanted
    near = near_misses(wanted, names)
    hint = f'Did you mean "{near[0]}"?' if near else f"It has: {', '.join(names)}."
    raise TableError(path, f'there is no sheet "{wanted}".', sheet=wanted, rule="sheet", fix=hint)


def cell_text(value: object) -> str:
    """A cell's value as its reader would write it: whole numbers without a point, dates as ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _check_sheet(file: Path, path: str, sheet: str) -> None:
    """What the sheet's own XML says before it is read: how much it becomes, and formulas without a result."""
    from xml.etree.ElementTree import ParseError

    try:
        if file.suffix.lower() == ".xlsx":
            with zipfile.ZipFile(file) as archive:
                part = part_of(archive, sheet)
                if part is None:
                    raise _damaged(path)
                content = archive.read(part)
                claimed = weighed_sheet(content)
                check_xlsx_size(archive, claimed, content, path, sheet)
                _check_formulas(claimed, path, sheet)
    except (*BROKEN, ParseError, KeyError):
        raise _damaged(path) from None


def _check_formulas(claimed: Claimed, path: str, sheet: str) -> None:
    """A formula without a stored result would read as an empty cell: name it instead."""
    missing, more = claimed.unanswered, claimed.many_unanswered - len(claimed.unanswered)
    if missing:
        shown = ", ".join(missing) + (f" and {more} more" if more else "")
        message = f"a formula has no stored result ({shown})."
        fix = "Open the workbook in a spreadsheet, let it calculate, and save it."
        raise TableError(path, message, sheet=sheet, cell=missing[0], rule="formula", fix=fix)


def part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive member that holds a sheet, found through the workbook's relationships; null when none does."""
    from xml.etree.ElementTree import Element, fromstring

    names = {_plain(name): name for name in archive.namelist()}

    def tree(name: str) -> Iterator[Element]:
        content = archive.read(names[name])
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            return iter(())
        return fromstring(content).iter()  # noqa: S314  (no DTD, hence no entities, passes the line above)

    def relation(item: Element) -> str | None:  # the strict form of the format has another namespace
        return next((said for name, said in item.items() if name.startswith("{") and name.endswith("}id")), None)

    wanted = next((relation(item) for item in tree("xl/workbook.xml") if item.get("name") == sheet), None)
    targets = [item.get("Target", "") for item in tree("xl/_rels/workbook.xml.rels") if item.get("Id") == wanted]
    if wanted is None or len(targets) != 1:
        return None
    target = _plain(targets[0]).lstrip("/")
    return names.get(target if target.startswith("xl/") else f"xl/{target}")


def _plain(name: str) -> str:
    """The name of a part as readers compare it."""
    return name.replace("\\", "/").lower()
