"""What one free statement may take. review.toml lowers or raises the usual limits; nothing goes beyond MOST."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one statement, and how many may run at once.

    seconds    from the moment the graph is open until the last row; startup (about half a second) comes before
    rows       rows of one answer; what is more is cut, and told
    answer_mb  megabytes of rows as JSON; what is more is cut, and told
    memory_mb  megabytes that the process of the statement may take, half of it for the engine's pages
    at_once    statements of one server that run at the same time; the next one is refused, not queued
    """

    seconds: float = 5.0
    rows: int = 1000
    answer_mb: int = 5
    memory_mb: int = 512
    at_once: int = 2


USUAL = Limits()
LEAST = Limits(seconds=0.1, rows=1, answer_mb=1, memory_mb=256, at_once=1)
MOST = Limits(seconds=60.0, rows=100_000, answer_mb=50, memory_mb=4096, at_once=8)
MOST_STATEMENT = 20_000
"""Characters of a statement."""
MOST_PARAMETERS = 200_000
"""Characters of all parameters as JSON."""
MOST_DEPTH = 60
"""Brackets inside one another: parsers that go down for each break at some thousands."""
MOST_RANGE = 100_000
"""Numbers of one range(): neither engine looks at the clock while it makes or walks a list."""
