"""What a build will take, from the size of its tables and of its graph. One place for every measured coefficient.

Of whole `narragraph build` commands: `python -m bench --only plans` builds tables of three shapes in all forms beside
their plans, and bench/README.md says how near they came, and on which machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.plan_memory import Room, room
from graph.schema import NODE

MB = 2**20


@dataclass(frozen=True)
class Table:
    """One table: its form (csv, parquet, xlsx), bytes on the disk, about how many records, cells, bytes of text."""

    path: str
    form: str
    bytes: int
    records: int
    cells: int
    text: int


@dataclass(frozen=True)
class Cost:
    """What something takes once, for each cell, byte of text, and node or relationship: bytes, or seconds."""

    once: float = 0.0
    cell: float = 0.0
    text: float = 0.0
    row: float = 0.0

    def of(self, cells: int = 0, text: int = 0, rows: int = 0) -> float:
        """The whole."""
        return self.once + self.cell * cells + self.text * text + self.row * rows


READING = {
    "csv": Cost(once=135 * MB, cell=162, text=3.0),
    "parquet": Cost(once=135 * MB, cell=130, text=2.0),
    "xlsx": Cost(once=135 * MB, cell=280, text=3.0),
}
"""Memory while one table is read: the file, and each of its cells as a text. 300,000 and 60,000 rows of 7 columns."""
GRAPH = {
    "ladybug": Cost(once=400 * MB, row=130, text=5.6),
    "neo4j": Cost(once=185 * MB, row=800, text=2.0),
    "neo4j --bulk": Cost(once=400 * MB, row=140, text=5.6),
}
"""Memory while the graph is made and written; the embedded one counts the pool of its engine. neo4j: 57,000 and 163,000
rows, the client alone."""
DISK = {
    "ladybug": Cost(once=16 * MB, row=130, text=2.0),
    "neo4j": Cost(),
    "neo4j --bulk": Cost(once=16 * MB, row=160, text=3.0),
}
"""Disk of the review folder: the new graph beside the old one, or the files of the importer."""
TIME = {
    "ladybug": Cost(once=1.5, row=8e-6, cell=1e-6),
    "neo4j": Cost(once=10.0, row=110e-6, cell=1e-6),
    "neo4j --bulk": Cost(once=10.0, row=12e-6, cell=1e-6),
}
"""Seconds of a processor, from reading to the last row. neo4j: 75 microseconds a row of the client were measured; the
rest is allowed for the server. --bulk: the importer is allowed for with 4."""


@dataclass(frozen=True)
class Plan:
    """What a build will take: bytes of memory at the peak and of disk, seconds on the machine that was measured.

    `nodes` and `relationships` are null when the first records of a table could not be read as the mapping says, or a
    table can only be read whole; then the rest is a lower bound.
    """

    engine: str
    tables: tuple[Table, ...]
    nodes: int | None
    relationships: int | None
    memory: int
    disk: int
    seconds: float
    room: Room
    free: int

    @property
    def fits(self) -> bool:
        """Whether memory and disk are enough."""
        return self.memory <= self.room.bytes and self.disk <= self.free

    @property
    def close(self) -> bool:
        """Whether it fits only if the estimate is not a quarter too low."""
        return self.fits and self.memory * 1.25 > self.room.bytes


def planned(
    engine: str, tables: Sequence[Table], counts: Mapping[str, float] | None, free: int, bound: Room | None = None
) -> Plan:
    """The plan for an engine (ladybug, neo4j, neo4j --bulk), tables, the rows per label and type they give, and the
    bytes that are free on the disk. `bound` is the memory that may be taken; without it, what this machine leaves.
    """
    nodes = edges = 0
    if counts is not None:
        nodes = round(sum(many for name, many in counts.items() if name in NODE))
        # Every paper mentions what its findings are about: as many derived relationships as findings, at most.
        edges = round(sum(counts.values()) + counts.get("Finding", 0)) - nodes
    cells, text = sum(table.cells for table in tables), sum(table.text for table in tables)
    reading = max((READING.get(t.form, READING["xlsx"]).of(t.cells, t.text) for t in tables), default=0.0)
    return Plan(
        engine=engine,
        tables=tuple(tables),
        nodes=nodes if counts is not None else None,
        relationships=edges if counts is not None else None,
        memory=round(max(reading, GRAPH[engine].of(cells, text, nodes + edges))),
        disk=round(DISK[engine].of(cells, text, nodes + edges)),
        seconds=TIME[engine].of(cells, text, nodes + edges),
        room=bound or room(),
        free=free,
    )
