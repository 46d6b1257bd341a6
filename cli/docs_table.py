"""A table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under a header; a bar inside a cell is kept from ending it."""
    lines = [_line(header), "|" + "---|" * len(header)]
    return "\n".join([*lines, *map(_line, rows)])


def _line(cells: Sequence[str]) -> str:
    said = (" ".join(cell.replace("|", "\\|").split()) for cell in cells)
    return "| " + " | ".join(said) + " |"
