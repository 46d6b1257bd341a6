"""`narragraph export`: the whole graph, or the answer of one query, for other tools."""

from __future__ import annotations

import shutil
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import config_for, review_folder
from cli.options import EngineOption, FolderOption
from cli.terminal import Terminal
from graph.errors import ConfigError
from graph.whole import appears_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.database import Database

STDOUT = Path("-")


class ExportForm(StrEnum):
    """The formats of an export."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    GRAPHML = "graphml"


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="DIR [--PARAMETER VALUE]",
        help="The review folder; with --query also the parameters of the query.",
        show_default=False,
    ),
]
FormOption = Annotated[ExportForm, typer.Option("--format", help="csv and parquet of a whole graph are folders.")]
Out = Annotated[Path, typer.Option("--out", "-o", help="File or folder to write; - is stdout.", show_default=False)]
QueryName = Annotated[
    str | None,
    typer.Option("--query", metavar="NAME", help="Export the answer of this query instead.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what --out names.")]
Raw = Annotated[bool, typer.Option("--raw", help="csv: do not guard cells that look like formulas.")]
Bom = Annotated[bool, typer.Option("--bom", help="csv: begin with a byte order mark, for older spreadsheets.")]


def export(
    context: typer.Context,
    form: FormOption,
    out: Out,
    words: Words = None,
    query: QueryName = None,
    folder: FolderOption = None,
    engine: EngineOption = None,
    force: Force = False,
    raw: Raw = False,
    bom: Bom = False,
) -> None:
    """Write the whole graph, or one query's answer, as csv, json, jsonl, parquet or graphml.

    A whole graph in csv or parquet is a folder with one file for each label and relationship type, and a
    manifest.json with revision, units, meanings and licences. The output appears whole or not at all.
    """
    terminal: Terminal = context.obj
    place, parameters = _split(words or [], folder, with_query=query is not None)
    check_target(out, form, whole=query is None, force=force)
    from graph.store import open_graph

    database = open_graph(review_folder(place), config_for(engine))
    try:
        if query is None:
            notes = _deliver(out, lambda path: _write_whole(database, path, form, raw=raw, bom=bom))
        else:
            from cli.export_query import write_query

            notes = _deliver(out, lambda path: write_query(database, (query, parameters), path, form, raw=raw, bom=bom))
    finally:
        database.close()
    for note in notes:
        terminal.say(note)
    if out != STDOUT:
        terminal.say(f"Written: {out}")


def _split(words: list[str], folder: Path | None, *, with_query: bool) -> tuple[Path | None, list[str]]:
    """The review folder, which comes first, and the parameters of the query."""
    if words and not words[0].startswith("-"):
        if folder is not None:
            raise typer.BadParameter("the review folder was given twice; leave out DIR or --folder")
        folder, words = Path(words[0]), words[1:]
    if words and not with_query:
        raise typer.BadParameter(f'"{words[0]}" belongs to no option; parameters need --query NAME')
    return folder, words


def check_target(out: Path, form: ExportForm, *, whole: bool, force: bool) -> None:
    """Refuse before anything is read: an existing target, a missing folder, a form that does not fit.

    With --force a file is replaced, and a folder only when it holds an earlier export.
    """
    from graph.export import FOLDERS, MANIFEST

    if out == STDOUT:
        if whole and form in FOLDERS:
            raise ConfigError(
                "--out", f"a whole graph in {form} is a folder of files and cannot go to stdout; name one."
            )
        return
    if not out.absolute().parent.is_dir():
        raise ConfigError("--out", f'there is no folder "{out.parent}". Make it first.')
    if out.exists() and not force:
        raise ConfigError("--out", f'"{out}" exists already. Add --force to replace it, or choose another name.')
    if out.is_dir() and not (out / MANIFEST).is_file():
        raise ConfigError("--out", f'"{out}" is a folder that is no earlier export; it is not replaced.')


def _write_whole(database: Database, path: Path, form: ExportForm, *, raw: bool, bom: bool) -> tuple[str, ...]:
    from graph.export import read_graph, write_graph

    return write_graph(read_graph(database), path, form, raw=raw, bom=bom)


def _deliver(out: Path, write: Callable[[Path], tuple[str, ...]]) -> tuple[str, ...]:
    if out != STDOUT:
        with appears_whole(out) as temporary:
            return write(temporary)
    with tempfile.TemporaryDirectory(prefix="narragraph-") as folder:
        file = Path(folder) / "export"
        notes = write(file)
        with file.open("rb") as opened:
            shutil.copyfileobj(opened, sys.stdout.buffer)
    return notes
