"""`narragraph ledgers`: the decisions of a folder as one file, for a colleague without git, and back."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.folder import review_folder
from cli.options import FolderOption, Json
from cli.rows import write_json
from cli.terminal import Terminal
from graph.errors import ConfigError, FolderNotWritable


class Action(StrEnum):
    """What to do with the ledgers."""

    PACK = "pack"
    MERGE = "merge"


def ledgers(
    context: typer.Context,
    action: Annotated[Action, typer.Argument(help="What to do.", show_default=False)],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file with all entries.", show_default=False)],
    folder: FolderOption = None,
    as_json: Json = False,
) -> None:
    """Carry decisions from one copy of a review to another without git: pack all ledgers into one file, or merge one.

    `merge` adds the entries that this copy lacks, line by line as they were written, and changes none; again, it adds
    nothing. Hidden entries travel too. A device that went on in two copies is refused, and nothing is written.
    """
    terminal: Terminal = context.obj
    place = review_folder(folder)
    entries = _pack(place, file) if action is Action.PACK else _merge(place, file)
    if as_json:
        write_json({"action": action.value, "file": str(file), "entries": entries}, sys.stdout)
        return
    word = "entry" if entries == 1 else "entries"
    if action is Action.PACK:
        terminal.say(f"{entries:,} {word} written to {file}. There: `narragraph ledgers merge {file.name}`.")
    else:
        further = " Next: `narragraph build`." if entries else " This copy had them all."
        terminal.say(f"{entries:,} {word} added from {file}.{further}")


def _pack(place: Path, file: Path) -> int:
    from curation.exchange import export_ledgers

    if file.exists():
        raise ConfigError("FILE", f'"{file}" exists already. Name another file, or move it away.')
    if not file.absolute().parent.is_dir():
        raise ConfigError("FILE", f'"{file.absolute().parent}" is not a folder.')
    return export_ledgers(place, file)


def _merge(place: Path, file: Path) -> int:
    from curation.exchange import import_ledgers

    if not file.is_file():
        raise ConfigError("FILE", f'there is no file "{file}".')
    try:
        return import_ledgers(place, file)
    except OSError as error:
        again = "ledgers of other devices may be merged already. Mend that and merge again: nothing is added twice"
        raise FolderNotWritable(str(place), f"writing failed ({error.strerror or error}); {again}") from error
