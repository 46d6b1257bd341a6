"""`narragraph query`: the catalogue, one query's description, or its answer."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.arguments import read_given, read_words
from cli.folder import config_for, review_folder
from cli.options import EngineOption, FolderOption, FormOption, Json, same_graph
from cli.rows import chosen_form, write_json

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME [--PARAMETER VALUE]", help="A query and its parameters.", show_default=False),
]
Raw = Annotated[bool, typer.Option("--raw", help="csv and tsv: do not guard cells that look like formulas.")]


def query(
    context: typer.Context,
    words: Words = None,
    folder: FolderOption = None,
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
        if asked.rest:
            raise typer.BadParameter(f'name the query before its parameters; "{asked.rest[0]}" came first')
        if asked.help:
            typer.echo(context.get_help())
        else:
            _list(as_json=as_json)
        return
    if asked.help:
        _describe(asked.name, as_json=as_json)
        return
    from cli.answer import write_answer
    from graph.ask import ask
    from graph.queries import queries
    from graph.store import open_graph

    wanted = queries()[asked.name]
    given = read_given(wanted, asked.rest)
    database = open_graph(review_folder(folder), config_for(engine))
    try:
        answer = ask(database, wanted, given, text=True)
    finally:
        database.close()
    write_answer(answer, chosen_form(form, as_json), context.obj, raw=raw, again=same_graph(folder, engine))


def _list(*, as_json: bool) -> None:
    from cli.catalogue import catalogue_json, write_catalogue
    from graph.queries import queries

    if as_json:
        write_json({"queries": catalogue_json(queries())}, sys.stdout)
    else:
        write_catalogue(queries(), sys.stdout)


def _describe(name: str, *, as_json: bool) -> None:
    from cli.catalogue import described, described_json
    from graph.queries import queries

    if as_json:
        write_json(described_json(queries()[name]), sys.stdout)
    else:
        typer.echo(described(queries()[name]), nl=False)
