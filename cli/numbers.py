"""`narragraph numbers`: the measures. Without a name, every influence at a glance."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_given
from cli.folder import Engine, config_for, review_folder
from cli.options import EngineOption, FolderOption, FormOption, Json, same_graph
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.terminal import Terminal
from graph.errors import ConfigError, did_you_mean, near_misses

if TYPE_CHECKING:
    from graph.ask import Answer
    from graph.query_header import Query
    from synthesis.measures import Measured

OVERVIEW = "overview"
PAIRS = "pairs"
FROM_PERCENTAGE = "from_percentage"
WIDE = 130
"""Columns of a terminal from which on the table has room for ids."""
SAID_FIRST = ("measure", "unit", "papers", "filter")
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[MEASURE] [DIR] [--PARAMETER VALUE]", help="A measure and its parameters.", show_default=False
    ),
]
Top = Annotated[int | None, typer.Option("--top", min=1, help="Only the first rows.", show_default=False)]
Write = Annotated[
    bool, typer.Option("--write", help="Measure pairs: also write the pairs shown into the graph as CO_OCCURS.")
]
Raw = Annotated[bool, typer.Option("--raw", help="csv and tsv: do not guard cells that look like formulas.")]


@dataclass(frozen=True)
class _Asked:
    """What was typed: the measure, the folder if one was named, and the parameters left."""

    measure: str
    folder: Path | None
    help: bool
    rest: tuple[str, ...]


def numbers(
    context: typer.Context,
    words: Words = None,
    folder: FolderOption = None,
    top: Top = None,
    engine: EngineOption = None,
    form: FormOption = None,
    as_json: Json = False,
    raw: Raw = False,
    write: Write = False,
) -> None:
    """Count, with unit, denominator and interval. Without MEASURE: every influence at a glance.

    Measures: overview, frequency, directions, compare, concentration, pairs, partners, sets, communities,
    sensitivity, findings_behind, and from_percentage, which gives the counts behind a published percentage.
    `narragraph numbers MEASURE --help` says what one takes and gives.
    """
    asked = _to_write(_read(words or ())) if write else _read(words or ())
    if asked.measure == FROM_PERCENTAGE:
        from cli.from_percentage import from_percentage

        from_percentage(asked.rest, as_json=as_json, wants_help=asked.help)
        return
    from synthesis.measures import measures

    contract = measures()[asked.measure]
    if asked.help:
        _describe(contract, context if not words or words[0].startswith("-") else None, as_json=as_json)
        return
    given = read_given(contract, asked.rest)
    terminal: Terminal = context.obj
    where = folder or asked.folder
    answer, measured = _measured(asked.measure, given, where, engine, terminal)
    if write:
        from cli.written_pairs import write_pairs

        write_pairs(answer, review_folder(where), config_for(engine), terminal)
    _write(answer, measured, chosen_form(form, as_json), terminal, top=top, raw=raw, again=same_graph(where, engine))


def _to_write(asked: _Asked) -> _Asked:
    """Without a measure `--write` is about pairs; nothing else can be written."""
    found = replace(asked, measure=PAIRS) if asked.measure == OVERVIEW else asked
    if found.measure != PAIRS:
        raise ConfigError("--write", f"only pairs can be written into the graph, not {found.measure}.")
    return found


def _describe(contract: Query, context: typer.Context | None, *, as_json: bool) -> None:
    """The page of one measure; with a context, where none was named, the page of the command."""
    from cli.catalogue import described, described_json

    if context is not None:
        typer.echo(context.get_help())
    elif as_json:
        write_json(described_json(contract), sys.stdout)
    else:
        typer.echo(described(contract), nl=False)


def _read(words: Sequence[str]) -> _Asked:
    """The measure comes first, then the folder; a word that is neither a measure nor an option is the folder."""
    from synthesis.measures import measures

    left = [word for word in words if word not in {"--help", "-h"}]
    wants_help = len(left) < len(words)
    named = left[0].replace("-", "_") if left and not left[0].startswith("-") else ""
    if named == FROM_PERCENTAGE:
        return _Asked(FROM_PERCENTAGE, None, wants_help, tuple(left[1:]))
    measure = named if named in measures() else OVERVIEW
    if named in measures():
        left = left[1:]
    folder = Path(left.pop(0)) if left and not left[0].startswith("-") else None
    if folder is not None and not folder.exists():
        near = did_you_mean(near_misses(named, [*measures(), FROM_PERCENTAGE]))
        known = ", ".join([*measures(), FROM_PERCENTAGE])
        message = f'"{folder}" is neither a measure nor a folder.{near} The measures are: {known}.'
        raise ConfigError("MEASURE", message)
    return _Asked(measure, folder, wants_help, tuple(left))


def _measured(
    name: str, given: Mapping[str, object], folder: Path | None, engine: Engine | None, terminal: Terminal
) -> tuple[Answer, Measured]:
    from graph.ask import Answer, graph_info
    from graph.fetch import fetch
    from graph.store import open_graph
    from synthesis.evidence import evidence
    from synthesis.measures import measure, measures

    database = open_graph(review_folder(folder), config_for(engine))
    try:
        info, tables = graph_info(database), fetch(database)
    finally:
        database.close()
    with terminal.progress() as progress:
        parameters, measured = measure(evidence(tables), name, given, text=True, progress=progress)
    return Answer(measures()[name], parameters, measured.rows, False, info, measured.said), measured


def _write(
    answer: Answer, measured: Measured, form: Form, terminal: Terminal, *, top: int | None, raw: bool, again: str
) -> None:
    from cli.answer import source_line, write_answer

    every = len(answer.rows)
    shown = replace(answer, rows=answer.rows[:top])
    heading = f"{_heading(answer)} {source_line(answer.info)}"
    if form is Form.TABLE and answer.query.name == OVERVIEW:
        _write_overview(shown, heading)
    else:
        if form is Form.TABLE:
            typer.echo(heading + "\n")
        elif form is not Form.JSON:
            terminal.say(heading)
        write_answer(shown, form, terminal, raw=raw, again=again)
    if len(shown.rows) < every:
        terminal.warn(f"The first {len(shown.rows)} of {every:,} rows; leave out --top for all.")
    for note in measured.notes:
        terminal.say(note)


def _heading(answer: Answer) -> str:
    """`Frequency of report, unit paper, 6 papers, no filter, interval 95 %, Wilson.`"""
    said = answer.said
    parts = [str(said["measure"]).capitalize(), f"unit {said['unit']}", f"{said['papers']} papers", str(said["filter"])]
    for name, value in said.items():
        if name not in SAID_FIRST and value is not False and value is not None:
            parts.append(_spelt(name.replace("_", " "), value))
    return ", ".join(parts) + "."


def _spelt(name: str, value: object) -> str:
    """`rolled up` for what holds, else `name value`."""
    if value is True:
        return name
    if isinstance(value, list):
        return f"{name} {', '.join(map(str, value)) or 'none'}"
    return f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}"


def _write_overview(answer: Answer, heading: str) -> None:
    from cli.numbers_table import LEGEND, people_columns, people_rows, zero_columns

    typer.echo(heading + "\n")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE
    without = zero_columns(answer.rows) if width < WIDE else []
    branch = any(row["rolled_up_papers"] != row["papers"] for row in answer.rows)
    columns = people_columns(roll_up=branch, ids=width >= WIDE, without=without)
    write_rows(Form.TABLE, columns, people_rows(answer.rows), sys.stdout)
    if without:
        typer.echo(f"\n0 in every row: {', '.join(without)}")
    typer.echo("\n" + textwrap.fill(LEGEND, min(width, 100)))
    sys.stdout.flush()
