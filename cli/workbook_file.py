"""The workbook that people fill in: locked columns to read, open ones with drop-downs, and how it is done."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curation.entries import Verdict
from curation.workbook import PASSAGE_COLUMNS, PASSAGES, PHRASE_COLUMNS, PHRASES, Column, visible
from graph.codebook_rows import InfluenceRow
from graph.model import Assertion, Direction
from graph.spreadsheet import RUNS

ABOUT, CODEBOOK, SETTINGS = "about", "codebook", "settings"
LONGEST_LIST = 255
"""Characters of a drop-down that is not a range of cells, by the limit of spreadsheets."""
HOW = (
    "Fill in the yellow columns; the grey ones are locked. Rows that you leave empty stay in your queue.",
    "verdict: accept: the claim is right, or right after what you choose beside it. edit: the same, with a change.",
    "verdict: reject: the passage does not report it. unsure: somebody else should look.",
    "influence, direction, assertion: empty means as suggested.",
    "Where nothing is suggested, decide before you look: choose influence and direction yourself, or reject.",
    "study: needed only where a paper reports on several. setting: one of the list, or a new one as `kind: name`.",
    "sheet phrases: choose the influence that a phrase of your tables stands for. There is nothing to reject.",
    "Filter as you like. To sort, lift the protection of the sheet first (there is no password) and sort whole rows.",
    "Do not change the ids at the right.",
    "Then: narragraph decide --import <this file> --curator {curator}. Nothing is written while a row is wrong.",
    "What was written once is not written again.",
)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True, "select_locked_cells": True}


@dataclass(frozen=True)
class Content:
    """What a workbook holds. `rows` by sheet; `labels`: influence id -> text of the drop-down; `studies`: nth passage
    -> ids, where its paper has several.
    """

    about: Mapping[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]
    labels: Mapping[str, str]
    influences: Sequence[InfluenceRow]
    settings: Sequence[str]
    studies: Mapping[int, Sequence[str]]


def write_file(file: Path, content: Content) -> None:
    """Write a new workbook. Every text is written as text: it is never a formula or a link.

    Raises FileExistsError: a workbook may hold answers.
    """
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _OPTIONS) as book:
        looks = _Looks(book)
        for name, columns in ((PASSAGES, PASSAGE_COLUMNS), (PHRASES, PHRASE_COLUMNS)):
            sheet = _sheet(book, name, columns, content.rows[name], looks)
            _lists(sheet, columns, len(content.rows[name]), len(content.labels), len(content.settings))
            if name == PASSAGES:
                _studies(sheet, content.studies)
        _about(book, content.about, looks)
        header = ("influence", "id", "definition", "includes", "excludes")
        book_rows = (
            (content.labels[one.id], one.id, one.definition, one.includes, one.excludes) for one in content.influences
        )
        _list_sheet(book, CODEBOOK, header, book_rows, looks)
        _list_sheet(book, SETTINGS, ("setting",), ((one,) for one in content.settings), looks)
    with file.open("xb") as opened:
        opened.write(made.getvalue())


class _Looks:
    """Formats: grey is locked, yellow is to be filled in; both have a frame, so that no colour is needed to tell."""

    def __init__(self, book: Any) -> None:
        text = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.head = book.add_format({**text, "bold": True, "bg_color": "#D9D9D9"})
        self.open_head = book.add_format({**text, "bold": True, "bg_color": "#FFE699", "italic": True})
        self.locked = book.add_format({**text, "bg_color": "#F2F2F2"})
        # What begins like a formula stays text also when somebody opens the cell and closes it again.
        self.quoted = book.add_format({**text, "bg_color": "#F2F2F2", "quote_prefix": True})
        self.open = book.add_format({**text, "bg_color": "#FFF9E5", "locked": False, "num_format": "@"})


def _sheet(book: Any, name: str, columns: Sequence[Column], rows: Sequence[Mapping[str, str]], looks: _Looks) -> Any:
    sheet = book.add_worksheet(name)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.name, looks.open_head if column.open else looks.head)
    for number, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            text = row.get(column.name, "")
            if column.open:
                sheet.write_blank(number, at, None, looks.open)
            else:
                sheet.write_string(number, at, text, looks.quoted if text.startswith(RUNS) else looks.locked)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.protect("", _ALLOWED)
    return sheet


def _lists(sheet: Any, columns: Sequence[Column], many: int, influences: int, settings: int) -> None:
    """Drop-downs. A setting may be a new one; everything else must be of its list."""
    sources: dict[str, dict[str, Any]] = {
        "verdict": {"source": [verdict.value for verdict in Verdict]},
        "influence": {"source": f"={CODEBOOK}!$A$2:$A${influences + 1}"},
        "direction": {"source": [direction.value for direction in Direction]},
        "assertion": {"source": [assertion.value for assertion in Assertion]},
    }
    if settings:
        sources["setting"] = {"source": f"={SETTINGS}!$A$2:$A${settings + 1}", "show_error": False}
    for at, column in enumerate(columns):
        if column.open and column.name in sources and many:
            rule = {"validate": "list", "error_title": "Not in the list", **sources[column.name]}
            sheet.data_validation(1, at, many, at, rule)


def _studies(sheet: Any, studies: Mapping[int, Sequence[str]]) -> None:
    at = [column.name for column in PASSAGE_COLUMNS].index("study")
    for nth, known in studies.items():
        if len(",".join(known)) <= LONGEST_LIST:
            sheet.data_validation(nth + 1, at, nth + 1, at, {"validate": "list", "source": list(known)})


def _about(book: Any, about: Mapping[str, str], looks: _Looks) -> None:
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    for row, (name, value) in enumerate(about.items()):
        sheet.write_string(row, 0, name, looks.head)
        sheet.write_string(row, 1, value, looks.locked)
    for row, text in enumerate(HOW, start=len(about) + 1):
        sheet.write_string(row, 1, text.format(curator=about["curator"]), looks.locked)
    sheet.protect("", _ALLOWED)


def _list_sheet(
    book: Any, name: str, header: Sequence[str], rows: Iterable[Sequence[str | None]], looks: _Looks
) -> None:
    sheet = book.add_worksheet(name)
    for at, title in enumerate(header):
        sheet.set_column(at, at, 30)
        sheet.write_string(0, at, title, looks.head)
    for number, row in enumerate(rows, start=1):
        for at, text in enumerate(row):
            sheet.write_string(number, at, visible(text or ""), looks.locked)
    sheet.protect("", _ALLOWED)
