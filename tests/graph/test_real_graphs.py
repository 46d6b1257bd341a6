"""The graphs of real reviews are the same on both engines, and give the same answers in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from real_reviews import REVIEWS, real_tables
from side_by_side import EMBEDDED, Pair, answers, questions, side_by_side, typed

from graph.build import build
from graph.compare import compare, compare_tables
from graph.config import Config
from graph.fetch import fetch
from graph.queries import queries
from graph.tables import GraphTables
from synthesis.evidence import evidence
from synthesis.measures import measure

NUMBERS: dict[str, dict[str, object]] = {
    "overview": {},
    "frequency": {"unit": "finding", "samples": 100},
    "directions": {},
    "concentration": {},
    "pairs": {"all": True, "null_model": "hypergeometric", "least": 5},
}

pytestmark = [pytest.mark.data, pytest.mark.neo4j]


@pytest.fixture(scope="module", params=[name for name in REVIEWS if name != "niblse_q38"])  # shaped like q06
def tables(request: pytest.FixtureRequest, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> GraphTables:
    return real_tables(request.param, data_dir, tmp_path_factory.mktemp("real") / "review")


@pytest.fixture(scope="module")
def folder(tables: GraphTables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("both")


@pytest.fixture(scope="module")
def pair(tables: GraphTables, folder: Path, neo4j_config: Config) -> Iterator[Pair]:
    with side_by_side(tables, folder, neo4j_config) as built:
        yield built


def test_engines_hold_the_same_graph(pair: Pair, tables: GraphTables) -> None:
    assert compare(pair.embedded, pair.server) == []
    assert compare_tables(pair.server, tables) == []


# To plan every query again takes a server half a minute a graph: the richest one.
@pytest.mark.parametrize("tables", ["telemedicine"], indirect=True, scope="module")
def test_engines_give_the_same_answers(pair: Pair) -> None:
    asked = 0
    for query in queries().values():
        for given in questions(pair.embedded, query, most=2):
            left, right = answers(pair.embedded, query, given), answers(pair.server, query, given)
            assert typed(left) == typed(right), (query.name, given)
            asked += 1
    assert asked > 60


def test_engines_give_the_same_numbers(pair: Pair) -> None:
    embedded, server = (evidence(fetch(database)) for database in (pair.embedded, pair.server))
    for name, given in NUMBERS.items():
        ours, theirs = (measure(held, name, given)[1] for held in (embedded, server))
        assert ours == theirs, name
        assert ours.rows, name


def test_second_build_changes_nothing(pair: Pair, tables: GraphTables, folder: Path, neo4j_config: Config) -> None:
    assert not build(tables, folder, EMBEDDED).changed
    assert not build(tables, folder, neo4j_config).changed
    assert compare(pair.embedded, pair.server) == []


def test_order_of_every_answer_is_settled(pair: Pair) -> None:
    """No two rows of an answer share what they are ordered by: the order would be an accident."""
    for query in queries().values():
        order = [part.split()[0] for part in query.text.split("ORDER BY ")[-1].split("LIMIT")[0].split(", ")]
        for given in questions(pair.embedded, query, most=1):
            keys = [tuple(row[name.strip()] for name in order) for row in answers(pair.embedded, query, given)]
            assert len(set(keys)) == len(keys), (query.name, given)
