"""What each curator may see of the decisions, folded; computed anew only when an entry came."""

from __future__ import annotations

from collections.abc import Sequence

from curation.entries import Entry
from curation.fold import State, fold
from curation.visible import visible_to


class Views:
    """States by curator. One thread at a time."""

    def __init__(self) -> None:
        self._stamp: tuple[int, str] = (-1, "")
        self._seen: dict[str | None, list[Entry]] = {}
        self._states: dict[str | None, State] = {}

    def entries(self, curator: str | None, every: Sequence[Entry]) -> list[Entry]:
        """The entries that this curator may see."""
        stamp = (len(every), every[-1].id if every else "")
        if stamp != self._stamp:
            self._stamp, self._seen, self._states = stamp, {}, {}
        if curator not in self._seen:
            self._seen[curator] = visible_to(curator, every)
        return self._seen[curator]

    def state(self, curator: str | None, every: Sequence[Entry]) -> State:
        """What they come to."""
        seen = self.entries(curator, every)
        if curator not in self._states:
            self._states[curator] = fold(seen)
        return self._states[curator]
