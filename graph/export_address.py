"""Addresses of answers on the server, relative to it: how a figure, a node or an edge is opened."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from graph.queries import queries

QUERIES, NUMBERS = "/v1/queries/", "/v1/numbers/"


def address(query: str, parameters: Mapping[str, object]) -> str:
    """The address of one query or measure. Lists are given several times; null and empty ones are left out."""
    given = {name: value for name, value in parameters.items() if value is not None}
    pairs = {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items()}
    prefix = QUERIES if query in queries() else NUMBERS
    return f"{prefix}{query}?{urlencode(pairs, doseq=True, quote_via=quote)}"


def passages(where: object, **narrowed: object) -> str:
    """Where the passages are: in one step without a filter, else over the findings under the same filter."""
    if not where:
        return address("passages_behind", narrowed)
    influence = narrowed.pop("influence_id")
    return address("findings_behind", {"influence_ids": [influence], **narrowed, "where": where})
