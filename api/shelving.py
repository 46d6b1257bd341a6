"""The shelves of the graph that is served: made in the background when its lists are first asked for, then kept."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from graph.ask import GraphInfo
from graph.database import Database
from graph.shelf import Shelf
from graph.shelves import SHELVED, NotShelved, shelf_of

if TYPE_CHECKING:
    from api.source import GraphSource

MOST_SHELVED = 384 * 2**20
"""Bytes of all shelves together; what does not fit any more stays with the engine."""
PATIENCE = 0.25
"""Seconds that a request waits for a shelf that is being made, before it asks the engine."""
log = logging.getLogger("narragraph.api")


class Shelves:
    """Shelves of one revision at a time, and only of a published file, which nobody changes. Safe between threads."""

    def __init__(self, source: GraphSource) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._info: GraphInfo | None = None
        self._held: dict[str, Future[Shelf | None]] = {}
        self._wanted: list[str] = []
        self._room = 0
        self._closed = False

    def of(self, database: Database, info: GraphInfo, name: str) -> Shelf | None:
        """The shelf of a list. Null until it is made: who asks first is answered by the engine meanwhile."""
        if name not in SHELVED or info.building is not None or not self._source.settled(database):
            return None
        with self._lock:
            if self._closed:
                return None
            if self._info != info:
                self._begin(info, name)
                return None
            held = self._held[name]
            if name in self._wanted:  # those that somebody waits for come first
                self._wanted.remove(name)
                self._wanted.insert(0, name)
        try:
            return held.result(PATIENCE)
        except TimeoutError:
            return None

    def _begin(self, info: GraphInfo, first: str) -> None:
        """Make all four, the one that was asked for first: who reads findings reads their passages next."""
        self._info, self._room = info, MOST_SHELVED
        self._held = {name: Future() for name in sorted(SHELVED)}
        self._wanted = [first, *sorted(SHELVED - {first})]
        # No daemon: the engine must not be at work in a process that ends.
        threading.Thread(target=self._make_all, args=(info,), name="shelves").start()

    def _make_all(self, info: GraphInfo) -> None:
        while True:
            with self._lock:
                if self._info != info or not self._wanted:
                    return
                name = self._wanted.pop(0)
                held, room = self._held[name], self._room
            made = self._made(info, name, room)
            with self._lock:
                if self._info == info and made is not None:
                    self._room -= made.nbytes
            held.set_result(made)

    def _made(self, info: GraphInfo, name: str, room: int) -> Shelf | None:
        try:
            with self._source.graph() as database:
                if self._source.settled(database) and self._source.info(database) == info:
                    return shelf_of(name, database, room)
        except NotShelved as reason:
            log.info("%s stay with the engine: %s", name, reason)
        except Exception:  # a thread has no caller; the engine answers without the shelf
            log.exception("The shelf of %s could not be made.", name)
        return None

    def close(self) -> None:
        """Make no further ones, and give those up that there are."""
        with self._lock:
            self._closed, self._info, self._wanted, self._held = True, None, [], {}
