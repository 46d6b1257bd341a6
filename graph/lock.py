"""One build of a folder at a time, told by the operating system: a killed build leaves no lock behind."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import BuildInProgress


@contextmanager
def build_lock(home: Path) -> Iterator[None]:
    """Hold `home/build.lock`. Raises BuildInProgress when another process holds it."""
    with (home / "build.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildInProgress(str(home.parent)) from None
        yield
