"""Mentions: each place in a table where an influence is named, with its direction. One mention = one passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import ReviewFolderError
from graph.ids import fold
from graph.model import Assertion, Direction
from ingest.influence_columns import influence_columns
from ingest.items import Items, listed, whole_cells
from ingest.mapping import DirectionSection, FindingSection, Value
from ingest.review_file import NAME
from ingest.words import Words, influences_of
from ingest.work import Coded, Ints, Work

SWAPPED = {"facilitator": "barrier", "barrier": "facilitator"}


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


def read_mentions(work: Work, finding: FindingSection, words: Words) -> Iterator[Mentions]:
    """Every mention that one `[[table.finding]]` describes, column by column."""
    section = finding.influence
    if sum(part is not None for part in (section.name, section.column, section.columns)) != 1:
        message = "an influence needs exactly one of name, column or columns."
        work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding.influence"))
        return
    if finding.invert_when is not None and not _reads_effects(finding):
        message = "invert_when needs a direction that is read from cells: a direction column or `cells`."
        work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding.invert_when"))
        return
    rows = work.used.copy()
    when = work.holds(finding.when)
    if when is not None:
        rows &= when
    if section.columns is not None:
        for found in influence_columns(work, finding, words, rows):
            named = (found.items, found.influence)
            yield _mentions(work, finding, found.header, named, (found.direction, found.reported))
        return
    items = _constant(work, finding, rows) if section.name is not None else listed(work, section, rows)
    if items is None:
        return
    influence = influences_of(work, section, items, words)
    stated = _stated_in_rows(work, finding, items.row, rows)
    if stated is None:
        return
    column = section.column or _claim_column(finding) or work.raw.columns[0]
    yield _mentions(work, finding, column, (items, influence), stated)


def _mentions(
    work: Work, finding: FindingSection, column: str, named: tuple[Items, Coded], stated: tuple[Coded, Coded | None]
) -> Mentions:
    """Mentions whose influence and direction say something, turned round where `invert_when` holds."""
    items, influence = named
    direction, reported = stated
    keep = _says(direction) & _says(influence)
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


def _says(coded: Coded) -> NDArray[np.bool_]:
    said = np.array([bool(value) for value in coded.values], dtype=bool)
    return said[coded.codes] if len(said) else np.zeros(coded.codes.size, dtype=bool)


def _reads_effects(finding: FindingSection) -> bool:
    """Whether cells state the direction; only then is there a reported value to keep beside an inverted one."""
    direction = finding.direction
    return isinstance(direction, DirectionSection) and (direction.column or direction.cells) is not None


def _claim_column(finding: FindingSection) -> str | None:
    """The column that states the claim when the influence is the same in every row."""
    direction = finding.direction
    return direction.column if isinstance(direction, DirectionSection) else finding.quote or finding.note


def _constant(work: Work, finding: FindingSection, rows: NDArray[np.bool_]) -> Items | None:
    column = _claim_column(finding)
    if column is None:
        message = "with one influence for the whole table, a direction column, quote or note must state each finding."
        work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding"))
        return None
    if not work.has(column):
        return None
    direction = finding.direction
    mapped = (direction.map or {}) if isinstance(direction, DirectionSection) else {}
    whole = whole_cells(work.cells(column), rows, work.missing - {fold(word) for word in mapped})
    return Items(
        whole.row, whole.start, whole.end, Coded(np.zeros(whole.row.size, np.int64), [finding.influence.name or ""])
    )


def _stated_in_rows(
    work: Work, finding: FindingSection, row: Ints, rows: NDArray[np.bool_]
) -> tuple[Coded, Coded | None] | None:
    """The direction of each item: one for all, or from the effect column of its row, which may not be blank there."""
    direction = finding.direction
    if isinstance(direction, Direction):
        return Coded(np.zeros(row.size, dtype=np.int64), [direction.value]), None
    if direction.column is None or direction.map is None:
        message = "this finding needs a direction, or a direction column with a map."
        work.problems.add(ReviewFolderError(NAME, message, key=f"table {work.label}, finding.direction"))
        return None
    spec = Value(column=direction.column, map={word: str(meant) for word, meant in direction.map.items()})
    coded = work.read(spec, rows)
    if coded is None:
        return None
    stored = work.cells(direction.column)
    if "" not in direction.map:
        blank = np.array([not cell.strip() for cell in stored.values], dtype=bool)
        for at in np.unique(row[blank[stored.codes[row]]]) if len(blank) else ():
            message = "an influence is named in this row, but its direction is blank."
            fix = 'Fill it, or say in the map what "" means.'
            work.error(int(at), direction.column, message, "no direction", fix)
    return Coded(coded.codes[row], coded.values), Coded(stored.codes[row], [cell.strip() for cell in stored.values])


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
