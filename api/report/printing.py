"""A printed table: its columns and rows, and where a figure opens to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.report.marks import NOT_KNOWN, between, cell, words
from synthesis.report_model import Report, Row, Table

NOTHING = (Markup(), NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one printed column; `meaning` explains a short word."""

    said: str
    meaning: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table; the first cell of a row is its head. `empty`: heads of columns of which nothing is known."""

    table: Table
    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Markup]]
    empty: Sequence[str] = ()

    @property
    def id(self) -> str:
        """Its anchor."""
        return f"t-{self.table.name}"


Make = Callable[[Table, int, Row], Markup]
Column = tuple[Head, Make]


def text(name: str, said: str) -> Column:
    """A column of words of the review."""
    return Head(said), lambda _table, _at, row: words(row[name])


def number(name: str, said: str, form: str = "count", meaning: str | None = None) -> Column:
    """A column of numbers."""
    return Head(said, meaning, number=True), lambda table, at, _row: cell(table, at, name, form)


def span(low: str, high: str, said: str, form: str, meaning: str | None = None) -> Column:
    """A column of intervals."""
    return Head(said, meaning, number=True), lambda table, at, _row: between(table, at, low, high, form)


Keep = Callable[[int, Row], bool]


def grid(
    table: Table,
    title: str,
    columns: Sequence[Column],
    keep: Keep | None = None,
    order: Mapping[str, int] | None = None,
) -> Grid:
    """The rows of a table that `keep` keeps, or all, printed in these columns. Rows of influences come in `order`.

    A column without anything in it in any row is left out, and named in `empty`.
    """
    kept = [at for at, row in enumerate(table.rows) if keep is None or keep(at, row)]
    if order and any(column.name == "influence_id" for column in table.columns):
        kept.sort(key=lambda at: order.get(str(table.rows[at]["influence_id"]), len(order)))
    rows = [[make(table, at, table.rows[at]) for _, make in columns] for at in kept]
    full = [at for at in range(len(columns)) if not rows or any(row[at] not in NOTHING for row in rows)]
    heads = [head for head, _ in columns]
    empty = [head.said for at, head in enumerate(heads) if at not in full]
    return Grid(table, title, [heads[at] for at in full], [[row[at] for at in full] for row in rows], tuple(empty))


class Anchors:
    """Where figures open to: the parts of the influences and their lists of findings."""

    def __init__(self, report: Report) -> None:
        self._number = {id_: at for at, id_ in enumerate(report.shown, start=1)}
        reported = {(str(row["influence_id"]), str(row["direction"])) for row in report.tables["findings"].rows}
        self._lists = {f"{id_} {direction}" for id_, direction in reported} | {id_ for id_, _ in reported}

    def part(self, influence_id: object) -> str | None:
        """The part on one influence."""
        at = self._number.get(str(influence_id))
        return None if at is None else f"#i{at}"

    def findings(self, influence_id: object, direction: str | None = None) -> str | None:
        """The findings on one influence, or those of one direction; null where there are none."""
        at = self._number.get(str(influence_id))
        wanted = str(influence_id) if direction is None else f"{influence_id} {direction}"
        if at is None or wanted not in self._lists:
            return None
        return f"#f{at}" if direction is None else f"#f{at}-{direction}"
