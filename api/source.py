"""An open graph for requests, reopened when a build publishes a new one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from api.kept import Kept
from api.shelving import Shelves
from graph.ask import GraphInfo, graph_info
from graph.config import Config
from graph.database import Database
from graph.store import POINTER, close_live, graph_home, open_graph, open_live, published

MOST_KEPT = 64 * 2**20
"""Bytes of answers that are kept, and as much again of the keys and rows behind pages."""

Rendered = tuple[bytes, str, dict[str, str]]
"""An answer as it is sent: bytes, media type, headers."""
Told = tuple[bool, Rendered]
"""An answer, and whether the graph was one and the same while it was made."""


class GraphSource:
    """Hands out the published graph of a folder. Requests that began on an older one finish on it.

    `answers`, `lists`: what was made of it, by keys that begin with the revision; `shelves`: its things in columns.
    """

    def __init__(self, folder: Path, config: Config) -> None:
        self.folder = folder
        self.config = config
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._owned: dict[int, _Held] = {}
        self.answers: Kept[Told] = Kept(MOST_KEPT)
        self.lists: Kept[Any] = Kept(MOST_KEPT)
        self.shelves = Shelves(self)

    def settled(self, database: Database) -> bool:
        """Whether this is the published file, which nobody changes: not a server, nor a copy that decisions act in."""
        held = self._held
        return held is not None and held.database is database and not held.live and self.config.engine == "ladybug"

    def info(self, database: Database) -> GraphInfo:
        """What the graph says about itself; asked once of a published file."""
        held = self._held
        if held is None or not self.settled(database):
            return graph_info(database)
        if held.info is None:
            held.info = graph_info(database)
        return held.info

    @contextmanager
    def graph(self) -> Iterator[Database]:
        """The graph that is published now, open until the block ends. Raises GraphMissing, GraphDamaged, ..."""
        held = self._current()
        try:
            yield held.database
        finally:
            self._release(held)

    def own(self) -> Database:
        """A graph that this process may change; what is asked from now on is asked of it, until a build elsewhere.

        It stays open until `disown`, whatever happens meanwhile. Raises what `open_live` raises.
        """
        with self._lock:
            stamp = self.stamp()
            held = _Held(open_live(self.folder, self.config), live=True)
            self._retire()
            held.stamp, held.users = stamp, 1
            self._held = self._owned[id(held.database)] = held
            return held.database

    def disown(self, database: Database) -> None:
        """Say that a graph from `own` is not changed any more."""
        held = self._owned.pop(id(database))
        with self._lock:
            if self._held is held:
                self._held, held.retired = None, True
        self._release(held)

    def _current(self) -> _Held:
        with self._lock:
            stamp, held = self.stamp(), self._held
            if held is None or held.stamp != stamp:
                # One file is never open twice in a process: the pointer may have been written again for the same one.
                if held is None or held.file != published(self.folder).file:
                    held = _Held(open_graph(self.folder, self.config))
                    self._retire()
                    self._held = held
                held.stamp, held.info = stamp, None
            held.users += 1
            return held

    def stamp(self) -> tuple[int, int] | None:
        """What changes when a new graph is published; a server publishes by itself."""
        if self.config.engine != "ladybug":
            return None
        try:
            status = (graph_home(self.folder) / POINTER).stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _retire(self) -> None:
        old, self._held = self._held, None
        if old is not None:
            old.retired = True
            if old.users == 0:
                old.close()

    def _release(self, held: _Held) -> None:
        with self._lock:
            held.users -= 1
            if held.retired and held.users == 0:
                held.close()

    def close(self) -> None:
        """Close the graph once nobody uses it."""
        self.shelves.close()
        with self._lock:
            self._retire()


class _Held:
    """One open graph and how many requests use it."""

    def __init__(self, database: Database, *, live: bool = False) -> None:
        self.database = database
        self.live = live
        file: Path | None = getattr(database, "file", None)  # the embedded engine tells which one it opened
        self.file = file.name if file else None
        self.stamp: tuple[int, int] | None = None
        self.info: GraphInfo | None = None
        self.users = 0
        self.retired = False

    def close(self) -> None:
        """Close the graph; a copy of our own goes with it."""
        if self.live:
            close_live(self.database)
        else:
            self.database.close()
