"""How the tests are shared out to worker processes: by file, but all that need a Neo4j server to the same worker.

A server that starts, and reads each query for the first time, takes more than most files: one is enough.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).resolve().parents[2]
SERVER = "on the Neo4j server"
FIXTURES = ("neo4j_config", "clean_neo4j")
FIRST = (
    SERVER,
    "tests/cypher/test_neo4j_linter.py",
    "tests/graph/test_build_faults.py",
    "tests/faults/test_restarts.py",
    "tests/bench/test_bench.py",
    "tests/api/test_clients.py",
)
"""Long ones with few tests, which would come last and alone; the others come by the number of their tests."""


@cache
def unit(file: str) -> str:
    """What is given to one worker as a whole: a file, or every file that uses the server."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return SERVER if any(fixture in text for fixture in FIXTURES) else file


class Sharing(LoadFileScheduling):
    """`--dist loadfile` with one worker for the server, and the longest work first."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid.split("::", 1)[0])

    def _assign_work_unit(self, node: object) -> None:
        for name in reversed(FIRST):
            if name in self.workqueue:
                self.workqueue.move_to_end(name, last=False)
        super()._assign_work_unit(node)  # type: ignore[arg-type]


def sharing(config: pytest.Config, log: Producer) -> Sharing | None:
    """The scheduler of `--dist loadfile`; other ways are left as they are."""
    return Sharing(config, log) if config.getoption("dist") == "loadfile" else None
