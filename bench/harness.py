"""Runs of commands with their time and memory, and the rows of the tables that tell them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

NARRAGRAPH = str(Path(sys.executable).with_name("narragraph"))
ROOT = Path(__file__).resolve().parent.parent
LAUNCH = Path(__file__).with_name("launch.py")
KEPT = {"PYTHONDONTWRITEBYTECODE": ""}
"""As where narragraph is installed: it is compiled once and not at every start."""
TIMED_OUT = 124
"""The exit code of `timeout` for a command that it stopped."""


@dataclass(frozen=True)
class Run:
    """One run: seconds by the clock and of all processors, peak memory in megabytes, and what it printed."""

    seconds: float
    work: float
    peak_mb: float
    out: str


class Stopped(Exception):
    """A command took longer than it was given."""


def run(*command: object, env: Mapping[str, str] | None = None, most: float | None = None) -> Run:
    """Run a command as a process of its own; it must succeed. Raises Stopped after `most` seconds."""
    words = [*(("timeout", str(most)) if most else ()), *(str(word) for word in command)]
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.json"
        launched = [sys.executable, "-S", "-E", str(LAUNCH), str(report), *words]
        full = {**os.environ, **KEPT, **(env or {})}
        done = subprocess.run(launched, check=False, cwd=ROOT, env=full, capture_output=True, text=True)
        if most and done.returncode == TIMED_OUT:
            raise Stopped(f"stopped after {most:g} s")
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        said = json.loads(report.read_text(encoding="utf-8"))
    return Run(said["seconds"], said["work"], said["peak"] / 2**20, done.stdout)


def program(
    module: str, *arguments: object, env: Mapping[str, str] | None = None, most: float | None = None
) -> tuple[Run, Any]:
    """Run a module of the bench as a process of its own; also what its last line says in JSON."""
    done = run(sys.executable, "-m", module, *arguments, env=env, most=most)
    return done, json.loads(done.out.splitlines()[-1])


def interleaved(contestants: Mapping[str, Callable[[], Run]], times: int) -> dict[str, list[Run]]:
    """Every contestant in turn, `times` over, so that a busy minute of the machine hits them all."""
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(times):
        for name, contestant in contestants.items():
            runs[name].append(contestant())
    return runs


def seconds(runs: Sequence[Run]) -> float:
    """The median time of some runs."""
    return median(done.seconds for done in runs)


def work(runs: Sequence[Run]) -> float:
    """The median processor time of some runs."""
    return median(done.work for done in runs)


def ratios(runs: Sequence[Run], beside: Sequence[Run]) -> list[float]:
    """How many times longer each run took than its neighbour in the same round."""
    return [one.seconds / other.seconds for one, other in zip(runs, beside, strict=True)]


@dataclass(frozen=True)
class Target:
    """One promised figure: what was measured, in words, the promise, and whether it was kept."""

    question: str
    measured: str
    promised: str
    kept: bool | None
    """Null where nothing was promised."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        verdict = {True: "kept", False: "**missed**", None: ""}[self.kept]
        return (self.question, self.measured, self.promised, verdict)


@dataclass(frozen=True)
class Chapter:
    """What one question gave: its promises, and a table of details with a sentence before it."""

    title: str
    targets: Sequence[Target] = ()
    said: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows as Markdown; columns after the first are aligned right when they hold figures."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
