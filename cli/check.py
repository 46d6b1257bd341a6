"""`narragraph check`: read the folder strictly and say what was read, what was left out and what is wrong."""

from __future__ import annotations

import sys

import typer

from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder, Json, Strict
from cli.reading import clear_report, read, report_problems
from cli.rows import write_json
from cli.terminal import Terminal


def check(context: typer.Context, folder: Folder = None, strict: Strict = False, as_json: Json = False) -> None:
    """Read the review folder without building: the import report, and every problem with its cell.

    With problems, the report is also written to .narragraph/check.json and .narragraph/check.xlsx (exit 3).
    """
    from ingest.report_text import report_json, report_text

    terminal: Terminal = context.obj
    place = review_folder(folder)
    ingested = read(place, terminal, strict=strict)
    report = ingested.report
    if as_json:
        write_json(report_json(report), sys.stdout)
    else:
        typer.echo(report_text(report), nl=False)
    if report.problems:
        report_problems(place, report, terminal)
        raise typer.Exit(Code.DATA_INVALID)
    clear_report(place)
    terminal.say(f"Nothing is wrong. Next: `narragraph build{f' {folder}' if folder else ''}`.")
