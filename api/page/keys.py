"""The page on which keys are looked up, changed and switched off (WCAG 2.1.4)."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.page.forms import signed_in
from api.page.render import page

router = APIRouter(include_in_schema=False)
ACTS = (
    ("accept", "Accept what is chosen"),
    ("reject", "Reject"),
    ("unsure", "Unsure"),
    ("skip", "Skip: come back at the end of the batch"),
    ("undo", "Undo my last act"),
    ("facilitator", "Direction: facilitator"),
    ("barrier", "Direction: barrier"),
    ("mixed", "Direction: mixed"),
    ("neutral", "Direction: neutral"),
    ("why", "Show why it is suggested"),
    ("note", "Write a note"),
    ("search", "Choose another influence"),
    ("companion", "Two records: companions of one study"),
    ("link", "Two records: papers that belong together"),
    ("help", "This page"),
    *((f"influence{number}", f"The influence with the number {number}") for number in range(1, 10)),
)


@router.get("/keys", dependencies=[Depends(signed_in)])
def keys(request: Request) -> Response:
    """Acts and keys."""
    return page(request, "keys.html", acts=ACTS)
