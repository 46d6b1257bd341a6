"""Neo4j's own linter reads every statement that Neo4j will run, as Cypher 25, with our vocabulary."""

from __future__ import annotations

import pytest
from cypher_linter import LANGUAGES, Statement, lint, of_query

from graph.queries import FOLDERS, queries
from graph.statements import schema_statements

pytestmark = pytest.mark.node

FLAWS = {
    "unknown_label": ("MATCH (p:Papr) RETURN p.id AS t", "Label Papr is not present"),
    "unknown_type": ("MATCH (p:Paper)-[:REPORT]->(f) RETURN p.id AS t", "Relationship type REPORT is not present"),
    "unknown_property": ("MATCH (p:Paper) RETURN p.titel AS t", "titel"),
    "unknown_function": ("RETURN sizes([1]) AS t", "sizes"),
    "unknown_variable": ("MATCH (p:Paper) RETURN q.id AS t", "Variable `q` not defined"),
    "unknown_parameter": ("MATCH (p:Paper {id: $idd}) RETURN p.id AS t", "$idd"),
    "deprecated": ("MATCH (p:Paper) RETURN id(p) AS t", "deprecated"),
    "grammar": ("MATCH (p:Paper RETURN p.id AS t", "Invalid input"),
}


def test_linter_passes_every_query_and_constraint() -> None:
    every = [query for folder in FOLDERS for query in queries(folder).values()]
    assert len(every) > 100
    constraints = [Statement(text, text, {}) for text in schema_statements("neo4j")]
    # The older language is what the server of the tests runs every one of them in.
    assert lint([*map(of_query, every), *constraints], LANGUAGES[1:]) == []


def test_linter_finds_what_is_planted() -> None:
    found = lint([Statement(name, text, {"id": "x"}) for name, (text, _) in FLAWS.items()])
    for name, (_, said) in FLAWS.items():
        messages = [line for line in found if f", {name}, line 1: " in line and said in line]
        wanted = 1 if name == "deprecated" else len(LANGUAGES)
        assert len(messages) >= wanted, (name, found)
