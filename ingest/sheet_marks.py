"""What a sheet says without text: colours, comments, hidden rows and columns. Reported, never interpreted."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from graph.zips import BROKEN_ZIP
from ingest.table import letters
from ingest.workbooks import part_of

MOST_SHOWN = 5
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ADDRESS = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="([0-9]{1,7})"')
_HIDDEN_COLUMN = re.compile(rb'<col\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*>')
_LAST_COLUMN = 16_384


def tree(archive: zipfile.ZipFile, name: str) -> Iterator[Element]:
    """Every element of an XML part; nothing when there is none, when it is damaged, or when it declares a DTD."""
    if name not in archive.namelist():
        return iter(())
    try:
        content = archive.read(name)
    except BROKEN_ZIP:
        return iter(())
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return iter(())
    try:
        return fromstring(content).iter()  # noqa: S314  (no DTD, hence no entities, passes the line above)
    except ParseError:
        return iter(())


def unread_marks(file: Path, sheet: str, header_row: int) -> tuple[str, ...]:
    """What one sheet of an xlsx says without text, below the header; one sentence for each kind."""
    with zipfile.ZipFile(file) as archive:
        part = part_of(archive, sheet)
        if part is None:
            return ()
        content = archive.read(part)
        coloured = _below(_coloured(archive, content), header_row)
        commented = _below(_commented(archive, part), header_row)
    columns = _hidden_columns(content)
    rows = [int(match.group(1)) for match in _HIDDEN_ROW.finditer(content)]
    notes = []
    if coloured:
        notes.append(f"{_cells(coloured)} coloured; a colour says nothing here, only text does.")
    if commented:
        notes.append(f"{_cells(commented)} commented; comments are not read.")
    if columns:
        notes.append(f"hidden columns are read like the others: {_some(columns)}.")
    if rows:
        notes.append(f"hidden rows are read like the others: {_some(list(map(str, sorted(rows))))}.")
    return tuple(notes)


def _coloured(archive: zipfile.ZipFile, content: bytes) -> list[tuple[str, int]]:
    """Cells whose style has a solid or patterned fill."""
    fills: list[bool] = []
    styles: list[int] = []
    for item in tree(archive, "xl/styles.xml"):
        if item.tag == f"{_MAIN}fill":
            pattern = item.find(f"{_MAIN}patternFill")
            plain = pattern is not None and pattern.get("patternType", "none") in {"none", "gray125"}
            fills.append(not plain)
        if item.tag == f"{_MAIN}cellXfs":
            said = (style.get("fillId", "0") for style in item.findall(f"{_MAIN}xf"))
            styles = [int(number) if re.fullmatch("[0-9]{1,6}", number) else 0 for number in said]
    filled = [at for at, fill in enumerate(styles) if fill < len(fills) and fills[fill]]
    if not filled:
        return []
    wanted = b"|".join(str(at).encode() for at in filled)
    cells = re.compile(rb'<c\b(?=[^<>]*\bs="(?:' + wanted + rb')")[^<>]*>')
    return list(_addresses(match.group(0) for match in cells.finditer(content)))


def _addresses(tags: Iterable[bytes]) -> Iterator[tuple[str, int]]:
    for tag in tags:
        found = _ADDRESS.search(tag)
        if found:
            yield found.group(1).decode(), int(found.group(2))


def _commented(archive: zipfile.ZipFile, part: str) -> list[tuple[str, int]]:
    folder, name = posixpath.split(part)
    found = []
    for relation in tree(archive, f"{folder}/_rels/{name}.rels"):
        target = relation.get("Target", "")
        if not relation.get("Type", "").endswith("/comments"):
            continue
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        for item in tree(archive, place):
            match = re.fullmatch(r"([A-Z]+)([0-9]+)", item.get("ref", ""))
            if item.tag == f"{_MAIN}comment" and match:
                found.append((match.group(1), int(match.group(2))))
    return found


def _hidden_columns(content: bytes) -> list[str]:
    found: list[str] = []
    for match in _HIDDEN_COLUMN.finditer(content):
        ends = [re.search(rb"\b" + end + rb'="([0-9]{1,7})"', match.group(0)) for end in (b"min", b"max")]
        if ends[0] and ends[1]:
            # Hiding "everything to the right" names thousands of empty columns.
            first = int(ends[0].group(1))
            last = min(int(ends[1].group(1)), first + 50, _LAST_COLUMN)
            found += letters(last)[max(first, 1) - 1 :]
    return found


def _below(cells: list[tuple[str, int]], header_row: int) -> list[str]:
    return [f"{column}{row}" for column, row in cells if row > header_row]


def _cells(addresses: list[str]) -> str:
    return f"cell {addresses[0]} is" if len(addresses) == 1 else f"{len(addresses)} cells ({_some(addresses)}) are"


def _some(names: list[str]) -> str:
    more = len(names) - MOST_SHOWN
    return ", ".join(names[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
