"""How long work tells what it is doing: one function, passed in."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""`progress(step, done, total)`; total 0 when it is not known."""


def silent(step: str, done: int, total: int) -> None:
    """Say nothing."""
    del step, done, total
