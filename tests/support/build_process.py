"""Builds and readers as processes of their own, for tests that kill them or let them meet.

The heavy imports are done once, in a server that forks: most of the life of a killed build is then building.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Sequence
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from command_line import COMMAND

SMALL = {"NARRAGRAPH_BUFFER_POOL_MB": "64"}
_CONTEXT: ForkServerContext = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["build_process", "cli.build", "graph.build", "ingest.folder", "ingest.parquet"])


def command(words: Sequence[str], out: str, environment: dict[str, str]) -> None:
    """The whole command line in this process; what it says goes into a file."""
    os.environ.update(environment)
    # A suite that runs in the background of a shell inherits that Ctrl-C is ignored; a person's command does not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with Path(out).open("w", encoding="utf-8") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    from cli.main import run

    sys.exit(run(list(words)))


def start(words: Sequence[object], out: Path, environment: dict[str, str] | None = None) -> BaseProcess:
    """Start a command line; `kill()` it, or `join()` it and read `exitcode`."""
    process = _CONTEXT.Process(
        target=command, args=([str(word) for word in words], str(out), {**SMALL, **(environment or {})})
    )
    process.start()
    return process


def installed(words: Sequence[object]) -> list[str]:
    """The command line as a shell would start it."""
    return [COMMAND, *map(str, words)]


def wait_for(path: Path, pattern: str, seconds: float = 60) -> bool:
    """Wait until a folder holds something of this name; false when it never does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if path.is_dir() and any(path.glob(pattern)):
            return True
        time.sleep(0.002)
    return False
