"""`narragraph chart`: a picture of a measure, written to a file. Without a name, the charts there are."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_given
from cli.folder import Engine, config_for, review_folder
from cli.options import EngineOption, FolderOption, Json
from cli.rows import write_json
from cli.terminal import Terminal
from graph.errors import ConfigError, did_you_mean, near_misses
from graph.whole import appears_whole

if TYPE_CHECKING:
    from synthesis.charts.model import Chart

ENDINGS = (".svg", ".png", ".pdf", ".vl.json", ".csv")
"""What --out may end in; csv is the table behind the picture."""
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME] [DIR] [--PARAMETER VALUE]", help="A chart and its parameters.", show_default=False),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="Ends in .svg, .png, .pdf, .vl.json or .csv (the table).",
        show_default=False,
    ),
]
Server = Annotated[
    str | None,
    typer.Option(
        "--server", metavar="URL", help="Make marks links to what stands behind them there.", show_default=False
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what --out names.")]


def chart(
    context: typer.Context,
    words: Words = None,
    out: Out = None,
    folder: FolderOption = None,
    server: Server = None,
    force: Force = False,
    engine: EngineOption = None,
    as_json: Json = False,
) -> None:
    """Draw a measure into a file: SVG, PNG, PDF, Vega-Lite or the table behind it. Without NAME: the charts.

    Charts: matrix, cooccurrence, gaps, network, years, ranks, frequency, directions; of a survey site_profile,
    item_by_site, frequency_against_rating. A chart takes the parameters of its measure and shows the numbers that
    `narragraph numbers` prints; `narragraph chart NAME --help` says which.
    """
    name, place, wants_help, rest = _read(words or ())
    if name is None:
        _list(context, wants_help=wants_help, as_json=as_json)
        return
    from synthesis.charts.registry import charts

    if wants_help:
        _describe(name, as_json=as_json)
        return
    given = read_given(charts()[name], rest)
    path, ending = _target(out, force=force)
    drawn = _drawn(name, given, folder or place, engine, _address(server), context.obj)
    with appears_whole(path) as file:
        file.write_bytes(_written(drawn, ending))
    _say(drawn, path, context.obj)


def _read(words: Sequence[str]) -> tuple[str | None, Path | None, bool, tuple[str, ...]]:
    """The chart, the folder if one was named, whether help was asked for, and the parameters."""
    from synthesis.charts.kinds import KINDS

    left = [word for word in words if word not in {"--help", "-h"}]
    wants_help = len(left) < len(words)
    if not left or left[0].startswith("-"):
        if left:
            raise ConfigError("NAME", f"name a chart before {left[0]}. The charts are: {', '.join(KINDS)}.")
        return None, None, wants_help, ()
    name = left.pop(0).replace("-", "_")
    if name not in KINDS:
        near = did_you_mean(near_misses(name, KINDS))
        raise ConfigError("NAME", f'"{name}" is no chart.{near} The charts are: {", ".join(KINDS)}.')
    place = Path(left.pop(0)) if left and not left[0].startswith("-") else None
    return name, place, wants_help, tuple(left)


def _list(context: typer.Context, *, wants_help: bool, as_json: bool) -> None:
    """The charts there are, or the page of the command."""
    from cli.catalogue import catalogue_json, write_catalogue
    from synthesis.charts.registry import charts

    if wants_help:
        typer.echo(context.get_help())
    elif as_json:
        write_json(catalogue_json(charts()), sys.stdout)
    else:
        write_catalogue(charts(), sys.stdout, command="chart")


def _describe(name: str, *, as_json: bool) -> None:
    from cli.catalogue import described, described_json
    from synthesis.charts.registry import charts

    if as_json:
        write_json(described_json(charts()[name]), sys.stdout)
    else:
        typer.echo(described(charts()[name]), nl=False)


def _target(out: Path | None, *, force: bool) -> tuple[Path, str]:
    """The file and its ending. Raises ConfigError for none, an ending that nothing writes, or a file that is there."""
    if out is None:
        raise ConfigError("--out", f"say where to write, such as --out chart.svg; it may end in {', '.join(ENDINGS)}.")
    ending = next((ending for ending in ENDINGS if out.name.lower().endswith(ending)), None)
    if ending is None:
        raise ConfigError("--out", f'"{out}" ends in nothing that can be written. Use {", ".join(ENDINGS)}.')
    if out.is_dir():
        raise ConfigError("--out", f'"{out}" is a folder. Name a file.')
    if out.exists() and not force:
        raise ConfigError("--out", f'"{out}" is there already. Name another file, or give --force to replace it.')
    if not out.absolute().parent.is_dir():
        raise ConfigError("--out", f'there is no folder "{out.parent}". Make it first.')
    return out, ending


def _address(server: str | None) -> str | None:
    """The address before the links. Raises ConfigError unless it is one of the web: a link is for clicking."""
    if server is not None and not server.startswith(("http://", "https://")):
        raise ConfigError("--server", f'"{server}" is no address. Write it like http://127.0.0.1:8000.')
    return None if server is None else server.rstrip("/")


def _drawn(
    name: str,
    given: dict[str, object],
    folder: Path | None,
    engine: Engine | None,
    server: str | None,
    terminal: Terminal,
) -> Chart:
    from graph.ask import graph_info
    from graph.fetch import FOR_NUMBERS, fetch
    from graph.store import open_graph
    from synthesis.charts.registry import chart as draw
    from synthesis.evidence import evidence
    from synthesis.survey.rows import SURVEY

    database = open_graph(review_folder(folder), config_for(engine))
    try:
        info, tables = graph_info(database), fetch(database, (*FOR_NUMBERS, *SURVEY))
    finally:
        database.close()
    with terminal.progress() as progress:
        return draw(evidence(tables), name, given, info, text=True, server=server, progress=progress)


def _written(drawn: Chart, ending: str) -> bytes:
    """The bytes of the file."""
    from synthesis.charts import rendered

    if ending == ".vl.json":
        return (json.dumps(drawn.spec, ensure_ascii=False, indent=1) + "\n").encode()
    if ending == ".csv":
        return rendered.table(drawn)[0].encode()
    if ending == ".svg":
        return rendered.svg(drawn).encode()
    return rendered.png(drawn) if ending == ".png" else rendered.pdf(drawn)


def _say(drawn: Chart, path: Path, terminal: Terminal) -> None:
    """Caption, how it was counted, and every note: on stderr, so that nothing is in the way of a pipe."""
    terminal.say(f"{path}: {drawn.title}. {drawn.caption}")
    terminal.say(drawn.counted)
    for note in drawn.notes:
        terminal.say(note)
