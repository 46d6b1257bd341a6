"""Decisions for tests: the same act with as few words as possible. Texts are invented."""

from __future__ import annotations

from suggested import suggested

from curation.entries import Body, Claim, Decision, Draft, Entry, Verdict, entry_id
from graph.anchors import Anchor
from graph.documents import text_sha256
from graph.model import Direction
from graph.suggestions import Reason, Suggestion

TEXT = "Staff were trained for the role. Pay was low in every clinic. Nobody had time for meetings. " * 4
SHA = text_sha256(TEXT)


def anchor(start: int = 0, end: int = 32) -> Anchor:
    """A stretch of the text above."""
    return Anchor(SHA, start, end, TEXT[start:end], TEXT[max(0, start - 32) : start], TEXT[end : end + 32])


def suggestion(  # noqa: PLR0917  (what tests vary)
    start: int = 0,
    end: int = 32,
    influence: str = "training",
    direction: str = "facilitator",
    paper: str = "paper:a",
    origin: str = "rules",
) -> Suggestion:
    """One suggestion on a stretch of the text."""
    reasons = (Reason("name", "trained", 11, 18),)
    return suggested(
        anchor(start, end), influence, paper, direction=Direction(direction), reasons=reasons, origin=origin
    )


def claim(influence: str = "training", direction: str = "facilitator", setting: str | None = None) -> Claim:
    """What a curator says."""
    kind = None if setting is None else "service"
    return Claim(influence, Direction(direction), setting=setting, setting_kind=kind)


def decided(shown: Suggestion, verdict: str = "accept", *claims: Claim, span: Anchor | None = None) -> Decision:
    """A decision; an accept without claims makes the one that was proposed."""
    if verdict == "accept" and not claims:
        claims = (claim(shown.influence_id, shown.direction.value),)
    return Decision(shown, Verdict(verdict), span or shown.anchor, tuple(claims))


def draft(curator: str, key: str, body: Body, device: str = "laptop") -> Draft:
    """An act that is not written yet."""
    return Draft(curator, device, key, body)


def entries(*acts: tuple[str, Body]) -> list[Entry]:
    """Entries as a ledger would hold them, one turn each; the key of the nth is its number, from 1."""
    return [
        Entry(
            entry_id(who, "laptop", str(n)),
            str(n),
            n,
            f"2026-01-01T00:00:{n:02d}.000Z",
            who,
            "laptop",
            body,
            n,
            f"{n:064}",
        )
        for n, (who, body) in enumerate(acts, start=1)
    ]


def id_of(curator: str, number: int) -> str:
    """The id of the nth of `entries`."""
    return entry_id(curator, "laptop", str(number))
