"""`narragraph diff`: which figures differ between two states of a review, and because of which papers and decisions."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import config_for, review_folder
from cli.options import EngineOption, Folder, Json
from cli.rows import write_json
from cli.terminal import Terminal

if TYPE_CHECKING:
    from graph.tables import GraphTables
    from synthesis.diff import Diff, StateChange

Other = Annotated[
    Path | None,
    typer.Argument(metavar="[OTHER]", help="Another review folder: its state is the later one.", show_default=False),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="REVISION", help="A git revision of the folder: its earlier state.", show_default=False
    ),
]
Top = Annotated[int, typer.Option("--top", min=1, help="Influences and pairs shown; --json has all.")]


def diff(
    context: typer.Context,
    folder: Folder = None,
    other: Other = None,
    since: Since = None,
    engine: EngineOption = None,
    top: Top = 25,
    as_json: Json = False,
) -> None:
    """Compare two states of a review: counts, ranks, directions and pairs, with the papers and decisions behind it.

    Without OTHER and --since: the graph as it was built against the folder as it is, so what a build would change.
    """
    from cli.diff_text import diff_text
    from synthesis.diff import diff as compare
    from synthesis.evidence import evidence

    terminal: Terminal = context.obj
    place = review_folder(folder)
    if other is not None and since is not None:
        raise typer.BadParameter("give OTHER or --since, not both")
    if other is not None:
        before, after = _read(place, terminal), _read(review_folder(other), terminal)
    elif since is not None:
        before, after = _read_revision(place, since, terminal), _read(place, terminal)
    else:
        before, after = _built(place, engine), _read(place, terminal)
    found = compare(evidence(before), evidence(after))
    if as_json:
        write_json(_json(found), sys.stdout)
        return
    for line in diff_text(found, top):
        typer.echo(line)


def _read(folder: Path, terminal: Terminal) -> GraphTables:
    from cli.reading import read
    from graph.errors import DataInvalid

    ingested = read(folder, terminal, strict=False)
    if ingested.report.problems:
        for problem in ingested.report.problems[:20]:
            terminal.warn(str(problem))
        raise DataInvalid(ingested.report.problems)
    return ingested.tables


def _built(folder: Path, engine: EngineOption) -> GraphTables:
    from graph.fetch import fetch
    from graph.store import open_graph

    database = open_graph(folder, config_for(engine))
    try:
        return fetch(database)
    finally:
        database.close()


def _read_revision(folder: Path, revision: str, terminal: Terminal) -> GraphTables:
    from cli.git import folder_at

    with tempfile.TemporaryDirectory(prefix="narragraph-") as place:
        folder_at(folder, revision, Path(place))
        return _read(review_folder(Path(place)), terminal)


def _json(found: Diff) -> dict[str, object]:
    return {
        "unit": "paper",
        "revision_before": found.revision_before,
        "revision_after": found.revision_after,
        "papers_added": list(found.papers_added),
        "papers_gone": list(found.papers_gone),
        "influences": [
            {**vars(row), "because": [_change(change) for change in row.because]} for row in found.influences
        ],
        "pairs": [{**vars(row), "because": list(row.because)} for row in found.pairs],
    }


def _change(change: StateChange) -> dict[str, object]:
    return vars(change) | {"decisions": list(change.decisions), "curators": list(change.curators)}
