"""Values of an engine as plain JSON, the same from both engines. Properties that are not known are left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from graph.engines.values import plain


def as_json(value: object) -> object:
    """One value: a node as {label, properties}, a relationship as {type, properties}, a path as {nodes, relationships}
    whose relationships also say `start` and `end` (ids of their nodes), dates and times as ISO 8601 text.

    Adapters give graph objects as dicts with _LABEL, _SRC, _NODES and the like. What JSON has no word for is text.
    """
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # half of a surrogate pair is no text
    if isinstance(value, Decimal):
        return as_json(plain(value)) if value.is_finite() else str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(part) for part in value]
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    return bytes(value).hex() if isinstance(value, bytes | bytearray) else as_json(str(value))


def _mapping(value: Mapping[object, object]) -> object:
    if "_NODES" in value and "_RELS" in value:
        return _path(value)
    if "_LABEL" in value and "_SRC" in value:
        return {"type": as_json(value["_LABEL"]), "properties": _properties(value)}
    if "_LABEL" in value and "_ID" in value:
        return {"label": as_json(value["_LABEL"]), "properties": _properties(value)}
    return {str(as_json(name)): as_json(part) for name, part in value.items()}


def _path(value: Mapping[object, object]) -> object:
    nodes, edges = value["_NODES"], value["_RELS"]
    if not isinstance(nodes, list) or not isinstance(edges, list):  # somebody's own map
        return {str(as_json(name)): as_json(part) for name, part in value.items()}
    ids = {str(node.get("_ID")): as_json(node.get("id")) for node in nodes if isinstance(node, Mapping)}
    shown = []
    for edge in edges:
        ends = edge if isinstance(edge, Mapping) else {}
        start, end = ids.get(str(ends.get("_SRC"))), ids.get(str(ends.get("_DST")))
        said = as_json(edge)
        shown.append({**said, "start": start, "end": end} if isinstance(said, dict) else said)
    return {"nodes": [as_json(node) for node in nodes], "relationships": shown}


def _properties(value: Mapping[object, object]) -> dict[str, object]:
    kept = {str(name): part for name, part in value.items() if not str(name).startswith("_")}
    return {name: as_json(part) for name, part in sorted(kept.items()) if part is not None}


def _duration(value: timedelta) -> str:
    """ISO 8601, in days and seconds."""
    seconds = value.seconds + value.microseconds / 1_000_000
    return f"P{value.days}DT{seconds:g}S"
