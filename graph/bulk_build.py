"""`build --bulk`: the first load of a very large graph into Neo4j, by files and the server's offline importer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from graph.bulk import bulk_home, write_bulk
from graph.bulk_import import check_ready, run_import, shown
from graph.config import Config
from graph.lock import build_lock
from graph.progress import Progress, silent
from graph.store import graph_home
from graph.tables import GraphTables, check_tables


@dataclass(frozen=True)
class BulkResult:
    """What was written, the command that imports it, and whether it was run."""

    revision: str
    counts: dict[str, int]
    seconds: float
    place: str
    command: str
    imported: bool


def build_bulk(  # noqa: PLR0913  (a build, and where and how the server may be replaced)
    tables: GraphTables,
    folder: Path,
    config: Config,
    *,
    home: Path | None = None,
    overwrite: bool = False,
    progress: Progress = silent,
) -> BulkResult:
    """Write the files; with the home of a server that is stopped, also import them.

    The next `build` on the running server makes the constraints, counts every row and sets the revision.
    Raises BuildInProgress, BulkError or OSError.
    """
    started = time.monotonic()
    check_tables(tables)
    if home is not None:
        home = home.resolve()
        check_ready(home, config)
    graph_home(folder).mkdir(parents=True, exist_ok=True)
    with build_lock(graph_home(folder)):
        manifest = write_bulk(tables, folder, config, progress)
        place = bulk_home(folder).resolve()
        if home is not None:
            check_ready(home, config)
            progress("importing", 0, 0)
            run_import(place, home, config, overwrite=overwrite)
    line = shown(place, home, config, overwrite=overwrite)
    seconds = time.monotonic() - started
    return BulkResult(manifest.revision, manifest.counts, seconds, str(place), line, home is not None)
