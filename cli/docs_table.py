"""A table in Markdown, and the cells of a parameter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.query_header import Parameter


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under a header; a bar inside a cell is kept from ending it."""
    lines = [_line(header), "|" + "---|" * len(header)]
    return "\n".join([*lines, *map(_line, rows)])


def _line(cells: Sequence[str]) -> str:
    said = (" ".join(cell.replace("|", "\\|").split()) for cell in cells)
    return "| " + " | ".join(said) + " |"


def type_of(parameter: Parameter) -> str:
    """The type of a parameter, or the words it may be."""
    if parameter.choices:
        return " ".join(f"`{choice}`" for choice in parameter.choices)
    spread = f", {parameter.least} to {parameter.most}" if parameter.least is not None else ""
    return f"{parameter.type.replace('<', '&lt;')}{spread}"


def default_of(parameter: Parameter) -> str:
    """What stands for a parameter that is left out."""
    if parameter.required:
        return "needed"
    if parameter.default is None:
        return "not narrowed"
    value = str(parameter.default).lower() if isinstance(parameter.default, bool) else str(parameter.default)
    return f"`{value}`" if value else ""
