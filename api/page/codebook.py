"""The codebook: what it says, and changes of it, each previewed before it is made."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.asking import TheDesks, device
from api.desks import Desks, Open
from api.page.forms import Form, Posted, signed_in
from api.page.render import page
from api.who import asker
from curation.codebook_fits import check_fits
from curation.entries import Change, CodebookChange, Entry
from curation.preview import Mention, Preview, preview
from graph.codebook_rows import InfluenceRow
from graph.errors import DecisionRefused
from graph.model import CuratorRole, InfluenceStatus
from graph.queries import queries

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Turn:
    """One request. `wanted`: a change that was asked for; `found`: what it would do; `form`: what was typed."""

    request: Request
    held: Open
    said: str = ""
    wrong: str = ""
    wanted: CodebookChange | None = None
    found: Preview | None = None
    form: Form | None = None


@router.get("/codebook", dependencies=[Depends(signed_in)])
def codebook(request: Request, desks: TheDesks, done: str = "") -> Response:
    """The tree with counts, and what can be changed."""
    return _shown(Turn(request, desks.open(), "Saved, and built into the graph." if done else ""))


@router.post("/codebook")
def change(request: Request, desks: TheDesks, form: Posted) -> Response:
    """Preview a change, or make it."""
    held, curator = desks.open(), str(asker(request).curator)
    try:
        wanted = _change(form, held)
        check_fits(held.desk.material.base_rows, _changes(held), wanted)
        if held.desk.material.role(curator) is not CuratorRole.ADJUDICATOR:
            raise DecisionRefused("Changing the codebook needs an adjudicator.")
        if form["sure"] != "1":
            return _shown(Turn(request, held, wanted=wanted, found=preview(wanted, _mentions(desks)), form=form))
        desks.act((curator, device(), form["key"]), wanted)
    except DecisionRefused as error:
        return _shown(Turn(request, held, wrong=str(error), form=form))
    return RedirectResponse("/codebook?done=1", 303)


def _change(form: Form, held: Open) -> CodebookChange:
    """The change that a form asks for. Raises DecisionRefused."""
    book, base, reason = held.desk.material.influences, held.desk.material.codebook, form["reason"] or None
    try:
        kind = Change(form["change"])
    except ValueError:
        raise DecisionRefused("Choose what to change.") from None
    if kind is Change.ADD:
        made = InfluenceRow(
            form["id"], form["name"], form["parent"] or None, form["definition"] or None, form["includes"] or None
        )
        if not made.id or not made.name:
            raise DecisionRefused("A new influence needs an id and a name.")
        return CodebookChange(kind, made.id, base, made=(made,), reason=reason)
    row = book.get(form["influence"])
    if row is None:
        raise DecisionRefused("Choose an influence of the codebook.")
    was: dict[str, str | None] = {"name": row.name}
    if kind is Change.RENAME:
        return CodebookChange(kind, row.id, base, was, {"name": form["name"]}, reason=reason)
    if kind is Change.MOVE:
        there: dict[str, str | None] = {"parent_id": form["parent"] or None}
        return CodebookChange(kind, row.id, base, {"parent_id": row.parent_id}, there, reason=reason)
    if kind is Change.MERGE:
        return CodebookChange(kind, row.id, base, was, into=form["into"] or None, reason=reason)
    if kind is Change.SPLIT:
        return CodebookChange(kind, row.id, base, was, made=_parts(form, row), reason=reason)
    return CodebookChange(kind, row.id, base, was, reason=reason)


def _parts(form: Form, row: InfluenceRow) -> tuple[InfluenceRow, ...]:
    """The parts of a split: a line each, `id = name`, beside the influence that they come from."""
    made = []
    for line in form["parts"].splitlines():
        id_, equals, name = (part.strip() for part in line.partition("="))
        if line.strip() and not (equals and id_ and name):
            raise DecisionRefused(f'"{line.strip()}" is not `id = name`.')
        if line.strip():
            made.append(InfluenceRow(id_, name, row.parent_id))
    return tuple(made)


def _changes(held: Open) -> tuple[Entry, ...]:
    return held.desk.state(None).changes


def _mentions(desks: Desks) -> list[Mention]:
    with desks.source.graph() as database:
        rows = database.rows(queries("dump")["mentions"], {})
    return [(str(row["start_id"]), str(row["end_id"]), int(str(row["findings"]))) for row in rows]


def _shown(turn: Turn) -> Response:
    """The page with all that it may say."""
    desk, curator = turn.held.desk, str(asker(turn.request).curator)
    book = desk.material.influences
    rows = [_row(one, depth) for one, depth in _tree(book)]
    names = {id_: row.name for id_, row in book.items()}
    names |= {row.id: row.name for row in turn.wanted.made} if turn.wanted else {}
    return page(
        turn.request,
        "codebook.html",
        422 if turn.wrong else 200,
        rows=rows,
        later=desk.material.later,
        changes=_told(turn.held, curator),
        names=names,
        version=desk.material.codebook,
        may=desk.material.role(curator) is CuratorRole.ADJUDICATOR,
        active=[row for row in book.values() if row.status is InfluenceStatus.ACTIVE],
        wanted=turn.wanted,
        found=turn.found,
        form=turn.form or Form([]),
        key=secrets.token_urlsafe(16),
        said=turn.said,
        wrong=turn.wrong,
    )


def _told(held: Open, curator: str) -> list[dict[str, Any]]:
    """The changes that stand, the newest first."""
    return [
        {
            "id": entry.id,
            "at": entry.at,
            "by": held.desk.material.name(entry.curator),
            "body": entry.body,
            "mine": entry.curator == curator,
            "key": f"undo-{secrets.token_urlsafe(12)}",
        }
        for entry in reversed(_changes(held))
        if isinstance(entry.body, CodebookChange)
    ]


def _row(one: InfluenceRow, depth: int) -> dict[str, Any]:
    return {"row": one, "depth": depth}


def _tree(book: dict[str, InfluenceRow] | Any) -> list[tuple[InfluenceRow, int]]:
    """Every influence after its parent, with its depth; drafts are left to the queue of phrases."""
    under: dict[str | None, list[InfluenceRow]] = {}
    for row in book.values():
        if row.status is not InfluenceStatus.DRAFT:
            under.setdefault(row.parent_id if row.parent_id in book else None, []).append(row)
    found: list[tuple[InfluenceRow, int]] = []

    def add(parent: str | None, depth: int) -> None:
        for row in under.get(parent, ()):
            found.append((row, depth))
            add(row.id, depth + 1)

    add(None, 0)
    return found
