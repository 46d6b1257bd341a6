"""Marks that open: every row of a chart that has an address becomes a link to what stands behind it."""

from __future__ import annotations

from typing import Any

from synthesis.charts.model import Spec


def linked(view: Spec, server: str | None) -> Spec:
    """The view whose rows say `href` with the server before it; with a server, marks over such rows are links."""
    return _linked(view, server, has=False)


def _linked(view: Spec, server: str | None, *, has: bool) -> Spec:
    found: dict[str, Any] = dict(view)
    if "data" in found:
        rows = found["data"]["values"]
        has = bool(rows) and "href" in rows[0]
        if has and server:
            found["data"] = {"values": [{**row, "href": server + row["href"]} for row in rows]}
    if "layer" in found:
        found["layer"] = [_linked(layer, server, has=has) for layer in found["layer"]]
    elif has and server is not None and "mark" in found:
        found["encoding"] = {**found.get("encoding", {}), "href": {"field": "href", "type": "nominal"}}
    return found
