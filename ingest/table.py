"""One table as it was read: text only, addresses kept, nothing interpreted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RawTable:
    """A sheet or file as text.

    `frame`: one `str` column per header (names = `columns`), `""` for an empty cell, cells exactly as stored
    (blanks at the ends kept). Its index is the row number as the spreadsheet shows it. `letters` are the column
    letters in the same order, so the address of a cell is letter + row. Duplicate headers read `Name [2]`.
    """

    path: str
    sheet: str | None
    columns: tuple[str, ...]
    letters: tuple[str, ...]
    frame: pd.DataFrame
    file_sha256: str
    totals: dict[str, str] | None = None
    encoding: str | None = None
    separator: str | None = None
    notes: tuple[str, ...] = ()
    merged_origin: dict[tuple[int, str], int] = field(default_factory=dict)
    """(row, column) of a cell filled from a merged range -> the row where the range begins."""

    def address(self, row: int, column: str) -> str:
        """The address of a cell, such as F14."""
        return f"{self.letters[self.columns.index(column)]}{row}"


def letters(count: int) -> tuple[str, ...]:
    """The first `count` column letters: A, B, ..., Z, AA, ..."""
    found = []
    for number in range(1, count + 1):
        name = ""
        left = number
        while left:
            left, digit = divmod(left - 1, 26)
            name = chr(65 + digit) + name
        found.append(name)
    return tuple(found)


def number_of(name: str) -> int:
    """The number of a column by its letters: A is 1, Z 26, AA 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number
