"""Build on a Neo4j server: the difference in batches, the revision last."""

from __future__ import annotations

from graph.config import Config
from graph.difference import bring_up_to
from graph.engines.neo4j import Neo4jDatabase
from graph.errors import GraphOfAnotherReview
from graph.progress import Progress
from graph.queries import queries
from graph.schema import EDGES, NODES, snake
from graph.tables import GraphTables


def build_neo4j(tables: GraphTables, config: Config, progress: Progress) -> tuple[bool, dict[str, int]]:
    """Bring the server up to the tables; returns whether anything differed, and rows per label and type.

    While it runs, Review.building names the new revision; an interrupted build is finished by the next one.
    """
    review = tables.node("Review").to_pylist()[0]
    database = Neo4jDatabase(config)
    try:
        database.install_schema()
        held = database.rows(queries("dump")["review"], {})
        if held and held[0]["id"] != review["id"]:
            raise GraphOfAnotherReview(config.neo4j_uri.split("@")[-1], str(held[0]["id"]), review["id"])
        before = held[0] if held else None
        _set_review(
            database, {**(before or review), "revision": (before or {}).get("revision"), "building": review["revision"]}
        )
        differed = bring_up_to(database, tables, progress)
        counts = {name: _size(database, name) for name in _names()}
        _set_review(database, {**review, "building": None})
        return bool(differed) or before is None or before != review, counts
    finally:
        database.close()


def _set_review(database: Neo4jDatabase, row: dict[str, object]) -> None:
    database.write(queries("write")["create_review"], [row])
    database.write(queries("write")["set_review"], [row])


def _size(database: Neo4jDatabase, name: str) -> int:
    return int(str(database.rows(queries("size")[snake(name)], {})[0]["size"]))


def _names() -> list[str]:
    return [node.label for node in NODES] + [edge.type for edge in EDGES]
