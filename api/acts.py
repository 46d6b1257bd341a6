"""Acts of curators over HTTP. Each is on the disk when the answer comes; the graph follows at once, within 100 ms.

Who wants to read the graph with the act in it sends `wait`.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.asking import Decider, TheDesks, device, entry_shown, now
from api.contract import responses
from api.decision_models import (
    ActShown,
    AdjudicationSent,
    ClaimSent,
    DecisionSent,
    MarkSent,
    PhraseSent,
    Sent,
    UndoSent,
)
from api.decisions import Route
from api.desks import Desks
from curation.apply import Applied
from curation.desk import Done, Said
from curation.entries import Claim, Verdict
from graph.errors import ParameterError

router = APIRouter(tags=["decisions"])
_AGAIN: dict[str, Any] = {"description": "The key was sent before; nothing was written now.", "model": ActShown}


def act(path: str, summary: str) -> Route:
    """A route that writes."""
    codes = responses(400, 401, 403, 404, 413, 422, 500, 503, 507, kept=False) | {200: _AGAIN}
    return router.post(path, status_code=201, response_model=ActShown, summary=summary, responses=codes)


@act("/v1/decisions", "Decide on a suggestion")
def decide(desks: TheDesks, curator: Decider, sent: DecisionSent) -> Response:
    """Write a decision. An accept whose claim is not the one proposed is written as an edit."""
    if (sent.char_start is None) != (sent.char_end is None):
        raise ParameterError("decisions", "char_end", sent.char_end, "char_start and char_end go together.")
    span = (sent.char_start, sent.char_end) if sent.char_start is not None and sent.char_end is not None else None
    about = (sent.reason, sent.note, sent.seconds, sent.blind, sent.seen)
    said = Said(sent.verdict, _claims(sent.claims), span, *about)
    return _answer(desks, desks.open().desk.decide((curator, device(), sent.key), sent.suggestion_id, said), sent)


@act("/v1/marks", "Add a passage that nobody proposed")
def mark(desks: TheDesks, curator: Decider, sent: MarkSent) -> Response:
    """Mark characters of a stored text and make a claim on them."""
    said = Said(Verdict.ACCEPT, (sent.claim.claim(),), note=sent.note)
    span = (sent.char_start, sent.char_end)
    return _answer(desks, desks.open().desk.mark((curator, device(), sent.key), sent.path, span, said), sent)


@act("/v1/undo", "Take an entry back")
def undo(desks: TheDesks, curator: Decider, sent: UndoSent) -> Response:
    """Take back an entry of one's own; taking back an undo brings the entry back."""
    done = desks.open().desk.undo((curator, device(), sent.key), sent.entry_id, sent.reason)
    if done.needs_build:
        desks.rebuild_soon()
    return _answer(desks, Done(done), sent)


@act("/v1/adjudications", "Settle a conflict")
def adjudicate(desks: TheDesks, curator: Decider, sent: AdjudicationSent) -> Response:
    """Settle a candidate on which coders do not agree, with a reason."""
    said = Said(sent.verdict, _claims(sent.claims), reason=sent.reason)
    return _answer(
        desks, Done(desks.open().desk.adjudicate((curator, device(), sent.key), sent.candidate_id, said)), sent
    )


@act("/v1/phrases", "Assign a phrase of a table")
def phrase(desks: TheDesks, curator: Decider, sent: PhraseSent) -> Response:
    """Say which influence a phrase stands for. The graph is built anew."""
    done = assign(desks, curator, sent.key, sent.phrase, sent.influence_id)[-1]
    return _answer(desks, Done(done), sent)


@act("/v1/assignments", "Draw the share that several people decide on")
def draw(desks: TheDesks, curator: Decider, sent: Sent) -> Response:
    """Draw suggestions for double coding as [curators.double_coding] of review.toml says; an adjudicator does that."""
    return _answer(desks, Done(desks.open().desk.draw((curator, device(), sent.key))), sent)


def assign(desks: Desks, curator: str, key: str, phrase: str, influence_id: str | None) -> list[Applied]:
    """Assign every spelling of a phrase. The graph is built anew in the background."""
    changes = desks.open().desk.phrase_changes(phrase, influence_id)
    return [desks.act((curator, device(), f"{key}.{n}" if n else key), change) for n, change in enumerate(changes)]


def _claims(sent: list[ClaimSent]) -> tuple[Claim, ...]:
    return tuple(one.claim() for one in sent)


def _answer(desks: Desks, done: Done, sent: Sent) -> Response:
    applied, live = done.applied, desks.live
    if sent.wait:
        live.follow()
    shown = ActShown(
        entry=entry_shown(applied.entry),
        made=applied.made,
        shown=live.is_level,
        revision=live.revision,
        meanwhile=[entry_shown(entry) for entry in done.meanwhile],
        notes=list(applied.notes),
    )
    return now(shown, 201 if applied.made else 200)
