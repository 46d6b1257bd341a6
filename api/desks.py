"""The desk behind the server: opened when somebody first decides, and again when the folder was built anew."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Protocol

from api.source import GraphSource
from curation.apply import Applied, Live
from curation.desk import Desk
from curation.entries import Body, CodebookChange, Draft, Entry
from curation.material import Material
from curation.queue import Order, Queue
from graph.build import build
from graph.database import Database
from graph.tables import GraphTables

log = logging.getLogger("narragraph.api")
LOOK_EVERY = 1.0
"""Seconds between two looks at what other programs appended; acts of this server are carried at once."""
TRIES = 5
"""How often a folder is read again because somebody decided while it was read."""


class Opened(Protocol):
    """A folder as it was read."""

    @property
    def material(self) -> Material:
        """What people decide on."""
        ...

    @property
    def tables(self) -> GraphTables:
        """The graph that it gives."""
        ...

    @property
    def order(self) -> Order:
        """How a queue is ordered."""
        ...

    @property
    def entries(self) -> int:
        """How many entries the ledgers had."""
        ...


@dataclass(frozen=True)
class Open:
    """A desk in use, and the graph that its decisions act on."""

    desk: Desk
    queue: Queue
    live: Live
    database: Database
    stamp: tuple[int, int] | None


class Soon:
    """Acts that are answered when they are on the disk; the graph follows at once, in a thread of its own."""

    def __init__(self, live: Live, wake: threading.Event, gate: threading.Lock) -> None:
        self._live = live
        self._wake = wake
        self._gate = gate

    @property
    def entries(self) -> list[Entry]:
        """Every entry, hidden ones too, as the ledgers are now."""
        return self._live.entries

    def act(self, draft: Draft) -> Applied:
        """Write an act. Raises DecisionRefused, LedgerError or NotSaved; then nothing changed."""
        with self._gate:
            done = self._live.act(draft)
        self._wake.set()
        return done


class Desks:
    """The one desk of a server. Safe between threads."""

    def __init__(self, source: GraphSource, opener: Callable[[], Opened]) -> None:
        self.source = source
        self._opener = opener
        self._lock = threading.RLock()
        """Held by who opens or builds; others go on with the desk that is open."""
        self._gate = threading.Lock()
        """Held while somebody acts, and by a build that must not meet another act."""
        self._opening = False
        self._open: Open | None = None
        self._wanted = threading.Event()
        self._building = threading.Lock()
        self._closed = threading.Event()
        self._wake = threading.Event()

    def open(self) -> Open:
        """The desk. Raises ReviewFolderError when the folder has problems, and whatever a build raises."""
        held = self._open
        if held is not None and (self._opening or not self._is_stale(held)):
            return held
        with self._lock:
            if self._open is None or self._is_stale(self._open):
                self._reopen()
            assert self._open is not None  # noqa: S101  (opened, or an error was raised)
            return self._open

    @property
    def live(self) -> Live:
        """The ledgers with the graph that shows them now; for who opened the desk already."""
        assert self._open is not None  # noqa: S101  (somebody acted)
        return self._open.live

    def _is_stale(self, held: Open) -> bool:
        """Whether another program built the graph anew: told by the pointer, on a server by its revision."""
        if held.stamp != self.source.stamp():
            return True
        return self.source.config.engine == "neo4j" and not held.live.is_shown()

    def act(self, who: tuple[str, str, str], body: Body) -> Applied:
        """Write an act whose effect needs a build: a phrase, in the background; a change of the codebook, at once."""
        done = self.open().desk.act(who, body)
        if isinstance(body, CodebookChange):
            self.rebuild()
        else:
            self.rebuild_soon()
        return done

    def rebuild_soon(self) -> None:
        """Build in the background; acts that come meanwhile share the next build."""
        self._wanted.set()
        if self._building.acquire(blocking=False):
            threading.Thread(target=self._rebuild_wanted, daemon=True, name="rebuild").start()

    def _rebuild_wanted(self) -> None:
        try:
            while self._wanted.is_set():
                self._wanted.clear()
                self.rebuild()
        except Exception:  # a thread has no caller: the log says it, the next act tries again
            log.exception("The graph could not be built after a phrase was assigned.")
        finally:
            self._building.release()

    def rebuild(self) -> None:
        """Read the folder and build it anew. The old desk answers until the new one is open."""
        with self._lock:
            self._reopen()

    def _follow(self) -> None:
        """Carry what was appended into the graph, that of other programs too, until the server ends."""
        while not self._closed.is_set():
            woken = self._wake.wait(LOOK_EVERY)
            self._wake.clear()
            held = self._open
            try:
                if held is not None and not held.live.follow() and not woken:
                    held.live.rest()
            except Exception:  # a thread has no caller; the next look, or a build, carries it through
                log.exception("The graph could not be brought up to the ledgers.")

    def _reopen(self) -> None:
        self._opening = True
        try:
            opened = self._read()
        finally:
            self._opening = False
        if self._open is None:
            threading.Thread(target=self._follow, daemon=True, name="follow").start()
        old, self._open = self._open, opened
        if old is not None:
            self.source.disown(old.database)

    def _read(self) -> Open:
        """The folder as it is, built and opened; when somebody acted meanwhile once more, and then nobody may act."""
        for attempt in range(TRIES):
            with self._gate if attempt else nullcontext():
                found = self._opener()
                build(found.tables, self.source.folder, self.source.config)
                database = self.source.own()
                live = Live(self.source.folder, found.material.base, database)
                live.begin()
                if len(live.entries) == found.entries:
                    desk = Desk(found.material, Soon(live, self._wake, self._gate))
                    return Open(desk, Queue(desk, found.order), live, database, self.source.stamp())
                self.source.disown(database)
        log.warning("The ledgers changed each of %d times that the folder was read.", TRIES)
        raise RuntimeError("the ledgers never stood still")

    def close(self) -> None:
        """Give the graph back. What it does not show yet stands in the ledgers: the next opening shows it."""
        self._closed.set()
        self._wake.set()
        with self._lock:
            old, self._open = self._open, None
            if old is not None:
                self.source.disown(old.database)
