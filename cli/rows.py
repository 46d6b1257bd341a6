"""Rows on stdout: an aligned table for people, csv, tsv, json or jsonl for everything else."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from cli.terminal import printable
from graph.spreadsheet import LIST_SEPARATOR, write_delimited

NO_LIMIT = 100_000
"""Width of a table that is not shown on a terminal: nothing is wrapped there."""
NUMBERS = ("integer", "float")


class Form(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"


@dataclass(frozen=True)
class Column:
    """Name and type of a column; numbers stand right."""

    name: str
    type: str = "string"


Row = Mapping[str, object]


def chosen_form(form: Form | None, as_json: bool) -> Form:
    """What was asked for; else a table on a terminal and csv in a pipe or file."""
    if as_json:
        return Form.JSON
    if form is not None:
        return form
    return Form.TABLE if sys.stdout.isatty() else Form.CSV


def write_rows(form: Form, columns: Sequence[Column], rows: Sequence[Row], out: TextIO, *, raw: bool = False) -> int:
    """Write rows as a table, csv, tsv or jsonl; returns how many cells were guarded against spreadsheets.

    JSON is written by `write_json`, because an answer says more than its rows.
    """
    if form is Form.TABLE:
        _write_table(columns, rows, out)
        return 0
    if form is Form.JSONL:
        out.writelines(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
        return 0
    names = [column.name for column in columns]
    separator = "\t" if form is Form.TSV else ","
    return write_delimited(names, ([row[name] for name in names] for row in rows), out, separator=separator, raw=raw)


def write_json(value: object, out: TextIO) -> None:
    """One JSON document, indented."""
    out.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


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


def _write_table(columns: Sequence[Column], rows: Sequence[Row], out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        side = "right" if column.type in NUMBERS else "left"
        table.add_column(Text(column.name), justify=side, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*(Text(shown(row[column.name])) for column in columns))
    on_terminal = out.isatty()
    console = Console(file=out, width=None if on_terminal else NO_LIMIT, highlight=False, emoji=False)
    if on_terminal:
        console.print(table)
        return
    with console.capture() as captured:
        console.print(table)
    out.writelines(line.rstrip() + "\n" for line in captured.get().splitlines())
