"""Numbers of a report as they are printed, each marked with the cell of the CSV that it comes from."""

from __future__ import annotations

import math
from collections.abc import Callable

from markupsafe import Markup

from api.page.render import shown
from graph.spreadsheet import cell_text
from synthesis.frequency import percentage
from synthesis.report_model import Report, Row, Table

NOT_KNOWN = Markup('<abbr title="not known">n/k</abbr>')
BELOW = 0.001


def count(value: float) -> str:
    """`1,234`."""
    return f"{int(value):,}"


def percent(value: float) -> str:
    """A share as whole percent, rounded half up. Shares of counts go through `percentage`, which is exact."""
    return f"{math.floor(100 * value + 0.5 + 1e-9)} %"


def probability(value: float) -> str:
    """A p value with three decimals; never 0."""
    return f"< {BELOW}" if value < BELOW else f"{value:.3f}"


FORMS: dict[str, Callable[[float], str]] = {
    "count": count,
    "percent": percent,
    "p": probability,
    "one": lambda value: f"{value:.1f}",
    "two": lambda value: f"{value:.2f}",
    "signed": lambda value: f"{value:+.2f}" if round(value, 2) else "0.00",
    "plain": str,
}
"""Name of a form -> how a number looks in it."""


def cell(table: Table, at: int, column: str, form: str = "count", *, href: str | None = None) -> Markup:
    """One cell of a table as marked text; not known where it is null. `href`: what the figure opens to."""
    value = table.rows[at][column]
    if value is None:
        return NOT_KNOWN
    said = FORMS[form](float(str(value))) if form not in {"count", "plain"} else FORMS[form](value)  # type: ignore[arg-type]
    return _linked(marked((table.name, at, column), form, cell_text(value), said), href)


def share(table: Table, at: int, part: str, whole: str) -> Markup:
    """Two counts of one row as a percentage, worked in whole numbers."""
    row = table.rows[at]
    if not row[whole] or row[part] is None:
        return NOT_KNOWN
    some, of = int(str(row[part])), int(str(row[whole]))
    return marked((table.name, at, f"{part}/{whole}"), "share", f"{some}/{of}", f"{percentage(some, of)} %")


def between(table: Table, at: int, low: str, high: str, form: str) -> Markup:
    """`49 % to 94 %`."""
    if table.rows[at][low] is None:
        return NOT_KNOWN
    return cell(table, at, low, form) + Markup(" to ") + cell(table, at, high, form)


def figure(report: Report, name: str, href: str | None = None) -> Markup:
    """A figure of the text."""
    one = report.figures[name]
    form = "count" if isinstance(one.value, int) and not name.endswith("seed") else "plain"
    at = list(report.figures).index(name)
    return _linked(marked(("figures", at, "value"), form, str(one.value), FORMS[form](one.value)), href)  # type: ignore[arg-type]


def marked(where: tuple[str, int, str], form: str, raw: str, said: str) -> Markup:
    """A number with its cell: `data-cell` is file, row (from 0) and column."""
    table, at, column = where
    return Markup('<data value="{}" data-cell="{}.csv:{}:{}" data-as="{}">{}</data>').format(
        raw, table, at, column, form, said
    )


def _linked(said: Markup, href: str | None) -> Markup:
    return said if href is None else Markup('<a href="{}">{}</a>').format(href, said)


def place(passage: Row) -> str:
    """Where a passage stands: file, sheet, cell, page, characters."""
    parts = [str(passage["path"])] if passage["path"] else []
    parts += [f"sheet {passage['sheet']}"] if passage["sheet"] else []
    parts += [f"cell {passage['cell']}"] if passage["cell"] else []
    parts += [f"{passage['section']}"] if passage["section"] else []
    parts += [f"page {passage['page']}"] if passage["page"] is not None else []
    if passage["kind"] == "text" and passage["char_start"] is not None:
        parts.append(f"characters {passage['char_start']} to {passage['char_end']}")
    parts += [f"taken from {passage['pointer']}"] if passage["pointer"] else []
    return ", ".join(parts) or "place not recorded"


def plain(value: object) -> Markup:
    """Text of the review as it may stand on a page; a list joined by semicolons."""
    return shown(cell_text(value))


def words(value: object) -> Markup:
    """The same, marked as words of the review; nothing where there is nothing."""
    said = plain(value)
    return Markup("<span data-review>{}</span>").format(said) if said else said
