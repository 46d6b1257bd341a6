"""GUIDs that are the same in every export, and the forms in which files write them."""

from __future__ import annotations

import re
import uuid
from urllib.parse import quote

_GUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?")
URN = "urn:narragraph:"


def iri(review: str, id_: str) -> str:
    """The name of a thing of a review, as JSON-LD exports give it."""
    return f"{URN}{quote(review, safe='')}:{quote(id_, safe=':')}"


def guid_of(*parts: str) -> str:
    """The GUID of some parts: UUID version 5, so a second export updates instead of doubling."""
    # As bytes: JSON may hold halves of characters, which no text encoding takes.
    spelled = "/".join(quote(part.encode("utf-8", "surrogatepass"), safe=":") for part in parts)
    return str(uuid.uuid5(uuid.NAMESPACE_URL, URN + spelled))


def direction_guid(code: str, direction: str) -> str:
    """The GUID of the code for one direction below the code of an influence."""
    return guid_of("direction", code, direction)


def normal_guid(text: str | None) -> str | None:
    """A GUID in lower case without braces; null for anything else."""
    found = _GUID.fullmatch((text or "").strip().lower())
    return found[1] if found else None
