"""Reading a review folder for a command, and leaving its problems where a person can mend them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import Terminal
from graph.whole import appears_whole

if TYPE_CHECKING:
    from cli.curated import Curated
    from graph.progress import Progress
    from ingest.folder import Ingested
    from ingest.report import ImportReport

HOME = ".narragraph"
REPORTS = ("check.json", "check.xlsx")


def read(folder: Path, terminal: Terminal, *, strict: bool) -> Ingested:
    """The folder as tables and a report, decisions included, with progress."""
    from cli.curated import read_curated

    with terminal.progress() as progress:
        return read_curated(folder, strict=strict, progress=progress).ingested


def decided(folder: Path, terminal: Terminal, progress: Progress) -> Curated:
    """The folder with its decisions, for who counts or decides by them: a torn or empty ledger is told."""
    from cli.curated import read_curated

    curated = read_curated(folder, progress=progress)
    for note in curated.ledgers.notes:
        terminal.warn(f"Note: {note}")
    return curated


def report_problems(folder: Path, report: ImportReport, terminal: Terminal) -> None:
    """Write check.json and the error workbook, and say where they are; a folder that cannot be written only says so."""
    from ingest.report_text import report_json
    from ingest.report_workbook import write_workbook

    home = folder / HOME
    try:
        home.mkdir(exist_ok=True)
        with appears_whole(home / REPORTS[0]) as temporary:
            temporary.write_text(json.dumps(report_json(report), ensure_ascii=False, indent=1), encoding="utf-8")
        with appears_whole(home / REPORTS[1]) as temporary:
            write_workbook(report, temporary)
    except OSError as error:
        terminal.warn(f"The report could not be written to {home}: {error.strerror}.")
        return
    terminal.warn(f"The problems with their cells, as a workbook: {home / REPORTS[1]}")


def clear_report(folder: Path) -> None:
    """Remove the report of problems that are mended."""
    for name in REPORTS:
        try:
            (folder / HOME / name).unlink(missing_ok=True)
        except OSError:
            return  # a folder that cannot be written keeps its old report; the command itself did not need to write
