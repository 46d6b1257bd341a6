"""Rows as a table that fits the terminal; rows too wide for any table stand one below the other as records."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from cli.terminal import printable
from graph.spreadsheet import LIST_SEPARATOR

GAP = 2
LEAST_TEXT = 14
"""Narrower than this, text is not wrapped any more: ids would fall to pieces."""
LEAST_HEADING = 12
NUMBERS = ("integer", "float")


@dataclass(frozen=True)
class Column:
    """Name and type of a column; numbers stand right."""

    name: str
    type: str = "string"


Row = Mapping[str, object]


def write_table(columns: Sequence[Column], rows: Sequence[Row], out: TextIO, width: int | None = None) -> None:
    """Write rows for people. On a terminal (or with `width`) they fit it; elsewhere nothing is wrapped.

    Columns that say nothing in any row are named below the table instead of filling it.
    """
    if width is None and out.isatty():
        width = shutil.get_terminal_size().columns
    said = [column for column in columns if not rows or any(row[column.name] is not None for row in rows)]
    texts = [[shown(row[column.name]) for column in said] for row in rows]
    fits = width is None or _width(said, texts, [column.name for column in said]) <= width
    headings = [column.name if fits else _broken(column.name) for column in said]
    if width is not None and not fits and _least_width(said, texts, headings) > width:
        out.writelines(_records(said, texts, width))
    else:
        _draw(said, texts, headings, out, width)
    silent = [column.name for column in columns if column not in said]
    if silent:
        out.write(f"\nNothing in any row: {', '.join(silent)}\n")


def shown(value: object) -> str:
    """One value as a person reads it: a dash for what is not known, never 0 or blank."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(shown(part) for part in value)
    return printable(str(value))


def _widths(columns: Sequence[Column], texts: Sequence[Sequence[str]], headings: Sequence[str]) -> Iterator[int]:
    from rich.cells import cell_len

    for at in range(len(columns)):
        lines = [*headings[at].splitlines(), *(line for row in texts for line in row[at].splitlines())]
        yield max(map(cell_len, lines), default=0)


def _width(columns: Sequence[Column], texts: Sequence[Sequence[str]], headings: Sequence[str]) -> int:
    return sum(_widths(columns, texts, headings)) + GAP * (len(columns) - 1)


def _least_width(columns: Sequence[Column], texts: Sequence[Sequence[str]], headings: Sequence[str]) -> int:
    widths = zip(columns, _widths(columns, texts, headings), strict=True)
    least = [width if column.type in NUMBERS else min(width, LEAST_TEXT) for column, width in widths]
    return sum(least) + GAP * (len(columns) - 1)


def _broken(name: str) -> str:
    """A long column name on several lines, broken behind its underscores and blanks."""
    lines = [""]
    for part in re.findall(r"[^_ ]*[_ ]?", name):
        if lines[-1] and len(lines[-1]) + len(part.rstrip()) > LEAST_HEADING:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def _records(columns: Sequence[Column], texts: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    widest = max(len(column.name) for column in columns)
    for number, row in enumerate(texts, start=1):
        yield f"{f'-- {number} ':-<{min(width, 60)}}\n"
        for column, text in zip(columns, row, strict=True):
            first, *more = text.splitlines() or [""]
            yield f"{column.name:<{widest}}  {first}\n"
            yield from (f"{'':<{widest}}  {line}\n" for line in more)


def _draw(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], headings: Sequence[str], out: TextIO, width: int | None
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for column, heading in zip(columns, headings, strict=True):
        if column.type in NUMBERS:
            table.add_column(Text(heading), justify="right", no_wrap=True, vertical="top")
        else:
            table.add_column(Text(heading), overflow="fold")
    for row in texts:
        table.add_row(*map(Text, row))
    everything = width or _width(columns, texts, headings) + len(columns) + 1
    console = Console(file=out, width=everything, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(table)
    out.writelines(line.rstrip() + "\n" for line in captured.get().splitlines())
