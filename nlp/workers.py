"""Who tags: `local:N`, processes of this machine, or `dask://HOST:PORT`, the workers of a Dask scheduler. The one door
to Dask. What is sent and what comes back are bytes, so that no worker needs the review folder (decision 17).
"""

from __future__ import annotations

import logging
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING

from graph.errors import ConfigError, WorkersUnavailable

if TYPE_CHECKING:
    from distributed import Client

CONNECT, WORKERLESS = 10.0, 30.0
"""Seconds that a scheduler may take to answer, and that it may be without any worker."""
_LOCAL = re.compile(r"local:([1-9][0-9]?)")
_DASK = re.compile(r"dask://(\[[0-9A-Fa-f:]+\]|[^\s:/@\[\]]+):([0-9]{1,5})/?")
_SPELLING = "Write local:2 for two processes of this machine (at most 99), or dask://HOST:PORT for a Dask scheduler."

_NONE, _START = "no Dask scheduler answers there", "Start it with `dask scheduler`."
_LONGEST_GREETING = 2**20
KEPT = "What was finished is kept: run the command again."


@dataclass(frozen=True)
class Workers:
    """An executor; how many shards it is given at once; the errors that mean that a worker ended over its shard; and
    `check`, which raises WorkersUnavailable when nobody is left to work.
    """

    executor: Executor
    width: int
    lost: tuple[type[Exception], ...]
    check: Callable[[], object]


@dataclass(frozen=True)
class Spelled:
    """An --executor as it was understood: processes of this machine, or host and port of a scheduler."""

    text: str
    processes: int = 0
    host: str = ""
    port: int = 0


def understood(text: str) -> Spelled:
    """`local:N` or `dask://HOST:PORT`. Raises ConfigError, which says what to write or to install."""
    said = text.strip()
    if found := _LOCAL.fullmatch(said):
        return Spelled(said, processes=int(found[1]))
    found = _DASK.fullmatch(said)
    if found is None or not 0 < int(found[2]) < 2**16:
        raise ConfigError("--executor", f'"{text}" is no executor. {_SPELLING}')
    if find_spec("distributed") is None:
        install = "python -m pip install -c constraints.txt -e '.[scale]'"
        raise ConfigError("--executor", f"{said} needs the optional extra `scale`. In the checkout: {install}")
    return Spelled(said, host=found[1].strip("[]"), port=int(found[2]))


def reach(executor: Spelled) -> None:
    """Raise WorkersUnavailable when no scheduler answers where one should be; sooner than any text is read.

    A scheduler speaks first: eight bytes, the length of its greeting. Asked here, because Dask would wait for ever.
    """
    if not executor.host:
        return
    try:
        with socket.create_connection((executor.host, executor.port), CONNECT) as connection:
            greeting = connection.recv(8, socket.MSG_WAITALL)
    except TimeoutError as error:
        raise WorkersUnavailable(executor.text, f"{_NONE} (no answer within {CONNECT:g} s). {_START}") from error
    except OSError as error:
        raise WorkersUnavailable(executor.text, f"{_NONE} ({error.strerror or error}). {_START}") from error
    if len(greeting) < 8 or int.from_bytes(greeting, "little") > _LONGEST_GREETING:
        raise WorkersUnavailable(executor.text, f"what answers there is no Dask scheduler. {_START}")


@contextmanager
def open_workers(executor: Spelled) -> Iterator[Workers]:
    """The workers, for as long as the block lasts. Raises WorkersUnavailable."""
    if executor.processes:
        with _pool(executor.processes) as pool:
            yield Workers(pool, 2 * executor.processes, (BrokenExecutor,), lambda: None)
        return
    reach(executor)
    from distributed import KilledWorker

    with _client(executor) as client:
        threads = _threads(executor, client)
        # Two for each thread, so that none waits for the next shard; and some for workers that come later.
        yield Workers(
            client.get_executor(pure=False),
            2 * threads + 2,
            (BrokenExecutor, KilledWorker),
            lambda: _threads(executor, client, before=True),
        )


@contextmanager
def _pool(processes: int) -> Iterator[Executor]:
    others = set(active_children())
    # Not forked: a forked child has the locks of threads that it does not have.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_leave_interrupts)
    try:
        yield pool
    except BaseException:
        # After Ctrl-C nobody waits for what was begun.
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - others:
            process.terminate()
        raise
    pool.shutdown()


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that shares out the texts answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _client(executor: Spelled) -> Iterator[Client]:
    from distributed import Client

    # What it logs of lost connections is told by WorkersUnavailable, in one sentence.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    host = f"[{executor.host}]" if ":" in executor.host else executor.host
    try:
        client = Client(f"tcp://{host}:{executor.port}", timeout=CONNECT, set_as_default=False, name="narragraph")
    except (OSError, ValueError) as error:
        message = f"the Dask scheduler there does not understand the one that is installed here ({_line(error)})."
        raise WorkersUnavailable(executor.text, message) from error
    try:
        yield client
    finally:
        client.close(timeout=2)


def _threads(executor: Spelled, client: Client, *, before: bool = False) -> int:
    """How many shards can be tagged at once. Raises WorkersUnavailable when the scheduler is gone, or has no worker for
    a while, though it had some `before`: Dask ends a worker that cannot even read what it is sent.
    """
    until = time.monotonic() + WORKERLESS
    while True:
        try:
            said = client.sync(client.scheduler.identity, n_workers=-1, callback_timeout=CONNECT)
        except Exception as error:
            raise WorkersUnavailable(executor.text, f"the scheduler went away ({_line(error)}). {KEPT}") from error
        threads: int = sum(worker["nthreads"] for worker in said["workers"].values() if worker["status"] == "running")
        if threads:
            return threads
        if time.monotonic() > until:
            start = f"Start some: `dask worker {executor.host}:{executor.port} --nthreads 1`."
            ended = f"all its workers have ended; their log says why. Is the same narragraph installed there? {KEPT}"
            raise WorkersUnavailable(executor.text, ended if before else f"the scheduler has no workers. {start}")
        time.sleep(0.2)


def _line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0] or type(error).__name__
