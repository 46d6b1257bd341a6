"""Replace the relationships made on request in a graph, as safely as a build: readers see the old graph or the new."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from graph.ask import graph_info
from graph.build import BuildResult, build
from graph.config import Config
from graph.errors import StaleWrite
from graph.fetch import fetch
from graph.progress import Progress, silent
from graph.schema import EDGES, NODES
from graph.store import open_graph
from graph.tables import GraphTables

EVERYTHING = (*(node.label for node in NODES), *(edge.type for edge in EDGES if not edge.derived))


def write_requested(
    made: Mapping[str, pa.Table], revision: str, folder: Path, config: Config, progress: Progress = silent
) -> BuildResult:
    """Write `made` (type -> rows) in place of what was made before. Raises StaleWrite when a build came in between."""
    database = open_graph(folder, config)
    try:
        shown = graph_info(database).revision
        if shown != revision:
            raise StaleWrite(revision, shown)
        tables = fetch(database, EVERYTHING)
    finally:
        database.close()
    return build(GraphTables(tables.nodes, {**tables.edges, **made}), folder, config, progress=progress, force=True)
