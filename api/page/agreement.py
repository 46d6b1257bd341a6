"""How far coders agree, and the tool with them: the figures of `narragraph agreement`."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.asking import TheDesks
from api.page.forms import signed_in
from api.page.render import page
from curation.agreement_table import agreement_rows, agreement_said
from curation.units import coded, proposed

router = APIRouter(include_in_schema=False)
PARTS = (
    ("claims", "Claims, all together"),
    ("influence", "By influence"),
    ("direction", "By direction: said or not said"),
    ("characters", "On the characters that were marked"),
    ("tool", "The tool against what the curators came to"),
)


@router.get("/agreement", dependencies=[Depends(signed_in)])
def agreement(request: Request, desks: TheDesks) -> Response:
    """The table. What is pending is in no figure."""
    desk = desks.open().desk
    state, moved = desk.state(None), desk.material.base.known.moved
    units, tool = coded(state, moved), proposed(state, moved)
    rows = agreement_rows(units, tool, {row.id: row.name for row in desk.material.influences.values()})
    return page(
        request,
        "agreement.html",
        parts=[(title, [row for row in rows if row["of"] == part]) for part, title in PARTS],
        said=list(agreement_said(units, tool, state.pending)),
        compared=len(units),
    )
