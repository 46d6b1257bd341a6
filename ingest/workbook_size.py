"""How much a sheet becomes when it is read: repeats, far addresses and shared texts make gigabytes of a kilobyte.

The reader allocates what a sheet claims and ends the whole process when there is no memory, so the sheet's own XML is
weighed first, by a parser and not by its spelling: XML can say one thing in many ways. Real sheets weigh about as much
as their XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import TableError
from ingest.plain_sheets import longest_string, plain_sheet
from ingest.sheet_xml import parse, parser, run

MOST_CELLS = 50_000_000
MOST_TEXT = 2**30
"""Characters of all cells of one sheet."""
_ADDRESS = re.compile(r"([A-Za-z]*)([0-9]{1,10})")
_VALUE = ("value", "string-value")
_SHOWN = 5


@dataclass
class Sheet:
    """What the XML of an xlsx sheet claims. `shared` counts cells whose text stands in the shared strings."""

    rows: int = 0
    columns: int = 0
    shared: int = 0
    unanswered: list[str] = field(default_factory=list)
    """Addresses of formulas without a stored result, the first ones."""
    many_unanswered: int = 0


def weighed_sheet(content: bytes) -> Sheet:
    """What a sheet claims; `shared` may be more than there are, never less. Raises NotPlain."""
    plain = plain_sheet(content)
    if plain is not None:
        run(parser(None), content)
        return Sheet(*plain)
    reading = _Reading()
    reading.parser = parser(reading.starts)
    run(reading.parser, content)
    return reading.sheet


def check_xlsx_size(archive: zipfile.ZipFile, sheet: Sheet, content: bytes, path: str, name: str) -> None:
    """Refuse a sheet whose addresses or shared texts are beyond every extraction table. Raises TableError, NotPlain."""
    if sheet.rows * sheet.columns > MOST_CELLS:
        message = f"it claims {sheet.rows:,} x {sheet.columns:,} cells."
        raise TableError(path, message, sheet=name, rule="size", fix="Delete the empty rows and columns.")
    strings = _strings(archive) if sheet.shared else b""
    longest = longest_string(strings)
    if longest is not None and longest * sheet.shared <= MOST_TEXT:
        if strings:
            run(parser(None), strings)
        return
    lengths = _lengths(strings)
    if lengths and max(lengths) * sheet.shared > MOST_TEXT:
        _check_text(_shared_text(content, lengths), path, name)


def check_ods_size(file: Path, path: str) -> None:
    """Refuse an ods whose repeated cells and spaces are beyond every extraction table. Raises TableError, NotPlain."""
    with zipfile.ZipFile(file) as archive:
        content = archive.read("content.xml") if "content.xml" in archive.namelist() else b"<none/>"
    weight = _Weight(path)
    parse(content, weight.starts, weight.ends, weight.text)


class _Reading:
    """One walk through a sheet; cells and rows without an address follow the one before."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self.row = self.column = 0
        self.formula = self.result = self.in_result = False
        self.address = ""
        self.parser: Any = None

    def starts(self, name: str, said: Mapping[str, str]) -> None:
        sheet = self.sheet
        name = name.rpartition(":")[2]
        if name == "c":
            self.column += 1
            self.formula = self.result = self.in_result = False
            self.address = said.get("r", "")
            if found := _ADDRESS.fullmatch(self.address):
                self.column = _number(found[1]) or self.column
                sheet.rows = max(sheet.rows, int(found[2]))
            sheet.columns = max(sheet.columns, self.column)
            sheet.shared += said.get("t") == "s"
        elif name == "row":
            self.row, self.column = self.row + 1, 0
            if (found := _ADDRESS.fullmatch(said.get("r", ""))) and not found[1]:
                self.row = int(found[2])
            sheet.rows = max(sheet.rows, self.row)
        elif name == "f":
            self.formula = True
            # Ends and texts matter in cells with a formula alone: every call of them takes time.
            self.parser.EndElementHandler, self.parser.CharacterDataHandler = self.ends, self.text
        elif name == "v":
            self.in_result = True

    def text(self, _: str) -> None:
        self.result |= self.in_result

    def ends(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.parser.EndElementHandler = self.parser.CharacterDataHandler = None
        if name == "v":
            self.in_result = False
        elif name == "c" and self.formula and not self.result:
            self.sheet.many_unanswered += 1
            if len(self.sheet.unanswered) < _SHOWN:
                self.sheet.unanswered.append(self.address or f"row {self.row}")


class _Weight:
    """One walk through an ods: characters of cells times their repeats. Raises TableError as soon as it is too much."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.total = self.row = self.cell = 0
        self.rows = self.cells = 1

    def starts(self, name: str, said: Mapping[str, str]) -> None:
        if name == "table-row":
            self.row, self.rows = 0, _times(said, "number-rows-repeated")
        elif name in {"table-cell", "covered-table-cell"}:
            self.cells = _times(said, "number-columns-repeated")
            # A cell that holds nothing is not kept, however often it is repeated.
            self.cell = sum(len(value) for name, value in said.items() if name.endswith(_VALUE))
        elif name == "s":
            self.cell += _times(said, "c")

    def text(self, said: str) -> None:
        self.cell += len(said)

    def ends(self, name: str) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self.row += self.cell * self.cells
            _check_text(self.total + self.row * self.rows, self.path, None)
        elif name == "table-row":
            self.total += self.row * self.rows


def _strings(archive: zipfile.ZipFile) -> bytes:
    """The XML of the shared strings; empty when there are none."""
    name = next((name for name in archive.namelist() if name.lower().endswith("sharedstrings.xml")), None)
    return b"" if name is None else archive.read(name)


def _lengths(strings: bytes) -> list[int]:
    """Characters of each shared string."""
    lengths: list[int] = []

    def starts(name: str, _: Mapping[str, str]) -> None:
        if name == "si":
            lengths.append(0)

    def text(said: str) -> None:
        if lengths:
            lengths[-1] += len(said)

    if strings:
        parse(strings, starts, lambda _: None, text)
    return lengths


def _shared_text(content: bytes, lengths: list[int]) -> int:
    """Characters of all cells that name a shared string."""
    total, number = 0, ""
    shared = inside = False

    def starts(name: str, said: Mapping[str, str]) -> None:
        nonlocal shared, inside, number
        if name == "c":
            shared = said.get("t") == "s"
        inside, number = name == "v" and shared, ""

    def text(said: str) -> None:
        nonlocal number
        number += said if inside else ""

    def ends(name: str) -> None:
        nonlocal total, inside
        if inside and name == "v" and re.fullmatch(r"\s*[0-9]{1,10}\s*", number) and int(number) < len(lengths):
            total += lengths[int(number)]
        inside = False

    parse(content, starts, ends, text)
    return total


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _times(said: Mapping[str, str], wanted: str) -> int:
    for name, value in said.items():
        if name.rpartition(":")[2] == wanted:
            return int(value) if re.fullmatch("[0-9]{1,18}", value) else 1
    return 1


def _check_text(characters: int, path: str, sheet: str | None) -> None:
    if characters > MOST_TEXT:
        message = f"its cells hold at least {characters / 2**20:,.0f} MB of text, more than any extraction table; "
        fix = "Save only the sheets you need in a new workbook."
        raise TableError(path, f"{message}it was not opened.", sheet=sheet, rule="zip bomb", fix=fix)
