"""The codebook as plain data: what its files say (ingest), and what ledger entries make of it (curation)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import SynthesisError
from graph.model import InfluenceStatus


@dataclass(frozen=True, slots=True)
class InfluenceRow:
    """One influence as a row of codebook.csv; the tree is told by `parent_id` alone."""

    id: str
    name: str
    parent_id: str | None = None
    definition: str | None = None
    includes: str | None = None
    excludes: str | None = None
    example: str | None = None
    status: InfluenceStatus = InfluenceStatus.ACTIVE


@dataclass(frozen=True)
class CodebookRows:
    """The codebook. Words are folded; `phrases` are those of phrases.csv and the ledger; terms stay in terms.csv."""

    influences: Mapping[str, InfluenceRow] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    version: str | None = None
    other_names: Mapping[str, str] = field(default_factory=dict)
    """Folded former names and ids -> the influence that they stand for now."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Id of a merged influence -> the influence that it went into."""
    later: frozenset[str] = frozenset()
    """Influences that no round of extraction can have looked for, because they came after it."""


Changing = Callable[[CodebookRows], tuple[CodebookRows, Sequence[SynthesisError]]]
"""What ledger entries make of the base, and what contradicts it."""
