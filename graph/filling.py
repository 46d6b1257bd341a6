"""The tables of a graph loaded into a new embedded database file, derived relationships and all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from graph.config import Config
from graph.derived import parts
from graph.engines.ladybug import LadybugDatabase
from graph.errors import RowsLost
from graph.progress import Progress
from graph.queries import queries
from graph.schema import EDGE, EDGES, NODES, snake
from graph.store import sync_folder
from graph.tables import GraphTables, edge_schema

SMALL = 100_000
"""Rows up to which the engine keeps a whole graph in memory until it is written; larger ones go table by table."""
DERIVED = tuple(edge.type for edge in EDGES if edge.derived)


def fill(tables: GraphTables, file: Path, config: Config, progress: Progress) -> dict[str, int]:
    """Load everything into a new database file and make it durable; returns rows per label and type."""
    load = file.parent / f"load-{file.stem}"
    load.mkdir()
    counts = tables.counts()
    steps = len(NODES) + len(EDGES)
    database = LadybugDatabase(file, writable=True, pool_mb=config.pool_mb(counts))
    try:
        if sum(counts.values()) <= SMALL:
            database.hold_checkpoints()
        database.install_schema()
        for step, node in enumerate(NODES):
            progress(f"loading {node.label}", step, steps)
            _load(database, node.label, tables.node(node.label), load)
        for step, edge in enumerate((edge for edge in EDGES if not edge.derived), start=len(NODES)):
            progress(f"loading {edge.type}", step, steps)
            _load(database, edge.type, tables.edge(edge.type), load)
        for step, type_ in enumerate(DERIVED, start=steps - len(DERIVED)):
            progress(f"deriving {type_}", step, steps)
            derived = derive(database, type_, tables)
            counts[type_] = derived.num_rows
            _load(database, type_, derived, load)
        _check_counts(database, counts)
        progress("writing to disk", steps, steps)
        database.checkpoint()
    finally:
        try:
            database.close()
        finally:
            shutil.rmtree(load)
    with file.open("rb") as written:
        os.fsync(written.fileno())
    sync_folder(file.parent)
    return counts


def _load(database: LadybugDatabase, name: str, table: pa.Table, folder: Path) -> None:
    if not table.num_rows:
        return
    parquet = folder / f"{name}.parquet"
    pq.write_table(table, parquet, compression="none", use_dictionary=False, write_statistics=False)
    database.load(name, parquet)
    parquet.unlink()


def derive(database: LadybugDatabase, type_: str, tables: GraphTables) -> pa.Table:
    """The rows of one derived relationship, computed by its query on the loaded graph."""
    query = queries("derive")[type_.lower()]
    found = [database.arrow(query, part) for part in parts(query, tables)]
    return pa.concat_tables(found).cast(edge_schema(EDGE[type_]))


def _check_counts(database: LadybugDatabase, counts: dict[str, int]) -> None:
    for name, sent in counts.items():
        handled = database.rows(queries("size")[snake(name)], {})[0]["size"]
        if handled != sent:
            raise RowsLost(f"loading {name}", sent, int(str(handled)))
