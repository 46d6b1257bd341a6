"""Writing a difference: any graph becomes any other, on both engines, and equals what plain Python says it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from graph_model import graphs, whole
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from side_by_side import EMBEDDED, empty_server
from small_graph import small_tables

from graph.build import build
from graph.compare import compare, compare_tables
from graph.config import Config
from graph.database import Database, Row
from graph.difference import ENDS, Change, bring_up_to, change, rederive, same, write_changes
from graph.engines.ladybug import LadybugDatabase
from graph.engines.neo4j import Neo4jDatabase
from graph.queries import queries
from graph.schema import EDGE, NODES, snake
from graph.store import open_graph
from graph.tables import GraphTables, check_tables

QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]

# change(): the law

ROWS = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.fixed_dictionaries(
        {"name": st.none() | st.sampled_from(["x", "y"]), "many": st.none() | st.lists(st.sampled_from(["x", "y"]))}
    ),
)


def _listed(rows: dict[str, Row]) -> list[Row]:
    return [{"id": id_, **row} for id_, row in rows.items()]


@given(ROWS, ROWS)
def test_change_applied_gives_what_is_wanted(before: dict[str, Row], after: dict[str, Row]) -> None:
    found = change("T", _listed(before), _listed(after), ("id",))
    held = {str(row["id"]): row for row in _listed(before)}
    assert all(row["id"] not in held for row in found.made)
    assert all(row["id"] in held for row in [*found.altered, *found.gone])
    for row in found.gone:
        del held[str(row["id"])]
    for row in [*found.made, *found.altered]:
        held[str(row["id"])] = row
    wanted = {str(row["id"]): row for row in _listed(after)}
    assert held.keys() == wanted.keys()
    assert all(same(held[id_], wanted[id_]) for id_ in wanted)
    assert change("T", held.values(), _listed(after), ("id",)).size == 0


@given(ROWS)
def test_change_to_itself_is_nothing(rows: dict[str, Row]) -> None:
    assert change("T", _listed(rows), reversed(_listed(rows)), ("id",)).size == 0


@given(ROWS, ROWS)
def test_change_touches_only_what_differs(before: dict[str, Row], after: dict[str, Row]) -> None:
    found = change("T", _listed(before), _listed(after), ("id",))
    assert found.size == len(found.made) + len(found.altered) + len(found.gone)
    assert {row["id"] for row in found.made} == after.keys() - before.keys()
    assert {row["id"] for row in found.gone} == before.keys() - after.keys()
    assert all(not same({"id": row["id"], **before[str(row["id"])]}, row) for row in found.altered)


def test_relationships_are_told_apart_by_both_ends() -> None:
    held: list[Row] = [{"start_id": "a", "end_id": "b", "n": 1}, {"start_id": "a", "end_id": "c", "n": 1}]
    wanted: list[Row] = [{"start_id": "a", "end_id": "b", "n": 2}, {"start_id": "b", "end_id": "a", "n": 1}]
    found = change("T", held, wanted, ENDS)
    assert (found.made, found.altered) == ([wanted[1]], [wanted[0]])
    assert found.gone == [{"start_id": "a", "end_id": "c"}]


def test_an_empty_list_is_as_good_as_none() -> None:
    assert same({"id": "a", "many": None}, {"id": "a", "many": []})
    assert not same({"id": "a", "name": None}, {"id": "a", "name": ""})
    assert not same({"id": "a", "n": None}, {"id": "a", "n": 0})


# bring_up_to(): random graphs against a model


def _expect(database: Database, tables: GraphTables) -> None:
    """Everything but the Review node, which its caller writes last."""
    for name, wanted in whole(tables).items():
        if name != "Review":
            key = ENDS if name in EDGE else ("id",)
            held = database.rows(queries("dump")[snake(name)], {})
            differs = change(name, held, wanted, key)
            assert differs.size == 0, (differs, held)
    assert bring_up_to(database, tables) == 0


def _put_review(database: Database) -> None:
    """INCLUDES starts at the review, so it must stand before anything else is written."""
    database.write(queries("write")["create_review"], [{"id": "r"}])


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[LadybugDatabase]:
    opened = LadybugDatabase(tmp_path / "g.lbug", writable=True, pool_mb=64)
    opened.install_schema()
    _put_review(opened)
    yield opened
    opened.close()


@settings(max_examples=6, deadline=None, suppress_health_check=QUIET, print_blob=True)
@given(steps=st.lists(graphs(), min_size=1, max_size=3))
def test_embedded_graph_follows_any_sequence_of_tables(empty: LadybugDatabase, steps: list[GraphTables]) -> None:
    """Each example starts from what the one before left: any graph must become any other."""
    for tables in steps:
        check_tables(tables)
        bring_up_to(empty, tables)
        _expect(empty, tables)


@pytest.mark.neo4j
@settings(max_examples=3, deadline=None, suppress_health_check=QUIET, print_blob=True)
@given(steps=st.lists(graphs(), min_size=1, max_size=2))
def test_server_graph_follows_any_sequence_of_tables(neo4j_config: Config, steps: list[GraphTables]) -> None:
    empty_server(neo4j_config)
    database = Neo4jDatabase(neo4j_config)
    try:
        database.install_schema()
        _put_review(database)
        for tables in steps:
            bring_up_to(database, tables)
            _expect(database, tables)
    finally:
        database.close()


@settings(max_examples=3, deadline=None, suppress_health_check=QUIET, print_blob=True)
@given(tables=graphs())
def test_bulk_load_makes_what_the_model_says(tmp_path_factory: pytest.TempPathFactory, tables: GraphTables) -> None:
    place = tmp_path_factory.mktemp("bulk")
    review = tables.nodes["Review"].to_pylist()[0] | {"revision": "r", "id": "r"}
    tables = GraphTables(
        {**tables.nodes, "Review": tables.nodes["Review"].from_pylist([review], tables.nodes["Review"].schema)},
        tables.edges,
    )
    build(tables, place, EMBEDDED)
    database = open_graph(place, EMBEDDED)
    for name, wanted in whole(tables).items():
        held = database.rows(queries("dump")[snake(name)], {})
        assert change(name, held, wanted, ENDS if name in EDGE else ("id",)).size == 0, name
    database.close()


# The difference path and a fresh build end in the same graph


def part(tables: GraphTables, papers: set[str]) -> GraphTables:
    """The tables with only some papers, and only the findings and passages of those."""
    kept = {
        row["end_id"]
        for type_ in ("REPORTS", "CONTAINS")
        for row in tables.edge(type_).to_pylist()
        if row["start_id"] in papers
    }
    kept |= papers
    nodes = {}
    for label in tables.nodes:
        table = tables.node(label)
        held = [label not in {"Paper", "Finding", "Passage"} or id_ in kept for id_ in table.column("id").to_pylist()]
        nodes[label] = table.filter(held)
    known = {id_ for table in nodes.values() for id_ in table.column("id").to_pylist()}
    edges = {}
    for type_ in tables.edges:
        table = tables.edge(type_)
        ends = zip(table.column("start_id").to_pylist(), table.column("end_id").to_pylist(), strict=True)
        edges[type_] = table.filter([start in known and end in known for start, end in ends])
    return GraphTables(nodes, edges)


@pytest.mark.parametrize("papers", [set(), {"B", "D"}], ids=lambda papers: "".join(sorted(papers)))
def test_embedded_difference_equals_a_fresh_build(tmp_path: Path, papers: set[str]) -> None:
    full = small_tables()
    some = part(full, papers)
    for before, after in ((some, full), (full, some)):
        (tmp_path / "a").mkdir(exist_ok=True)
        build(before, tmp_path / "a", EMBEDDED, force=True)
        build(after, tmp_path / "b", EMBEDDED, force=True)
        grown, fresh = open_graph(tmp_path / "a", EMBEDDED, writable=True), open_graph(tmp_path / "b", EMBEDDED)
        bring_up_to(grown, after)
        assert compare(grown, fresh) == []
        assert compare_tables(grown, after) == []
        grown.close()
        fresh.close()


@pytest.mark.neo4j
def test_server_build_equals_a_fresh_one_from_any_state(tmp_path: Path, neo4j_config: Config) -> None:
    empty_server(neo4j_config)
    full = small_tables()
    server = Neo4jDatabase(neo4j_config)
    for papers in ({"A", "G"}, set("ABCDEFG"), {"C", "D", "E"}, set()):
        wanted = part(full, papers)
        build(wanted, tmp_path, neo4j_config)
        build(wanted, tmp_path, EMBEDDED, force=True)
        fresh = open_graph(tmp_path, EMBEDDED)
        assert compare(fresh, server) == []
        fresh.close()
    server.close()


def test_derived_relationships_follow_the_rule_for_a_paper_with_both(tmp_path: Path) -> None:
    build(small_tables(), tmp_path, EMBEDDED)
    database = open_graph(tmp_path, EMBEDDED, writable=True)
    changed = rederive(database, "MENTIONS", small_tables(paper_with_both="barrier"))
    assert [(row["start_id"], row["end_id"], row["direction"]) for row in changed.altered] == [
        ("A", "training", "barrier")
    ]
    assert rederive(database, "BARRIER_IN", small_tables()).size == 0
    database.close()


def test_rows_without_any_list_can_be_written(empty: LadybugDatabase) -> None:
    """The embedded engine cannot bind a list column that is null in every row, whatever the column's name."""
    for node in NODES:
        rows = [dict.fromkeys(column.name for column in node.columns) | {"id": id_} for id_ in ("r", "s")]
        write_changes(empty, [Change(node.label, rows, [], [])], [])
        assert [row["id"] for row in empty.rows(queries("dump")[snake(node.label)], {})] == ["r", "s"]
