"""Bytes of a text file -> characters, by the same rules as tables."""

from __future__ import annotations

from graph.errors import TableError, TextError
from ingest.csv_text import decode


def decoded(content: bytes, path: str, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The characters without a byte-order mark, and what a reader should know. Raises TextError."""
    try:
        said = decode(content, path, encoding)
    except TableError as error:
        fix = "Save it as UTF-8."
        raise TextError(path, error.problem, rule=error.rule, fix=fix) from None
    notes = ("it is not UTF-8; it was read as Windows-1252.",) if said.notes else ()
    return said.text.removeprefix("\ufeff"), notes
