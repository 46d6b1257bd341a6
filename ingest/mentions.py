"""Mentions: each place in a table where an influence is named, with its direction. One mention = one passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import CodebookError, ReviewFolderError
from graph.ids import fold
from graph.model import Assertion, Direction
from ingest.codebook import Codebook, draft
from ingest.mapping import Column, ColumnRange, DirectionSection, FindingSection, InfluenceSection, Value
from ingest.review_file import NAME
from ingest.work import Coded, Ints, Work

SWAPPED = {"facilitator": "barrier", "barrier": "facilitator"}


@dataclass(frozen=True)
class Words:
    """How words become influences: the codebook, and the drafts that free phrasings made so far (id -> name)."""

    codebook: Codebook
    drafts: dict[str, str]

    def influence(self, text: str) -> str:
        """The influence of a name or phrase; a phrase that nothing assigns becomes a draft."""
        found = self.codebook.find(text)
        if found is None:
            made = draft(text)
            self.drafts.setdefault(made.id, made.name)
            found = made.id
        return found


@dataclass(frozen=True)
class Mentions:
    """Parallel arrays, one entry a mention, all stated in one column. `start`, `end`: code points in the stored cell.

    `direction`: code points into nothing but the words of graph.model.Direction; `reported` is the source's own word
    where an effect column was read.
    """

    finding: FindingSection
    column: str
    row: Ints
    start: Ints
    end: Ints
    influence: Coded
    direction: Coded
    reported: Coded | None
    inverted: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """How many there are."""
        return int(self.row.size)


@dataclass(frozen=True)
class _Items:
    """The items named in the cells of one column, flat: which row, where in the cell, which text."""

    row: Ints
    start: Ints
    end: Ints
    text: Coded


def read_mentions(work: Work, finding: FindingSection, words: Words) -> Iterator[Mentions]:
    """Every mention that one `[[table.finding]]` describes, column by column."""
    section = finding.influence
    if sum(part is not None for part in (section.name, section.column, section.columns)) != 1:
        message = "an influence needs exactly one of name, column or columns."
        work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding.influence"))
        return
    rows = work.used.copy()
    when = work.holds(finding.when)
    if when is not None:
        rows &= when
    if section.columns is not None:
        yield from _from_columns(work, finding, words, rows)
        return
    items = _constant(work, finding, rows) if section.name is not None else _listed(work, section, rows)
    if items is None:
        return
    influence = _resolve(work, section, items.text, words)
    stated = _stated_in_rows(work, finding, items.row)
    if influence is None or stated is None:
        return
    column = section.column or _claim_column(finding) or work.raw.columns[0]
    yield _mentions(work, finding, column, (items, influence), stated)


def _mentions(
    work: Work, finding: FindingSection, column: str, named: tuple[_Items, Coded], stated: tuple[Coded, Coded | None]
) -> Mentions:
    """Mentions whose direction says something, turned round where `invert_when` holds."""
    items, influence = named
    direction, reported = stated
    said = np.array([bool(value) for value in direction.values], dtype=bool)
    keep = said[direction.codes] if len(said) else np.zeros(items.row.size, dtype=bool)
    turned = work.holds(finding.invert_when)
    inverted = turned[items.row] if turned is not None else np.zeros(items.row.size, dtype=bool)
    values = list(dict.fromkeys([*direction.values, *(SWAPPED.get(value, value) for value in direction.values)]))
    index = {value: code for code, value in enumerate(values)}
    swap = np.array([index[SWAPPED.get(value, value)] for value in direction.values], dtype=np.int64)
    codes = np.where(inverted, swap[direction.codes], direction.codes) if len(swap) else direction.codes
    return Mentions(
        finding=finding,
        column=column,
        row=items.row[keep],
        start=items.start[keep],
        end=items.end[keep],
        influence=Coded(influence.codes[keep], influence.values),
        direction=Coded(codes[keep], values),
        reported=None if reported is None else Coded(reported.codes[keep], reported.values),
        inverted=inverted[keep],
    )


def _claim_column(finding: FindingSection) -> str | None:
    """The column that states the claim when the influence is the same in every row."""
    direction = finding.direction
    return direction.column if isinstance(direction, DirectionSection) else finding.quote or finding.note


def _constant(work: Work, finding: FindingSection, rows: NDArray[np.bool_]) -> _Items | None:
    column = _claim_column(finding)
    if column is None:
        message = "with one influence for the whole table, a direction column, quote or note must state each finding."
        work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding"))
        return None
    if not work.has(column):
        return None
    whole = _whole_cells(work, work.cells(column), rows, work.missing)
    return _Items(
        whole.row, whole.start, whole.end, Coded(np.zeros(whole.row.size, np.int64), [finding.influence.name or ""])
    )


def _listed(work: Work, section: InfluenceSection, rows: NDArray[np.bool_]) -> _Items | None:
    if section.column is None or not work.has(section.column):
        return None
    stored = work.cells(section.column)
    nothing = work.missing | {fold(word) for word in section.missing}
    if section.split is None:
        return _whole_cells(work, stored, rows, nothing)
    separators = (section.split,) if isinstance(section.split, str) else section.split
    parts = [_parts(cell, separators, section.strip, nothing) for cell in stored.values]
    at = np.flatnonzero(rows)
    sizes = np.array([len(found) for found in parts], dtype=np.int64)[stored.codes[at]] if parts else at
    texts: dict[str, int] = {}
    flat = [
        (start, end, texts.setdefault(text, len(texts)))
        for code in stored.codes[at]
        for start, end, text in parts[code]
    ]
    columns = np.array(flat, dtype=np.int64).reshape(-1, 3)
    return _Items(np.repeat(at, sizes), columns[:, 0], columns[:, 1], Coded(columns[:, 2], list(texts)))


def _parts(cell: str, separators: tuple[str, ...], strip: str, nothing: frozenset[str]) -> list[tuple[int, int, str]]:
    """(start, end, text) of every item of a list cell that says something."""
    found = []
    begin = 0
    for match in [*re.finditer("|".join(map(re.escape, separators)), cell), None]:
        part = cell[begin : match.start() if match else len(cell)]
        text = part.strip().strip(strip).strip() if strip else part.strip()
        if fold(text) not in nothing:
            start = begin + part.index(text)
            found.append((start, start + len(text), text))
        begin = match.end() if match else begin
    return found


def _whole_cells(work: Work, stored: Coded, rows: NDArray[np.bool_], nothing: frozenset[str]) -> _Items:
    """One item for each cell that says something."""
    del work
    texts = [cell.strip() for cell in stored.values]
    says = np.array([fold(text) not in nothing for text in texts], dtype=bool)
    at = np.flatnonzero(rows & (says[stored.codes] if len(says) else False))
    starts = np.array([len(cell) - len(cell.lstrip()) for cell in stored.values], dtype=np.int64)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    codes = stored.codes[at]
    start = starts[codes] if len(starts) else codes
    return _Items(at, start, start + (lengths[codes] if len(lengths) else 0), Coded(codes, texts))


def _resolve(work: Work, section: InfluenceSection, text: Coded, words: Words) -> Coded | None:
    """Influence ids for texts: through the closed map, else codebook, phrases and terms, else drafts."""
    if section.map is None:
        used = set(np.unique(text.codes).tolist())
        return Coded(
            text.codes, [words.influence(value) if code in used else "" for code, value in enumerate(text.values)]
        )
    closed = {fold(word): meant for word, meant in section.map.items()}
    known = words.codebook.influences
    for meant in {value for value in closed.values() if value and value not in known}:
        message = f'"{meant}" in finding.influence.map is not an influence_id.'
        near = words.codebook.near(meant)
        work.problems.add(CodebookError(message, path=NAME, term=meant, near=near))
    if section.column is not None:
        nothing = work.missing | {fold(word) for word in section.missing}
        work.translate(
            work.cells(section.column),
            section.column,
            lambda cell: "" if fold(cell) in nothing else closed.get(fold(cell)),
            list(section.map),
        )
    return Coded(text.codes, [closed.get(fold(value), "") for value in text.values])


def _stated_in_rows(work: Work, finding: FindingSection, row: Ints) -> tuple[Coded, Coded | None] | None:
    """The direction of each item: one for all, or from the effect column of its row."""
    direction = finding.direction
    if isinstance(direction, Direction):
        return Coded(np.zeros(row.size, dtype=np.int64), [direction.value]), None
    if direction.column is None or direction.map is None:
        message = "this finding needs a direction, or a direction column with a map."
        work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding.direction"))
        return None
    spec = Value(column=direction.column, map={word: str(meant) for word, meant in direction.map.items()})
    coded = work.read(spec)
    if coded is None:
        return None
    stored = work.cells(direction.column)
    return Coded(coded.codes[row], coded.values), Coded(stored.codes[row], [cell.strip() for cell in stored.values])


def _from_columns(work: Work, finding: FindingSection, words: Words, rows: NDArray[np.bool_]) -> Iterator[Mentions]:
    """One column per influence: what a cell says is its direction, or a flag for the direction of all."""
    for header in _headers(work, finding.influence.columns):
        name, fixed = _direction_in_header(work, finding, header)
        if name is None:
            continue
        influence = _header_influence(work, name, words)
        stored = work.cells(header)
        meaning = _cell_meaning(finding, fixed)
        if meaning is None:
            direction = Coded(np.zeros(len(work.frame), np.int64), [fixed or str(finding.direction)])
            nothing = work.missing
        else:
            nothing = frozenset()
            direction = work.translate(stored, header, lambda cell: meaning.get(fold(cell)), list(meaning))  # noqa: B023
        items = _whole_cells(work, stored, rows, nothing)
        constant = Coded(np.zeros(items.row.size, np.int64), [influence])
        stated = Coded(direction.codes[items.row], direction.values)
        yield _mentions(work, finding, header, (items, constant), (stated, None))


def _headers(work: Work, columns: tuple[str, ...] | ColumnRange | None) -> list[str]:
    names = list(work.raw.columns)
    if isinstance(columns, ColumnRange):
        if not (work.has(columns.from_) and work.has(columns.to)):
            return []
        found = names[names.index(columns.from_) : names.index(columns.to) + 1]
        work.touched.update(found)
        return found
    return [name for name in columns or () if work.has(name)]


def _direction_in_header(work: Work, finding: FindingSection, header: str) -> tuple[str | None, str | None]:
    """The influence's name and, when the header states it, the direction."""
    direction = finding.direction
    if not isinstance(direction, DirectionSection) or direction.headers is None:
        return header, None
    for mark, meant in direction.headers.items():
        place = header.casefold().find(mark.casefold())
        if place >= 0:
            name = " ".join((header[:place] + header[place + len(mark) :]).split()).strip(" -:/")
            return name, meant.value
    marks = ", ".join(direction.headers)
    message = f'the header "{header}" holds none of the marks {marks}.'
    work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding.direction.headers"))
    return None, None


