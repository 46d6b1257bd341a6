"""`narragraph references`: what the files of references/ hold, what was mended or refused, and the records."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.spreadsheet import LIST_SEPARATOR

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.references.folder import References
    from ingest.references.record import FileReport, Record


class Show(StrEnum):
    """What is printed."""

    FILES = "files"
    RECORDS = "records"
    REMARKS = "remarks"
    LANGUAGES = "languages"
    UNREAD = "unread"
    NEW = "new"


class As(StrEnum):
    """Formats of other programs for the records."""

    RIS = "ris"
    CSL = "csl-json"


Shown = Annotated[
    Show,
    typer.Option(
        "--show",
        help="The files, the records, every repair and refusal, counts for each language, what nobody could read, or "
        "what a later search added.",
    ),
]
Round = Annotated[
    str | None,
    typer.Option("--round", help="With --show new: this update, as its sources name it.", show_default=False),
]
Exported = Annotated[As | None, typer.Option("--as", help="The records as RIS or CSL-JSON.", show_default=False)]
FILES = (
    *(Column(name) for name in ("file", "format", "encoding")),
    *(Column(name, "integer") for name in ("seen", "read", "repaired", "refused")),
)
RECORDS = (
    *(Column(name) for name in ("record_id", "title", "authors")),
    Column("year", "integer"),
    *(Column(name) for name in ("doi", "pmid", "journal", "volume", "issue", "pages", "language")),
    *(Column(name) for name in ("original_title", "translated_title", "type", "marks")),
    Column("file"),
    Column("line", "integer"),
)
REMARKS = (Column("file"), Column("line", "integer"), Column("kind"), Column("remark"))
WHOLE = frozenset({Show.LANGUAGES, Show.UNREAD, Show.NEW})
"""What needs the whole folder: tables and texts too."""
MOST_TOLD = 20
"""Refused records told on stderr; `--show remarks` has all."""


def references(
    context: typer.Context,
    folder: Folder = None,
    show: Shown = Show.FILES,
    round_: Round = None,
    export: Exported = None,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """What the files in references/ hold: records seen, read, repaired and refused, file by file.

    Read are RIS, BibTeX, PubMed (nbib and XML), EndNote (XML and tagged), Web of Science, Scopus, CSL-JSON,
    EPPI-Reviewer JSON, and tables of Covidence, Rayyan, ASReview, Zotero and others. A file that cannot be read has one
    line on stderr (exit 3), and the others go on. `--as ris` and `--as csl-json` write the records for another program.
    `--show languages` counts records, papers by status and full texts for each language. `--show unread` lists papers
    in languages that `[review] languages` does not name, texts not retrieved, and what could not be read. `--show new`
    lists the papers that the last round of searching gave and no search before it; `--round` names another one.
    """
    from ingest.references.folder import read_references

    terminal: Terminal = context.obj
    place = review_folder(folder)
    if round_ is not None and show is not Show.NEW:
        raise typer.BadParameter("--round belongs to --show new")
    if show in WHOLE and export is None:
        _print_read(place, (show, round_), chosen_form(form, as_json), terminal)
        return
    with terminal.progress() as progress:
        found = read_references(place, progress=progress)
    if export is None:
        _print(found, show, chosen_form(form, as_json))
    else:
        _export(found, export, terminal)
    sys.stdout.flush()
    _tell(found, terminal, str(folder) if folder else None)
    if not found.complete:
        raise typer.Exit(Code.DATA_INVALID)


def _print(found: References, show: Show, form: Form) -> None:
    columns, rows = {
        Show.FILES: (FILES, [_file(report) for report in found.reports]),
        Show.RECORDS: (RECORDS, [_record(record) for record in found.records] if show is Show.RECORDS else []),
        Show.REMARKS: (REMARKS, [row for report in found.reports for row in _remarks(report)]),
    }[show]
    if form is Form.JSON:
        problems = [error.fields() | {"message": str(error)} for error in found.problems]
        write_json({show.value: rows, "problems": problems}, sys.stdout)
    else:
        write_rows(form, columns, rows, sys.stdout)


def _print_read(place: Path, asked: tuple[Show, str | None], form: Form, terminal: Terminal) -> None:
    """Languages, what could not be read, or what is new: of the whole folder, papers of tables and texts included."""
    from cli.languages import LANGUAGES, UNREAD, language_rows, unread_rows
    from cli.reading import read
    from cli.update import NEW, new_rows

    show, round_ = asked
    ingested = read(place, terminal, strict=False)
    for problem in ingested.report.problems:
        terminal.warn(str(problem))
    if ingested.report.problems:
        raise typer.Exit(Code.DATA_INVALID)
    told = ""
    if show is Show.LANGUAGES:
        columns, rows = LANGUAGES, language_rows(ingested)
    elif show is Show.UNREAD:
        columns, rows = UNREAD, unread_rows(ingested)
    else:
        columns, (rows, told) = NEW, new_rows(ingested, round_)
    if form is Form.JSON:
        write_json({show.value: rows}, sys.stdout)
    else:
        write_rows(form, columns, rows, sys.stdout)
    sys.stdout.flush()
    if told:
        terminal.say(told)


def _file(report: FileReport) -> dict[str, object]:
    return {
        "file": report.path,
        "format": report.format,
        "encoding": report.encoding,
        "seen": report.seen,
        "read": report.read,
        "repaired": report.repaired,
        "refused": len(report.refused),
    }


def _record(record: Record) -> dict[str, object]:
    from ingest.references.titles import titles_of

    both = titles_of(record)
    marks = (f"{mark.reviewer}: {mark.value}" if mark.reviewer else mark.value for mark in record.marks)
    return {
        "record_id": record.id,
        "title": record.title,
        "authors": LIST_SEPARATOR.join(record.authors) or None,
        "year": record.year,
        "doi": record.doi,
        "pmid": record.pmid,
        "journal": record.journal,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "language": record.language,
        "original_title": both.original,
        "translated_title": both.translated,
        "type": record.type,
        "marks": LIST_SEPARATOR.join(marks) or None,
        "file": record.file,
        "line": record.line,
    }


def _remarks(report: FileReport) -> list[dict[str, object]]:
    kinds = (("refused", report.refused), ("repaired", report.repairs), ("outside", report.notes))
    rows: list[dict[str, object]] = [
        {"file": report.path, "line": remark.line, "kind": kind, "remark": remark.message}
        for kind, remarks in kinds
        for remark in remarks
    ]
    return sorted(rows, key=lambda row: int(str(row["line"])))


def _export(found: References, export: As, terminal: Terminal) -> None:
    from ingest.references.write import as_csl, as_ris

    if export is As.CSL:
        json.dump([as_csl(record) for record in found.records], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    written = as_ris(found.records)
    sys.stdout.write(written.text)
    for line in written.moved:
        terminal.warn(f"Note: {line}; --as csl-json keeps them by name.")


def _tell(found: References, terminal: Terminal, folder: str | None) -> None:
    refused = [(report.path, remark) for report in found.reports for remark in report.refused]
    for path, remark in refused[:MOST_TOLD]:
        terminal.warn(f"{path}, line {remark.line}: refused: {remark.message}")
    if len(refused) > MOST_TOLD:
        terminal.warn(f"... and {len(refused) - MOST_TOLD:,} more; `--show remarks` has all.")
    for problem in found.problems:
        terminal.warn(str(problem))
    if not found.reports and not found.problems:
        terminal.say("references/ holds no files: put the exports of your searches there.")
        return
    seen = sum(report.seen for report in found.reports)
    repaired = sum(report.repaired for report in found.reports)
    files = "1 file" if len(found.reports) == 1 else f"{len(found.reports):,} files"
    told = f"{seen:,} records seen = {len(found.records):,} read + {len(refused):,} refused, in {files}."
    terminal.say(f"{told} {repaired:,} {'was' if repaired == 1 else 'were'} repaired: `--show remarks` says where.")
    there = f" {folder}" if folder else ""
    terminal.say(f"Next: `narragraph dedupe{there}` finds the records that are one paper.")
