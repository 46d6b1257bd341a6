"""The shelves of the graph that is served: made in the background when its lists are first asked for, then kept."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from graph.ask import GraphInfo
from graph.database import Database
from graph.queries import queries
from graph.shelf import Shelf
from graph.shelves import SHELVED, NotShelved, shelf_of

if TYPE_CHECKING:
    from api.source import GraphSource

MOST_SHELVED = 384 * 2**20
"""Bytes of all shelves together; what does not fit any more stays with the engine."""
FEW = 50_000
"""Findings and passages up to which who asks first waits for the shelf: it is made as fast as some pages."""
PATIENCE = 0.25
"""Seconds that a request waits for a shelf that is being made, before it asks the engine."""
log = logging.getLogger("narragraph.api")


class Shelves:
    """Shelves of one revision at a time, and only of a published file, which nobody changes. Safe between threads."""

    def __init__(self, source: GraphSource) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._one = threading.Lock()
        """Held while a shelf is made: of two at once each would take longer, and both their memory."""
        self._info: GraphInfo | None = None
        self._held: dict[str, Future[Shelf | None]] = {}
        self._room = 0
        self._closed = False

    def of(self, database: Database, info: GraphInfo, name: str) -> Shelf | None:
        """The shelf of a list. Null while it is made, and where it stays with the engine."""
        if not self._begun(database, info, name):
            return None
        with self._lock:
            held = self._held.get(name) if self._info == info else None
        try:
            return None if held is None else held.result(PATIENCE)
        except TimeoutError:
            return None

    def _begun(self, database: Database, info: GraphInfo, name: str) -> bool:
        """Make the shelf of a list unless somebody did: at once of few things, else in the background.

        Whether it is worth waiting for: not for who begins it in the background, nor of a graph that has none.
        """
        if name not in SHELVED or info.building is not None or not self._source.settled(database):
            return False
        held, new = self._claimed(info, name)
        if new and _few(database):
            self._make(database, info, name, held)
        elif new:
            # No daemon: the engine must not be at work in a process that ends.
            threading.Thread(target=self._make_all, args=(info, name, held), name="shelves").start()
            return False
        return True

    def made(self) -> dict[str, bool]:
        """The shelves that are made, and whether they hold rows."""
        with self._lock:
            done = {name: held.result() for name, held in self._held.items() if held.done()}
        return {name: shelf is not None and shelf.columns is not None for name, shelf in done.items()}

    def _claimed(self, info: GraphInfo, name: str) -> tuple[Future[Shelf | None], bool]:
        """The shelf to come, and whether the caller has to make it."""
        with self._lock:
            if self._info != info:
                self._info, self._held, self._room = info, {}, MOST_SHELVED
            new = name not in self._held
            if new:
                self._held[name] = Future()
            return self._held[name], new

    def _make_all(self, info: GraphInfo, first: str, held: Future[Shelf | None]) -> None:
        """The one that was asked for, then the others: who reads findings reads their passages next."""
        for name in (first, *sorted(SHELVED - {first})):
            if name != first:
                held, new = self._claimed(info, name)
                if not new:
                    continue
            try:
                with self._source.graph() as database:
                    self._make(database, info, name, held)
            finally:
                if not held.done():
                    held.set_result(None)

    def _make(self, database: Database, info: GraphInfo, name: str, held: Future[Shelf | None]) -> None:
        made = None
        try:
            with self._one:
                if self._current(database, info):
                    made = shelf_of(name, database, self._room)
                    self._room -= made.nbytes
        except NotShelved as reason:
            log.info("%s stay with the engine: %s", name, reason)
        except Exception:  # the engine answers without the shelf, or says itself what is wrong
            log.exception("The shelf of %s could not be made.", name)
        held.set_result(made)

    def _current(self, database: Database, info: GraphInfo) -> bool:
        """Whether the shelves are still those of this graph."""
        source = self._source
        return not self._closed and self._info == info and source.settled(database) and source.info(database) == info

    def close(self) -> None:
        """Make no further ones."""
        self._closed = True


def _few(database: Database) -> bool:
    sizes = (database.rows(queries("size")[label], {})[0]["size"] for label in ("finding", "passage"))
    return sum(int(str(size)) for size in sizes) <= FEW
