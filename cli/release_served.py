"""Serving a frozen release: its graph loaded as it was written, without anything of the review folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import MARK, Engine
from graph.config import Config
from graph.errors import ConfigError, ReleaseError

if TYPE_CHECKING:
    from graph.tables import GraphTables

Frozen = Annotated[
    Path | None,
    typer.Option(
        "--release",
        metavar="PATH",
        help="Serve the graph of this release (a folder or zip) instead of a review folder, as --public does.",
        show_default=False,
    ),
]


@contextmanager
def frozen(path: Path, folder: Path | None, engine: Engine | None) -> Iterator[Path]:
    """A folder with the graph of a release, for as long as it is served.

    Every hash is checked first. Raises ConfigError and ReleaseError.
    """
    from graph.build import build
    from graph.release_manifest import differences
    from graph.release_model import INPUTS

    if folder is not None or engine is Engine.NEO4J:
        raise ConfigError(
            "--release", "a release is served alone and embedded. Leave out the folder and --engine neo4j."
        )
    with tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        from cli.release_verify import opened_release

        opened = opened_release(path, Path(home), option="--release")
        if differences(opened.wanted, opened.held, opened.links):
            fix = "`narragraph release --verify` says what."
            raise ReleaseError(str(path), "something in it is not as it was released.", fix=fix)
        place = Path(home) / "served"
        place.mkdir()
        shutil.copyfile(opened.folder / INPUTS / MARK, place / MARK)
        config = replace(Config.from_env(os.environ), engine=Engine.LADYBUG.value)
        build(_tables(opened.folder / "graph" / "parquet", str(path)), place, config)
        yield place


def _tables(folder: Path, shown: str) -> GraphTables:
    """The tables of a released graph; derived relationships are derived again from them. Raises ReleaseError."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from graph.schema import EDGES, NODES, SCHEMA_VERSION, snake
    from graph.tables import GraphTables, TablesBroken, check_tables

    other = "It was made with another version of narragraph; serve it with that one."
    try:
        nodes = {one.label: pq.read_table(folder / f"{snake(one.label)}.parquet") for one in NODES}
        edges = {one.type: pq.read_table(folder / f"{snake(one.type)}.parquet") for one in EDGES if not one.derived}
        tables = GraphTables(nodes, edges)
        check_tables(tables)
    except (OSError, pa.ArrowException, TablesBroken) as error:
        raise ReleaseError(shown, f"its graph cannot be loaded ({error}).", fix=other) from None
    written = tables.node("Review").column("schema_version")[0].as_py()
    if written != SCHEMA_VERSION:
        raise ReleaseError(shown, f"its graph has schema {written}, this narragraph {SCHEMA_VERSION}.", fix=other)
    return tables
