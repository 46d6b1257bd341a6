"""Taking the newest act back: a decision, or a phrase in all its spellings."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from curation.desk import Desk
from curation.entries import KIND_OF, Decision, Entry, PhraseChange
from curation.pair_decisions import PairDecision
from curation.pairs import pair_id
from graph.errors import DecisionRefused
from graph.ids import draft_influence_id

_NTH = re.compile(r"\.\d+$")
"""An act on a phrase has a key of its own for each spelling: `<key>`, `<key>.1`, ..."""


@dataclass(frozen=True)
class TakenBack:
    """What was taken back, and the id of what waits again by it; "" for what waits nowhere."""

    entry: Entry
    item: str


def take_back(desk: Desk, who: tuple[str, str], *, decisions_only: bool = False) -> TakenBack:
    """Take back the newest standing act of a curator. `who`: curator and device. Raises DecisionRefused, NotSaved."""
    newest = desk.newest(who[0])
    if newest is None:
        raise DecisionRefused("There is nothing of yours to take back.")
    if decisions_only and not isinstance(newest.body, Decision | PhraseChange | PairDecision):
        what = KIND_OF[type(newest.body)]
        raise DecisionRefused(f"Your newest act is no decision but of the kind {what}: `narragraph decide --undo`.")
    for entry in _together(desk, newest):
        desk.undo((*who, secrets.token_hex(10)), entry.id)
    return TakenBack(newest, _item(newest))


def decided_before(desk: Desk, curator: str, suggestion_id: str) -> bool:
    """Whether a curator decided on a suggestion, taken back or not: then they saw what is proposed."""
    return any(
        entry.curator == curator and isinstance(entry.body, Decision) and entry.body.suggestion.id == suggestion_id
        for entry in desk.entries(curator)
    )


def _together(desk: Desk, newest: Entry) -> list[Entry]:
    """The entries of one act, the newest first: all spellings of a phrase."""
    if not isinstance(newest.body, PhraseChange):
        return [newest]
    act, draft = _NTH.sub("", newest.key), draft_influence_id(newest.body.phrase)
    return [
        entry
        for entry in reversed(desk.state(newest.curator).changes)
        if isinstance(entry.body, PhraseChange)
        and (entry.curator, entry.device) == (newest.curator, newest.device)
        and _NTH.sub("", entry.key) == act
        and draft_influence_id(entry.body.phrase) == draft
    ]


def _item(entry: Entry) -> str:
    match entry.body:
        case Decision():
            return entry.body.suggestion.id
        case PhraseChange():
            return draft_influence_id(entry.body.phrase)
        case PairDecision():
            return pair_id(entry.body.one, entry.body.other)
    return ""
