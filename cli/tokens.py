"""`narragraph token`: who may ask a server that is open to other machines."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json
from cli.rows import Form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.config import PREFIX, Config
from graph.errors import ConfigError

if TYPE_CHECKING:
    from api.tokens import TokenFile


class Action(StrEnum):
    """What to do with tokens."""

    ADD = "add"
    LIST = "list"
    REMOVE = "remove"


TokensFileOption = Annotated[
    Path | None,
    typer.Option(
        "--tokens-file",
        metavar="FILE",
        help="The file with the hashed tokens, outside the review folder; overrides NARRAGRAPH_TOKENS_FILE.",
        show_default=False,
    ),
]
Name = Annotated[
    str | None, typer.Argument(metavar="[NAME]", help="Whose token: a-z, 0-9, hyphen.", show_default=False)
]


def token(
    context: typer.Context,
    action: Annotated[Action, typer.Argument(help="What to do.", show_default=False)],
    name: Name = None,
    decide: Annotated[
        bool,
        typer.Option("--decide", help="With add: the token also decides, as the curator NAME of review.toml."),
    ] = False,
    tokens_file: TokensFileOption = None,
    as_json: Json = False,
) -> None:
    """Make, list and take away the tokens of a server that is open to other machines.

    `add` prints the new token once; only its hash is kept. A running server follows at once.
    """
    terminal: Terminal = context.obj
    if name is None and action is not Action.LIST:
        raise typer.BadParameter(f"say whose token: `narragraph token {action} NAME`")
    if decide and action is not Action.ADD:
        raise typer.BadParameter("--decide goes with `narragraph token add NAME`")
    if name is not None and action is Action.LIST:
        raise typer.BadParameter("`narragraph token list` takes no name; it shows everybody's")
    message = "say where tokens are kept, outside the review folder: set it to a file, or give --tokens-file FILE."
    file = _file(Config.from_env(os.environ), tokens_file, message)
    if action is Action.LIST or name is None:
        _list(file, as_json=as_json)
        return
    if action is Action.REMOVE:
        file.remove(name)
        terminal.say(f'The token of "{name}" is no longer good.')
        return
    _add(file, name, terminal, decide=decide, as_json=as_json)


def _add(file: TokenFile, name: str, terminal: Terminal, *, decide: bool, as_json: bool) -> None:
    from api.tokens import Scope

    scope = Scope.DECIDE if decide else Scope.READ
    made = file.add(name, scope)
    if as_json:
        write_json({"name": name, "scope": scope.value, "token": made, "file": str(file.path)}, sys.stdout)
    else:
        typer.echo(made)
    able = f'reads and decides as "{name}"' if decide else "reads; `--decide` makes one that also decides"
    terminal.say(f'This is the token of "{name}"; it {able}. Copy it now: {file.path} keeps only its hash.')
    terminal.say("Send it as a header: curl -H 'Authorization: Bearer <token>' ...")


def _list(file: TokenFile, *, as_json: bool) -> None:
    rows: list[dict[str, object]] = [
        {"name": held.name, "scope": held.scope.value, "added": held.added} for held in file.tokens()
    ]
    if as_json:
        write_json({"tokens": rows}, sys.stdout)
    else:
        write_rows(Form.TABLE, [Column("name"), Column("scope"), Column("added")], rows, sys.stdout)


def token_file(config: Config, given: Path | None, folder: Path) -> TokenFile:
    """The token file of a server, checked. Raises ConfigError when there is none, no token in it, or others see it."""
    message = (
        "a server that other machines can reach needs tokens. Name a file for them outside the review folder, make "
        "one with `narragraph token add NAME`, then start again; or listen on 127.0.0.1 only."
    )
    file = _file(config, given, message)
    if file.path.resolve().is_relative_to(folder.resolve()):
        message = f"{file.path} is inside the review folder, which a team shares. Keep it elsewhere."
        raise ConfigError(f"{PREFIX}TOKENS_FILE", message)
    if not file.tokens():
        message = f"{file.path} holds no token. Make one with `narragraph token add NAME`."
        raise ConfigError(f"{PREFIX}TOKENS_FILE", message)
    return file


def _file(config: Config, given: Path | None, otherwise: str) -> TokenFile:
    from api.tokens import TokenFile

    named = given or (Path(config.tokens_file) if config.tokens_file else None)
    if named is None:
        raise ConfigError(f"{PREFIX}TOKENS_FILE", otherwise)
    return TokenFile(named.expanduser())
