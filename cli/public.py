"""Options of `narragraph serve` for a server that others may read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

Public = Annotated[
    bool,
    typer.Option(
        "--public",
        help="Let anybody read without a token, pages of other sites too (CORS). Nothing can be decided, there is no "
        "page for curators, and free Cypher is off.",
    ),
]
RateLimit = Annotated[
    int | None,
    typer.Option(
        "--rate-limit",
        metavar="N",
        min=0,
        max=1_000_000,
        help="Requests of one token or address in a minute; 0 counts none. Without it 1200 where others may ask, and "
        "none on this machine alone.",
        show_default=False,
    ),
]


def requests_a_minute(given: int | None, *, counts: bool) -> int | None:
    """How often one client may ask; null for as often as it likes. `counts`: whether others may ask at all."""
    from api.limits import USUAL

    return (USUAL if counts else None) if given is None else given or None


def told_of_public(*, public: bool, rate: int | None) -> Iterator[str]:
    """What the one who starts the server should know."""
    if public:
        yield "Anybody who reaches it may read, from any web page too; nobody can decide or change anything."
    if rate is not None:
        yield f"One client may ask {rate} times in a minute (--rate-limit)."
