"""Deciding: one passage, one decision, the next."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.acts import assign
from api.asking import TheDesks, device
from api.desks import Desks, Open
from api.page.choices import choices, claim_of
from api.page.forms import Form, Posted, inside, signed_in
from api.page.render import page
from api.who import asker
from curation.cards import card
from curation.desk import Done, Said
from curation.entries import CodebookChange, Decision, Entry, PhraseChange, Undo, Verdict
from curation.material import Phrase
from curation.pair_decisions import PairDecision
from curation.queue import Kind, Part, split_influences
from graph.errors import DecisionRefused
from graph.suggestions import Suggestion

router = APIRouter(include_in_schema=False)
WHOLE = Part()
"""The whole queue."""
LONGEST = 3600.0
"""Seconds after which nobody was still reading: the time is not kept."""


@dataclass(frozen=True)
class Turn:
    """One request at the desk. `said`: what to tell of the act before; `wrong`: why this one was refused.

    `single`: one passage by its own address, not the next of the queue.
    """

    request: Request
    held: Open
    part: Part = WHOLE
    single: bool = False
    said: str = ""
    wrong: str = ""

    @property
    def curator(self) -> str:
        """The curator; the dependencies of the routes made sure that there is one."""
        return str(asker(self.request).curator)


@router.get("/decide", dependencies=[Depends(signed_in)])
def next_one(request: Request, desks: TheDesks) -> Response:
    """The next passage or phrase of the queue, or of a part of it."""
    # In a form `influence` is that of the claim; in an address it is the part of the queue.
    asked = {**request.query_params, "part": request.query_params.get("influence", "")}
    said = "The decision that was kept is saved now." if asked.get("sent") else ""
    return _next(Turn(request, desks.open(), part_of(asked), said=said))


@router.get("/decide/{suggestion_id}", dependencies=[Depends(signed_in)])
def this_one(request: Request, desks: TheDesks, suggestion_id: str) -> Response:
    """One passage: a link that can be sent to a colleague."""
    return _card(Turn(request, desks.open(), single=True), suggestion_id)


@router.post("/decide")
def decide(request: Request, desks: TheDesks, form: Posted) -> Response:
    """Write the decision and show what comes next."""
    turn = _turn(request, desks, form)
    try:
        done = turn.held.desk.decide((turn.curator, device(), form["key"]), form["suggestion"], _sent(form, turn))
    except DecisionRefused as error:
        return _card(replace(turn, wrong=str(error)), form["suggestion"])
    return _after(replace(turn, said=_said_of(turn.held, done)), form["suggestion"])


def _sent(form: Form, turn: Turn) -> Said:
    try:
        verdict = Verdict(form["verdict"])
    except ValueError:
        raise DecisionRefused("Choose accept, reject or unsure.") from None
    claims = (claim_of(form, turn.held.desk),) if verdict in {Verdict.ACCEPT, Verdict.EDIT} else ()
    return Said(verdict, claims, None, None, form["note"], seconds_of(form), form["blind"] == "1", form["seen"])


@router.post("/skip")
def skip(request: Request, desks: TheDesks, form: Posted) -> Response:
    """Put a passage off to the end of its batch. Nothing is written."""
    turn = _turn(request, desks, form)
    turn.held.queue.put_off(turn.curator, form["suggestion"], turn.part)
    return _after(replace(turn, single=False, said="Put off: it comes again at the end of this batch."))


@router.post("/undo")
def undo(request: Request, desks: TheDesks, form: Posted) -> Response:
    """Take back the newest act, or the one that is named; the passage is shown again."""
    turn = _turn(request, desks, form)
    desk = turn.held.desk
    try:
        applied = desk.undo((turn.curator, device(), form["key"]), form["entry"] or None)
    except DecisionRefused as error:
        if form["back"]:
            raise
        return _after(replace(turn, said=str(error)))
    taken = applied.entry.body.entry if isinstance(applied.entry.body, Undo) else ""
    back = next((entry for entry in desk.entries(turn.curator) if entry.id == taken), None)
    if back is not None and isinstance(back.body, PhraseChange | CodebookChange | PairDecision):
        desks.rebuild()
    if form["back"]:
        return RedirectResponse(inside(form["back"], "/activity"), 303)
    if back is None or not isinstance(back.body, Decision) or "hx-request" not in request.headers:
        of = back.body.suggestion.id if back and isinstance(back.body, Decision) else ""
        return _after(replace(turn, held=desks.open(), single=bool(of), said="Taken back."), of)
    return _card(replace(turn, said="Taken back. Here it is again."), back.body.suggestion.id)


def part_of(asked: Mapping[str, str]) -> Part:
    """The part of the queue that an address or a form names; what is no kind is all kinds."""
    kind = asked.get("kind", "")
    known = Kind(kind) if kind in set(Kind) else None
    return Part(asked.get("paper") or None, asked.get("part") or None, known)


def _turn(request: Request, desks: Desks, form: Form) -> Turn:
    named = {name: form[name] for name in ("paper", "part", "kind")}
    return Turn(request, desks.open(), part_of(named), single=form["single"] == "1")


def _after(turn: Turn, of: str = "") -> Response:
    """What follows an act: the next card for htmx, else an address of its own, so that reloading sends nothing."""
    if "hx-request" in turn.request.headers:
        return _card(turn, of) if turn.single else _next(turn)
    return RedirectResponse(f"/decide/{of}" if turn.single else f"/decide{_asked(turn.part)}", 303)


def _asked(part: Part) -> str:
    named = {"paper": part.paper, "influence": part.influence, "kind": part.kind}
    asked = urlencode({name: value for name, value in named.items() if value})
    return f"?{asked}" if asked else ""


def _next(turn: Turn) -> Response:
    with turn.held.desk.lock:
        following = turn.held.queue.next(turn.curator, turn.part)
        if isinstance(following, Suggestion):
            return _card(turn, following.id)
        if following is not None:
            return _phrase(turn, following)
    return page(turn.request, "decide.html", card=None, **_common(turn))


def _phrase(turn: Turn, task: Phrase) -> Response:
    """A phrase of tables and the influences that it may stand for."""
    book = {row.id: row for row in turn.held.desk.material.choices}
    proposed = [one for one in getattr(task, "suggestions", ()) if one.influence_id in book]
    ordered = list(dict.fromkeys([*(one.influence_id for one in proposed), *book]))
    said = _common(turn) | {"card": task, "task": task, "proposed": proposed, "offered": [book[id_] for id_ in ordered]}
    return page(turn.request, "decide.html", **said)


@router.post("/phrase")
def phrase(request: Request, desks: TheDesks, form: Posted) -> Response:
    """Let a phrase stand for an influence."""
    turn = _turn(request, desks, form)
    chosen = form["other"] or form["influence"]
    if not chosen:
        return _next(replace(turn, wrong="Choose the influence that the phrase stands for, or skip it."))
    try:
        assign(desks, turn.curator, form["key"], form["phrase"], chosen)
    except DecisionRefused as error:
        return _next(replace(turn, wrong=str(error)))
    name = next((row.name for row in turn.held.desk.material.choices if row.id == chosen), chosen)
    return _after(replace(turn, said=f"Assigned to {name}. Saved on disk; the graph is being brought up to it."))


def _card(turn: Turn, suggestion_id: str) -> Response:
    desk = turn.held.desk
    found = card(desk, turn.curator, suggestion_id)
    studies = desk.material.base.known.studies.get(found.suggestion.paper_id, ())
    said = _common(turn) | {
        "card": found,
        "choices": choices(desk, found.suggestion, blind=found.blind),
        "studies": studies if len(studies) > 1 else (),
        "now": int(time.time()),
        "split": split_influences(desk.state(None).changes),
    }
    refused = turn.wrong and "hx-request" not in turn.request.headers
    return page(turn.request, "decide.html", 422 if refused else 200, **said)


def _common(turn: Turn) -> dict[str, Any]:
    """What every state of the desk shows."""
    desk = turn.held.desk
    return {
        "names": {row.id: row.name for row in desk.material.influences.values()},
        "key": secrets.token_urlsafe(16),
        "newest": desk.newest(turn.curator),
        "people": desk.material.name,
        "progress": turn.held.queue.progress(turn.curator, turn.part),
        "part_of": turn.part,
        "said": turn.said,
        "wrong": turn.wrong,
        "single": turn.single,
        "task": None,
    }


def _said_of(held: Open, done: Done) -> str:
    """What was written, in a sentence, and what others wrote meanwhile."""
    if not done.applied.made:
        return "This had been saved already; it stands once."
    said = {"accept": "Accepted", "edit": "Accepted with your change", "reject": "Rejected", "unsure": "Marked unsure"}
    verdict = getattr(done.applied.entry.body, "verdict", None)
    text = f"{said.get(str(verdict), 'Saved')}. Saved on disk."
    return text + "".join(_meanwhile(held, entry) for entry in done.meanwhile)


def _meanwhile(held: Open, entry: Entry) -> str:
    verdict = getattr(entry.body, "verdict", "")
    return f" Meanwhile {held.desk.material.name(entry.curator)} had decided: {verdict}. Both are kept."


def seconds_of(form: Form) -> float | None:
    """How long the card was looked at: by the script, else since it was sent."""
    try:
        took = float(form["seconds"]) if form["seconds"] else time.time() - int(form["shown"])
    except ValueError:
        return None
    return round(took, 1) if 0 <= took <= LONGEST else None
