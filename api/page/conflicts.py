"""Conflicts: answers side by side, and the third person who settles them with a reason."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.asking import TheDesks, device
from api.desks import Open
from api.page.choices import choices, claim_of
from api.page.forms import Form, Posted, SignedIn, signed_in
from api.page.render import page
from api.who import asker
from curation.candidates import Candidate, Status, decision_of
from curation.cards import card, paper_line
from curation.desk import Desk, Said
from curation.entries import Adjudication, Claim, Verdict
from graph.errors import DecisionRefused
from graph.model import CuratorRole

router = APIRouter(include_in_schema=False)


@router.get("/conflicts")
def conflicts(request: Request, desks: TheDesks, who: SignedIn, settled: str = "") -> Response:
    """What is to settle, and what was settled."""
    held, curator = desks.open(), str(who.curator)
    with held.desk.lock:
        state = held.desk.state(curator)
        found = {status: [one for one in state.candidates if one.status is status] for status in Status}
        pending = held.desk.state(None).pending
        rows = [_row(held.desk, one) for one in found[Status.CONFLICT]]
        old = [_row(held.desk, one) | _settled(held.desk, one) for one in found[Status.ADJUDICATED]]
    said = "Settled. Saved on disk." if settled else ""
    may = held.desk.material.role(curator) is CuratorRole.ADJUDICATOR
    return page(request, "conflicts.html", conflicts=rows, settled=old, pending=pending, may_settle=may, said=said)


@router.get("/conflicts/{candidate_id}", dependencies=[Depends(signed_in)])
def conflict(request: Request, desks: TheDesks, candidate_id: str) -> Response:
    """One candidate, the answers side by side."""
    return _one(request, desks.open(), candidate_id)


@router.post("/conflicts/{candidate_id}")
def settle(request: Request, desks: TheDesks, form: Posted, candidate_id: str) -> Response:
    """A, B, or a third answer; with a reason."""
    held, curator = desks.open(), str(asker(request).curator)
    try:
        said = _answer(held.desk, held.desk.candidate(curator, candidate_id), form)
        held.desk.adjudicate((curator, device(), form["key"]), candidate_id, said)
    except DecisionRefused as error:
        return _one(request, held, candidate_id, wrong=str(error), typed=form["reason"])
    return RedirectResponse("/conflicts?settled=1", 303)


def _answer(desk: Desk, found: Candidate, form: Form) -> Said:
    if not form["reason"]:
        raise DecisionRefused("Say why: the reason is kept with what you settle.")
    answer = form["answer"]
    if answer == "reject":
        return Said(Verdict.REJECT, reason=form["reason"])
    if answer == "claim":
        return Said(Verdict.ACCEPT, (claim_of(form, desk),), reason=form["reason"])
    people = list(found.answers)
    if not answer.isdigit() or int(answer) >= len(people):
        raise DecisionRefused("Choose one of the answers, or give a third.")
    theirs = [entry for entry in found.standing if entry.curator == people[int(answer)]]
    claims = {claim.key: claim for entry in theirs for claim in decision_of(entry).claims}
    return Said(Verdict.ACCEPT if claims else Verdict.REJECT, tuple(claims.values()), reason=form["reason"])


def _one(request: Request, held: Open, candidate_id: str, *, wrong: str = "", typed: str = "") -> Response:
    desk, curator = held.desk, str(asker(request).curator)
    with desk.lock:
        found = desk.candidate(curator, candidate_id)
        shown = card(desk, curator, found.suggestions[0])
    sides = [
        {
            "letter": chr(ord("A") + at),
            "name": desk.material.name(person),
            "entries": [entry for entry in found.standing if entry.curator == person],
        }
        for at, person in enumerate(found.answers)
    ]
    return page(
        request,
        "conflict.html",
        422 if wrong else 200,
        card=shown,
        candidate=found,
        sides=sides,
        names={row.id: row.name for row in desk.material.influences.values()},
        choices=choices(desk, shown.suggestion),
        studies=(),
        may_settle=desk.material.role(curator) is CuratorRole.ADJUDICATOR and len(sides) > 1,
        settled=_settled(desk, found) if found.adjudication else None,
        key=secrets.token_urlsafe(16),
        wrong=wrong,
        typed=typed,
    )


def _row(desk: Desk, found: Candidate) -> dict[str, Any]:
    book = desk.material.influences
    first = decision_of(found.standing[0]).suggestion
    answers = [
        (desk.material.name(person), "; ".join(_claim(desk, claim) for claim in _claims(found, person)) or kind)
        for person, (kind, _) in found.answers.items()
    ]
    influence = book[found.influence_id].name if found.influence_id in book else found.influence_id
    about = {"paper": paper_line(desk, found.paper_id), "influence": influence}
    return {"id": found.id, "quote": first.anchor.quote, "answers": answers, **about}


def _claims(found: Candidate, person: str) -> list[Claim]:
    return [claim for entry in found.standing if entry.curator == person for claim in decision_of(entry).claims]


def _claim(desk: Desk, claim: Claim) -> str:
    book = desk.material.influences
    name = book[claim.influence_id].name if claim.influence_id in book else claim.influence_id
    return f"{name}, {claim.direction}" + (f", in {claim.setting}" if claim.setting else "")


def _settled(desk: Desk, found: Candidate) -> dict[str, str]:
    entry = found.adjudication
    if entry is None or not isinstance(entry.body, Adjudication):
        return {}
    outcome = "; ".join(_claim(desk, claim) for claim in entry.body.claims) or "rejected"
    return {"by": desk.material.name(entry.curator), "outcome": outcome, "reason": entry.body.reason}
