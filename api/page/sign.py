"""Signing in and out: with a name on loopback, with a token elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.asking import TheDesks
from api.page.forms import Repeated, Unsigned, inside
from api.page.render import page
from api.sessions import COOKIE, LASTS
from api.who import Door
from curation.entries import NAME

router = APIRouter(include_in_schema=False)


def _door(request: Request) -> Door:
    door: Door = request.app.state.door
    return door


@router.get("/signin")
def form(request: Request, desks: TheDesks, to: str = "/") -> Response:
    """The form."""
    return _form(request, desks, to, "")


def _form(request: Request, desks: TheDesks, to: str, wrong: str) -> Response:
    tokens = _door(request).tokens is not None
    # Names of people are told to nobody who has no token.
    people = [] if tokens else list(desks.open().desk.material.people.values())
    status = 403 if wrong else 200
    return page(request, "signin.html", status, tokens=tokens, people=people, to=inside(to), wrong=wrong)


@router.post("/signin")
def signin(request: Request, desks: TheDesks, form: Unsigned) -> Response:
    """Begin a session."""
    door, to = _door(request), inside(form["to"])
    if door.tokens is not None:
        known = door.tokens.known(form["token"]) if form["token"] else None
        if known is None:
            return _form(request, desks, to, "This token is not known here.")
        return _begun(to, door.sessions.begin(known.name, known.name, known.sha256))
    name = form["curator"].lower()
    if not NAME.fullmatch(name):
        return _form(request, desks, to, "A name has 1 to 40 of a-z, 0-9 and hyphen.")
    people = desks.open().desk.material.people
    if people and name not in people:
        return _form(request, desks, to, f'"{name}" is not under [[curators.people]] in review.toml.')
    return _begun(to, door.sessions.begin(name))


@router.post("/signout")
def signout(request: Request, form: Repeated) -> Response:
    """End the session of this browser."""
    del request, form
    answer = RedirectResponse("/signin", 303)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def _begun(to: str, cookie: str) -> Response:
    answer = RedirectResponse(to, 303)
    answer.set_cookie(COOKIE, cookie, max_age=LASTS, path="/", httponly=True, samesite="strict")
    return answer
