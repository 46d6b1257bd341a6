"""The other side of the child process: start it, read what it prints, and end it when a limit is met."""

from __future__ import annotations

import json
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import graph
from graph.errors import DatabaseUnavailable, EngineError, GraphDamaged
from graph.free.errors import CypherOff, StatementFailed, StatementRefused, StatementStopped
from graph.free.limits import Limits

START = 20.0
"""Seconds for the process to start and open the graph; half a second on a machine that is not busy."""
LOOK = 0.05
"""Seconds between two looks at whether anybody still waits."""
CHUNK = 2**16
SPARE = 2**20
"""Bytes that the process may print beyond its rows."""
LEFT_OVER = {signal.SIGALRM: "seconds", signal.SIGXCPU: "seconds", signal.SIGKILL: "memory"}
"""Which limit ended a process that could not say so itself; SIGKILL is the system when memory runs out."""


def run(asked: Mapping[str, Any], limits: Limits, left: Callable[[], bool]) -> dict[str, Any]:
    """What the process said: graph, columns, rows and end. `left` says whether nobody waits any more.

    Raises StatementFailed, StatementRefused, StatementStopped, DatabaseUnavailable, GraphDamaged or EngineError.
    """
    with tempfile.TemporaryDirectory(prefix="narragraph-cypher-") as place:
        process = subprocess.Popen(
            [sys.executable, "-m", "graph.free.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=place,
            env=_environment(place),
            start_new_session=True,  # Ctrl-C is for the one who waits
        )
        try:
            said = _read(process, json.dumps({**asked, "limits": asdict(limits)}).encode(), limits, left)
        finally:
            process.kill()
            with process:  # closes the pipes and waits
                pass
    return _understood(said, process.returncode, str(asked["engine"]), limits)


def _environment(place: str) -> dict[str, str]:
    """Nothing of ours: no login, no home. Few memory pools, because each reserves as much as a statement may take."""
    home = str(Path(graph.__file__).parent.parent)
    return {"PYTHONPATH": home, "HOME": place, "TMPDIR": place, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}


def _read(process: subprocess.Popen[bytes], request: bytes, limits: Limits, left: Callable[[], bool]) -> bytes:
    """Everything that the process printed until it closed its output. Raises StatementStopped."""
    assert process.stdin is not None  # noqa: S101  (both are pipes)
    assert process.stdout is not None  # noqa: S101
    with suppress(BrokenPipeError):
        process.stdin.write(request)
        process.stdin.close()
    said, until, open_ = bytearray(), time.monotonic() + START, False
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if left():
                raise StatementStopped("client")
            now = time.monotonic()
            if now >= until:
                raise StatementStopped("seconds", limits.seconds if open_ else START)
            if not selector.select(min(LOOK, until - now)):
                continue
            part = process.stdout.read1(CHUNK)  # type: ignore[attr-defined]
            if not part:
                process.wait(START)
                return bytes(said)
            said += part
            if not open_ and b"\n" in said:
                open_, until = True, time.monotonic() + limits.seconds
            if len(said) > limits.answer_mb * 2**20 + SPARE:
                raise StatementStopped("engine")


def _understood(said: bytes, code: int, engine: str, limits: Limits) -> dict[str, Any]:
    try:
        lines = [json.loads(line) for line in said.splitlines()]
    except ValueError:
        lines = []
    last = lines[-1] if lines and isinstance(lines[-1], dict) else {}
    if "stopped" in last or "end" not in last:
        _raise_stopped(last, code, engine, limits)
    return {"graph": lines[0]["graph"], "columns": lines[1]["columns"], "rows": lines[2:-1], "end": last["end"]}


def _raise_stopped(last: Mapping[str, Any], code: int, engine: str, limits: Limits) -> NoReturn:
    most = {"seconds": limits.seconds, "memory": limits.memory_mb}
    if "stopped" in last:
        raise StatementStopped(last["stopped"], most.get(last["stopped"], 0))
    if "error" not in last:
        limit = LEFT_OVER.get(signal.Signals(-code), "engine") if code < 0 else "engine"
        raise StatementStopped(limit, most.get(limit, 0))
    reason = str(last["reason"])
    kinds: dict[str, Callable[[], Exception]] = {
        StatementFailed.slug: lambda: StatementFailed(engine, reason),
        StatementRefused.slug: lambda: StatementRefused(reason),
        CypherOff.slug: lambda: CypherOff(reason),
        DatabaseUnavailable.slug: lambda: DatabaseUnavailable(str(last.get("uri", "the server")), reason),
        GraphDamaged.slug: lambda: GraphDamaged("the copy of the graph", reason),
    }
    made = kinds.get(str(last["error"]), lambda: EngineError(engine, "a free statement", reason))
    raise made()
