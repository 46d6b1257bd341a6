"""Read queries of one graph, timed in one process: `python -m bench.asking FOLDER RUNS [QUERY ...]`, all without names.

The engine is that of the environment (NARRAGRAPH_ENGINE). Prints for each query the rows, a digest of the answer and
the seconds of each run; the first run, with a cold plan and cold pages, is told apart.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from graph.ask import ask
from graph.config import Config
from graph.database import Database
from graph.errors import EngineError
from graph.ids import construct_id
from graph.queries import queries
from graph.query_header import Query
from graph.store import open_graph

GIVEN: dict[str, object] = {
    "influence_id": "influence-0",  # the most popular one: the largest answers
    "influence_ids": ["influence-0", "influence-1"],
    "setting_id": "setting:service/service-0",
    "paper_id": "doi:10.5555/synthetic.0",
    "framework": "levels",
    "construct_id": construct_id("levels", "micro"),
}
ALSO: dict[str, dict[str, object]] = {"passages_behind": {"influence_id": "influence-10"}}
"""What a person would name, where a query needs nothing."""


def given(query: Query) -> dict[str, object]:
    """Values for the parameters that a query needs, as the synthetic reviews have them."""
    needed = [parameter.name for parameter in query.parameters if parameter.required]
    return {name: GIVEN[name] for name in needed} | ALSO.get(query.name, {})


def measure(folder: Path, runs: int, names: Sequence[str] = ()) -> dict[str, dict[str, object]]:
    """For every query, or those named, its first time, the times after it, its rows and a digest of its answer."""
    database = open_graph(folder, Config.from_env(os.environ))
    found: dict[str, dict[str, object]] = {}
    try:
        for name in names or queries():
            query = queries()[name]
            try:
                found[name] = _timed(database, query, runs)
            except EngineError as error:  # one query that the engine cannot answer leaves the others to be told
                found[name] = {"failed": str(error)}
    finally:
        database.close()
    return found


def _timed(database: Database, query: Query, runs: int) -> dict[str, object]:
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        answer = ask(database, query, given(query))
        times.append(time.perf_counter() - started)
    digest = hashlib.sha256(repr(answer.rows).encode()).hexdigest()
    return {"first": times[0], "times": times[1:], "rows": len(answer.rows), "digest": digest}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])))
