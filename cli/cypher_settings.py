"""The [cypher] table of review.toml as limits; the rest of the file is not looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.folder import MARK
from graph.errors import ConfigError, ReviewFolderError
from graph.free.errors import CypherOff
from graph.free.limits import Limits

TurnOn = Annotated[
    bool,
    typer.Option("--cypher", help="Answer free Cypher (POST /v1/cypher) within the limits of [cypher] in review.toml."),
]


def limits_of(folder: Path, *, turned_on: bool = False) -> Limits:
    """The limits of free Cypher. Raises CypherOff unless review.toml or `turned_on` says that it is on.

    Raises ReviewFolderError when review.toml cannot be read.
    """
    from ingest.review_file import read_review_file

    said, problems = read_review_file(folder)
    if said is None:
        raise problems[0]
    if not (said.cypher.enabled or turned_on):
        raise CypherOff(f"write `enabled = true` under [cypher] in {MARK} to turn it on.")
    return Limits(**said.cypher.model_dump(exclude={"enabled"}))


def limits_if_on(folder: Path, *, turned_on: bool, public: bool = False) -> Limits | None:
    """The limits of free Cypher, or null where it is off. A review.toml with problems turns nothing on.

    A server that everybody may ask has none: nobody could be told to stop. Raises ConfigError when both are asked for.
    """
    if public and turned_on:
        raise ConfigError("--cypher", "a public server answers named queries only. Leave out --cypher or --public.")
    if public:
        return None
    try:
        return limits_of(folder, turned_on=turned_on)
    except CypherOff:
        return None
    except ReviewFolderError:
        if turned_on:
            raise
        return None
