"""`narragraph query`: the catalogue, one query's description, or its answer."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import option, read_given, read_words
from cli.catalogue import catalogue_json, described, described_json, write_catalogue
from cli.folder import config_for, review_folder
from cli.options import EngineOption, Json
from cli.options import FolderOption as Folder
from cli.rows import Column, Form, chosen_form, write_json, write_rows
from cli.terminal import Terminal
from graph.queries import Query, queries

if TYPE_CHECKING:
    from graph.ask import Answer

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME] [--PARAMETER VALUE]...", help="A query and its parameters.", show_default=False),
]
FormOption = Annotated[
    Form | None,
    typer.Option("--format", help="Default: table on a terminal, csv in a pipe or file.", show_default=False),
]
Raw = Annotated[bool, typer.Option("--raw", help="csv and tsv: do not guard cells that look like formulas.")]


def query(
    context: typer.Context,
    words: Words = None,
    folder: Folder = None,
    engine: EngineOption = None,
    form: FormOption = None,
    as_json: Json = False,
    raw: Raw = False,
) -> None:
    """Ask the graph. Without NAME, lists every query; `narragraph query NAME --help` says what one takes and gives.

    Parameters are options: `narragraph query settings_of_influence --influence-id training`. A parameter that is a
    list is given several times.
    """
    asked = read_words(words or ())
    if asked.name is None:
        if asked.help:
            typer.echo(context.get_help())
        elif asked.rest:
            raise typer.BadParameter(f'name the query before its parameters; "{asked.rest[0]}" came first')
        elif as_json:
            write_json({"queries": catalogue_json(queries())}, sys.stdout)
        else:
            write_catalogue(queries(), sys.stdout)
        return
    wanted = queries()[asked.name]
    if asked.help:
        _describe(wanted, as_json=as_json)
        return
    from graph.ask import ask
    from graph.store import open_graph

    database = open_graph(review_folder(folder), config_for(engine))
    try:
        answer = ask(database, wanted.name, read_given(wanted, asked.rest), text=True)
    finally:
        database.close()
    write_answer(answer, chosen_form(form, as_json), context.obj, raw=raw)


def _describe(wanted: Query, *, as_json: bool) -> None:
    if as_json:
        write_json(described_json(wanted), sys.stdout)
    else:
        typer.echo(described(wanted))
