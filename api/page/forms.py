"""What a form of a page sent: read, bounded, and of a signed-in browser that repeats its secret."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from api.problems import NotAllowed
from api.sessions import FIELD, HEADER
from api.who import Who, asker, must_decide, repeats

MOST_BYTES = 256 * 1024
MOST_FIELDS = 500


class Form:
    """Fields by name; a field that is missing is ""."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def __getitem__(self, name: str) -> str:
        """The last value of a field, without blanks around it."""
        return next((value.strip() for key, value in reversed(self._pairs) if key == name), "")


async def posted(request: Request) -> Form:
    """The form of a signed-in person who may decide. Raises NotAllowed."""
    form = await repeated(request)
    must_decide(asker(request))
    return form


async def repeated(request: Request) -> Form:
    """The form of a signed-in person, with the secret of their session. Raises NotAllowed."""
    form = await unsigned(request)
    who = asker(request)
    if who.session is None or who.curator is None:
        raise NotAllowed(401, "curator", "You are not signed in any more. Sign in; what you decided is not lost.")
    if not repeats(who, form[FIELD] or request.headers.get(HEADER)):
        raise NotAllowed(403, "csrf", "This form was not made for your session. Load the page again.")
    return form


async def unsigned(request: Request) -> Form:
    """A form of anybody. Raises NotAllowed when it is too large or cannot be read."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise NotAllowed(413, "too-large", f"A form may have {MOST_BYTES:,} bytes.")
    try:
        text = body.decode()
        return Form(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    except ValueError:
        raise NotAllowed(400, "encoding", "The form is not UTF-8, or has too many fields.") from None


def inside(to: str, otherwise: str = "/") -> str:
    """An address of this server to go on to; `otherwise` for any other, and for signing in, which is done."""
    plain = to.startswith("/") and not to.startswith(("//", "/\\")) and "\n" not in to and "\r" not in to
    return to if plain and not to.startswith("/signin") else otherwise


def signed_in(request: Request) -> Who:
    """Who looks at a page. Raises NotAllowed 401, which sends a browser to sign in."""
    who = asker(request)
    if who.curator is None:
        raise NotAllowed(401, "curator", "Sign in first.")
    return who


Posted = Annotated[Form, Depends(posted)]
Repeated = Annotated[Form, Depends(repeated)]
Unsigned = Annotated[Form, Depends(unsigned)]
SignedIn = Annotated[Who, Depends(signed_in)]
