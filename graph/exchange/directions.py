"""What the name of a code says of direction. Nothing else does: without it the direction is `unclear`."""

from __future__ import annotations

from collections.abc import Sequence

from graph.exchange.guids import direction_guid
from graph.ids import fold
from graph.model import Direction

_NAMES = {
    "facilitator": Direction.FACILITATOR,
    "facilitators": Direction.FACILITATOR,
    "barrier": Direction.BARRIER,
    "barriers": Direction.BARRIER,
}
MARK = "Direction of the code above, written by narragraph."
"""The description of a code that stands for a direction; other tools may give it another GUID."""


def named_direction(name: str) -> Direction | None:
    """The direction that a code of this very name is: barrier or facilitator, singular or plural, and no others."""
    return _NAMES.get(fold(name))


def implied(names: Sequence[str]) -> Direction:
    """The direction of a code from its own name and those above it, the nearest first.

    "Limited connectivity" under "Barriers" is reported as a barrier: design.md, definitions that decide every count.
    """
    return next((found for name in names if (found := named_direction(name))), Direction.UNCLEAR)


def direction_code(name: str, guid: str, description: str | None, parent: str) -> Direction | None:
    """The direction that a code below `parent` stands for, when it is no influence of its own."""
    for direction in Direction:
        if guid == direction_guid(parent, direction.value) or (description == MARK and fold(name) == direction.value):
            return direction
    return named_direction(name)
