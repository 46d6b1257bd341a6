"""Templates -> pages. Everything from a review is escaped; nothing is loaded from another address."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from api.page.assets import address
from api.who import asker
from graph.model import Direction

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    # With no-referrer a browser calls its own forms those of nobody ("Origin: null"), and they would be refused.
    "Referrer-Policy": "same-origin",
}
SIGNS = {
    Direction.FACILITATOR: "\u25b2",
    Direction.BARRIER: "\u25bc",
    Direction.MIXED: "\u25c6",
    Direction.NEUTRAL: "\u25cf",
    Direction.UNCLEAR: "?",
    Direction.ABSENT: "\u2205",
}
"""A shape beside every word for a direction: colour is never alone."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi", "iw"})
STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that steer or hide others: bidi and other controls, and halves of pairs, which no page can carry."""


def shown(text: str | None) -> Markup:
    """Text of a paper as it may stand on a page: escaped, what steers or hides characters made visible."""
    parts, at = [], 0
    for found in STEERING.finditer(text or ""):
        code = f"U+{ord(found[0]):04X}"
        parts += [escape((text or "")[at : found.start()]), f'<span class="control" title="{code}">{code}</span>']
        at = found.end()
    return Markup("".join([*parts, escape((text or "")[at:])]))  # noqa: S704  (every part is escaped)


def direction_of(language: str | None) -> str:
    """The writing direction of a language, for `dir`; `auto` when nobody knows the language."""
    if not language:
        return "auto"
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def sign(direction: str | Direction) -> str:
    """The shape of a direction."""
    return SIGNS.get(Direction(direction), "")


@cache
def environment() -> Environment:
    """The templates with their filters."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"shown": shown, "dir": direction_of, "sign": sign, "many": many}
    made.globals |= {"asset": address, "directions": list(Direction)}
    return made


def many(number: int, one: str, more: str | None = None) -> str:
    """`1 paper`, `2,000 papers`."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def page(request: Request, template: str, status: int = 200, **said: Any) -> HTMLResponse:
    """One page, or a part of one for htmx. Nothing of it is kept by caches: it names a person."""
    who = asker(request)
    text = (
        environment()
        .get_template(template)
        .render({"who": who, "path": request.url.path, "part": "hx-request" in request.headers, **said})
    )
    return HTMLResponse(text, status, headers=HEADERS)
