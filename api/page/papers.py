"""The papers, and each with its whole text and all its passages in place."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.asking import TheDesks, device
from api.desks import Desks
from api.page.choices import choices, claim_of
from api.page.forms import Posted, SignedIn
from api.page.laid import laid
from api.page.marking import Place, Typed, places_of, suggestion_at, the_one, typed
from api.page.opened import MOST, graph_of, links, number, paged, paper_address
from api.page.placed import Lost, placed, without_text
from api.page.render import page
from api.who import asker
from curation.cards import paper_line
from curation.desk import Desk, Said
from curation.entries import Decision, Verdict
from curation.fold import standing
from graph.ask import ask
from graph.database import Row
from graph.errors import DecisionRefused, NotFound
from graph.model import CuratorRole

router = APIRouter(include_in_schema=False)
EACH = 100
"""Papers on one page of the list."""


@router.get("/papers")
def papers(request: Request, desks: TheDesks, who: SignedIn, words: str = "") -> Response:
    """Every paper with what is known of it."""
    desk, curator = desks.open().desk, str(who.curator)
    with graph_of(request, desks) as database:
        answer = ask(database, "papers", {"limit": MOST})
    suggested, decided = _counts(desk, curator)
    every = [
        {**row, "texts": len(desk.material.by_paper.get(str(row["paper_id"]), ())), "links": links(answer, row)}
        | {"suggested": suggested[str(row["paper_id"])], "decided": decided[str(row["paper_id"])]}
        for row in answer.rows
    ]
    every = [row for row in every if row["texts"] or row["findings"]]
    found = [row for row in every if _fits(row, words)]
    address = f"/papers?{urlencode({'words': words})}" if words else "/papers"
    pages = paged(found, number(request), EACH, address)
    return page(request, "papers.html", pages=pages, of=len(every), words=words, truncated=answer.truncated)


def _fits(row: Row, words: str) -> bool:
    """Whether a paper has all the words, in its id, title, authors, year or status."""
    authors = row["authors"] if isinstance(row["authors"], list) else []
    held = " ".join(str(one) for one in (row["paper_id"], row["title"], row["year"], row["status"], *authors) if one)
    return all(word in held.casefold() for word in words.casefold().split())


def _counts(desk: Desk, curator: str) -> tuple[Counter[str], Counter[str]]:
    """Paper -> suggestions of the machine, and how many of them somebody decided on, as far as this curator sees."""
    known = desk.state(curator).by_suggestion
    suggested, decided = Counter[str](), Counter[str]()
    for one in desk.material.suggestions.values():
        suggested[one.paper_id] += 1
        decided[one.paper_id] += one.id in known
    return suggested, decided


@router.get("/papers/{paper_id:path}")
def paper(request: Request, desks: TheDesks, who: SignedIn, paper_id: str, marked: str = "") -> Response:
    """One paper: its texts with all passages in place, its findings, and a form for a passage that was missed."""
    del who
    return _paper(request, desks, paper_id, Typed(secrets.token_urlsafe(16)), marked)


@router.post("/papers/mark")
def mark(request: Request, desks: TheDesks, form: Posted) -> Response:
    """Add a passage with its claim; back to the paper, at the new mark."""
    who = asker(request)
    desk, curator, paper_id = desks.open().desk, str(who.curator), form["paper"]
    found: list[Place] = []
    there = ""
    try:
        found = places_of(form, desk, paper_id)
        place, claim = the_one(found), claim_of(form, desk)
        id_ = suggestion_at(desk, paper_id, place, claim)
        there = id_ if id_ in desk.material.suggestions else ""
        said = Said(Verdict.ACCEPT, (claim,), note=form["note"])
        done = desk.mark((curator, device(), form["key"]), place.path, (place.start, place.end), said)
    except DecisionRefused as error:
        return _paper(request, desks, paper_id, typed(form, error, found, there))
    body = done.applied.entry.body
    at = body.suggestion.id if isinstance(body, Decision) else ""
    return RedirectResponse(f"{paper_address(paper_id)}?marked={done.applied.entry.id}#{at}", 303)


def _paper(request: Request, desks: Desks, paper_id: str, form: Typed, marked: str = "") -> Response:
    desk, who = desks.open().desk, asker(request)
    curator = str(who.curator)
    if paper_id not in desk.material.base.known.papers:
        raise NotFound("Paper", paper_id)
    with graph_of(request, desks) as database:
        answer = ask(database, "findings_of_paper", {"paper_id": paper_id, "limit": MOST})
    with desk.lock:
        texts, lost = _texts(desk, curator, paper_id)
        mine = _standing(desk, curator, marked)
    marks = [one for text in texts for one in text["marks"]]
    studies = desk.material.base.known.studies.get(paper_id, ())
    return page(
        request,
        "paper.html",
        422 if form.wrong else 200,
        paper_id=paper_id,
        line=paper_line(desk, paper_id),
        status_of=desk.material.base.known.papers[paper_id],
        texts=texts,
        lost=lost,
        waiting=sum(not one.human for one in marks),
        decided=sum(one.human for one in marks),
        answer=answer,
        findings=[(row, links(answer, row)) for row in answer.rows],
        names={row.id: row.name for row in desk.material.influences.values()},
        people=desk.material.name,
        mine=mine,
        form=form,
        may_mark=who.may_decide and desk.material.role(curator) not in {None, CuratorRole.READER},
        choices=choices(desk, None),
        studies=studies if len(studies) > 1 else (),
        key=secrets.token_urlsafe(16),
    )


def _texts(desk: Desk, curator: str, paper_id: str) -> tuple[list[dict[str, Any]], list[Lost]]:
    """Every text with its blocks and marks, and what has no place in it any more."""
    found, lost = [], without_text(desk, curator, paper_id)
    for path in desk.material.by_paper.get(paper_id, ()):
        text = desk.material.texts[path]
        marks, gone = placed(desk, curator, text)
        lost += gone
        found.append({"path": path, "stored": text.text, "marks": marks, "blocks": laid(text.text, marks)})
    return found, lost


def _standing(desk: Desk, curator: str, entry_id: str) -> Any:
    """An entry of one's own that can be taken back, else null."""
    if not entry_id:
        return None
    kept, _ = standing([entry for entry in desk.entries(curator) if entry.curator == curator])
    return next((entry for entry in kept if entry.id == entry_id), None)
