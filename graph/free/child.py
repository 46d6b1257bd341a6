"""The process of one free statement: it opens the graph, gives up what it does not need, asks, and prints rows.

    stdin   one JSON document: engine, place (a file, or how to reach a server), statement, parameters, limits, tag
    stdout  one JSON line each: {"graph": ...} once it is open, {"columns": ...}, every row as a list, {"end": ...}

A statement gets here vetted; the limits below hold for one that is not, too.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import uuid  # noqa: F401  (the embedded engine imports it for its first UUID, and by then no file opens any more)
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from graph.ask import graph_info
from graph.database import Database
from graph.errors import SynthesisError
from graph.free.errors import CypherOff, StatementFailed, StatementStopped
from graph.free.limits import Limits
from graph.free.values import as_json

MB = 2**20
ABOUT_THE_STATEMENT = ("Parser", "Binder", "Catalog", "Conversion", "Overflow", "Runtime", "Not implemented")
"""Kinds of exceptions of the embedded engine whose first line is about the statement, not about the machine."""
UNTOLD = (
    "it does more than read, or a parameter stands alone inside a function such as toString: write WITH $x AS x first."
)
Rows = tuple[list[str], Iterator[list[object]]]


def main() -> None:
    """Answer the request on standard input, then end at once: there is nothing to clean up."""
    out, asked = os.fdopen(1, "wb"), json.load(sys.stdin.buffer)
    limits = Limits(**asked["limits"])
    try:
        database, rows = _opened(asked, limits)
        _say(out, {"graph": asdict(graph_info(database))})
        _confine(limits)
        if asked["engine"] == "ladybug":
            _confine_files()
        with rows as (columns, found):
            _answer(out, columns, found, limits)
    except MemoryError:
        _say(out, {"stopped": "memory"})
    except StatementStopped as error:
        _say(out, {"stopped": error.limit})
    except SynthesisError as error:
        where, why = getattr(error, "uri", None), getattr(error, "reason", None)
        _say(out, {"error": error.slug, "uri": where, "reason": why or str(error)})
    out.flush()
    os._exit(0)


def _opened(asked: Mapping[str, Any], limits: Limits) -> tuple[Database, AbstractContextManager[Rows]]:
    """The open graph, and what asks it once it is entered."""
    statement, parameters = asked["statement"], asked["parameters"]
    if asked["engine"] == "neo4j":
        from graph.config import Config
        from graph.engines.neo4j import Neo4jDatabase
        from graph.engines.neo4j_free import free

        server = Neo4jDatabase(Config(engine="neo4j", **asked["place"]))
        return server, free(server, statement, parameters, limits.seconds, asked["tag"])
    from graph.engines.ladybug import LadybugDatabase

    file = LadybugDatabase(Path(asked["place"]), writable=False, pool_mb=limits.memory_mb // 2)
    return file, _embedded(partial(file.free, statement, parameters))


@contextmanager
def _embedded(ask: Any) -> Iterator[Rows]:
    try:
        yield ask()
    except (RuntimeError, ValueError, TypeError, OverflowError) as error:
        said = (str(error).splitlines() or [""])[0][:500]
        if "bad_alloc" in said or said.startswith("Buffer manager"):
            raise StatementStopped("memory") from error
        if not isinstance(error, RuntimeError) or said.startswith(ABOUT_THE_STATEMENT):
            raise StatementFailed("ladybug", said) from error
        raise StatementFailed("ladybug", UNTOLD) from error


def _confine_files() -> None:
    """From here on this process can open nothing: no file to read or write, no connection, no library."""
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _confine(limits: Limits) -> None:
    """Memory, time and priority; the system itself ends this process even when nobody watches it any more."""
    try:
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        raise CypherOff("this system does not tell how much memory a process has, so none can be limited.") from None
    most = mapped + (limits.memory_mb - limits.memory_mb // 2) * MB
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = int(limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)
    os.nice(5)


def _answer(out: BinaryIO, columns: list[str], rows: Iterator[list[object]], limits: Limits) -> None:
    """Rows until one of the limits; the last line says which one cut them."""
    if len(set(columns)) < len(columns):
        raise StatementFailed("ladybug", "two columns of the answer have one name. Give each its own with AS.")
    _say(out, {"columns": columns})
    size, cut = 0, None
    for number, row in enumerate(rows):
        if number == limits.rows:
            cut = "rows"
            break
        line = json.dumps([as_json(value) for value in row]).encode() + b"\n"
        size += len(line)
        if size > limits.answer_mb * MB:
            cut = "answer_mb"
            break
        out.write(line)
    _say(out, {"end": cut})


def _say(out: BinaryIO, what: object) -> None:
    out.write(json.dumps(what).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
