"""A table below survey/ as text, with its columns read and its cells named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import TableError, did_you_mean, near_misses
from graph.ids import fold
from ingest.files import read_table
from ingest.mapping import FixedSection, PaperSection, PeopleSection, Said, TableSection, Value
from ingest.problems import Problems
from ingest.table import RawTable

_SAME = ("path", "sheet", "header_row", "last_row", "encoding", "separator")


@dataclass(frozen=True)
class Reading:
    """A folder while its survey is read: `words` of `[cells]` say nothing, `inputs` are the files read, by SHA-256.

    What stops a file or a build goes to `problems`, what is wrong with single cells to `notes`.
    """

    folder: Path
    words: Collection[str]
    inputs: dict[str, str]
    problems: Problems
    notes: Problems = field(default_factory=Problems)


@dataclass
class Sheet:
    """One table. `rows` are the numbers of the rows that hold something, as the spreadsheet shows them.

    What stops the whole table goes to `problems`, what is wrong with single cells to `notes`.
    """

    raw: RawTable
    rows: list[int]
    at: list[int]
    missing: frozenset[str]
    problems: Problems
    notes: Problems
    touched: set[str] = field(default_factory=set)

    def has(self, column: str) -> bool:
        """Whether there is such a column; one that the mapping names and that is not there is a problem."""
        self.touched.add(column)
        if column in self.raw.columns:
            return True
        near = near_misses(column, self.raw.columns)
        fix = f'Did you mean "{near[0]}"?' if near else f"It has: {', '.join(self.raw.columns)}."
        message = f'there is no column "{column}".'
        self.problems.add(TableError(self.raw.path, message, sheet=self.raw.sheet, rule="missing column", fix=fix))
        return False

    def column(self, name: str) -> list[str]:
        """The cells of a column, stripped, one for each of `rows`."""
        cells = self.raw.frame[name].to_numpy(dtype=object)
        return [str(cells[at]).strip() for at in self.at]

    def said(self, spec: Said | None) -> list[str | None]:
        """What each row says; null where it says nothing, and where a closed map does not know its word (a note)."""
        if spec is None:
            return [None] * len(self.rows)
        if isinstance(spec, FixedSection):
            return [spec.value] * len(self.rows)
        value = Value(column=spec) if isinstance(spec, str) else spec
        if not self.has(value.column):
            return [None] * len(self.rows)
        nothing = self.missing | {fold(word) for word in value.missing}
        closed = None if value.map is None else {fold(word): meant for word, meant in value.map.items()}
        found: list[str | None] = []
        for row, cell in zip(self.rows, self.column(value.column), strict=True):
            meant = cell if closed is None else closed.get(fold(cell))
            if closed is not None and meant is None and fold(cell) not in nothing:
                fix = f"{did_you_mean(near_misses(cell, value.map or {})).strip()} Map it in review.toml.".strip()
                self.note(row, value.column, f'"{cell}" is not a value that is mapped.', "unmapped value", fix)
            found.append(meant if meant and (closed is not None or fold(cell) not in nothing) else None)
        return found

    def note(self, row: int, column: str, message: str, rule: str, fix: str = "") -> None:
        """Say what is wrong with one cell."""
        self.notes.add(self._error(row, column, message, rule, fix))

    def told(self, message: str, rule: str, fix: str = "", column: str | None = None) -> None:
        """Say what is wrong with the table, or with a column of it."""
        self.notes.add(TableError(self.raw.path, message, sheet=self.raw.sheet, column=column, rule=rule, fix=fix))

    def wrong(self, row: int, column: str, message: str, rule: str, fix: str = "") -> None:
        """Say what is wrong with one cell so that nothing may be built."""
        self.problems.add(self._error(row, column, message, rule, fix))

    def _error(self, row: int, column: str, message: str, rule: str, fix: str) -> TableError:
        raw, cell = self.raw, self.raw.address(row, column)
        return TableError(raw.path, message, sheet=raw.sheet, row=row, column=column, cell=cell, rule=rule, fix=fix)


def open_sheet(reading: Reading, section: PeopleSection) -> Sheet | None:
    """The table of a section; null when the file itself is a problem."""
    problems = reading.problems
    # A table of papers needs to know what a paper is; of this one only the cells are read.
    same = {name: getattr(section, name) for name in _SAME}
    try:
        raw = read_table(reading.folder, TableSection(paper=PaperSection(id=()), **same))
    except TableError as error:
        problems.add(error)
        return None
    reading.inputs[raw.path] = raw.file_sha256
    for said in raw.notes:
        problems.warn(f"{raw.path}: {said}")
    blank = (raw.frame.apply(lambda column: column.str.strip()) == "").all(axis=1).tolist()
    numbers: Sequence[int] = raw.frame.index.tolist()
    kept = [at for at, row in enumerate(numbers) if row not in section.skip_rows and not blank[at]]
    if not kept:
        message, fix = "it holds no row of people.", "Export it again, or correct `header_row` and `skip_rows`."
        problems.add(TableError(raw.path, message, sheet=raw.sheet, rule="empty", fix=fix))
        return None
    missing = frozenset({"", *(fold(word) for word in reading.words)})
    return Sheet(raw, [numbers[at] for at in kept], kept, missing, problems, reading.notes)


def pseudonyms(sheet: Sheet, section: PeopleSection) -> list[str | None]:
    """The pseudonym of every row; a blank one is a note, an e-mail address a problem, which is not repeated."""
    spec = section.respondent
    column = spec if isinstance(spec, str) else spec.column
    found = sheet.said(spec)
    if column not in sheet.raw.columns:
        return found
    spelled: dict[str, str] = {}
    for row, code in zip(sheet.rows, found, strict=True):
        if code is None:
            sheet.note(row, column, "it is blank, so the row is left out.", "no respondent", "Give everybody a code.")
        elif "@" in code:
            fix = "Put a code in place of every address, and keep the list of codes somewhere else."
            sheet.wrong(row, column, "an e-mail address stands in place of a pseudonym.", "address", fix)
        elif len(words := code.split()) > 1 and all(word[0].isupper() and word.isalpha() for word in words):
            fix = "If it is one, put a code in its place."
            sheet.note(row, column, "it looks like a name.", "name", fix)
        elif (before := spelled.setdefault(fold(code), code)) != code:
            message = f'"{code}" and "{before}" differ in spelling only, and count as two people.'
            sheet.note(row, column, message, "two spellings", "Write the code of one person in one way.")
    return found


def check_groups(sheet: Sheet, specs: Sequence[Said | None], codes: Sequence[str | None]) -> None:
    """The columns of groups name groups, whose names everybody may see: no addresses, and not the pseudonyms again."""
    for spec in specs:
        column = spec if isinstance(spec, str) else getattr(spec, "column", None)
        if column is None or column not in sheet.raw.columns:
            continue
        for row, word, code in zip(sheet.rows, sheet.said(spec), codes, strict=True):
            if word is not None and (word == code or "@" in word):
                message = "it names one person, where a group of people is to be named."
                sheet.wrong(row, column, message, "person as group", "Name the column of a role, language or wave.")
