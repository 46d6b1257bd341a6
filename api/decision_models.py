"""What is sent to decide, and what comes back. Fields are those of a ledger entry (docs/curation.md)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from curation.entries import KEY, Claim, Verdict
from graph.model import Assertion, Direction

MOST_WORDS = 2000
"""Characters of a note or a reason."""
Key = Field(
    pattern=f"^(?:{KEY.pattern})$", description="Yours, one for each act: sent again, it makes no second entry."
)
Words = Field(default=None, max_length=MOST_WORDS)


def showing(**example: Any) -> ConfigDict:
    """Nothing beside the fields; an example, whose words are invented."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


CLAIM: dict[str, Any] = {
    "influence_id": "training",
    "direction": "barrier",
    "setting": "Ward 3",
    "setting_kind": "site",
}
ID = "s:947454a15884bd633f4d"


class Sent(BaseModel):
    """What every act carries."""

    model_config = showing(key="8f14e45f-1")
    key: str = Key
    wait: bool = Field(default=False, description="Answer only when the graph shows the act.")


class ClaimSent(BaseModel):
    """What a passage says, in the words of the codebook."""

    model_config = showing(**CLAIM)
    influence_id: str = Field(min_length=1, max_length=200)
    direction: Direction
    assertion: Assertion = Assertion.FINDING
    setting: str | None = Field(default=None, max_length=300)
    setting_kind: str | None = Field(default=None, max_length=100)
    study_id: str | None = Field(default=None, max_length=200)
    stage: str | None = Field(default=None, max_length=200)
    viewpoint: str | None = Field(default=None, max_length=200)
    time_point: str | None = Field(default=None, max_length=200)
    mitigated: bool = False

    def claim(self) -> Claim:
        """As the ledger holds it."""
        return Claim(**dict(self))


class DecisionSent(Sent):
    """A decision on a suggestion. An accept without claims makes the claim that was proposed."""

    model_config = showing(
        key="8f14e45f-2",
        suggestion_id=ID,
        verdict="accept",
        claims=[CLAIM],
        note="Only at night.",
        seconds=7.5,
        seen="",
    )
    suggestion_id: str = Field(min_length=1, max_length=100)
    verdict: Verdict
    claims: list[ClaimSent] = Field(default=[], max_length=20)
    char_start: int | None = Field(default=None, ge=0, description="With char_end: another stretch of the same text.")
    char_end: int | None = Field(default=None, ge=1)
    reason: str | None = Words
    note: str | None = Words
    seconds: float | None = Field(default=None, ge=0, le=86_400, allow_inf_nan=False)
    blind: bool = False
    seen: str | None = Field(
        default=None, max_length=100, description='Newest decision on it that you were shown, "" for none.'
    )


class MarkSent(Sent):
    """A passage that nobody proposed, with its claim."""

    model_config = showing(key="8f14e45f-3", path="texts/a.xml", char_start=1200, char_end=1288, claim=CLAIM)
    path: str = Field(min_length=1, max_length=500)
    char_start: int = Field(ge=0)
    char_end: int = Field(ge=1)
    claim: ClaimSent
    note: str | None = Words


class UndoSent(Sent):
    """Takes back an entry of one's own, the newest when none is named."""

    model_config = showing(key="8f14e45f-4", entry_id="e:0b37dbbb6af649577ac4", reason="Wrong passage.")
    entry_id: str | None = Field(default=None, max_length=100)
    reason: str | None = Words


class AdjudicationSent(Sent):
    """Settles a candidate on which coders do not agree."""

    model_config = showing(
        key="8f14e45f-5", candidate_id=ID, verdict="accept", claims=[CLAIM], reason="The next sentence says so."
    )
    candidate_id: str = Field(min_length=1, max_length=100)
    verdict: Literal[Verdict.ACCEPT, Verdict.REJECT]
    claims: list[ClaimSent] = Field(default=[], max_length=20)
    reason: str = Field(min_length=1, max_length=MOST_WORDS)


class PhraseSent(Sent):
    """A phrase of a table stands for an influence; null gives it back to the queue."""

    model_config = showing(key="8f14e45f-6", phrase="Low wages", influence_id="pay")
    phrase: str = Field(min_length=1, max_length=1000)
    influence_id: str | None = Field(default=None, max_length=200)


class EntryShown(BaseModel):
    """One entry of a ledger."""

    id: str
    at: str = Field(description="ISO 8601, UTC; shown only, order is that of the ledger.")
    curator: str
    kind: str
    body: dict[str, Any] = Field(description="As the ledger holds it.")


class ActShown(BaseModel):
    """An act that is on the disk."""

    entry: EntryShown
    made: bool = Field(description="false: this key was sent before, and this is the entry that it made.")
    shown: bool = Field(description="Whether the graph shows every act by now; if not, it will in a moment: `wait`.")
    revision: str = Field(description="Revision that the graph shows now.")
    meanwhile: list[EntryShown] = Field(
        default=[], description="Decisions of others on the same suggestion that you were not shown; all are kept."
    )
    notes: list[str] = []


class SuggestionShown(BaseModel):
    """A passage that waits, with what the machine proposes, unless it is to be decided blind."""

    suggestion_id: str
    paper_id: str
    paper: str = Field(description="Authors, year and title in one line.")
    path: str
    char_start: int
    char_end: int
    before: str
    quote: str
    after: str
    language: str | None
    section: str
    heading: str | None
    page: int | None
    blind: bool = Field(description="Decide before you look: what is proposed is left out.")
    proposed: dict[str, Any] | None = Field(description="Influence, direction, assertion, band and reasons.")
    seen: str = Field(description="Send it back with the decision.")


class PhraseShown(BaseModel):
    """A phrase of tables that waits for an influence."""

    phrase: str
    spellings: list[str] = Field(description="As the tables spell it; assigning it assigns them all.")
    papers: list[str] = Field(description="Papers whose cells hold it.")


class QueueShown(BaseModel):
    """What waits for one curator, the first to read first."""

    curator: str
    waiting: int
    decided_by_me: int
    decided: int
    pending: int
    conflicts: int
    suggestions: list[SuggestionShown]
    phrases_waiting: int
    phrases: list[PhraseShown] = Field(description="Those in most papers first.")


class EntriesShown(BaseModel):
    """Entries of the ledgers that the asker may see."""

    entries: list[EntryShown]
    next: str | None = Field(description="Address of the next page; null on the last.")
