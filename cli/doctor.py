"""`narragraph doctor`: what this machine and this folder have, and what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

import typer

from cli.exits import Code
from cli.folder import config_for, review_folder
from cli.options import EngineOption, Folder, Json
from cli.rows import Form, write_json, write_rows
from cli.table import Column
from graph import version
from graph.config import PREFIX, Config
from graph.errors import ConfigError, FolderNotWritable, GraphMissing, SynthesisError

OK, NOTE, PROBLEM = "ok", "note", "problem"
LEAST_FREE = 500 * 2**20
"""Bytes of free disk below which a build is likely to fail."""
TOOLS = (
    ("java", "runs Neo4j"),
    ("mvn", "fetches Neo4j"),
    ("node", "runs the Cypher linter"),
    ("chromium", "shows pages"),
)


@dataclass(frozen=True)
class Check:
    """One line of the examination; only `problem` makes the command fail."""

    check: str
    state: str
    detail: str


def doctor(folder: Folder = None, engine: EngineOption = None, as_json: Json = False) -> None:
    """Examine Python, engines, folder, disk and graph; exit 1 when something is wrong."""
    config = config_for(engine)
    checks = [*_program(), *_folder(folder, config), *_neo4j(config), *_tools()]
    if as_json:
        write_json({"checks": [vars(check) for check in checks]}, sys.stdout)
    else:
        columns = [Column("check"), Column("state"), Column("detail")]
        write_rows(Form.TABLE, columns, [vars(check) for check in checks], sys.stdout)
    if any(check.state == PROBLEM for check in checks):
        raise typer.Exit(Code.FAILED)


def _program() -> Iterator[Check]:
    yield Check("narragraph", OK, version())
    yield Check("python", OK, f"{platform.python_version()} ({sys.executable})")
    try:
        from graph.engines.ladybug import VERSION
    except ImportError as error:
        yield Check("embedded engine", PROBLEM, f"cannot be imported: {error}. Install narragraph again.")
    else:
        yield Check("embedded engine", OK, f"ladybug {VERSION}")


def _folder(given: Path | None, config: Config) -> Iterator[Check]:
    try:
        folder = review_folder(given)
    except (ConfigError, FolderNotWritable) as error:
        # Without a folder named there is nothing wrong with standing outside of one.
        yield Check("review folder", NOTE if given is None else PROBLEM, str(error))
        return
    yield Check("review folder", OK, str(folder.resolve()))
    yield _writable(folder)
    free = shutil.disk_usage(folder).free
    enough = free >= LEAST_FREE
    advice = "" if enough else "; a build may fail, free some space"
    yield Check("disk", OK if enough else PROBLEM, f"{free / 2**30:.1f} GiB free{advice}")
    if config.engine == "ladybug":
        yield _graph(folder, config)


def _writable(folder: Path) -> Check:
    home = folder / ".narragraph"
    place = home if home.is_dir() else folder
    try:
        with tempfile.TemporaryFile(dir=place):
            return Check("write permission", OK, str(place))
    except OSError as error:
        detail = f"{place}: {error.strerror}. Queries work, building does not: give write permission."
        return Check("write permission", PROBLEM, detail)


def _graph(folder: Path, config: Config) -> Check:
    from graph.store import check_file, open_graph, published

    try:
        said = published(folder)
        check_file(folder, said, always_hash=True)
        open_graph(folder, config).close()
    except GraphMissing as error:
        return Check("graph", NOTE, str(error))
    except SynthesisError as error:
        return Check("graph", PROBLEM, str(error))
    return Check("graph", OK, f"revision {said.revision[:12]}, built {said.built_at}, bytes as written")


def _neo4j(config: Config) -> Iterator[Check]:
    if config.engine != "neo4j" and not os.environ.get(f"{PREFIX}NEO4J_URI"):
        yield Check("neo4j", NOTE, f"not configured; set {PREFIX}NEO4J_URI to use a server")
        return
    from graph.engines.neo4j import Neo4jDatabase

    try:
        database = Neo4jDatabase(config)
    except SynthesisError as error:
        yield Check("neo4j", PROBLEM, str(error))
        return
    try:
        yield Check("neo4j", OK, f"{database.server_version()} at {config.neo4j_uri.split('@')[-1]}")
    finally:
        database.close()


def _tools() -> Iterator[Check]:
    for tool, purpose in TOOLS:
        found = shutil.which(tool)
        yield Check(
            tool,
            OK if found else NOTE,
            f"{found or 'not found'}; {purpose} in narragraph's own tests, not needed to use it",
        )
    try:
        detail = f"{installed('py2neo')} is installed; its authors have retired it, narragraph does not run on it"
    except PackageNotFoundError:
        detail = "not installed, not needed; its authors have retired it"
    yield Check("py2neo", NOTE, detail)
