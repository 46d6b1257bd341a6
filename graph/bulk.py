"""A whole graph as the files of Neo4j's offline importer: written, read back and compared before anybody runs it.

    .narragraph/bulk/Paper.nodes.csv       one file a label that has rows
    .narragraph/bulk/REPORTS.edges.csv     one file a relationship type, those that are derived too
    .narragraph/bulk/import.args           the options of `neo4j-admin database import full`
    .narragraph/bulk/manifest.json         revision, rows and hash of every file

CSV, because the importer of Neo4j 5.26 reads parquet only with libraries that not every copy of it has. The Review of
the files has no revision yet, and says in `building` which one it will be: until a build has made the constraints and
counted what was imported, nobody takes the server for finished.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from graph import version
from graph.bulk_csv import BETWEEN, BulkFile, Shape, edge_header, flat, node_header, write_file
from graph.config import Config
from graph.engines.ladybug import LadybugDatabase
from graph.filling import DERIVED, fill
from graph.plain import made, plain
from graph.progress import Progress
from graph.queries import queries
from graph.schema import EDGES, NODES, SCHEMA_VERSION, snake
from graph.store import HOME, sync_folder
from graph.tables import GraphTables
from graph.whole import appears_whole

MANIFEST, ARGUMENTS = "manifest.json", "import.args"
LEAST_BUFFER = 4 * 2**20
"""Bytes that the importer reads at once when it is told nothing; a value must fit into them."""


@dataclass(frozen=True)
class Manifest:
    """What was written, for the build that finishes the import."""

    review: str
    revision: str
    schema_version: int
    narragraph_version: str
    files: tuple[BulkFile, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows per label and type, 0 for those without a file."""
        written = {file.of: file.rows for file in self.files}
        return {name: written.get(name, 0) for name in [n.label for n in NODES] + [e.type for e in EDGES]}


def bulk_home(folder: Path) -> Path:
    """Where the files of a review folder lie."""
    return folder / HOME / "bulk"


def manifest_of(folder: Path) -> Manifest | None:
    """What was written last; null when nothing was, or something else than this version writes."""
    try:
        return made(Manifest, json.loads((bulk_home(folder) / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError):
        return None


def remove_bulk(folder: Path) -> None:
    """Take the files away."""
    shutil.rmtree(bulk_home(folder), ignore_errors=True)


def write_bulk(tables: GraphTables, folder: Path, config: Config, progress: Progress) -> Manifest:
    """Write the files of tables that passed `check_tables`; the folder of files appears whole or not at all.

    Derived relationships come from their queries on an embedded graph that is made for this. Raises BulkError for a
    list that the form cannot hold, and when a file that was read back differs.
    """
    out = bulk_home(folder)
    out.parent.mkdir(parents=True, exist_ok=True)
    with appears_whole(out) as place:
        place.mkdir()
        derived = _derived(tables, place, config, progress)
        written: list[tuple[BulkFile, Shape]] = []
        steps = len(NODES) + len(EDGES)
        for step, (of, name, header, table) in enumerate(_forms(tables, derived)):
            progress(f"writing {of}", step, steps)
            if table.num_rows:
                written.append(write_file(place / name, of, header, flat(of, table)))
        review = tables.node("Review").to_pylist()[0]
        files = tuple(file for file, _ in written)
        manifest = Manifest(str(review["id"]), str(review["revision"]), SCHEMA_VERSION, version(), files)
        _put(place / ARGUMENTS, "".join(f"{line}\n" for line in _arguments(written)))
        _put(place / MANIFEST, json.dumps(plain(manifest), indent=1))
        sync_folder(place)
    sync_folder(out.parent)
    return manifest


def _derived(tables: GraphTables, place: Path, config: Config, progress: Progress) -> dict[str, pa.Table]:
    file = place / "derive.lbug"
    fill(tables, file, config, progress)
    database = LadybugDatabase(file, writable=False, pool_mb=config.pool_mb(tables.counts()))
    try:
        return {type_: database.arrow(queries("dump")[snake(type_)], {}) for type_ in DERIVED}
    finally:
        database.close()
        for left in place.glob(f"{file.name}*"):
            left.unlink()


def _forms(tables: GraphTables, derived: dict[str, pa.Table]) -> Iterator[tuple[str, str, list[str], pa.Table]]:
    """Label or type, name of the file, header and rows of every file."""
    for node in NODES:
        found = tables.node(node.label)
        yield (
            node.label,
            f"{node.label}.nodes.csv",
            node_header(node),
            _unfinished(found) if node.label == "Review" else found,
        )
    for edge in EDGES:
        found = derived[edge.type] if edge.derived else tables.edge(edge.type)
        yield edge.type, f"{edge.type}.edges.csv", edge_header(edge), found


def _unfinished(review: pa.Table) -> pa.Table:
    """The Review as one that is being built."""
    rows = [{**row, "revision": None, "building": row["revision"]} for row in review.to_pylist()]
    return pa.Table.from_pylist(rows, review.schema)


def _arguments(written: list[tuple[BulkFile, Shape]]) -> Iterator[str]:
    """The options, one a line, paths relative to the folder of the files: those of its own may hold anything."""
    kinds = {**{node.label: "nodes" for node in NODES}, **{edge.type: "relationships" for edge in EDGES}}
    for file, _ in written:
        yield f"--{kinds[file.of]}={file.of}={file.name}"
    lines = [file.name for file, shape in written if shape.multiline]
    if lines:
        yield "--multiline-fields-format=v2"
        yield f"--multiline-fields={','.join(lines)}"
    longest = max(shape.longest for _, shape in written)
    yield f"--read-buffer-size={max(LEAST_BUFFER, 2 * longest + 2**16)}"
    yield f"--array-delimiter=U+{ord(BETWEEN):04X}"
    # A row that is wrong ends the import: all of them were checked, so none may be passed over.
    yield from ("--id-type=string", "--bad-tolerance=0", "--strict=true")


def _put(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
