"""A filled workbook as rows, with the address of every cell; nothing is interpreted yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.workbook_file import ABOUT, CODEBOOK, SETTINGS
from curation.workbook import PASSAGE_COLUMNS, PASSAGES, PHRASE_COLUMNS, PHRASES, Column, Wrong
from graph.errors import ConfigError, TableError
from graph.ids import fold
from ingest.table import letters
from ingest.workbooks import read_sheet, sheet_names

SHEETS = {PASSAGES: PASSAGE_COLUMNS, PHRASES: PHRASE_COLUMNS}
NEEDED = {"quote", "phrase", "suggested influence", "suggestion id", "phrase id", "seen"}
"""Columns beside the open ones without which a row cannot be judged."""
_ID = re.compile(r"[0-9a-f]{12}")
_AGAIN = "Export again, and fill in that workbook."


@dataclass(frozen=True)
class Row:
    """A row of a sheet: cells by column, without blanks around them; "" for an empty one."""

    path: str
    sheet: str
    number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]

    @property
    def answer(self) -> tuple[str, ...]:
        """What somebody wrote into it."""
        return tuple(self.cells[column.name] for column in SHEETS[self.sheet] if column.open)

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.path}, sheet {self.sheet}, row {self.number}"

    @property
    def filled(self) -> bool:
        """Whether somebody wrote into it."""
        return any(self.answer)

    @property
    def id(self) -> str:
        """What it is about."""
        return self.cells["suggestion id" if self.sheet == PASSAGES else "phrase id"]

    def line(self, wrong: Wrong) -> str:
        """What is wrong, with the address of the cell."""
        cell = f"{self.letters[wrong.column]}{self.number}"
        error = TableError(
            self.path, wrong.message, sheet=self.sheet, cell=cell, column=wrong.column, rule="decision", fix=wrong.fix
        )
        return str(error)


@dataclass(frozen=True)
class Filled:
    """A workbook as it came back. `id`: which export it is of; `notes`: what of it is not read."""

    id: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_filled(file: Path, review: str, curator: str) -> Filled:
    """Read a workbook that `--export` made for this review and curator. Raises ConfigError and TableError."""
    if not file.is_file():
        raise ConfigError("--import", f'there is no file "{file}".')
    path, names = file.name, sheet_names(file, file.name)
    if ABOUT not in names or not {PASSAGES, PHRASES} & {*names}:
        message = f'it was not made by `narragraph decide --export`: it has no sheet "{ABOUT}", or none with rows.'
        raise TableError(path, message, rule="workbook", fix=_AGAIN)
    about = {row[0].strip(): row[1].strip() for row in read_sheet(file, path, ABOUT).rows if len(row) > 1}
    for name, wanted in (("review", review), ("curator", curator)):
        if about.get(name) != wanted:
            message = f'it was made for the {name} "{about.get(name, "")}", and this is "{wanted}".'
            raise TableError(path, message, sheet=ABOUT, rule="workbook", fix=_AGAIN)
    if not _ID.fullmatch(about.get("workbook", "")):
        raise TableError(path, "it does not say which workbook it is.", sheet=ABOUT, rule="workbook", fix=_AGAIN)
    rows: list[Row] = []
    notes = [f"{path} has no sheet {name}; nothing of it was read." for name in SHEETS if name not in names]
    known = {*SHEETS, ABOUT, CODEBOOK, SETTINGS}
    notes += [f"{path}: the sheet {name} is not read." for name in names if name not in known]
    for name in SHEETS:
        if name in names:
            found, said = _rows(path, name, read_sheet(file, path, name).rows)
            rows += found
            notes += said
    return Filled(about["workbook"], tuple(rows), tuple(notes))


def _rows(path: str, sheet: str, cells: Sequence[Sequence[str]]) -> tuple[list[Row], list[str]]:
    """The rows of a sheet that say something, and what of it is not read."""
    header = [fold(text) for text in cells[0]] if cells else []
    at = _places(path, sheet, header)
    names = letters(max([len(header), *map(len, cells)], default=0))
    where = {column: names[place] for column, place in at.items()}
    rows, notes = [], [*_unread(path, sheet, header, cells, names)]
    for number, row in enumerate(cells[1:], start=2):
        found = {column: row[place].strip() if place < len(row) else "" for column, place in at.items()}
        made = Row(path, sheet, number, found, where)
        if made.id or made.filled:
            rows.append(made)
        elif any(text.strip() for text in row):
            notes.append(f"{path}, sheet {sheet}, row {number}: it has no id and was not read.")
    return rows, notes


def _places(path: str, sheet: str, header: Sequence[str]) -> dict[str, int]:
    """Column -> where it stands. Raises TableError when one that is needed is missing, or stands there twice."""
    at: dict[str, int] = {}
    for column in SHEETS[sheet]:
        many = header.count(column.name)
        if many > 1 or (many == 0 and _needed(column)):
            message = f'the column "{column.name}" {"stands there twice" if many else "is missing"}.'
            raise TableError(path, message, sheet=sheet, row=1, rule="column", fix=_AGAIN)
        if many:
            at[column.name] = header.index(column.name)
    return at


def _needed(column: Column) -> bool:
    return column.open or column.name in NEEDED


def _unread(
    path: str, sheet: str, header: Sequence[str], cells: Sequence[Sequence[str]], names: Sequence[str]
) -> Iterator[str]:
    """Columns of somebody's own: they may be there, and are told."""
    known = {column.name for column in SHEETS[sheet]}
    for place, letter in enumerate(names):
        title = header[place] if place < len(header) else ""
        if title not in known and any(place < len(row) and row[place].strip() for row in cells[1:]):
            named = f' "{cells[0][place]}"' if title else ""
            yield f"{path}, sheet {sheet}: the column {letter}{named} is not read."
