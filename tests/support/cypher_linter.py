"""Neo4j's own Cypher linter, offline: a pinned npm package under .cache/, run by Node over our statements.

It knows our labels, relationship types and properties, so a misspelt name is found without a server.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from npm_package import npm_modules

from graph.query_header import Query
from graph.schema import EDGES, NODES

PACKAGE, VERSION = "@neo4j-cypher/language-support", "2.0.0-next.38"
LANGUAGES = ("CYPHER 5", "CYPHER 25")
HERE = Path(__file__).resolve().parent
SAMPLES = {"string": "x", "integer": 1, "float": 0.5, "boolean": True, "map": {}}


@dataclass(frozen=True)
class Statement:
    """One statement with a value for each of its parameters."""

    name: str
    text: str
    parameters: dict[str, object]


def of_query(query: Query) -> Statement:
    """A query file with sample values for the parameters that its header declares."""
    values = {p.name: [] if p.type.startswith("list<") else SAMPLES.get(p.type, "x") for p in query.parameters}
    return Statement(query.path, query.text, values)


def lint(statements: Sequence[Statement], languages: Sequence[str] = LANGUAGES) -> list[str]:
    """`CYPHER 25, name, line 3: message` for everything that one of the language versions finds."""
    columns = {"start_id", "end_id", *(column.name for table in (*NODES, *EDGES) for column in table.columns)}
    schema = {
        "labels": [node.label for node in NODES],
        "relationshipTypes": [edge.type for edge in EDGES],
        "propertyKeys": sorted(columns),
    }
    asked = {"languages": languages, "schema": schema, "statements": [vars(statement) for statement in statements]}
    modules = npm_modules(
        f"cypher-linter-{VERSION}",
        f"{PACKAGE}@{VERSION}",
        unchecked="the queries were NOT linted for Neo4j 5 and 25",
    )
    done = subprocess.run(
        ["node", str(HERE / "cypher_linter.cjs")],
        input=json.dumps(asked),
        env={**os.environ, "NODE_PATH": str(modules)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return [f"{one['language']}, {one['name']}, line {one['line']}: {one['message']}" for one in found]
