"""`narragraph export`: the whole graph, the answer of one query, or a graph that another tool draws."""

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
from graph.whole import appears_whole, clear_left

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
    GEXF = "gexf"
    CYTOSCAPE = "cytoscape"
    D3 = "d3"
    GRAPHOLOGY = "graphology"
    VOSVIEWER = "vosviewer"
    JSONLD = "jsonld"
    CYPHER = "cypher"
    NODES_CSV = "nodes_csv"
    EDGES_CSV = "edges_csv"
    NODES_PARQUET = "nodes_parquet"
    EDGES_PARQUET = "edges_parquet"


class Kind(StrEnum):
    """The graphs that other tools draw, and the codebook and codings for tools that code."""

    INFLUENCES = "influences"
    INFLUENCE_SETTINGS = "influence_settings"
    FULL = "full"
    QDC = "qdc"
    QDPX = "qdpx"
    SKOS = "skos"
    SSSOM = "sssom"


DRAWN = (Kind.INFLUENCES, Kind.INFLUENCE_SETTINGS, Kind.FULL)
"""The kinds that are graphs to draw; the others have one format of their own."""
WHOLE = ("csv", "json", "jsonl", "parquet", "graphml")
"""Forms of a whole graph."""
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="DIR [--PARAMETER VALUE]",
        help="The review folder; with --query or --kind also the parameters.",
        show_default=False,
    ),
]
FormOption = Annotated[
    ExportForm | None,
    typer.Option(
        "--format",
        help="csv and parquet are folders for a whole graph, a zip with --kind. Not for qdc, qdpx, skos and sssom.",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option("--out", "-o", help="File or folder to write; - is stdout.", show_default=False)]
QueryName = Annotated[
    str | None,
    typer.Option("--query", metavar="NAME", help="Export the answer of this query instead.", show_default=False),
]
KindOption = Annotated[
    Kind | None,
    typer.Option(
        "--kind",
        help="Export a graph to draw instead, as GET /v1/graph gives it; or the codebook and the codings (qdc, qdpx: "
        "REFI-QDA), the codebook (skos), its mappings (sssom).",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what --out names.")]
Raw = Annotated[bool, typer.Option("--raw", help="csv: do not guard cells that look like formulas.")]
Bom = Annotated[bool, typer.Option("--bom", help="csv: begin with a byte order mark, for older spreadsheets.")]


def export(
    context: typer.Context,
    out: Out,
    form: FormOption = None,
    words: Words = None,
    query: QueryName = None,
    kind: KindOption = None,
    folder: FolderOption = None,
    engine: EngineOption = None,
    force: Force = False,
    raw: Raw = False,
    bom: Bom = False,
) -> None:
    """Write the whole graph, one query's answer, or with --kind a graph for the tools that docs/dialects.md names.

    A whole graph (csv, json, jsonl, parquet, graphml) in csv or parquet is a folder with one file for each label and
    relationship type, and a manifest.json with revision, units, meanings and licences. The output appears whole or
    not at all. qdc, qdpx, skos and sssom are made from the folder, and name what they cannot hold (docs/exchange.md).
    """
    # long: a third of it are the options
    terminal: Terminal = context.obj
    whole = query is None and kind is None
    place, parameters = _split(words or [], folder, with_parameters=not whole)
    form = _check_form(form, query=query, kind=kind, dressed=raw or bom)
    check_target(out, form, whole=whole, force=force)
    if form is None:
        _write_coding(terminal, review_folder(place), str(kind), parameters, out, force=force)
        return
    from graph.store import open_graph

    database = open_graph(review_folder(place), config_for(engine))

    def write(path: Path) -> tuple[str, ...]:
        if kind is not None:
            from cli.export_graph import write_kind

            return write_kind(database, kind.value, parameters, path, form.value)
        if query is None:
            return _write_whole(database, path, form, raw=raw, bom=bom)
        from cli.export_query import write_query

        return write_query(database, (query, parameters), path, form, raw=raw, bom=bom)

    try:
        notes = _deliver(out, write)
    finally:
        database.close()
    for note in (*notes, *([] if out == STDOUT else [f"Written: {out}"])):
        terminal.say(note)


def _check_form(form: ExportForm | None, *, query: str | None, kind: Kind | None, dressed: bool) -> ExportForm | None:
    """The form, none for kinds that have one of their own. Refuses one that does not fit what is exported."""
    if query is not None and kind is not None:
        raise typer.BadParameter("--query and --kind are two things to export; give one")
    if kind is not None and dressed:
        raise typer.BadParameter("--raw and --bom do not go with --kind; its csv is always guarded and plain UTF-8")
    if kind is not None and kind not in DRAWN:
        if form is not None:
            raise ConfigError("--format", f"--kind {kind} has a format of its own. Leave --format out.")
        return None
    if form is None:
        raise typer.BadParameter("Missing option '--format'")
    if kind is not None and form in {"json", "jsonl"}:
        raise ConfigError("--format", f"a graph to draw does not come as {form}. Use d3, cytoscape or graphology.")
    if kind is None and form not in WHOLE:
        also = "; for a whole graph use " + ", ".join(WHOLE) if query is None else ""
        raise ConfigError("--format", f"{form} is for a graph to draw: add --kind {' or '.join(DRAWN)}{also}.")
    return form


def _write_coding(
    terminal: Terminal, folder: Path, kind: str, parameters: list[str], out: Path, *, force: bool
) -> None:
    """Codebook and codings; what the target cannot hold goes to stderr and into a file beside."""
    from cli.export_coding import check_losses, report_losses, write_coding

    if out != STDOUT and not force:
        check_losses(out)

    if parameters:
        raise typer.BadParameter(f'"{parameters[0]}" belongs to no option; --kind {kind} takes no parameters')
    said = _deliver(out, lambda path: write_coding(folder, kind, path, terminal))
    report_losses(said, None if out == STDOUT else out, terminal)
    if out != STDOUT:
        terminal.say(f"Written: {out}")


def _split(words: list[str], folder: Path | None, *, with_parameters: bool) -> tuple[Path | None, list[str]]:
    """The review folder, which comes first, and the parameters."""
    if words and not words[0].startswith("-"):
        if folder is not None:
            raise typer.BadParameter("the review folder was given twice; leave out DIR or --folder")
        folder, words = Path(words[0]), words[1:]
    if words and not with_parameters:
        raise typer.BadParameter(f'"{words[0]}" belongs to no option; parameters need --query NAME or --kind KIND')
    return folder, words


def check_target(out: Path, form: ExportForm | None, *, whole: bool, force: bool) -> None:
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
        clear_left(out)
        with appears_whole(out) as temporary:
            return write(temporary)
    with tempfile.TemporaryDirectory(prefix="narragraph-") as folder:
        file = Path(folder) / "export"
        notes = write(file)
        with file.open("rb") as opened:
            shutil.copyfileobj(opened, sys.stdout.buffer)
    return notes
