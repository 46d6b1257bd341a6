"""The first page: how far everybody is, without flattery, and where to go on."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.asking import TheDesks
from api.page.forms import SignedIn
from api.page.render import page
from curation.candidates import Status
from curation.desk import Desk
from graph.model import CuratorRole

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request, desks: TheDesks, who: SignedIn) -> Response:
    """The dashboard."""
    held, curator = desks.open(), str(who.curator)
    with held.desk.lock:
        progress = held.queue.progress(curator)
        state = held.desk.state(curator)
        rows = _papers(held.desk, curator)
        people = _people(held.desk)
    return page(
        request,
        "home.html",
        title=held.desk.material.title,
        progress=progress,
        statuses={status: state.count(status) for status in Status},
        papers=rows,
        people=people,
        role=held.desk.material.role(curator) or CuratorRole.READER,
        name=held.desk.material.name(curator),
        rules=held.desk.material.rules,
        assigned=len(state.assigned),
        revision=held.live.revision,
    )


def _papers(desk: Desk, curator: str) -> list[dict[str, object]]:
    """Every paper with a text: suggestions, and how many of them somebody decided on."""
    decided = desk.state(curator).by_suggestion
    every, done = Counter[str](), Counter[str]()
    for one in desk.material.suggestions.values():
        every[one.paper_id] += 1
        done[one.paper_id] += one.id in decided
    rows: list[dict[str, object]] = [
        {"id": id_, "line": desk.material.papers.get(id_), "suggested": many, "decided": done[id_]}
        for id_, many in every.items()
    ]
    return sorted(rows, key=lambda row: str(row["id"]))


def _people(desk: Desk) -> list[tuple[str, int]]:
    """Curators with their standing decisions, as far as everybody may see them."""
    many = Counter(entry.curator for found in desk.state(None).candidates for entry in found.standing)
    return [(desk.material.name(id_), number) for id_, number in many.most_common()]
