"""Rows on stdout: an aligned table for people, csv, tsv, json or jsonl for everything else."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TextIO

from cli.table import Column, Row, write_table
from graph.spreadsheet import write_delimited


class Form(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"


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
        write_table(columns, rows, out)
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