def _cell_meaning(finding: FindingSection, fixed: str | None) -> dict[str, str] | None:
    """Folded cell -> direction or ""; null when any cell that is not blank is a flag."""
    direction = finding.direction
    cells = direction.cells if isinstance(direction, DirectionSection) else None
    if cells is None:
        return None
    return {fold(word): (fixed if fixed and meant else str(meant)) for word, meant in cells.items()}


def _header_influence(work: Work, name: str, words: Words) -> str:
    """The influence of a column: known to the codebook, or a draft when there is no codebook at all."""
    found = words.codebook.find(name)
    if found is None and words.codebook.influences:
        message = f'the column "{name}" of {work.label} is not an influence of the codebook.'
        work.problems.add(CodebookError(message, path="codebook.csv", term=name, near=words.codebook.near(name)))
        return ""
    return found or words.influence(name)


def spec_column(spec: Column) -> str:
    """The column that a value is read from."""
    return spec if isinstance(spec, str) else spec.column


def read_assertion(work: Work, finding: FindingSection) -> Coded:
    """The assertion of every row of the table."""
    if isinstance(finding.assertion, Assertion):
        return Coded(np.zeros(len(work.frame), dtype=np.int64), [finding.assertion.value])
    coded = work.read(finding.assertion)
    if coded is None:
        return Coded(np.zeros(len(work.frame), dtype=np.int64), [Assertion.FINDING.value])
    values = [value or Assertion.FINDING.value for value in coded.values]
    for code, value in enumerate(values):
        if value not in set(Assertion):
            for at in np.flatnonzero((coded.codes == code) & work.used):
                fix = f"Map it to one of: {', '.join(Assertion)}."
                work.error(int(at), finding.assertion.column, f'"{value}" is not an assertion.', "assertion", fix)
    return Coded(coded.codes, values)
