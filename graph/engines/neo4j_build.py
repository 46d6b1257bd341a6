"""Build on a Neo4j server: the difference in batches, the revision last."""

from __future__ import annotations

from pathlib import Path

from graph import version
from graph.bulk import Manifest, manifest_of, remove_bulk
from graph.config import Config
from graph.database import Row
from graph.difference import bring_up_to
from graph.engines.neo4j import Neo4jDatabase
from graph.errors import GraphOfAnotherReview
from graph.progress import Progress
from graph.queries import queries
from graph.requested import REQUESTED, carried, held
from graph.schema import EDGES, NODES, SCHEMA_VERSION, snake
from graph.tables import GraphTables


def build_neo4j(
    tables: GraphTables, folder: Path, config: Config, progress: Progress
) -> tuple[bool, dict[str, int], tuple[str, ...]]:
    """Bring the server up to the tables; returns whether anything differed, rows per label and type, and notes.

    While it runs, Review.building names the new revision; an interrupted build is finished by the next one, and so is
    a bulk import, whose rows are counted instead of compared.
    """
    review = tables.node("Review").to_pylist()[0]
    database = Neo4jDatabase(config)
    try:
        before = _held(database, config, str(review["id"]))
        notes = []
        imported = _imported(folder, before, review)
        if imported:
            counts, other = _finished(database, imported, review)
            if not other:
                remove_bulk(folder)
                return True, counts, ("The bulk import is finished: constraints made, every label and type counted.",)
            notes.append(f"The server does not hold what was imported ({other}); what differs was written.")
        elif before and before["building"]:
            notes.append(
                f"An earlier build (revision {str(before['building'])[:12]}) was interrupted; it was finished."
            )
        database.install_schema()
        if not any(type_ in tables.edges for type_ in REQUESTED):
            tables = carried(tables, held(database))
        _set_review(
            database, {**(before or review), "revision": (before or {}).get("revision"), "building": review["revision"]}
        )
        differed = bring_up_to(database, tables, progress)
        counts = {name: _size(database, name) for name in _names()}
        _set_review(database, {**review, "building": None})
        return bool(differed) or before is None or before != review, counts, tuple(notes)
    finally:
        database.close()


def _held(database: Neo4jDatabase, config: Config, wanted: str) -> Row | None:
    """The Review of an earlier build of the same review, null in a database that holds nothing under our names.

    Raises GraphOfAnotherReview before anything is written: a build takes away every node of its labels that the
    folder does not have, so it must never meet nodes that somebody else made.
    """
    held = database.rows(queries("dump")["review"], {})
    place = config.neo4j_uri.split("@")[-1]
    others = [row for row in held if row["id"] != wanted]
    if others:
        holds = others[0]["id"]
        raise GraphOfAnotherReview(place, None if holds is None else str(holds), wanted)
    if not held and any(_size(database, node.label) for node in NODES):
        raise GraphOfAnotherReview(place, None, wanted)
    return held[0] if held else None


def _imported(folder: Path, before: Row | None, review: Row) -> Manifest | None:
    """The files that the server was imported from, when they are of this revision and no build came after them."""
    said = manifest_of(folder)
    fresh = before is not None and before["revision"] is None and before["building"] == review["revision"]
    now = (review["revision"], SCHEMA_VERSION, version())
    current = said is not None and (said.revision, said.schema_version, said.narragraph_version) == now
    return said if fresh and current else None


def _finished(database: Neo4jDatabase, imported: Manifest, review: Row) -> tuple[dict[str, int], str]:
    """Constraints, then the revision when every count is right; returns the counts, and in words which one is not."""
    database.install_schema()
    counts = {name: _size(database, name) for name in _names()}
    other = [
        f"{name}: {counts[name]:,} instead of {wanted:,}"
        for name, wanted in imported.counts.items()
        if counts[name] != wanted
    ]
    if not other:
        _set_review(database, {**review, "building": None})
    return counts, ", ".join(other)


def _set_review(database: Neo4jDatabase, row: dict[str, object]) -> None:
    database.write(queries("write")["create_review"], [row])
    database.write(queries("write")["set_review"], [row])


def _size(database: Neo4jDatabase, name: str) -> int:
    return int(str(database.rows(queries("size")[snake(name)], {})[0]["size"]))


def _names() -> list[str]:
    return [node.label for node in NODES] + [edge.type for edge in EDGES]
