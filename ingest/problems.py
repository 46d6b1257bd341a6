"""Everything that is wrong with a folder, collected, so that a person mends a table once and not cell by cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graph.errors import SynthesisError, TableError

MOST_OF_ONE_RULE = 1000


@dataclass
class Problems:
    """A growing list of errors and warnings; beyond a thousand of one rule in one file only the number is kept."""

    errors: list[SynthesisError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    _told: set[int] = field(default_factory=set)

    def add(self, error: SynthesisError) -> None:
        """Keep an error once, unless there are a thousand of its kind already."""
        told = hash(str(error))
        if told in self._told:
            return
        self._told.add(told)
        key = (getattr(error, "path", ""), getattr(error, "rule", type(error).__name__))
        self._seen[key] += 1
        if self._seen[key] <= MOST_OF_ONE_RULE:
            self.errors.append(error)

    def warn(self, warning: str) -> None:
        """Keep a warning once."""
        if warning not in self.warnings:
            self.warnings.append(warning)

    def sorted(self) -> tuple[SynthesisError, ...]:
        """All errors by file and row, with a last line for what was cut."""
        more = [
            TableError(path, f'{count - MOST_OF_ONE_RULE:,} more cells break the rule "{rule}".', rule=rule)
            for (path, rule), count in self._seen.items()
            if count > MOST_OF_ONE_RULE
        ]
        order = sorted(self.errors, key=lambda e: (getattr(e, "path", ""), getattr(e, "row", None) or 0))
        return (*order, *more)
