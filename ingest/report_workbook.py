"""The problems of a folder as a workbook: one row a problem, with sheet, cell, value, rule and fix."""

from __future__ import annotations

from pathlib import Path

from ingest.report import ImportReport
from ingest.report_text import problem_json

COLUMNS = (
    ("File", "path", 30),
    ("Sheet", "sheet", 14),
    ("Row", "row", 8),
    ("Cell", "cell", 8),
    ("Column", "column", 24),
    ("Value", "value", 30),
    ("Rule", "rule", 18),
    ("Problem", "problem", 60),
    ("What to do", "fix", 60),
)
MOST_TEXT = 32_767
"""Characters of one cell, by Excel's own limit."""


def write_workbook(report: ImportReport, file: Path) -> None:
    """Write the problems to `file` (xlsx). Every text is written as text: a value is never a formula or a link."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with file.open("wb") as opened, xlsxwriter.Workbook(opened, options) as book:
        sheet = book.add_worksheet("problems")
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for at, (title, _, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width, wrap)
            sheet.write_string(0, at, title, bold)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(report.problems), 1), len(COLUMNS) - 1)
        for row, problem in enumerate(map(problem_json, report.problems), start=1):
            for at, (_, name, _) in enumerate(COLUMNS):
                value = problem.get(name)
                if isinstance(value, int):
                    sheet.write_number(row, at, value)
                elif value:
                    sheet.write_string(row, at, str(value)[:MOST_TEXT])
