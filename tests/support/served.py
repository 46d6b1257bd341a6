"""A running `narragraph serve`, as a shell would start it: a process of its own on a free port."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from command_line import COMMAND

PATIENCE = 120
"""Seconds to wait for what always comes; generous, because the machine may be busy."""
GUARD = Path(__file__).with_name("dies_with_parent.py")


@dataclass
class Served:
    """One server: where it listens, what it said on stderr, and how it ended."""

    process: subprocess.Popen[str]
    base: str = ""
    said: list[str] = field(default_factory=list)

    def get(self, route: str, **settings: object) -> httpx2.Response:
        """One request of its own."""
        return httpx2.get(self.base + route, timeout=PATIENCE, **settings)  # type: ignore[arg-type]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    @property
    def text(self) -> str:
        """Everything on stderr so far."""
        return "\n".join(self.said)


@contextmanager
def served(*words: object, env: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Start `narragraph serve WORDS --port 0`, wait until it says that it can be stopped, and stop it at the end."""
    command = [sys.executable, str(GUARD), COMMAND, "serve", *map(str, words), "--port", "0"]
    settings = {**os.environ, "NARRAGRAPH_BUFFER_POOL_MB": "64", **(env or {})}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=settings, encoding="utf-8"
    )
    lines: queue.Queue[str] = queue.Queue()
    server = Served(process)

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            server.said.append(line.rstrip("\n"))
            lines.put(line)
        lines.put("")

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        line = "..."
        while line and not line.startswith("Stop it with"):
            line = lines.get(timeout=PATIENCE)
            if " listens at " in line:
                server.base = line.split(" listens at ")[1].split()[0]
        yield server
    finally:
        if process.poll() is None:
            server.stop()
        reader.join(PATIENCE)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
