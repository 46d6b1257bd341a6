"""One build of a folder at a time, told by the operating system: a killed build leaves no lock behind."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from graph.errors import BuildInProgress
from graph.links import itself


@contextmanager
def build_lock(home: Path) -> Iterator[None]:
    """Hold `home/build.lock`. Raises BuildInProgress, which says who holds it, when another process does."""
    lock = home / "build.lock"
    with suppress(OSError):
        lock.rmdir()  # an empty folder in its place
    # What is written in the file is only told, never believed: the lock itself is the operating system's.
    with open(lock, "a+", encoding="utf-8", opener=itself) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise _held(home, file.read()) from None
        file.truncate(0)
        since = datetime.now(UTC).isoformat(timespec="seconds")
        json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": since}, file)
        file.flush()
        yield


def _held(home: Path, said: str) -> BuildInProgress:
    try:
        holder = json.loads(said)
        return BuildInProgress(
            str(home.parent), pid=int(holder["pid"]), host=str(holder["host"]), since=str(holder["since"])
        )
    except (ValueError, TypeError, KeyError):
        return BuildInProgress(str(home.parent))  # it has only just begun, and has not said who it is
