"""Options that several commands share, spelt once."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from cli.folder import Engine
from cli.rows import Form

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", help="The review folder; without it, the nearest review.toml upward from here."),
]
EngineOption = Annotated[
    Engine | None,
    typer.Option("--engine", help="Overrides NARRAGRAPH_ENGINE.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout instead of text.")]
Strict = Annotated[bool, typer.Option("--strict", help="A column that nothing maps is an error, not a note.")]
FolderOption = Annotated[
    Path | None,
    typer.Option("--folder", "-C", metavar="DIR", help="The review folder, where DIR has no place of its own."),
]
FormOption = Annotated[
    Form | None,
    typer.Option("--format", help="Default: table on a terminal, csv in a pipe or file.", show_default=False),
]


def same_graph(folder: Path | None, engine: Engine | None) -> str:
    """The options that reach the same graph again."""
    words = [] if folder is None else ["--folder", str(folder)]
    words += [] if engine is None else ["--engine", engine.value]
    return shlex.join(words)
