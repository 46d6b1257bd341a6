"""The engine's bare COPY of all tables of a graph, as a program: `python -m bench.copying dump|copy ...`.

`dump REVIEW TABLES` writes every table of a built graph as parquet, derived relationships included. `copy TABLES FILE`
loads them into a new database with the settings of our adapter: schema, COPY, checkpoint, close.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq

from graph.config import Config
from graph.engines.ladybug import LadybugDatabase
from graph.queries import queries
from graph.schema import EDGES, NODES, snake
from graph.store import open_graph
from graph.tables import edge_schema, node_schema


def dump(review: Path, tables: Path) -> int:
    """Write every table that is not empty; returns how many rows there are in all."""
    tables.mkdir(parents=True)
    database = open_graph(review, Config.from_env(os.environ))
    rows = 0
    try:
        schemas = {node.label: node_schema(node) for node in NODES}
        schemas |= {edge.type: edge_schema(edge) for edge in EDGES}
        for name, schema in schemas.items():
            table = database.arrow(queries("dump")[snake(name)], {}).select(schema.names)
            rows += table.num_rows
            if table.num_rows:
                file = tables / f"{name}.parquet"
                pq.write_table(table, file, compression="none", use_dictionary=False, write_statistics=False)
    finally:
        database.close()
    return rows


def copy(tables: Path, file: Path) -> dict[str, float]:
    """Load every table; seconds by the clock and of all processors, without the start of Python."""
    clock, before = time.perf_counter(), os.times()
    database = LadybugDatabase(file, writable=True, pool_mb=Config.from_env(os.environ).buffer_pool_mb)
    database.install_schema()
    for name in [*(node.label for node in NODES), *(edge.type for edge in EDGES)]:
        if (tables / f"{name}.parquet").exists():
            database.load(name, tables / f"{name}.parquet")
    database.checkpoint()
    database.close()
    after = os.times()
    work = after.user + after.system - before.user - before.system
    return {"seconds": time.perf_counter() - clock, "work": work}


if __name__ == "__main__":
    verb, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    print(json.dumps({"rows": dump(source, target)} if verb == "dump" else copy(source, target)))
