"""Which review folder and which engine a command is about."""

from __future__ import annotations

import os
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from graph.config import Config
from graph.errors import ConfigError

MARK = "review.toml"


class Engine(StrEnum):
    """The two engines."""

    LADYBUG = "ladybug"
    NEO4J = "neo4j"


def review_folder(given: Path | None) -> Path:
    """The folder that holds review.toml: the one given, or the nearest upward from here, as git looks for its own.

    Raises ConfigError when there is none, FolderNotWritable when its .narragraph lies elsewhere. A path to review.toml
    itself stands for its folder.
    """
    from graph.links import check_home

    found = _upward(Path.cwd()) if given is None else _named(given)
    check_home(found)
    return found


def _named(given: Path) -> Path:
    folder = given.parent if given.name == MARK and given.is_file() else given
    if not folder.is_dir():
        raise ConfigError("DIR", f'"{given}" is not a folder. Give the folder that holds {MARK}.')
    if not (folder / MARK).is_file():
        raise ConfigError("DIR", f'"{given}" holds no {MARK}. Make one with `narragraph init {given}`.')
    return folder


def _upward(here: Path) -> Path:
    for folder in (here, *here.parents):
        if (folder / MARK).is_file():
            return folder
    raise ConfigError(
        "DIR",
        f"there is no {MARK} in {here} or in a folder above it. Name a review folder, or make one with "
        "`narragraph init DIR`.",
    )


def config_for(engine: Engine | None) -> Config:
    """The configuration of the environment, with the engine of the command line where one was given."""
    config = Config.from_env(os.environ)
    return config if engine is None else replace(config, engine=engine.value)
