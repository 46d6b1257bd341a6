"""A decision acts: appended to its ledger first, then written into an open graph as the difference that it makes."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from curation.allowed import check_allowed
from curation.append import Writer
from curation.candidates import Candidate
from curation.entries import Draft, Entry
from curation.fold import State, fold
from curation.follow import Follower
from curation.held import ALWAYS, EVERY, Held
from curation.known import Known
from curation.public import Public
from curation.records import records
from curation.recount import recount
from curation.visible import visible_to
from graph.additions import Additions
from graph.difference import Change, write_changes
from graph.queries import queries
from graph.revision import revision_of
from graph.schema import EDGE, NODE

if TYPE_CHECKING:
    from graph.database import Database


@dataclass(frozen=True)
class Base:
    """What a build knew: its tables without decisions, and the hashes of its files without ledgers."""

    known: Known
    inputs: Mapping[str, str]


@dataclass(frozen=True)
class Applied:
    """What came of an act. `needs_build`: the codebook or a phrase was changed, which only a build carries through."""

    entry: Entry
    made: bool
    needs_build: bool
    notes: tuple[str, ...] = ()


class Live:
    """The ledgers of a folder and an open graph that was built from them, kept together. Safe between threads.

    An act costs the size of its paper, not that of the ledgers. Acts that come while the graph is being written are
    appended meanwhile, and written together when it is free.
    """

    def __init__(self, folder: Path, base: Base, database: Database) -> None:
        """`database` holds what a build of the folder gave, decisions included; call `begin` right after that build."""
        self._base = base
        self._database = database
        self._writer = Writer(folder)
        self._follower = Follower(folder)
        self._public = Public()
        self._held = Held()
        self._memory = threading.RLock()
        """Held while what was read of the ledgers changes or is asked: never for long."""
        self._graph = threading.RLock()
        """Held while the graph is written; whoever holds it may take the other one, not the other way round."""
        self._shown: dict[str, str] = {}
        """The heads of the ledgers that the graph shows."""
        self._always = records(State(), base.known).additions
        self._due: dict[str, tuple[Candidate, ...]] = {}
        """Papers whose rows the graph does not show yet, with what it shows of them."""
        self._changes: tuple[str, ...] = ()
        review = database.rows(queries("dump")["review"], {})[0]
        self._review_id, self._paper_with_both = str(review["id"]), str(review["paper_with_both"])
        self.revision = str(review["revision"])

    @property
    def entries(self) -> list[Entry]:
        """Every entry, hidden ones too, as the ledgers are now: show them only through `visible_to`."""
        with self._memory:
            self._look()
            return self._follower.entries

    @property
    def state(self) -> State:
        """What everybody may see comes to; put together when somebody asks."""
        with self._memory:
            return self._public.state

    def of_paper(self, paper_id: str, curator: str | None = None) -> State:
        """What the entries about one paper come to, as far as this curator may see; with None everybody."""
        with self._memory:
            assigned = self._public.by_paper.assigned
            return fold(visible_to(curator, self._public.by_paper.of(paper_id), assigned), assigned)

    def begin(self) -> None:
        """Take what the ledgers say now as what the graph holds: right after a build."""
        with self._graph, self._memory:
            self._look()
            self._held.keep({}, {ALWAYS: self._always, **{paper: self._rows_of(paper) for paper in self._due}})
            self._due = {}
            self._shown = self._public.heads()
            self._changes = self._changed()

    def act(self, draft: Draft) -> Applied:
        """Write an act; `follow` lets it take effect. Raises DecisionRefused, LedgerError or NotSaved: nothing changed.

        Waits for no graph. An error of the graph loses nothing: the next `follow`, or a build, carries it through.
        """
        with self._memory:
            self._look()
            by_paper = self._public.by_paper
            check_allowed(draft, self._base.known, by_paper.about(draft.body), by_paper.assigned)
            done = self._writer.append(draft)
            self._look()
            return Applied(done.entry, done.made, self.needs_build, done.notes)

    @property
    def is_level(self) -> bool:
        """Whether the graph shows every act that everybody may see, as the ledgers are now."""
        with self._memory:
            self._look()
            return not self._due and self._public.heads() == self._shown

    @property
    def needs_build(self) -> bool:
        """Whether the codebook or a phrase was changed since the build."""
        with self._memory:
            return self._changes != self._changed()

    def is_shown(self) -> bool:
        """Whether the graph still is what this wrote last; a build of another program makes it another."""
        if not self._graph.acquire(blocking=False):
            return True  # this very program is writing it
        try:
            return str(self._database.rows(queries("dump")["review"], {})[0]["revision"]) == self.revision
        finally:
            self._graph.release()

    def follow(self) -> int:
        """Bring the graph up to the ledgers; returns how many rows differed, those of acts of others too."""
        with self._graph:
            with self._memory:
                self._look()
                heads = self._public.heads()
                if self.needs_build or (not self._due and heads == self._shown):
                    return 0
                due, self._due = self._due, {}
                before = {paper: self._rows(paper, shown) for paper, shown in due.items()}
                after = {paper: self._rows_of(paper) for paper in due}
                changed = self._held.changes(before, after, self._rows_of)
            try:
                rows = self._show(changed, revision_of({**self._base.inputs, **heads}))
            except BaseException:
                with self._memory:
                    self._due |= due
                raise
            self._held.keep(before, after)
            self._shown = heads
            return rows

    def rest(self) -> None:
        """Nobody acts for the moment: the graph may do now what would hold somebody up later."""
        with self._graph:
            self._database.rest()

    def _show(self, changed: Mapping[str, Change], revision: str) -> int:
        rows = 0
        if changed or revision != self.revision:
            with self._database.together():
                rows = self._write(changed)
                self._set_revision(revision)
        self.revision = revision
        return rows

    def _look(self) -> None:
        """Take in what was appended by anybody since the last look."""
        if not self._follower.look():
            return
        if self._follower.anew:
            before: dict[str, tuple[Candidate, ...]] = {}
            for one in self._public.state.candidates:
                before[one.paper_id] = (*before.get(one.paper_id, ()), one)
            self._due = before | self._due
            self._public = Public()
        self._due = self._public.take(self._follower.found) | self._due

    def _changed(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in self._public.changes)

    def _rows(self, paper: str, candidates: tuple[Candidate, ...]) -> Additions:
        return records(State(candidates), self._base.known, frozenset({paper})).additions

    def _rows_of(self, paper: str) -> Additions:
        """The rows that a paper needs now; for one that is not due, those that the graph has."""
        return self._always if paper == ALWAYS else self._rows(paper, self._public.candidates(paper))

    def _write(self, changed: Mapping[str, Change]) -> int:
        """Write what differs and what is derived from it; returns how many rows that were."""
        if not changed:
            return 0
        every = [changed.get(name, Change(name, [], [], [])) for name in EVERY]
        nodes = {found.name: found for found in every if found.name in NODE}
        edges = [_still_there(found, nodes) for found in every if found.name in EDGE]
        write_changes(self._database, list(nodes.values()), edges, together=True)
        rows = sum(found.size for found in every)
        return rows + recount(self._database, changed, self._paper_with_both)

    def _set_revision(self, revision: str) -> None:
        """Last of all: a graph that shows a revision holds all of it."""
        self._database.write(queries("write")["set_revision"], [{"id": self._review_id, "revision": revision}])


def _still_there(edge: Change, nodes: Mapping[str, Change]) -> Change:
    """The change without the relationships that go with a node at one of their ends."""
    table = EDGE[edge.name]
    starts, ends = ({row["id"] for row in nodes[label].gone} for label in (table.start, table.end))
    left = [row for row in edge.gone if row["start_id"] not in starts and row["end_id"] not in ends]
    return replace(edge, gone=left)
