"""A graph on an engine beside one in plain Python, and everything that is done to graphs, in any order.

After every step each label and type of the graph holds what the plain one says.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from graph_model import DIRECTIONS, graphs, whole
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from small_graph import node_rows

from curation.recount import recount
from graph.build import build
from graph.config import Config
from graph.database import Database, Row
from graph.difference import ENDS, Change, bring_up_to, change, write_changes
from graph.engines.ladybug import LadybugDatabase
from graph.engines.neo4j import Neo4jDatabase
from graph.queries import queries
from graph.schema import EDGE, EDGES, NODE, NODES, snake
from graph.store import graph_file, published
from graph.tables import GraphTables, edge_schema

Key = tuple[str, ...]
NEEDED = ("Paper", "Influence", "Study")
"""What a finding hangs on."""


@dataclass
class Plain:
    """A graph as dictionaries: label or type -> key -> row; derived relationships follow from the rest."""

    rows: dict[str, dict[Key, Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: GraphTables) -> Plain:
        """The plain rows of tables."""
        rows = {node.label: {(str(row["id"]),): row for row in tables.node(node.label).to_pylist()} for node in NODES}
        for edge in EDGES:
            if not edge.derived:
                found = tables.edge(edge.type).to_pylist()
                rows[edge.type] = {(row["start_id"], row["end_id"]): row for row in found}
        return cls(rows)

    @property
    def tables(self) -> GraphTables:
        """Back to tables. Every type is there, if only empty: nothing is carried over from the graph before."""
        import pyarrow as pa

        edges = {
            type_: pa.Table.from_pylist(list(self.rows[type_].values()), schema=edge_schema(edge))
            for type_, edge in EDGE.items()
            if not edge.derived
        }
        return GraphTables({label: node_rows(label, list(self.rows[label].values())) for label in NODE}, edges)

    def copy(self) -> Plain:
        """Another one with the same rows."""
        return Plain({name: dict(rows) for name, rows in self.rows.items()})

    def ids(self, label: str) -> list[str]:
        """Every id of a label, in order."""
        return sorted(key[0] for key in self.rows[label])

    def without(self, label: str, id_: str) -> Plain:
        """The graph without a node and its relationships."""
        left = self.copy()
        del left.rows[label][id_,]
        for edge in EDGES:
            if not edge.derived and label in {edge.start, edge.end}:
                kept = left.rows[edge.type].items()
                left.rows[edge.type] = {
                    (start, end): row
                    for (start, end), row in kept
                    if not (edge.start == label and start == id_) and not (edge.end == label and end == id_)
                }
        return left

    def apply(self, changed: Mapping[str, Change]) -> None:
        """Make rows and take rows away."""
        for name, found in changed.items():
            key = ENDS if name in EDGE else ("id",)
            for row in found.gone:
                self.rows[name].pop(tuple(str(row[part]) for part in key))
            self.rows[name] |= {tuple(str(row[part]) for part in key): row for row in found.made}


class GraphMachine(RuleBasedStateMachine):
    """What happens to a graph: builds, decisions and their undoing, differences, reopening, a machine that stops."""

    config: ClassVar[Config] = Config(buffer_pool_mb=64)
    steps: ClassVar[int] = 0
    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="narragraph-model-"))
        self.plain = Plain()
        self.before: list[Plain] = []
        self.made: list[dict[str, Change]] = []
        self.number = 0

    @property
    def embedded(self) -> bool:
        """Whether this is the embedded engine."""
        return self.config.engine == "ladybug"

    @initialize(tables=graphs())
    def begin(self, tables: GraphTables) -> None:
        """The first build."""
        self._build(Plain.of(tables))

    @rule(tables=graphs())
    def build(self, tables: GraphTables) -> None:
        """A build of other tables."""
        self._build(Plain.of(tables))

    @rule()
    def rebuild(self) -> None:
        """A build of what is there."""
        self._build(self.plain)

    @rule(tables=graphs())
    def become(self, tables: GraphTables) -> None:
        """The difference to other tables is written."""
        self._become(Plain.of(tables))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """One node goes, and its relationships."""
        labels = [node.label for node in NODES if node.label != "Review" and self.plain.rows[node.label]]
        if labels:
            label = data.draw(st.sampled_from(labels))
            self._become(self.plain.without(label, data.draw(st.sampled_from(self.plain.ids(label)))))

    def _may_decide(self) -> bool:
        return all(self.plain.rows[label] for label in NEEDED)

    @precondition(_may_decide)
    @rule(data=st.data(), way=st.sampled_from(DIRECTIONS), counted=st.booleans())
    def decide(self, data: st.DataObject, way: str, counted: bool) -> None:
        """A decision makes a finding."""
        changed = self._drawn(data, way, counted)
        self._apply(changed)
        self.made.append(changed)

    @precondition(_may_decide)
    @rule(data=st.data(), way=st.sampled_from(DIRECTIONS))
    def decide_in_vain(self, data: st.DataObject, way: str) -> None:
        """What fails before its end has no effect."""
        with suppress(KeyError), self.database.together():
            self._write(self._drawn(data, way, counted=True))
            raise KeyError

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """A decision is undone."""
        changed = data.draw(st.sampled_from(self.made))
        self.made.remove(changed)
        self._apply({name: Change(name, [], [], found.made) for name, found in changed.items()})

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        """The graph becomes what it was before the last step."""
        self._become(self.before.pop(), remember=False)

    @rule()
    def reopen(self) -> None:
        """Close and open."""
        self.database.close()
        self._open()

    @precondition(lambda self: self.embedded)
    @rule()
    def stop(self) -> None:
        """The machine stops: what is on the disk at this moment is opened anew."""
        copy = self.home / f"stopped-{self.number}.lbug"
        for file in self.home.glob("g.lbug*"):
            shutil.copyfile(file, copy.with_name(file.name.replace("g.lbug", copy.name)))
        self.database.close()
        for file in self.home.glob("g.lbug*"):
            file.unlink()
        for file in self.home.glob(f"{copy.name}*"):
            file.rename(file.with_name(file.name.replace(copy.name, "g.lbug")))
        self._open()

    @precondition(lambda self: self.embedded)
    @rule()
    def checkpoint(self) -> None:
        """The log is folded into the file."""
        assert isinstance(self.database, LadybugDatabase)
        self.database.checkpoint()

    @invariant()
    def holds_what_it_should(self) -> None:
        """Every row, the derived ones too."""
        type(self).steps += 1
        for name, wanted in whole(self.plain.tables).items() if self.plain.rows else ():
            held = self.database.rows(queries("dump")[snake(name)], {})
            found = change(name, held, wanted, ENDS if name in EDGE else ("id",))
            assert found.size == 0, (found, held)

    def teardown(self) -> None:
        """Close, and leave nothing."""
        if hasattr(self, "database"):
            self.database.close()
        shutil.rmtree(self.home)

    def _build(self, wanted: Plain) -> None:
        if self.plain.rows:
            self.before.append(self.plain)
        self.number += 1
        ((key, review),) = wanted.rows["Review"].items()
        wanted = wanted.copy()
        wanted.rows["Review"] = {key: review | {"revision": f"revision-{self.number}", "building": None}}
        if hasattr(self, "database"):
            self.database.close()
        build(wanted.tables, self.home, self.config)
        if self.embedded:
            for file in self.home.glob("g.lbug*"):
                file.unlink()
            shutil.copyfile(graph_file(self.home, published(self.home)), self.home / "g.lbug")
        self._open()
        self.plain, self.made = wanted, []

    def _open(self) -> None:
        self.database = (
            LadybugDatabase(self.home / "g.lbug", writable=True, pool_mb=64)
            if self.embedded
            else Neo4jDatabase(self.config)
        )

    def _become(self, wanted: Plain, *, remember: bool = True) -> None:
        """The review itself stays: whoever builds writes it last."""
        wanted = wanted.copy()
        wanted.rows["Review"] = self.plain.rows["Review"]
        bring_up_to(self.database, wanted.tables)
        if remember:
            self.before.append(self.plain)
        self.plain, self.made = wanted, []

    def _drawn(self, data: st.DataObject, way: str, counted: bool) -> dict[str, Change]:
        self.number += 1
        paper, influence, study = (data.draw(st.sampled_from(self.plain.ids(label))) for label in NEEDED)
        setting = data.draw(st.sampled_from([None, *self.plain.ids("Setting")]))
        id_ = f"decided-{self.number}"
        finding: Row = dict.fromkeys(column.name for column in NODE["Finding"].columns)
        ends = {"REPORTS": (paper, id_), "ABOUT": (id_, influence), "FROM": (id_, study)}
        ends |= {} if setting is None else {"IN_SETTING": (id_, setting)}
        made = {type_: [_edge(type_, *pair)] for type_, pair in ends.items()}
        made["Finding"] = [finding | {"id": id_, "direction": way, "counted": counted}]
        return {name: Change(name, rows, [], []) for name, rows in made.items()}

    def _apply(self, changed: dict[str, Change]) -> None:
        self.before.append(self.plain.copy())
        with self.database.together():
            self._write(changed)
        self.plain.apply(changed)

    def _write(self, changed: dict[str, Change]) -> None:
        (review,) = self.plain.rows["Review"].values()
        edges = [found for name, found in changed.items() if name in EDGE]
        write_changes(self.database, [changed["Finding"]], edges, together=True)
        recount(self.database, changed, str(review["paper_with_both"]))


def _edge(type_: str, start: str, end: str) -> Row:
    return {"start_id": start, "end_id": end, **dict.fromkeys(column.name for column in EDGE[type_].columns)}
