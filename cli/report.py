"""`narragraph report`: the whole review as one page that a journal reviewer can check, and its tables as CSV."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder
from cli.reading import decided
from cli.terminal import Terminal
from graph import version
from graph.errors import CodebookError, ConfigError
from graph.progress import Progress
from graph.whole import appears_whole

if TYPE_CHECKING:
    from cli.curated import Curated
    from synthesis.prisma import Flow
    from synthesis.report import Besides
    from synthesis.report_cerqual import Judgement
    from synthesis.report_model import Report

STDOUT = Path("-")
OURS = 'name="generator" content="narragraph'
COLUMNS = "columns.csv"
"""Names every table of a report, so that its folder is known again."""
Out = Annotated[Path, typer.Option("--out", "-o", help="The page to write; - is stdout.")]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="DIR", help="Also write every table as CSV into this folder.", show_default=False),
]
Quotes = Annotated[int, typer.Option("--quotes", min=0, max=100, help="Passages shown of each influence at most.")]
Docx = Annotated[
    Path | None,
    typer.Option("--docx", metavar="FILE", help="Also write the page as a Word document.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is no earlier report.")]


def report(
    context: typer.Context,
    folder: Folder = None,
    out: Out = Path("report.html"),
    csv: Csv = None,
    docx: Docx = None,
    quotes: Quotes = 3,
    force: Force = False,
) -> None:
    """Write the report: one HTML page that loads nothing and prints, and with --csv each of its tables.

    Methods as done, papers, influences with definitions and passages, directions, co-occurrence beyond chance,
    sensitivity, what stays unknown, SWiM and ENTREQ marked where a person must write, and the Summary of Qualitative
    Findings with the judgements in cerqual.csv. It is counted from the folder as it is now; no graph is needed.
    """
    terminal: Terminal = context.obj
    place = review_folder(folder)
    check_targets(out, csv, docx, force=force)
    from api.report.render import html

    made, flow = made_report(place, quotes, terminal)
    page = html(made, csv=_address(csv, out), flow=flow)
    if csv is not None:
        write_tables(made, csv, terminal)
    if docx is not None:
        from api.report.word import word

        with appears_whole(docx) as temporary:
            temporary.write_bytes(word(page))
        terminal.say(f"Written: {docx}")
    if out == STDOUT:
        sys.stdout.write(page)
        sys.stdout.flush()
        return
    with appears_whole(out) as temporary:
        temporary.write_text(page, encoding="utf-8", errors="replace")
    terminal.say(f"Written: {out}" + ("" if csv is None else f" and {len(made.tables) + 1} tables in {csv}"))


def check_targets(out: Path, csv: Path | None, docx: Path | None, *, force: bool) -> None:
    """Refuse before anything is read: what would be replaced and is no earlier report."""
    for option, target in (("--out", out), ("--csv", csv), ("--docx", docx)):
        if target not in {None, STDOUT} and target is not None and not target.absolute().parent.is_dir():
            raise ConfigError(option, f'"{target.parent}" is no folder. Make it first.')
    for option, file in (("--out", out), ("--docx", docx)):
        if file is not None and file != STDOUT and file.is_dir():
            raise ConfigError(option, f'"{file}" is a folder. Name a file, such as {file / "report"}.')
    if out != STDOUT and out.exists() and not force:
        with out.open(encoding="utf-8", errors="replace") as opened:
            if OURS not in opened.read(2000):
                raise ConfigError("--out", f'"{out}" is no earlier report; it is not replaced without --force.')
    if docx is not None and docx.exists() and not force:
        # People write into a Word document: what they wrote must not be lost to a second run.
        raise ConfigError("--docx", f'"{docx}" is there already; it is not replaced without --force.')
    if csv is not None and csv.exists():
        _check_tables(csv, {out.absolute()} if docx is None else {out.absolute(), docx.absolute()})


def _check_tables(csv: Path, written: set[Path]) -> None:
    if not csv.is_dir():
        raise ConfigError("--csv", f'"{csv}" is a file. Name a folder.')
    if foreign := _foreign(csv, written):
        said = f'"{csv}" holds something else ({foreign}); name a new folder or that of an earlier report.'
        raise ConfigError("--csv", said)


def _foreign(folder: Path, written: set[Path]) -> str | None:
    """The first file of a folder that no earlier report wrote and this one will not write."""
    from csv import reader

    listed = folder / COLUMNS
    ours = {COLUMNS}
    if listed.is_file():
        with listed.open(encoding="utf-8", errors="replace", newline="") as opened:
            ours |= {f"{row[0]}.csv" for row in reader(opened) if row}
    names = sorted(one.name for one in folder.iterdir() if one.absolute() not in written)
    return next((name for name in names if name not in ours), None)


def made_report(place: Path, quotes: int, terminal: Terminal) -> tuple[Report, str]:
    """The report of a folder, and its PRISMA flow as SVG (empty when the review holds no record)."""
    with terminal.progress() as progress:
        curated = decided(place, terminal, progress)
        problems = curated.ingested.report.problems
        if problems:
            for problem in problems:
                terminal.warn(str(problem))
            raise typer.Exit(Code.DATA_INVALID)
        return report_of(place, curated, quotes, progress)


def report_of(place: Path, curated: Curated, quotes: int, progress: Progress) -> tuple[Report, str]:
    """The same of a folder that was read and has no problems."""
    from synthesis.report import report as assembled

    flow = _flow(curated)
    made = assembled(curated.ingested.tables, _besides(place, curated, flow), quotes=quotes, progress=progress)
    if flow is None:
        return made, ""
    from api.prisma_svg import prisma_svg

    return made, prisma_svg(flow)


def _flow(curated: Curated) -> Flow | None:
    """The PRISMA flow, when the review holds any record."""
    from cli.prisma import flow_of
    from synthesis.prisma import flow

    record = curated.ingested.record
    if not record.papers and not record.sources:
        return None
    sources, papers, without = flow_of(record, curated.ingested.tables)
    return flow(sources, papers, without_record=without)


def _besides(place: Path, curated: Curated, flow: Flow | None) -> Besides:
    from curation.agreement_table import agreement_rows, agreement_said
    from curation.units import coded, proposed
    from synthesis.report import Besides
    from synthesis.report_cerqual import FILE, read_judgements

    moved = curated.known.moved if curated.known else {}
    units, tool = coded(curated.state, moved), proposed(curated.state, moved)
    names = {one.id: one.name for one in curated.ingested.codebook.influences.values()}
    boxes = flow.boxes if flow else ()
    files = dict(curated.ingested.inputs)
    judgements: tuple[Judgement, ...] = ()
    file = place / FILE
    if file.is_file():
        known = curated.ingested.tables.node("Influence").column("id").to_pylist()
        files[FILE], text = _read(file)
        judgements = read_judgements(text, known)
    return Besides(
        version=version(),
        agreement=agreement_rows(units, tool, names) if units else (),
        agreement_said=tuple(agreement_said(units, tool, curated.state.pending)) if units else (),
        pending=curated.state.pending,
        prisma=[
            {"box": one.box.value, "column": one.column, "part": one.part, "unit": one.unit, "count": one.count}
            for one in boxes
        ],
        wrong_sums=tuple(
            f"{one.said}: {one.left:,} is not {one.right:,}" for one in (flow.checks if flow else ()) if not one.holds
        ),
        judgements=judgements,
        files=files,
    )


def _read(file: Path) -> tuple[str, str]:
    """SHA-256 and text of a file. Raises CodebookError when it is no UTF-8."""
    import hashlib

    content = file.read_bytes()
    try:
        return hashlib.sha256(content).hexdigest(), content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookError(f"byte {error.start} is no UTF-8. Save the file as UTF-8.", path=file.name) from error


def _address(csv: Path | None, out: Path) -> str | None:
    """The folder of the tables as the page links to it."""
    if csv is None:
        return None
    start = Path.cwd() if out == STDOUT else out.absolute().parent
    return quote(Path(os.path.relpath(csv.absolute(), start)).as_posix()) + "/"


def write_tables(made: Report, csv: Path, terminal: Terminal) -> None:
    """Write every table, and what its columns mean, into a folder that appears whole."""
    from graph.spreadsheet import write_delimited

    guarded = 0
    described = [
        [table.name, one.name, one.type, one.meaning] for table in made.tables.values() for one in table.columns
    ]
    with appears_whole(csv) as folder:
        folder.mkdir()
        for table in made.tables.values():
            with (folder / f"{table.name}.csv").open("w", encoding="utf-8", errors="replace", newline="") as out:
                guarded += write_delimited([one.name for one in table.columns], table.cells(), out)
        with (folder / COLUMNS).open("w", encoding="utf-8", newline="") as out:
            write_delimited(["table", "column", "type", "meaning"], described, out)
    if guarded:
        terminal.say(f"{guarded:,} cells look like formulas and got a leading apostrophe.")
