"""The lines of a first mapping, each with its reason in a comment above it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

ROUND = "first extraction"
"""The name of the round of extraction that a guessed mapping states."""


@dataclass
class Guess:
    """The lines of one [[table]] with their reasons, and a codebook when the table holds one."""

    lines: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    codebook: str | None = None
    closed: bool = False

    def say(self, line: str, why: str = "") -> None:
        """Add a line, the reason above it."""
        if why:
            indent = line[: len(line) - len(line.lstrip())]
            self.lines.append(f"{indent}# {why}")
        self.lines.append(line)


def toml(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False)
