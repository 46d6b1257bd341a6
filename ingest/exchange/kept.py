"""exchange.csv: what other tools know of codes, coders and documents and a review folder has no place for.

kind     code, a direction (the code of that direction below an influence), coder or document
id       influence_id, curator, or the file in texts/ (else the paper)
guid     as the other tool has it, so that an export updates what is there
name     as the other tool has it
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from graph.errors import TableError
from graph.exchange.guids import normal_guid
from graph.links import lies_elsewhere
from graph.spreadsheet import write_delimited
from ingest.csv_text import decode, rows_of

NAME = "exchange.csv"


@dataclass(frozen=True, slots=True)
class Kept:
    """One row."""

    kind: str
    id: str
    guid: str
    name: str
    color: str | None = None
    codable: bool = True


COLUMNS = tuple(part.name for part in fields(Kept))


def spelled(rows: Iterable[Kept]) -> str:
    """The file."""
    out = io.StringIO()
    write_delimited(COLUMNS, [list(astuple(row)) for row in rows], out, raw=True)
    return out.getvalue()


def read_kept(folder: Path) -> tuple[Kept, ...]:
    """The rows of a folder; none without the file. Raises TableError for a row that cannot be read."""
    file = folder / NAME
    if not file.is_file():
        return ()
    if lies_elsewhere(folder, file):
        message = "it is a link to a place outside the review folder."
        raise TableError(NAME, message, rule="path", fix="Copy the file into the folder.")
    text = decode(file.read_bytes(), NAME).text
    header, *rows = rows_of(text, NAME, ",") or [[]]
    if tuple(header) != COLUMNS:
        fix = f"Its header is {','.join(COLUMNS)}. Without the file exports make GUIDs of their own."
        raise TableError(NAME, "the columns are others.", row=1, rule="columns", fix=fix)
    found = []
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        kind, id_, guid, name, color, codable = [*row, *[""] * len(COLUMNS)][: len(COLUMNS)]
        normal = normal_guid(guid)
        if normal is None:
            raise TableError(
                NAME, f'"{guid}" is no GUID.', row=number, column="guid", rule="guid", fix="Remove the row."
            )
        found.append(Kept(kind, id_, normal, name, color or None, codable != "false"))
    return tuple(found)


def table(header: Iterable[str], rows: Iterable[Iterable[str | None]]) -> str:
    """A CSV file with these cells, as they are."""
    out = io.StringIO()
    write_delimited(list(header), [list(row) for row in rows], out, raw=True)
    return out.getvalue()
