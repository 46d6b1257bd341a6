"""Activity: what was written, by whom, and taking one's own back; drawing the double-coded share."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.asking import TheDesks, device
from api.page.forms import Posted, SignedIn
from api.page.render import page
from api.who import asker
from curation.desk import Desk
from curation.entries import Adjudication, Assignment, CodebookChange, Decision, Entry, Freeze, PhraseChange, Undo
from curation.fold import standing
from curation.pair_decisions import PAIR_WORDS, PairDecision
from curation.pairs import pair_id

router = APIRouter(include_in_schema=False)
PAGE = 100
"""Entries on one page."""


@router.get("/activity")
def activity(request: Request, desks: TheDesks, who: SignedIn, curator: str = "", before: str = "") -> Response:
    """The newest entries, or those before one."""
    desk, me = desks.open().desk, str(who.curator)
    seen = desk.entries(me)
    kept = {entry.id for entry in standing(seen)[0]}
    wanted = [entry for entry in seen if curator in {"", entry.curator}]
    ids = [entry.id for entry in wanted]
    end = ids.index(before) if before in ids else len(wanted)
    chosen = wanted[max(0, end - PAGE) : end]
    asked = urlencode({"curator": curator, "before": chosen[0].id}) if end > PAGE else ""
    return page(
        request,
        "activity.html",
        rows=[_row(desk, entry, entry.id in kept, me) for entry in reversed(chosen)],
        total=len(wanted),
        curators=sorted({entry.curator for entry in seen}),
        asked=curator,
        older=f"/activity?{asked}" if asked else "",
    )


@router.post("/draw")
def draw(request: Request, desks: TheDesks, form: Posted) -> Response:
    """Draw what several people decide on, as review.toml says."""
    desks.open().desk.draw((str(asker(request).curator), device(), form["key"] or secrets.token_urlsafe(16)))
    return RedirectResponse("/", 303)


def _row(desk: Desk, entry: Entry, stands: bool, me: str) -> dict[str, Any]:
    what, about, link, note = _told(desk, entry)
    undo = isinstance(entry.body, Undo)
    return {
        "id": entry.id,
        "at": entry.at,
        "curator": desk.material.name(entry.curator),
        "what": what,
        "about": about,
        "link": link,
        "note": note,
        "undone": not stands and not undo,
        "mine": entry.curator == me,
        "can_undo": not undo,
        "key": f"undo-{secrets.token_urlsafe(12)}",
    }


def _told(desk: Desk, entry: Entry) -> tuple[str, str, str, str | None]:
    """What it did, about what, where that is, and what was noted."""
    body = entry.body
    match body:
        case Decision():
            said = ", ".join(f"{_name(desk, claim.influence_id)} {claim.direction}" for claim in body.claims)
            what = f"{body.verdict}{f': {said}' if said else ''}"
            return what, body.anchor.quote, f"/decide/{body.suggestion.id}", body.note
        case Undo():
            return "took back an entry", body.entry, "", body.reason
        case Adjudication():
            said = ", ".join(f"{_name(desk, claim.influence_id)} {claim.direction}" for claim in body.claims)
            return f"settled: {said or 'rejected'}", ", ".join(body.decisions), "/conflicts", body.reason
        case Assignment():
            return "drew double coding", f"{len(body.drawn)} of {body.of} suggestions, seed {body.seed}", "", None
        case PhraseChange():
            to = _name(desk, body.influence_id) if body.influence_id else "nothing"
            return f"phrase stands for {to}", body.phrase, "", None
        case CodebookChange():
            return f"codebook: {body.change}", _name(desk, body.influence_id), "/codebook", body.reason
        case PairDecision():
            titles = " | ".join(title or id_ for title, id_ in _ends(body))
            return (
                f"two records: {PAIR_WORDS[body.verdict]}",
                titles,
                f"/pairs/{pair_id(body.one, body.other)}",
                body.note,
            )
        case Freeze():
            return "froze the codebook", f"{len(body.of)} changes are in its files now", "/codebook", body.reason


def _ends(body: PairDecision) -> tuple[tuple[str | None, str], ...]:
    return (body.one_title, body.one), (body.other_title, body.other)


def _name(desk: Desk, id_: str) -> str:
    row = desk.material.influences.get(id_)
    return row.name if row else id_
