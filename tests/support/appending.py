"""A process that appends decisions until it is killed, and tells every one that was acknowledged."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from deciding import decided, draft, suggestion

_CONTEXT: ForkServerContext = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["appending", "curation.append"])


def _append(folder: str, told: str, curator: str, first: int, many: int) -> None:
    from curation.append import Writer

    writer = Writer(Path(folder))
    body = decided(suggestion())
    with Path(told).open("ab", buffering=0) as acknowledged:
        for number in range(first, first + many):
            key = f"{os.getpid()}-{number}"
            writer.append(draft(curator, key, body))
            acknowledged.write(f"{key}\n".encode())


def start(folder: Path, told: Path, curator: str = "ann", first: int = 0, many: int = 1_000_000) -> BaseProcess:
    """Start appending; `told` gets one line for each acknowledged key."""
    process = _CONTEXT.Process(target=_append, args=(str(folder), str(told), curator, first, many))
    process.start()
    return process
