"""Build the graph of a review folder from its tables, on either engine, without ever spoiling the previous one."""

from __future__ import annotations

import errno
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from graph import version
from graph.config import Config
from graph.engines.ladybug import VERSION, LadybugDatabase
from graph.errors import FolderNotWritable, GraphDamaged, GraphMissing, GraphOfAnotherReview
from graph.filling import fill
from graph.lock import build_lock
from graph.progress import Progress, silent
from graph.requested import REQUESTED, carried, held
from graph.schema import SCHEMA_VERSION
from graph.store import (
    HOME,
    POINTER,
    Published,
    check_file,
    graph_home,
    publish,
    published,
    sha256_of,
    stamp_of,
)
from graph.tables import GraphTables, check_tables

LEAST_ROOM = 16 * 2**20
"""Bytes that a build takes on disk at most, apart from twice its tables (measured from 3 to 20,000 rows)."""


@dataclass(frozen=True)
class BuildResult:
    """What a build did. `changed` is false when the graph already was what the folder says."""

    engine: str
    revision: str
    changed: bool
    counts: dict[str, int]
    seconds: float
    place: str
    notes: tuple[str, ...] = ()


def build(
    tables: GraphTables, folder: Path, config: Config, *, progress: Progress = silent, force: bool = False
) -> BuildResult:
    """Build `tables` into the engine of `config`; the Review row carries the revision.

    Relationships made on request are carried over from the graph before, unless the tables bring their own.

    Raises BuildInProgress, FolderNotWritable, GraphOfAnotherReview, DatabaseUnavailable or RowsLost; the previous
    graph answers on after each of them.
    """
    check_tables(tables)
    started = time.monotonic()
    home = graph_home(folder)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with build_lock(home):
            if config.engine == "neo4j":
                from graph.engines.neo4j_build import build_neo4j

                changed, counts, notes = build_neo4j(tables, folder, config, progress)
                revision = tables.node("Review").column("revision")[0].as_py()
                result = BuildResult("neo4j", revision, changed, counts, 0.0, config.neo4j_uri.split("@")[-1], notes)
            else:
                result = _build_embedded(tables, folder, config, progress, force=force)
    except OSError as error:
        raise FolderNotWritable(str(folder), _why_not(error)) from error
    return BuildResult(**{**vars(result), "seconds": time.monotonic() - started})


def _why_not(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"no space is left on the disk ({error.strerror}); free some and build again"
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return f"it cannot be written to ({error.strerror}); give write permission to its {HOME} folder"
    where = f": {Path(error.filename).name}" if isinstance(error.filename, str) else ""
    return f"writing failed ({error.strerror or error}{where}); look at the disk and build again"


def _build_embedded(
    tables: GraphTables, folder: Path, config: Config, progress: Progress, *, force: bool
) -> BuildResult:
    review = tables.node("Review").to_pylist()[0]
    notes: list[str] = []
    previous = _previous(folder, review["id"], notes)
    home = graph_home(folder)
    place = str(home)
    _clean(folder)
    if previous and not force and _is_current(previous, review["revision"]):
        return BuildResult("ladybug", previous.revision, False, previous.counts, 0.0, place, tuple(notes))
    if previous and not any(type_ in tables.edges for type_ in REQUESTED):
        tables = carried(tables, _requested(folder, previous, config))
    _check_room(tables, home)
    name = f"{review['revision'][:12]}-{time.time_ns():x}.lbug"
    file = home / name
    try:
        counts = fill(tables, file, config, progress)
        said = Published(
            file=name,
            review=review["id"],
            revision=review["revision"],
            schema_version=SCHEMA_VERSION,
            engine_version=VERSION,
            narragraph_version=version(),
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            sha256=sha256_of(file),
            stamp=stamp_of(file),
            counts=counts,
        )
        publish(folder, said)
    except BaseException:
        # Also when the pointer was replaced already: then it is the previous graph that goes.
        _clean(folder)
        raise
    _clean(folder)
    return BuildResult("ladybug", said.revision, True, counts, 0.0, place, tuple(notes))


def _requested(folder: Path, previous: Published, config: Config) -> dict[str, pa.Table]:
    """What was made on request in the graph before; a graph of an older vocabulary has none."""
    if previous.schema_version != SCHEMA_VERSION or not any(previous.counts.get(type_) for type_ in REQUESTED):
        return {}
    database = LadybugDatabase(
        graph_home(folder) / previous.file, writable=False, pool_mb=config.pool_mb(previous.counts)
    )
    try:
        return held(database)
    finally:
        database.close()


def _previous(folder: Path, review: str, notes: list[str]) -> Published | None:
    try:
        said = published(folder)
        if said.review != review:
            raise GraphOfAnotherReview(str(folder), said.review, review)
        check_file(folder, said, always_hash=True)
    except GraphMissing:
        return None
    except GraphDamaged as damage:
        notes.append(f"The previous graph was made again: {damage.reason}.")
        return None
    return said


def _is_current(previous: Published, revision: str) -> bool:
    return previous.revision == revision and previous.narragraph_version == version()


def _check_room(tables: GraphTables, home: Path) -> None:
    """Refuse a build that the disk has no room for: the engine may end the whole process when it meets a full disk."""
    needed = LEAST_ROOM + 2 * sum(table.nbytes for table in (*tables.nodes.values(), *tables.edges.values()))
    free = shutil.disk_usage(home).free
    if free < needed:
        said = f"{free / 2**20:,.0f} MB are free, the new graph needs about {needed / 2**20:,.0f} MB beside the old one"
        raise OSError(errno.ENOSPC, said, str(home))


def _clean(folder: Path) -> None:
    """Remove what killed builds left and every graph but the published one; a file that is open elsewhere lives on
    until it is closed.
    """
    home = graph_home(folder)
    kept: str | None
    try:
        kept = published(folder).file
    except (GraphMissing, GraphDamaged):
        kept = None
    for entry in home.iterdir():
        ours = ".lbug" in entry.name or entry.name == f"{POINTER}.new" or entry.name.startswith("load-")
        if not ours or (kept and (entry.name == kept or entry.name.startswith(f"{kept}."))):
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
