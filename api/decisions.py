"""What waits for a curator, and what was decided as far as they may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.asking import Reader, TheDesks, entry_shown, now
from api.contract import responses
from api.decision_models import EntriesShown, PhraseShown, QueueShown, SuggestionShown
from curation.cards import Card, card
from curation.queue import Kind, Part
from graph.errors import ParameterError
from graph.plain import plain

MOST = 100
Route = Callable[[Callable[..., Response]], Callable[..., Response]]
router = APIRouter(tags=["decisions"])


def get(path: str, summary: str, model: type[BaseModel]) -> Route:
    """A route that reads."""
    codes = responses(400, 401, 404, 422, 500, 503, kept=False)
    return router.get(path, response_model=model, summary=summary, responses=codes)


@get("/v1/queue", "What waits for one curator", QueueShown)
def queue(
    desks: TheDesks,
    curator: Reader,
    paper_id: Annotated[str | None, Query(max_length=300)] = None,
    influence_id: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 10,
) -> Response:
    """Suggestions that wait for the asker, in the order to read them: what is left of their batch of ten."""
    held, part = desks.open(), Part(paper_id, influence_id, Kind.PASSAGES)
    with held.desk.lock:
        chosen = held.queue.upcoming(curator, part, limit)
        phrases = held.queue.phrases(Part(paper_id))[:limit] if influence_id is None else []
        done = held.queue.progress(curator, part)
        shown = [_shown(card(held.desk, curator, one.id)) for one in chosen]
        waiting = len(held.queue.phrases())
    counts = {name: getattr(done, name) for name in ("waiting", "decided_by_me", "decided", "pending", "conflicts")}
    named = [PhraseShown(phrase=one.phrase, spellings=list(one.spellings), papers=list(one.papers)) for one in phrases]
    return now(QueueShown(curator=curator, suggestions=shown, phrases_waiting=waiting, phrases=named, **counts))


@get("/v1/suggestions/{suggestion_id}", "One suggestion", SuggestionShown)
def suggestion(desks: TheDesks, curator: Reader, suggestion_id: str) -> Response:
    """A suggestion with its surroundings."""
    return now(_shown(card(desks.open().desk, curator, suggestion_id)))


@get("/v1/decisions", "Entries of the ledgers", EntriesShown)
def entries(
    desks: TheDesks,
    curator: Reader,
    after: Annotated[str | None, Query(max_length=100, description="Id of the last entry of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = MOST,
) -> Response:
    """What was decided, oldest first, as far as the asker may see it."""
    seen = desks.open().desk.entries(curator)
    start = 0
    if after is not None:
        ids = [entry.id for entry in seen]
        if after not in ids:
            raise ParameterError("decisions", "after", after, "no entry that you may see has this id. Start anew.")
        start = ids.index(after) + 1
    page, more = seen[start : start + limit], start + limit < len(seen)
    link = f"/v1/decisions?after={page[-1].id}&limit={limit}" if more else None
    answer = now(EntriesShown(entries=[entry_shown(entry) for entry in page], next=link))
    if link:
        answer.headers["Link"] = f'<{link}>; rel="next"'
    return answer


def _shown(found: Card) -> SuggestionShown:
    one = found.suggestion
    proposed = {
        "influence_id": one.influence_id,
        "direction": one.direction.value,
        "assertion": one.assertion.value,
        "mitigated": one.mitigated,
        "band": one.band.value,
        "origin": one.origin,
        "reasons": [plain(reason) for reason in one.reasons],
    }
    return SuggestionShown(
        suggestion_id=one.id,
        paper_id=one.paper_id,
        paper=found.paper,
        path=one.path,
        char_start=one.anchor.char_start,
        char_end=one.anchor.char_end,
        before=found.before,
        quote=one.anchor.quote,
        after=found.after,
        language=one.language,
        section=one.section.value,
        heading=one.heading,
        page=one.anchor.page,
        blind=found.blind,
        proposed=None if found.blind else proposed,
        seen=found.seen,
    )
