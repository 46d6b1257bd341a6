"""What routes of curators have in common: who asks, the desk of the server, and answers that no cache keeps."""

from __future__ import annotations

import re
import socket
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.decision_models import EntryShown
from api.desks import Desks
from api.problems import NotAllowed
from api.sessions import HEADER
from api.who import asker, must_decide, repeats
from curation.entries import KIND_OF, Entry
from graph.plain import plain


def device() -> str:
    """The ledger file of this server: one for each machine, so that two servers never write one file."""
    name = re.sub(r"[^a-z0-9]+", "-", socket.gethostname().lower()).strip("-")[:36]
    return f"web-{name}" if name else "web"


def reader(request: Request) -> str:
    """The curator who asks. Raises NotAllowed."""
    who = asker(request)
    if who.curator is None:
        detail = "Say who you are: sign in at /signin, or send the header `Narragraph-Curator: <your id>`."
        raise NotAllowed(401, "curator", detail)
    return who.curator


def decider(request: Request) -> str:
    """The curator who acts, after every check that does not need the ledger. Raises NotAllowed."""
    curator, who = reader(request), asker(request)
    must_decide(who)
    if not repeats(who, request.headers.get(HEADER)):
        raise NotAllowed(403, "csrf", f"The request does not repeat the secret of its session ({HEADER}).")
    return curator


def the_desks(request: Request) -> Desks:
    """The desk of this server."""
    desks: Desks = request.app.state.desks
    return desks


TheDesks = Annotated[Desks, Depends(the_desks)]
Reader = Annotated[str, Depends(reader)]
Decider = Annotated[str, Depends(decider)]


def entry_shown(entry: Entry) -> EntryShown:
    """An entry as it is sent."""
    body = plain(entry.body)
    return EntryShown(id=entry.id, at=entry.at, curator=entry.curator, kind=KIND_OF[type(entry.body)], body=dict(body))


def now(shown: BaseModel, status: int = 200) -> Response:
    """A JSON answer that no cache keeps."""
    return JSONResponse(shown.model_dump(mode="json"), status, headers={"Cache-Control": "no-store"})
