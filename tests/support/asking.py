"""Asking a review folder as a user does, and asking both engines the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from command_line import Ran

from graph.audit import check_engines
from graph.build import build
from graph.config import Config
from graph.store import open_graph
from ingest.folder import read_folder

Command = Callable[..., Ran]


def copied(folder: Path, place: Path) -> Path:
    """A copy of a review folder without what was derived from it."""
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns(".narragraph"))
    return place


def rows(narragraph: Command, folder: Path, name: str, *words: object) -> list[dict[str, Any]]:
    """The rows of one query, asked through the command line; nothing may be cut off."""
    ran = narragraph("query", name, *words, "--folder", folder, "--json")
    assert ran.code == 0, ran.err
    answer = json.loads(ran.out)
    assert answer["truncated"] is False
    found: list[dict[str, Any]] = answer["rows"]
    return found


def by(key: str, found: Sequence[dict[str, Any]], *columns: str) -> dict[Any, Any]:
    """Rows by one column: the value of the only column named, or a tuple of several."""
    assert len({row[key] for row in found}) == len(found)
    return {row[key]: row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns) for row in found}


def differences_between_engines(folder: Path, server: Config) -> list[str]:
    """Build a folder on both engines; every row that differs, and every read query whose answers differ."""
    tables = read_folder(folder).tables
    embedded = Config(buffer_pool_mb=64)
    build(tables, folder, embedded)
    build(tables, folder, server)
    assert not build(tables, folder, server).changed
    assert not build(tables, folder, embedded).changed
    left, right = open_graph(folder, embedded), open_graph(folder, server)
    try:
        return [failure for check in check_engines(left, right) for failure in check.failures]
    finally:
        left.close()
        right.close()
