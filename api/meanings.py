"""What each `type` of a problem means: the addresses under /errors/, made from the errors themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from api.models import ErrorMeaning
from api.problems import ERRORS, status_of
from graph.errors import SynthesisError

OF_HTTP = {
    "unknown-address": (404, "Nothing is at this address."),
    "method": (405, "The address exists and does not take this method; the header Allow says which it takes."),
    "format": (406, "The answer does not come in the format that `format` or the Accept header asks for."),
    "host": (400, "The Host header carries a name that this server does not answer to; `serve --allow-host` adds one."),
    "body": (422, "The body of the request is not what the contract at /openapi.json says."),
    "csrf": (403, "A request of a signed-in browser does not repeat the secret of its session. Load the page again."),
    "cursor": (422, "A cursor that this list did not give under this filter. Leave it out to begin anew."),
    "stale-cursor": (410, "A cursor of an older revision. `restart` is the address of the first page of this one."),
    "unknown-revision": (404, "A revision that this server has not counted. /v1/revisions lists those that it has."),
    "too-large-to-compare": (
        422,
        "Comparing two states of this review takes too long to wait for; see `narragraph diff`.",
    ),
    "rate": (429, "More requests than this server answers in a minute. The header Retry-After says when to go on."),
    "curator": (401, "Nobody said who is asking: sign in at /signin, or send the header `Narragraph-Curator`."),
    "scope": (403, "The token is good for reading only; `narragraph token add NAME --decide` makes another."),
    "too-large": (413, "The body of the request is larger than this server reads."),
    "http": (400, "What came is no HTTP request, or its address and headers are longer than 64 kB together."),
    "encoding": (400, "The query string is not UTF-8 once its percent signs are decoded."),
    "origin": (403, "A page of another site tried to change something here."),
    "query-too-long": (414, "The query string is longer than this server reads."),
    "token": (401, "The server is open to other machines and asks for a token: `Authorization: Bearer <token>`."),
    "unexpected": (500, "A defect of narragraph; the server's log says what happened."),
}
"""What only an HTTP server refuses: status and meaning."""


def meanings() -> dict[str, ErrorMeaning]:
    """Every slug with its status and meaning, sorted."""
    found = {slug: (status, meaning) for slug, (status, meaning) in OF_HTTP.items()}
    found |= {kind.slug: (status_of(kind), inspect.getdoc(kind) or "") for kind in _family(SynthesisError)}
    return {
        slug: ErrorMeaning(type=ERRORS + slug, status=status, meaning=meaning)
        for slug, (status, meaning) in sorted(found.items())
    }


def _family(kind: type[SynthesisError]) -> Iterator[type[SynthesisError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)
