"""What people decide on, as one reading of the folder gives it: papers, texts, suggestions, codebook, people, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from curation.apply import Base
from curation.pairs import Pair
from graph.codebook_rows import CodebookRows, InfluenceRow
from graph.documents import PaperText
from graph.ids import digest
from graph.model import CuratorRole, InfluenceStatus
from graph.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper in one line."""

    id: str
    title: str | None = None
    authors: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom review.toml names."""

    id: str
    name: str
    role: CuratorRole


@dataclass(frozen=True, slots=True)
class Rules:
    """What `[curators]` says: the share decided before the suggestion is shown, and how double coding is drawn."""

    blind_share: float = 0.1
    share: float = 0.0
    seed: int = 1
    each: int = 2

    def blind(self, suggestion_id: str) -> bool:
        """Whether a suggestion is decided before it is shown: by a hash, so the same for everybody and for ever."""
        drawn = int(digest(["blind", str(self.seed), suggestion_id], 12), 16) / 16**12
        return drawn < self.blind_share


class Phrase(Protocol):
    """A phrase of tables that waits for an influence. `spellings`: as tables spell it; a decision names them all."""

    @property
    def id(self) -> str:
        """Its draft influence."""
        ...

    @property
    def phrase(self) -> str:
        """The words."""
        ...

    @property
    def spellings(self) -> tuple[str, ...]:
        """Each way in which it is spelt."""
        ...

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers whose cells hold it."""
        ...


@dataclass(frozen=True)
class Material:
    """One reading of a review folder. `codebook` is its version, `engines` what read and proposed, with versions."""

    base: Base
    title: str = ""
    papers: Mapping[str, PaperLine] = field(default_factory=dict)
    texts: Mapping[str, PaperText] = field(default_factory=dict)
    """By path in the folder."""
    suggestions: Mapping[str, Suggestion] = field(default_factory=dict)
    offered: dict[str, Suggestion] = field(default_factory=dict)
    """Suggestions of the model alone, on sentences without a term; the order of the queue adds to them as it learns."""
    influences: Mapping[str, InfluenceRow] = field(default_factory=dict)
    base_rows: CodebookRows = field(default_factory=CodebookRows)
    """The codebook of the files, before what the ledgers make of it."""
    later: frozenset[str] = frozenset()
    """Influences that were added or split off, so that no round of extraction looked for them."""
    settings: tuple[tuple[str | None, str], ...] = ()
    """Kind and name of every setting that tables or decisions name."""
    people: Mapping[str, Person] = field(default_factory=dict)
    """Empty when review.toml names nobody: then anybody may decide, under any name."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Folded phrases of tables -> the influences that they were assigned to."""
    waiting_phrases: tuple[Phrase, ...] = ()
    """Phrases of tables that had no influence when the folder was read, those of most papers first."""
    pairs: Mapping[str, Pair] = field(default_factory=dict)
    """By id: the pairs of records that rules left to a person, and those that somebody decided on, best first."""
    rules: Rules = Rules()
    codebook: str | None = None
    engines: Mapping[str, str] = field(default_factory=dict)
    by_paper: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Paper -> paths of its texts."""

    def role(self, curator: str) -> CuratorRole | None:
        """What a curator may do; null for a stranger. Without people everybody may do everything."""
        if not self.people:
            return CuratorRole.ADJUDICATOR
        person = self.people.get(curator)
        return person.role if person else None

    def name(self, curator: str) -> str:
        """How a curator is shown."""
        person = self.people.get(curator)
        return person.name if person else curator

    @property
    def choices(self) -> list[InfluenceRow]:
        """The influences that a claim may be about, in the order of the codebook."""
        return [one for one in self.influences.values() if one.status is InfluenceStatus.ACTIVE]
