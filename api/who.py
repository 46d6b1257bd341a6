"""Who asks: a token, a signed-in browser, or on loopback a name. The guard tells routes in the request's state."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from fastapi import Request
from starlette.datastructures import Headers

from api.problems import NotAllowed
from api.sessions import COOKIE, Session, Sessions
from api.tokens import Scope, TokenFile
from curation.entries import NAME

CURATOR = "narragraph-curator"
"""The header that names a curator on loopback. A page of another site cannot set it without being asked first."""


@dataclass(frozen=True)
class Who:
    """The asker. `curator` is null for a reader whom nobody named; `session` for everything but a browser."""

    curator: str | None = None
    may_decide: bool = False
    session: Session | None = None
    csrf: str = ""


NOBODY = Who()


class Door:
    """Tells who asks from the headers of a request."""

    def __init__(self, sessions: Sessions, tokens: TokenFile | None) -> None:
        self.sessions = sessions
        self.tokens = tokens

    def who(self, headers: Headers) -> Who | None:
        """The asker; null when this server needs a token and got none that it knows."""
        if self.tokens is not None and "authorization" in headers:
            scheme, _, given = headers["authorization"].strip().partition(" ")
            known = self.tokens.known(given.strip()) if scheme.lower() == "bearer" else None
            return None if known is None else Who(known.name, known.scope is Scope.DECIDE)
        found = self._from_cookie(headers.get("cookie", ""))
        if found is not None:
            return found
        if self.tokens is not None:
            return None
        named = headers.get(CURATOR, "").strip()
        return Who(named, may_decide=True) if NAME.fullmatch(named) else NOBODY

    def _from_cookie(self, header: str) -> Who | None:
        try:
            held = SimpleCookie(header).get(COOKIE)
        except CookieError:
            return None
        session = self.sessions.read(held.value) if held else None
        if held is None or session is None:
            return None
        token = self.tokens.named(session.token) if self.tokens is not None and session.token else None
        if self.tokens is not None and token is None:
            return None
        if not self.sessions.holds(held.value, session, token.sha256 if token else ""):
            return None
        decides = token is None or token.scope is Scope.DECIDE
        return Who(session.curator, decides, session, self.sessions.csrf(session))


def asker(request: Request) -> Who:
    """Who asks, as the guard found."""
    return getattr(request.state, "who", NOBODY)


def must_decide(who: Who) -> None:
    """Raise NotAllowed for somebody whose token only reads."""
    if not who.may_decide:
        detail = "This token reads only. `narragraph token add NAME --decide` makes one that decides."
        raise NotAllowed(403, "scope", detail)


def repeats(who: Who, given: str | None) -> bool:
    """Whether a request of a browser carries the secret of its session; others have none to carry."""
    return who.session is None or hmac.compare_digest(who.csrf.encode(), (given or "").encode())
