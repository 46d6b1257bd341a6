"""Make a graph what its tables say by writing only the difference, in batches, on either engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from graph.database import Database, Row
from graph.derived import given
from graph.progress import Progress, silent
from graph.queries import queries
from graph.schema import EDGE, EDGES, NODE, NODES, snake
from graph.tables import GraphTables

ENDS = ("start_id", "end_id")


@dataclass(frozen=True)
class Change:
    """What differs in one label or type: rows to make, rows to set anew, rows to take away."""

    name: str
    made: list[Row]
    altered: list[Row]
    gone: list[Row]

    @property
    def size(self) -> int:
        """Rows that differ."""
        return len(self.made) + len(self.altered) + len(self.gone)


def change(name: str, held: Iterable[Row], wanted: Iterable[Row], key: tuple[str, ...]) -> Change:
    """The difference between the rows of a graph and those it should have, by key."""
    before = {tuple(row[part] for part in key): row for row in held}
    after = {tuple(row[part] for part in key): row for row in wanted}
    made = [row for id_, row in after.items() if id_ not in before]
    altered = [row for id_, row in after.items() if id_ in before and not same(before[id_], row)]
    gone = [{part: row[part] for part in key} for id_, row in before.items() if id_ not in after]
    return Change(name, made, altered, gone)


def same(held: Row, wanted: Row) -> bool:
    """Whether two rows are equal; an empty list and null are one, because engines store them alike."""

    def settled(value: object) -> object:
        return None if value == [] else value

    return all(settled(held.get(name)) == settled(value) for name, value in wanted.items())


def bring_up_to(database: Database, tables: GraphTables, progress: Progress = silent) -> int:
    """Write the difference between `tables` and the graph, derived edges included; returns how many rows differed.

    Order: relationships away, nodes away, nodes made and set, relationships made, then everything derived. The Review
    node is left to the caller, which sets its revision last.
    """
    steps = len(NODES) + len(EDGES)
    plain = [edge for edge in EDGES if not edge.derived]
    nodes = [n for n in NODES if n.label != "Review"]
    node_changes = []
    for step, node in enumerate(nodes):
        progress(f"comparing {node.label}", step, steps)
        node_changes.append(_compare(database, node.label, tables.node(node.label).to_pylist(), ("id",)))
    edge_changes = [_compare(database, edge.type, tables.edge(edge.type).to_pylist(), ENDS) for edge in plain]
    write_changes(database, node_changes, edge_changes, progress)
    derived = [rederive(database, edge.type, tables) for edge in EDGES if edge.derived]
    return sum(found.size for found in [*node_changes, *edge_changes, *derived])


def write_changes(
    database: Database,
    nodes: Sequence[Change],
    edges: Sequence[Change],
    progress: Progress = silent,
    *,
    together: bool = False,
) -> None:
    """Write changes of plain nodes and relationships, in an order in which no end is ever missing.

    `together`: all of it is one transaction; then nodes are made at once, and not first made and then set, and what
    begins or ends at a new one is made without looking for it.
    """
    for found in edges:
        _write(database, "unlink", found.name, found.gone)
    for found in nodes:
        _write(database, "delete", found.name, found.gone)
        _write(database, "make" if together else "create", found.name, found.made)
        _write(database, "set", found.name, found.altered if together else [*found.made, *found.altered])
    new = {found.name: {row["id"] for row in found.made} for found in nodes} if together else {}
    for step, found in enumerate(edges, start=len(nodes)):
        progress(f"writing {found.name}", step, len(nodes) + len(edges))
        starts, ends = (new.get(label, ()) for label in (EDGE[found.name].start, EDGE[found.name].end))
        fresh = [row for row in found.made if row["start_id"] in starts or row["end_id"] in ends]
        known = [row for row in found.made if row["start_id"] not in starts and row["end_id"] not in ends]
        _write(database, "join", found.name, fresh)
        _write(database, "link", found.name, [*known, *found.altered])


def rederive(database: Database, type_: str, tables: GraphTables) -> Change:
    """Bring one derived relationship up to what its query says now."""
    found = _compare(database, type_, derived_rows(database, type_, tables), ENDS)
    _write(database, "unlink", type_, found.gone)
    _write(database, "link", type_, [*found.made, *found.altered])
    return found


def derived_rows(database: Database, type_: str, tables: GraphTables) -> list[Row]:
    """The rows that a derived relationship should have, from its query on the graph as it is."""
    query = queries("derive")[snake(type_)]
    return database.rows(query, given(query, tables))


def _compare(database: Database, name: str, wanted: list[Row], key: tuple[str, ...]) -> Change:
    return change(name, database.rows(queries("dump")[snake(name)], {}), wanted, key)


def _write(database: Database, act: str, name: str, rows: list[Row]) -> None:
    if rows:
        columns = NODE[name].columns if name in NODE else EDGE[name].columns
        lists = {column.name for column in columns if column.type.startswith("list<")}
        database.write(queries("write")[f"{act}_{snake(name)}"], [_sendable(row, lists) for row in rows])


def _sendable(row: Row, lists: Set[str]) -> Row:
    """Null lists as empty ones: the embedded engine cannot bind a list column that is all null."""
    return {name: [] if value is None and name in lists else value for name, value in row.items()}
