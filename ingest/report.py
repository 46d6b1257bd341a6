"""The import report: what was read, what was used, what was left out and why. Its sums must add up."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.errors import SynthesisError


@dataclass(frozen=True)
class Spelling:
    """Several spellings of one value in one column, such as `All telemedicine` 43, `All Telemedicine` 40."""

    column: str
    variants: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class TotalCheck:
    """A published column total beside the total that was read."""

    column: str
    published: str
    read: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same number."""
        return self.published.strip() == str(self.read)


@dataclass(frozen=True)
class TableReport:
    """One table: `rows_read` = `rows_used` + the sum of `skipped`."""

    path: str
    sheet: str | None
    encoding: str | None
    separator: str | None
    rows_read: int
    rows_used: int
    skipped: tuple[tuple[str, int], ...] = ()
    papers: int = 0
    studies: int = 0
    findings: int = 0
    passages: int = 0
    mentions: int = 0
    unmapped: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    totals: tuple[TotalCheck, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """The whole folder. With `problems`, nothing may be built from it."""

    folder: str
    tables: tuple[TableReport, ...] = ()
    problems: tuple[SynthesisError, ...] = ()
    warnings: tuple[str, ...] = ()
    phrases_waiting: int = 0
    counts: dict[str, int] = field(default_factory=dict)
