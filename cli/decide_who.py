"""Who decides in the terminal, and into which ledger file: asked before anything slow is done."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from pathlib import Path

from curation.entries import NAME
from graph.errors import ConfigError, did_you_mean, near_misses
from graph.model import CuratorRole

OPTION = "--curator"


def roles(folder: Path) -> dict[str, CuratorRole]:
    """Who stands in review.toml; empty when nobody does, or when the file is told to be wrong later."""
    from ingest.review_file import read_review_file

    review, _ = read_review_file(folder)
    return {} if review is None else {person.id: person.role for person in review.curators.people}


def the_curator(people: Mapping[str, CuratorRole], given: str | None) -> str:
    """Who decides: the one named, else the only one who may. Raises ConfigError."""
    able = [name for name, role in people.items() if role is not CuratorRole.READER]
    if given is None:
        return _only(people, able)
    if people and given not in people:
        hint = did_you_mean(near_misses(given, people)) or f" They are: {', '.join(people)}."
        raise ConfigError(OPTION, f'"{given}" is not under [[curators.people]] in review.toml.{hint}')
    if not NAME.fullmatch(given):
        raise ConfigError(OPTION, f'"{given}" must be 1 to 40 of a-z, 0-9 and -.')
    if people and given not in able:
        message = f'"{given}" is a reader; deciding needs a coder or an adjudicator. Roles stand in review.toml.'
        raise ConfigError(OPTION, message)
    return given


def _only(people: Mapping[str, CuratorRole], able: list[str]) -> str:
    if len(able) == 1:
        return able[0]
    if able:
        raise ConfigError(OPTION, f"say who you are. These may decide: {', '.join(able)}.")
    if people:
        raise ConfigError(OPTION, "review.toml names readers only. Give somebody the role coder or adjudicator.")
    message = (
        "say who you are, such as `--curator ann`. review.toml names nobody, so any name of a-z, 0-9 and - will do."
    )
    raise ConfigError(OPTION, message)


def the_device(given: str | None) -> str:
    """The name of the ledger file: one for each machine, not that of a server on it. Raises ConfigError."""
    if given is None:
        name = re.sub(r"[^a-z0-9]+", "-", socket.gethostname().lower()).strip("-")[:30]
        return f"terminal-{name}" if name else "terminal"
    if not NAME.fullmatch(given):
        raise ConfigError("--device", f'"{given}" must be 1 to 40 of a-z, 0-9 and -.')
    return given
