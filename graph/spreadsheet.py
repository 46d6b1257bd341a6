"""Delimited text that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet take text for a formula. Source: OWASP, CSV injection."""
LIST_SEPARATOR = "; "


def write_delimited(
    header: Sequence[str], rows: Iterable[Sequence[object]], out: TextIO, *, separator: str = ",", raw: bool = False
) -> int:
    """Write a header and rows; returns how many cells got a leading apostrophe because they look like formulas.

    Null is an empty cell, true and false are words, a list is joined by "; ". Numbers are never changed.
    With `raw`, text goes out as it is.
    """
    # "\n" and not the "\r\n" of RFC 4180: spreadsheets read both, line tools only this one.
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    # Before Python 3.13 a lone "\r" is not quoted, and a reader would take it for the end of the line.
    quoting = csv.writer(out, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    guarded = 0
    for row in rows:
        cells = [cell_text(value) for value in row]
        if not raw:
            for place, (cell, value) in enumerate(zip(cells, row, strict=True)):
                if isinstance(value, str | list) and cell.startswith(RUNS):
                    cells[place] = f"'{cell}"
                    guarded += 1
        (quoting if any("\r" in cell for cell in cells) else writer).writerow(cells)
    return guarded


def cell_text(value: object) -> str:
    """One value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(cell_text(part) for part in value)
    return str(value)
