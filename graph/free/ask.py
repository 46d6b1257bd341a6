"""Ask a graph a free statement: vetted, then run in a process of its own, on a copy or over a connection that reads."""

from __future__ import annotations

import json
import logging
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.ask import GraphInfo
from graph.config import Config
from graph.database import Row
from graph.errors import SynthesisError
from graph.free.errors import StatementRefused, StatementStopped, TooManyStatements
from graph.free.limits import MOST_DEPTH, MOST_PARAMETERS, Limits
from graph.free.run import run
from graph.free.vetting import vetted

LARGEST = 2**63
GONE = 1.0
"""Seconds between two looks at whether a server has ended a statement that nobody waits for."""
log = logging.getLogger("narragraph.cypher")
Copy = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class FreeAnswer:
    """Rows of a free statement. `cut` names the limit that left rows out: `rows`, `answer_mb` or null."""

    columns: list[str]
    rows: list[Row]
    cut: str | None
    info: GraphInfo
    milliseconds: int


class FreeCypher:
    """The door of one process to one graph. It lets in so many statements at once as the limits say."""

    def __init__(self, config: Config, limits: Limits) -> None:
        self.limits = limits
        self._config = config
        self._slots = threading.BoundedSemaphore(limits.at_once)

    def ask(
        self,
        statement: str,
        parameters: Mapping[str, object],
        copy: Copy,
        *,
        rows: int | None = None,
        left: Callable[[], bool] = lambda: False,
    ) -> FreeAnswer:
        """The answer. `copy` makes a copy of the embedded graph; `rows` lowers that limit; `left`: nobody waits.

        Raises StatementRefused, StatementFailed, StatementStopped, TooManyStatements, and what opening a graph raises.
        """
        limits = self.limits if rows is None else replace(self.limits, rows=min(rows, self.limits.rows))
        check_parameters(parameters)
        text = vetted(statement, parameters, self._config.engine)
        if not self._slots.acquire(blocking=False):
            raise TooManyStatements(limits.at_once, max(1, round(limits.seconds)))
        tag, begun, outcome = uuid.uuid4().hex, time.monotonic(), "answered"
        asked = {"engine": self._config.engine, "statement": text, "parameters": dict(parameters), "tag": tag}
        try:
            said = self._run(asked, copy, limits, left)
            return _answer(said, time.monotonic() - begun)
        except SynthesisError as error:
            outcome = error.limit if isinstance(error, StatementStopped) else error.slug
            raise
        finally:
            # What was asked is nobody's business but the asker's: the log tells it by its hash.
            name = sha256(statement.encode("utf-8", "replace")).hexdigest()[:12]
            log.info("statement %s: %s, %.0f ms", name, outcome, 1000 * (time.monotonic() - begun))
            self._leave(tag if outcome in {"seconds", "memory", "engine", "client"} else None)

    def _run(self, asked: dict[str, Any], copy: Copy, limits: Limits, left: Callable[[], bool]) -> dict[str, Any]:
        if self._config.engine == "neo4j":
            return run({**asked, "place": _server(self._config)}, limits, left)
        with tempfile.TemporaryDirectory(prefix="narragraph-cypher-") as folder:
            place = Path(folder) / "copy.lbug"
            copy(place)
            return run({**asked, "place": str(place)}, limits, left)

    def _leave(self, tag: str | None) -> None:
        """Free the place of a statement. One that a server has not ended yet keeps it, so that they cannot pile up."""
        if tag is None or self._config.engine != "neo4j":
            self._slots.release()
        else:
            threading.Thread(target=self._leave_when_gone, args=(tag,), daemon=True).start()

    def _leave_when_gone(self, tag: str) -> None:
        from graph.engines.neo4j import Neo4jDatabase
        from graph.engines.neo4j_free import unfinished

        with suppress(SynthesisError):  # a server that does not answer runs nothing that could be waited for
            server = Neo4jDatabase(Config(engine="neo4j", **_server(self._config)))
            try:
                while unfinished(server, tag):
                    time.sleep(GONE)
            finally:
                server.close()
        self._slots.release()


def check_parameters(parameters: Mapping[str, object]) -> None:
    """Raise StatementRefused for parameters that are too many, too deep, or no values of a graph."""
    if len(json.dumps(parameters, default=str)) > MOST_PARAMETERS:
        raise StatementRefused(f"its parameters are longer than {MOST_PARAMETERS:,} characters of JSON.")
    for name, value in parameters.items():
        if not name.isascii() or not name.isidentifier():
            raise StatementRefused(f'"{name[:40]}" is no name of a parameter: letters, digits and _.')
        _check_value(name, value, 0)


def _check_value(name: str, value: object, depth: int) -> None:
    if depth > MOST_DEPTH // 10:
        raise StatementRefused(f"the parameter {name} holds lists or maps more than {MOST_DEPTH // 10} deep.")
    if type(value) is int and not -LARGEST <= value < LARGEST:
        raise StatementRefused(f"the parameter {name} holds a whole number of more than 64 bits. Give it as text.")
    if isinstance(value, float) and value - value != 0:
        raise StatementRefused(f"the parameter {name} holds a number that is none. Leave it out.")
    if isinstance(value, str) and any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in value):
        raise StatementRefused(f"the parameter {name} holds a character that no text has.")
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        _check_value(name, part, depth + 1)


def _server(config: Config) -> dict[str, Any]:
    """How to reach the server: the login and the instance that are there for reading, where they were named."""
    own = config.cypher_uri or config.cypher_username
    return {
        "neo4j_uri": config.cypher_uri or config.neo4j_uri,
        "neo4j_username": config.cypher_username or config.neo4j_username,
        "neo4j_password": config.cypher_password if own else config.neo4j_password,
        "neo4j_database": config.neo4j_database,
    }


def _answer(said: Mapping[str, Any], seconds: float) -> FreeAnswer:
    columns = said["columns"]
    rows = [dict(zip(columns, row, strict=True)) for row in said["rows"]]
    return FreeAnswer(columns, rows, said["end"], GraphInfo(**said["graph"]), round(1000 * seconds))
