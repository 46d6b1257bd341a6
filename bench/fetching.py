"""What it takes to have the evidence of a large graph in memory, ready to count.

`python -m bench.fetching REVIEW` fetches once, in a process that does nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from bench.data import Size, write_review
from bench.harness import NARRAGRAPH, Chapter, program, run
from graph.config import Config
from graph.fetch import fetch
from graph.store import open_graph
from graph.tables import GraphTables
from synthesis.evidence import evidence

MEBI = 2**20


def measure(place: Path, sizes: tuple[Size, ...]) -> Chapter:
    """Whole columns as Arrow out of the embedded engine, then codes, at every size."""
    said = "Peak memory is that of a process that does nothing else, its libraries and the engine's own included."
    head = ("graph", "fetch, s", "encode, s", "tables, MB", "peak, MB", "times the tables")
    return Chapter("Fetching the evidence of a large graph", (), said, head, [_row(place, size) for size in sizes])


def _row(place: Path, size: Size) -> tuple[str, ...]:
    review = write_review(place / str(size.papers), size, "parquet")
    run(NARRAGRAPH, "build", review, "--quiet")
    found = program("bench.fetching", review)[1]
    return (
        f"{size.papers:,} papers, {size.findings:,} findings",
        *(f"{found[name]:,.2f}" for name in ("fetch", "encode")),
        *(f"{found[name]:,.0f}" for name in ("tables", "grown")),
        f"{found['grown'] / found['tables']:.1f}",
    )


def fetched(review: Path) -> dict[str, float]:
    """Seconds and MB of fetching once, in a process that did nothing else."""
    database = open_graph(review, Config())
    before, start = _peak(), time.perf_counter()
    try:
        tables = fetch(database)
    finally:
        database.close()
    middle = time.perf_counter()
    evidence(tables)
    seconds = {"fetch": middle - start, "encode": time.perf_counter() - middle}
    return {**seconds, "tables": _megabytes(tables), "grown": _peak() - before}


def _peak() -> float:
    """MB that this process had at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _megabytes(tables: GraphTables) -> float:
    return float(sum(table.nbytes for table in (*tables.nodes.values(), *tables.edges.values())) / MEBI)


if __name__ == "__main__":
    print(json.dumps(fetched(Path(sys.argv[1]))))
