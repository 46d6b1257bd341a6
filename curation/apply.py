"""A decision acts: appended to its ledger first, then written into an open graph as the difference that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curation.allowed import check_allowed
from curation.append import Writer
from curation.entries import Draft, Entry
from curation.fold import State, fold
from curation.follow import Follower
from curation.known import Known
from curation.ledger import heads
from curation.records import records
from curation.visible import visible_to
from graph.additions import Additions
from graph.difference import ENDS, Change, change, rederive, write_changes
from graph.queries import queries
from graph.revision import revision_of
from graph.schema import EDGES, NODES
from graph.tables import GraphTables

if TYPE_CHECKING:
    from graph.database import Database, Row

_FINDS = frozenset({"Finding", "REPORTS", "ABOUT", "FROM", "IN_SETTING"})
"""What derived relationships are made of."""


@dataclass(frozen=True)
class Base:
    """What a build knew: its tables without decisions, and the hashes of its files without ledgers."""

    known: Known
    inputs: Mapping[str, str]


@dataclass(frozen=True)
class Applied:
    """What came of an act. `rows`: rows of the graph that were made, set or taken away.

    `needs_build`: the codebook or a phrase was changed, which only a build carries through.
    """

    entry: Entry
    made: bool
    rows: int
    revision: str
    needs_build: bool
    notes: tuple[str, ...] = ()


class Live:
    """The ledgers of a folder and an open graph that was built from them, kept together. One thread at a time."""

    def __init__(self, folder: Path, base: Base, database: Database) -> None:
        """`database` holds what a build of the folder gave, decisions included; call `begin` right after that build."""
        self._base = base
        self._database = database
        self._writer = Writer(folder)
        self._follower = Follower(folder)
        self._review = GraphTables({"Review": database.arrow(queries("dump")["review"], {})})
        self.state = State()
        self._held = Additions()
        self._changes: tuple[str, ...] = ()
        self._seen: list[Entry] = []
        self.revision = str(self._review.node("Review").column("revision")[0].as_py())

    @property
    def entries(self) -> list[Entry]:
        """Every entry, hidden ones too: show them only through `visible_to`."""
        return self._follower.entries

    def begin(self) -> None:
        """Take what the ledgers say now as what the graph holds: right after a build."""
        self._follower.look()
        self.state = self._public()
        self._held = records(self.state, self._base.known).additions
        self._changes = tuple(entry.id for entry in self.state.changes)

    def act(self, draft: Draft) -> Applied:
        """Write an act and let it take effect. Raises DecisionRefused, LedgerError or NotSaved; then nothing changed.

        An error of the graph after the append loses nothing: the next act, or a build, carries it through.
        """
        self._follower.look()
        check_allowed(draft, self._base.known, self.entries)
        done = self._writer.append(draft)
        rows = self.follow()
        return Applied(done.entry, done.made, rows, self.revision, self.needs_build, done.notes)

    @property
    def needs_build(self) -> bool:
        """Whether the codebook or a phrase was changed since the build."""
        return self._changes != tuple(entry.id for entry in self.state.changes)

    def follow(self) -> int:
        """Bring the graph up to the ledgers; returns how many rows differed."""
        self._follower.look()
        self.state = self._public()
        if self.needs_build:
            return 0
        wanted = records(self.state, self._base.known).additions
        rows = self._write(wanted)
        self._held = wanted
        return rows

    def _public(self) -> State:
        self._seen = visible_to(None, self.entries)
        return fold(self._seen)

    def _write(self, wanted: Additions) -> int:
        nodes = [_change(node.label, self._held.nodes, wanted.nodes, ("id",)) for node in NODES]
        edges = [_change(edge.type, self._held.edges, wanted.edges, ENDS) for edge in EDGES if not edge.derived]
        changed = [found for found in (*nodes, *edges) if found.size]
        if changed:
            write_changes(self._database, nodes, edges)
        rows = sum(found.size for found in changed)
        if any(found.name in _FINDS for found in changed):
            rows += sum(rederive(self._database, edge.type, self._review).size for edge in EDGES if edge.derived)
        self._set_revision(revision_of({**self._base.inputs, **heads(self._seen)}))
        return rows

    def _set_revision(self, revision: str) -> None:
        """Last of all: a graph that shows a revision holds all of it."""
        if revision != self.revision:
            row = self._database.rows(queries("dump")["review"], {})[0]
            self._database.write(queries("write")["set_review"], [{**row, "revision": revision}])
            self.revision = revision


def _change(
    name: str, held: Mapping[str, Sequence[Row]], wanted: Mapping[str, Sequence[Row]], key: tuple[str, ...]
) -> Change:
    return change(name, held.get(name, ()), wanted.get(name, ()), key)
