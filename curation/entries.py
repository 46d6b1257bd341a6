"""What a ledger holds: one frozen dataclass for each kind of entry (docs/decisions/0011-curation.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from curation.pair_decisions import PairDecision
from graph.anchors import Anchor
from graph.codebook_rows import InfluenceRow
from graph.ids import digest, setting_id
from graph.model import Assertion, Direction
from graph.suggestions import Suggestion

NAME = re.compile(r"[a-z0-9-]{1,40}")
"""Curators and devices; they name folders and files."""
KEY = re.compile(r"[A-Za-z0-9._:-]{1,80}")
"""Client keys: one for each act of a person, sent again when the answer did not come."""


class Verdict(StrEnum):
    """What somebody made of a suggestion."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    UNSURE = "unsure"


class Change(StrEnum):
    """What a codebook entry does."""

    ADD = "add"
    RENAME = "rename"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a passage says: this influence, in this direction, in this setting. The paper is that of the suggestion.

    The other parts are those of the finding key; `mitigated` is a property of the finding.
    """

    influence_id: str
    direction: Direction
    assertion: Assertion = Assertion.FINDING
    setting: str | None = None
    setting_kind: str | None = None
    study_id: str | None = None
    stage: str | None = None
    viewpoint: str | None = None
    time_point: str | None = None
    mitigated: bool = False

    @property
    def setting_id(self) -> str | None:
        """Setting.id, as a table that names this setting makes it."""
        return None if self.setting is None else setting_id(self.setting_kind, self.setting)

    @property
    def signed(self) -> tuple[str, str, str | None]:
        """What agreement is measured on, beside the paper."""
        return self.influence_id, self.direction.value, self.setting_id

    @property
    def key(self) -> tuple[str | None, ...]:
        """Everything that decides which finding it makes."""
        rest = (self.assertion.value, self.study_id, self.stage, self.viewpoint, self.time_point)
        return (*self.signed, *rest)


@dataclass(frozen=True, slots=True)
class Decision:
    """One curator on one suggestion, as it was shown. `blind`: decided before the suggestion was shown."""

    suggestion: Suggestion
    verdict: Verdict
    anchor: Anchor
    claims: tuple[Claim, ...] = ()
    reason: str | None = None
    note: str | None = None
    seconds: float | None = None
    blind: bool = False
    codebook: str | None = None
    engines: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes an entry of the same curator back; undoing an undo brings it back."""

    entry: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Adjudication:
    """What the decisions it names come to, and why. Without an anchor the passages of those decisions stand."""

    decisions: tuple[str, ...]
    verdict: Verdict
    reason: str
    claims: tuple[Claim, ...] = ()
    anchor: Anchor | None = None
    codebook: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A suggestion that is coded by several, and by whom."""

    suggestion: str
    coders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which suggestions are double-coded: the share, the start of the random numbers, what they drew of how many."""

    share: float
    seed: int
    of: int
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """A phrase of a table stands for an influence from now on; null gives it back to the queue."""

    phrase: str
    influence_id: str | None
    was: str | None = None
    base: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """A change of the codebook. `was`: what its author saw, `base`: in which version.

    rename: `now.name`; move: `now.parent_id`; merge: into `into`; split: the new influences are `made`;
    add: the new influence is `made`. retire and split retire `influence_id`.
    """

    change: Change
    influence_id: str
    base: str | None = None
    was: Mapping[str, str | None] = field(default_factory=dict)
    now: Mapping[str, str | None] = field(default_factory=dict)
    into: str | None = None
    made: tuple[InfluenceRow, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Freeze:
    """The base files were written anew, with the changes `of` in them. `before` and `after`: versions of the files.

    What files cannot say is kept here: merged influences, other names, and what came after extraction.
    """

    before: str | None
    after: str | None
    of: tuple[str, ...]
    moved: Mapping[str, str] = field(default_factory=dict)
    other_names: Mapping[str, str] = field(default_factory=dict)
    later: tuple[str, ...] = ()
    reason: str | None = None


Body = Decision | Undo | Adjudication | Assignment | PhraseChange | CodebookChange | Freeze | PairDecision
KINDS: dict[str, type[Body]] = {
    "decision": Decision,
    "undo": Undo,
    "adjudication": Adjudication,
    "assignment": Assignment,
    "phrase": PhraseChange,
    "codebook": CodebookChange,
    "freeze": Freeze,
    "pair": PairDecision,
}
KIND_OF: dict[type, str] = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is not written yet. `key` is the client's: the same act sent twice has the same key."""

    curator: str
    device: str
    key: str
    body: Body


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger, with its place. Entries are ordered by `order`, never by `at`."""

    id: str
    key: str
    turn: int
    at: str
    curator: str
    device: str
    body: Body
    line: int
    sha256: str

    @property
    def order(self) -> tuple[int, str, str]:
        """Ledger order: what knew of another entry comes after it."""
        return self.turn, self.curator, self.device

    @property
    def where(self) -> str:
        """The line, for messages."""
        return f"{ledger_path(self.curator, self.device)}, line {self.line}"


FOLDER = "decisions"
"""Where the ledgers lie in a review folder."""


def ledger_path(curator: str, device: str) -> str:
    """The file of a curator's device, from the review folder."""
    return f"{FOLDER}/{curator}/{device}.jsonl"


def entry_id(curator: str, device: str, key: str) -> str:
    """`e:` over curator, device and client key: an act that is sent again has the same id."""
    return f"e:{digest([curator, device, key])}"
