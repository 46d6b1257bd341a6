"""What a report is made of, whatever it is printed as: tables with unit and n, named figures, and what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.schema import Column

Row = Mapping[str, object]
FIGURE_COLUMNS = (
    Column("figure", "string", "name"),
    Column("value", "string", "the number, or the word"),
    Column("unit", "string", "what is counted"),
    Column("meaning", "string", "what it says"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `unit` and `of` say what is counted and among how many; `why` says why there are no rows."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    unit: str
    of: str
    notes: tuple[str, ...] = ()
    said: Mapping[str, object] = field(default_factory=dict)
    why: str | None = None

    def cells(self) -> Iterable[list[object]]:
        """The rows as lists in the order of the columns."""
        names = [column.name for column in self.columns]
        return ([row.get(name) for name in names] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (or word) of the text, by name."""

    name: str
    value: int | float | str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report says. `figures` and `tables` by name; `shown`: ids of influences with a part of their
    own, in order; `illustrations`: influence id -> rows of passages.
    """

    review: Row
    figures: Mapping[str, Figure]
    tables: Mapping[str, Table]
    shown: tuple[str, ...]
    illustrations: Mapping[str, Sequence[Row]]
    version: str
    agreement_said: tuple[str, ...] = ()
    wrong_sums: tuple[str, ...] = ()
    """Sums of the PRISMA flow that do not hold, in words."""

    def value(self, name: str) -> int:
        """A figure that is a count."""
        return int(self.figures[name].value)


def columns_of(*described: tuple[str, str, str]) -> tuple[Column, ...]:
    """(name, type, meaning) of every column."""
    return tuple(Column(*one) for one in described)


def many(number: int, one: str) -> str:
    """`1 file`, `2,000 files`."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def figure_table(figures: Mapping[str, Figure]) -> Table:
    """The figures of the text as a table."""
    rows = [
        {"figure": one.name, "value": str(one.value), "unit": one.unit, "meaning": one.meaning}
        for one in figures.values()
    ]
    return Table("figures", FIGURE_COLUMNS, rows, "as each row says", "figures of the text")
