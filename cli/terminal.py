"""What a person sees while a command works: messages and progress on stderr, never on stdout."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.progress import Progress, silent

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

SHOW_AFTER = 1.0
"""Seconds of work before a progress bar appears."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text that cannot move the cursor, recolour or reorder a terminal: cells come from strangers."""
    return _CONTROL.sub("\ufffd", text)


@dataclass(frozen=True)
class Terminal:
    """Where messages go. `quiet` leaves only warnings and errors."""

    quiet: bool = False

    def say(self, text: str = "") -> None:
        """One message for the person; left out with --quiet."""
        if not self.quiet:
            print(printable(text), file=sys.stderr)  # noqa: T201  (the command line prints)

    def warn(self, text: str) -> None:
        """One message that is never left out."""
        print(printable(text), file=sys.stderr)  # noqa: T201  (the command line prints)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """A bar on stderr for work that takes longer than a second; silent when nobody watches."""
        if self.quiet or not sys.stderr.isatty():
            yield silent
            return
        bar = _LateBar()
        try:
            yield bar.update
        finally:
            bar.close()


class _LateBar:
    """A bar that shows itself once the work has lasted SHOW_AFTER, even in the middle of a long step."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: tuple[str, int, int] = ("working", 0, 0)
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._timer = threading.Timer(SHOW_AFTER, self._show)
        self._timer.daemon = True
        self._timer.start()

    def update(self, step: str, done: int, total: int) -> None:
        with self._lock:
            self._last = (step, done, total)
            self._draw()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn()
        bars = Progress(*columns, console=Console(stderr=True), transient=True)
        with self._lock:
            self._bars = bars
            self._task = bars.add_task("", total=None)
            self._draw()
            bars.start()

    def _draw(self) -> None:
        if self._bars is not None and self._task is not None:
            step, done, total = self._last
            self._bars.update(self._task, description=printable(step), completed=done, total=total or None)

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            if self._bars is not None:
                self._bars.stop()
