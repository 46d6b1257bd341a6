"""Where a page of a list begins, and the keys on it, whatever they are taken from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from api.cursors import Cursor, ForeignCursor, question
from api.resources import Resource
from graph.ask import GraphInfo

MOST_PLACE = 7
"""Digits of a place in a list that is one answer."""
Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins, and how many rows it has."""

    after: str
    window: str
    limit: int

    @property
    def number(self) -> int:
        """The place in a list that is one answer. Raises ForeignCursor."""
        if self.after and not (self.after.isascii() and self.after.isdigit() and len(self.after) <= MOST_PLACE):
            raise ForeignCursor
        return int(self.after or 0)

    def cursor(self, info: GraphInfo, resource: Resource, filters: Mapping[str, object]) -> Cursor:
        """This place as a client keeps it."""
        return Cursor(info.revision, question(resource.path, filters), self.after, self.window)


def page_of(
    windows: Callable[[str], tuple[Sequence[Key], bool]], name: Callable[[Key], str], place: Place
) -> tuple[list[Key], Place | None]:
    """The keys of one page, which may begin in one window and end in the next, and where the next page begins.

    `windows`: the next keys after an id, and whether there are further ones; `name`: the id of a key.
    """
    keys, more = windows(place.window)
    at, window = bisect_right(keys, place.after, key=name) if place.after else 0, place.window
    found = list(keys[at : at + place.limit])
    later = more or at + place.limit < len(keys)
    if len(found) < place.limit and more:
        window = name(keys[-1])
        keys, more = windows(window)
        wanted = place.limit - len(found)
        found, later = found + list(keys[:wanted]), more or wanted < len(keys)
    return found, replace(place, after=name(found[-1]), window=window) if later and found else None
