"""What the makers of graphs share: how counting is asked, and what a graph is made of before it is placed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.database import Row
from graph.dialects.shapes import Edge, Node, Value
from graph.ids import digest


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows of one measure and what decides them; `truncated`: a cap left rows out."""

    rows: list[Row]
    said: Mapping[str, object]
    truncated: bool = False


Count = Callable[[str, Mapping[str, object]], Counted]
"""Ask one measure by name."""
Kept = Callable[[Sequence[str]], tuple[Mapping[str, frozenset[str]], str]]
"""The ids that a filter keeps, by label, and the filter in words."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How the caller counts: this room cannot."""

    count: Count
    kept: Kept


@dataclass(frozen=True, slots=True)
class Parts:
    """What a kind of graph is made of, before it is placed; `truncated`: edges were left out."""

    nodes: list[Node]
    edges: list[Edge]
    directed: bool
    said: Mapping[str, object]
    truncated: bool = False


def edge_of(kind: str, ends: tuple[str, str], href: str, held: Mapping[str, Value], weight: object = 1) -> Edge:
    """One edge; its id is made of its kind, its ends and its direction, so it is the same in every build."""
    direction = [str(held["direction"])] if "direction" in held else []
    return Edge(f"e:{digest([kind, *ends, *direction])}", kind, *ends, float(str(weight)), href, held)


def held_of(row: Mapping[str, object]) -> dict[str, Value]:
    """The attributes that have a value; lists are joined, and what is no number is no value."""
    found: dict[str, Value] = {}
    for name, value in row.items():
        if isinstance(value, list):
            found[name] = "; ".join(str(part) for part in value)
        elif isinstance(value, Value) and not (isinstance(value, float) and not math.isfinite(value)):
            found[name] = value
    return found
