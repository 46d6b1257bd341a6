"""Pairs of records that may be one paper: all of them in a list, and one side by side with its decision."""

from __future__ import annotations

import secrets
import time
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.asking import TheDesks, device
from api.desks import Open
from api.page.decide import seconds_of
from api.page.forms import Posted, SignedIn
from api.page.render import page
from api.who import asker
from curation.pair_decisions import PAIR_WORDS, PairVerdict
from curation.pairs import Pair, Standing, decided, pair_at, pair_decision, side_by_side, standing_pairs
from graph.errors import DecisionRefused

router = APIRouter(include_in_schema=False)
MOST = 200
"""Pairs of each kind in the list."""
BUTTONS = (
    (PairVerdict.DUPLICATE, "One paper", "accept", "a"),
    (PairVerdict.DIFFERENT, "Two papers", "reject", "x"),
    (PairVerdict.COMPANION, "Companions: one study", "companion", "c"),
    (PairVerdict.LINK, "Belong together", "link", "l"),
    (PairVerdict.UNSURE, "Not sure", "unsure", "q"),
)


@router.get("/pairs")
def every(request: Request, desks: TheDesks, who: SignedIn, done: str = "") -> Response:
    """What waits, where people differ, and what is decided."""
    held = desks.open()
    found = standing_pairs(held.desk, str(who.curator))
    return page(
        request,
        "pairs.html",
        parts=[
            ("Wait for you", [_row(held, found, one) for one in found.waiting[:MOST]], len(found.waiting)),
            ("People differ", [_row(held, found, one) for one in found.differing[:MOST]], len(found.differing)),
            ("Decided", [_row(held, found, one) for one in found.decided[:MOST]], len(found.decided)),
        ],
        said="Saved on disk. No other pair waits for you." if done else "",
    )


@router.get("/pairs/next")
def next_one(desks: TheDesks, who: SignedIn, after: str = "", saved: str = "") -> Response:
    """The pair that waits after one."""
    following = standing_pairs(desks.open().desk, str(who.curator)).after(after)
    asked = urlencode({"saved": saved}) if saved else ""
    if following is None:
        return RedirectResponse(f"/pairs{'?done=1' if saved else ''}", 303)
    return RedirectResponse(f"/pairs/{following.id}{f'?{asked}' if asked else ''}", 303)


@router.get("/pairs/{pair_id}")
def one(request: Request, desks: TheDesks, who: SignedIn, pair_id: str, saved: str = "") -> Response:
    """One pair side by side."""
    del who
    return _card(request, desks.open(), pair_id, said="Saved on disk." if saved else "")


@router.post("/pairs/{pair_id}")
def decide(request: Request, desks: TheDesks, form: Posted, pair_id: str) -> Response:
    """Write the decision and go on to the next pair."""
    held, curator = desks.open(), str(asker(request).curator)
    try:
        if form["verdict"] not in set(PairVerdict):
            raise DecisionRefused("Choose one of the answers.")
        said = pair_decision(
            pair_at(held.desk, pair_id), PairVerdict(form["verdict"]), note=form["note"], seconds=seconds_of(form)
        )
        desks.act((curator, device(), form["key"]), said)
    except DecisionRefused as error:
        return _card(request, held, pair_id, wrong=str(error))
    return RedirectResponse(f"/pairs/next?{urlencode({'after': pair_id, 'saved': 1})}", 303)


def _card(request: Request, held: Open, pair_id: str, *, said: str = "", wrong: str = "") -> Response:
    curator = str(asker(request).curator)
    pair = pair_at(held.desk, pair_id)
    found = standing_pairs(held.desk, curator)
    entries = found.word(pair).entries
    return page(
        request,
        "pair.html",
        422 if wrong else 200,
        pair=pair,
        lines=side_by_side(pair),
        waiting=len(found.waiting),
        answers=[_answer(held, entry) for entry in entries],
        mine=next((entry.id for entry in entries if entry.curator == curator), None),
        buttons=BUTTONS,
        key=secrets.token_urlsafe(16),
        now=int(time.time()),
        said=said,
        wrong=wrong,
    )


def _answer(held: Open, entry: Any) -> dict[str, str]:
    body = decided(entry)
    return {
        "name": held.desk.material.name(entry.curator),
        "said": PAIR_WORDS[body.verdict],
        "note": body.note or "",
    }


def _row(held: Open, found: Standing, pair: Pair) -> dict[str, Any]:
    titles = [side.said.get("title", side.id) for side in (pair.one, pair.other)]
    return {
        "id": pair.id,
        "titles": titles,
        "reasons": ", ".join(pair.reasons),
        "answers": [_answer(held, entry) for entry in found.word(pair).entries],
    }
