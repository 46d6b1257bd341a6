"""What the adapters promise on both engines, by the rules that the embedded one breaks in silence.

Each test that takes `database` runs twice: on a new embedded database and on an emptied server.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from side_by_side import empty_server

from graph.config import Config
from graph.database import Database, Row
from graph.engines import ladybug as embedded_engine
from graph.engines import neo4j as server_engine
from graph.engines.ladybug import LadybugDatabase
from graph.engines.neo4j import Neo4jDatabase
from graph.engines.values import bindable, plain
from graph.errors import EngineError, RowsLost
from graph.queries import queries
from graph.query_header import Query, parse
from graph.schema import EDGE, NODE, NODES, snake

WRITE, DUMP = queries("write"), queries("dump")


@pytest.fixture(params=["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    opened: LadybugDatabase | Neo4jDatabase
    if request.param == "ladybug":
        opened = LadybugDatabase(tmp_path / "g.lbug", writable=True, pool_mb=64)
    else:
        config: Config = request.getfixturevalue("neo4j_config")
        empty_server(config)
        opened = Neo4jDatabase(config)
    opened.install_schema()
    yield opened
    opened.close()


def _node(label: str, **known: object) -> Row:
    row: Row = {column.name: [] if column.type == "list<string>" else None for column in NODE[label].columns}
    return row | known


def _put(database: Database, label: str, rows: list[Row]) -> None:
    database.write(WRITE[f"create_{snake(label)}"], rows)
    database.write(WRITE[f"set_{snake(label)}"], rows)


def _held(database: Database, name: str) -> list[Row]:
    return database.rows(DUMP[snake(name)], {})


def _write_query(name: str, statement: str) -> Query:
    header = "// param   rows: list<map>  rows\n// column  handled: integer  rows that were handled\n"
    text = f"// {name}\n// Planted by a test.\n{header}\n{statement}\n"
    return parse(text, name=name, folder="write", path=f"cypher/write/{name}.cypher")


def _read_query(name: str, statement: str, *header: str) -> Query:
    text = f"// {name}\n// Planted by a test.\n" + "".join(f"// {line}\n" for line in header) + f"\n{statement}\n"
    return parse(text, name=name, folder="write", path=f"cypher/write/{name}.cypher")


# Rows


def test_write_that_loses_rows_says_how_many(database: Database) -> None:
    _put(database, "Paper", [_node("Paper", id="a", year=2000), _node("Paper", id="b", year=2020)])
    planted = _write_query(
        "set_recent", "UNWIND $rows AS r\nMATCH (p:Paper {id: r.id})\nWHERE p.year > 2010\nSET p.title = r.title\n"
        "RETURN count(*) AS handled"
    )  # fmt: skip
    with pytest.raises(RowsLost) as caught:
        database.write(planted, [{"id": "a", "title": "x"}, {"id": "b", "title": "y"}])
    assert (caught.value.query, caught.value.sent, caught.value.handled) == ("set_recent", 2, 1)


def test_relationship_to_a_node_that_is_not_there_is_rows_lost(database: Database) -> None:
    _put(database, "Paper", [_node("Paper", id="a")])
    _put(database, "Study", [_node("Study", id="s")])
    rows: list[Row] = [{"start_id": "a", "end_id": "s"}, {"start_id": "a", "end_id": "nobody"}]
    with pytest.raises(RowsLost) as caught:
        database.write(WRITE["link_reports_on"], rows)
    assert (caught.value.sent, caught.value.handled) == (2, 1)


def test_setting_a_node_that_is_not_there_is_rows_lost(database: Database) -> None:
    with pytest.raises(RowsLost):
        database.write(WRITE["set_study"], [_node("Study", id="nobody")])


def test_a_failed_write_leaves_the_database_usable(database: Database) -> None:
    with pytest.raises(RowsLost):
        database.write(WRITE["set_study"], [_node("Study", id="nobody")])
    _put(database, "Study", [_node("Study", id="s", design="cohort")])
    assert [row["design"] for row in _held(database, "Study")] == ["cohort"]


def test_what_is_written_together_takes_effect_as_a_whole_or_not_at_all(database: Database) -> None:
    def together(last: str) -> None:
        with database.together():
            _put(database, "Paper", [_node("Paper", id="a")])
            database.write(WRITE["set_paper"], [_node("Paper", id=last)])
            raise KeyError(last)

    for last, error in (("not there", RowsLost), ("a", KeyError)):
        with pytest.raises(error):
            together(last)
        assert _held(database, "Paper") == []
    with database.together():
        _put(database, "Paper", [_node("Paper", id="a")])
        assert [row["id"] for row in _held(database, "Paper")] == ["a"], "it sees what it wrote itself"
        with ThreadPoolExecutor(1) as others:
            assert others.submit(_held, database, "Paper").result() == [], "and nobody else does yet"
    assert [row["id"] for row in _held(database, "Paper")] == ["a"]


def test_many_writes_together_are_not_cut_by_a_checkpoint(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_most_held", 3, raising=False)
    with database.together():
        for number in range(8):
            _put(database, "Paper", [_node("Paper", id=f"{number}")])
    _put(database, "Paper", [_node("Paper", id="after")])
    assert len(_held(database, "Paper")) == 9


def test_a_rest_keeps_everything_and_later_writes_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_engine, "WORTH_FOLDING", 0)
    database.rest()
    for number in range(4):
        _put(database, "Paper", [_node("Paper", id=f"{number}")])
    database.rest()
    database.rest()
    _put(database, "Paper", [_node("Paper", id="after")])
    assert len(_held(database, "Paper")) == 5


def test_writing_no_rows_does_nothing(database: Database) -> None:
    assert database.write(WRITE["set_paper"], []) == 0
    assert database.write(WRITE["link_about"], []) == 0


def test_batches_are_cut_without_losing_a_row(database: Database) -> None:
    most = max(embedded_engine.BATCH, server_engine.BATCH)
    rows = [_node("Study", id=f"s{n:05}", design=str(n)) for n in range(2 * most + 1)]
    _put(database, "Study", rows)
    assert {row["id"]: row["design"] for row in _held(database, "Study")} == {row["id"]: row["design"] for row in rows}


def test_two_matches_bind_each_relationship_to_its_own_ends(database: Database) -> None:
    """An earlier version of the embedded engine bound them wrongly; every relationship is compared."""
    chance = random.Random(7)
    papers, studies = [f"p{n}" for n in range(60)], [f"s{n}" for n in range(40)]
    _put(database, "Paper", [_node("Paper", id=id_) for id_ in papers])
    _put(database, "Study", [_node("Study", id=id_) for id_ in studies])
    model: set[tuple[str, str]] = set()
    for _ in range(12):
        batch = {(chance.choice(papers), chance.choice(studies)) for _ in range(80)}
        database.write(WRITE["link_reports_on"], [{"start_id": a, "end_id": b} for a, b in sorted(batch)])
        model |= batch
        gone = set(chance.sample(sorted(model), 15))
        database.write(WRITE["unlink_reports_on"], [{"start_id": a, "end_id": b} for a, b in sorted(gone)])
        model -= gone
        assert {(row["start_id"], row["end_id"]) for row in _held(database, "REPORTS_ON")} == model


def test_linking_twice_makes_one_relationship_with_the_newer_properties(database: Database) -> None:
    _put(database, "Passage", [_node("Passage", id="q")])
    _put(database, "Finding", [_node("Finding", id="f")])
    for cell in ("A1", "B2"):
        database.write(WRITE["link_illustrates"], [{"start_id": "q", "end_id": "f", "coded_cell": cell}])
    assert _held(database, "ILLUSTRATES") == [{"start_id": "q", "end_id": "f", "coded_cell": "B2"}]


def test_making_what_is_there_is_an_error_and_changes_nothing(database: Database) -> None:
    assert database.write(WRITE["make_study"], [_node("Study", id="s", design="cohort"), _node("Study", id="r")]) == 2
    for rows in ([_node("Study", id="t"), _node("Study", id="s")], [_node("Study", id="u"), _node("Study", id="u")]):
        with pytest.raises(EngineError):
            database.write(WRITE["make_study"], rows)
    assert {row["id"]: row["design"] for row in _held(database, "Study")} == {"s": "cohort", "r": None}


@pytest.mark.parametrize("label", [node.label for node in NODES])
def test_made_at_once_is_what_is_made_and_set(database: Database, label: str) -> None:
    filled = {"string": "x", "integer": 7, "float": 0.5, "boolean": True, "list<string>": ["b", "a"]}
    full = {column.name: filled[column.type] for column in NODE[label].columns}
    rows = [full | {"id": "full"}, _node(label, id="empty")]
    database.write(WRITE[f"make_{snake(label)}"], rows)
    _put(database, label, [row | {"id": f"{row['id']} too"} for row in rows])
    made = {row["id"]: {**row, "id": ""} for row in _held(database, label)}
    assert made["full"] == made["full too"] == {**full, "id": ""}
    assert made["empty"] == made["empty too"]


def test_creating_what_is_there_changes_nothing(database: Database) -> None:
    _put(database, "Study", [_node("Study", id="s", design="cohort")])
    database.write(WRITE["create_study"], [_node("Study", id="s"), _node("Study", id="t")])
    assert {row["id"]: row["design"] for row in _held(database, "Study")} == {"s": "cohort", "t": None}


@pytest.mark.parametrize("type_", ["REPORTS_ON", "ILLUSTRATES", "MENTIONS", "CO_OCCURS"])
def test_joined_is_what_is_linked(database: Database, type_: str) -> None:
    filled = {"string": "x", "integer": 7, "float": 0.5, "boolean": True}
    edge = EDGE[type_]
    for label in dict.fromkeys((edge.start, edge.end)):
        _put(database, label, [_node(label, id=id_) for id_ in "abc"])
    full = {column.name: filled[column.type] for column in edge.columns}
    rows = [{"start_id": a, "end_id": b, **(full if b == "b" else dict.fromkeys(full))} for a in "ab" for b in "bc"]
    for act in ("join", "link"):
        assert database.write(WRITE[f"{act}_{snake(type_)}"], rows) == len(rows)
        assert sorted(_held(database, type_), key=str) == sorted(rows, key=str)
    with pytest.raises(RowsLost):
        database.write(WRITE[f"join_{snake(type_)}"], [{**rows[0], "end_id": "not there"}])


def test_deleting_a_node_takes_its_relationships(database: Database) -> None:
    _put(database, "Paper", [_node("Paper", id="a"), _node("Paper", id="b")])
    _put(database, "Study", [_node("Study", id="s")])
    database.write(WRITE["link_reports_on"], [{"start_id": a, "end_id": "s"} for a in ("a", "b")])
    database.write(WRITE["delete_paper"], [{"id": "a"}])
    assert _held(database, "REPORTS_ON") == [{"start_id": "b", "end_id": "s"}]


# Values

TEXTS = [
    "", " ", "plain", "two\nlines\r\nand\ttab", "naïve café", "שלום עולם", "مرحبا", "信頼と支援", "👩🏽‍⚕️ trust 😀",
    "e\u0301 composed of two", "\u200fright to left mark", "back\\slash 'single' \"double\" `tick`", "$rows {id: 1} //",
    "\u2028line separator", "\ufeffmark", "\U0010ffff", "0", "null", "NaN", "true", "2024-03-01",
]  # fmt: skip


def test_texts_come_back_as_they_went(database: Database) -> None:
    rows = [_node("Passage", id=f"q{n:02}", quote=text, prefix=text) for n, text in enumerate(TEXTS)]
    _put(database, "Passage", rows)
    held = {row["id"]: row for row in _held(database, "Passage")}
    assert [held[row["id"]]["quote"] for row in rows] == TEXTS
    arrow = database.arrow(DUMP["passage"], {})
    assert dict(zip(arrow["id"].to_pylist(), arrow["prefix"].to_pylist(), strict=True)) == {
        row["id"]: row["prefix"] for row in rows
    }


def test_ids_of_any_script_are_keys(database: Database) -> None:
    ids = [f"id:{text}" for text in TEXTS]
    _put(database, "Study", [_node("Study", id=id_) for id_ in ids])
    found = {row["found"] for row in database.rows(queries("lookup")["study"], {"ids": [*ids, "nobody"]})}
    assert found == set(ids)


def test_a_quote_of_a_megabyte_comes_back(database: Database) -> None:
    quote = "ü" * 500_000 + "😀" * 1000 + "x"
    _put(database, "Passage", [_node("Passage", id="q", quote=quote)])
    assert _held(database, "Passage")[0]["quote"] == quote


@pytest.mark.parametrize("number", [0, -1, 127, 128, 2**31, -(2**31) - 1, 2**53 + 1, 2**63 - 1, -(2**63)])
def test_whole_numbers_come_back(database: Database, number: int) -> None:
    _put(database, "Paper", [_node("Paper", id="a", year=number), _node("Paper", id="b", year=None)])
    assert {row["id"]: row["year"] for row in _held(database, "Paper")} == {"a": number, "b": None}
    assert database.arrow(DUMP["paper"], {}).schema.field("year").type == pa.int64()


@pytest.mark.parametrize("node", NODES, ids=[node.label for node in NODES])
def test_columns_that_are_all_null_can_be_written_and_read(database: Database, node: object) -> None:
    label = node.label  # type: ignore[attr-defined]
    _put(database, label, [_node(label, id="a"), _node(label, id="b")])
    empty = {column.name: None for column in NODE[label].columns}
    assert _held(database, label) == [empty | {"id": "a"}, empty | {"id": "b"}]
    arrow = database.arrow(DUMP[snake(label)], {})
    assert arrow.num_rows == 2
    assert all(arrow[name].null_count == 2 for name in empty if name != "id")


def test_values_can_be_taken_away_again(database: Database) -> None:
    full = _node("Paper", id="a", title="T", authors=["x", "y"], year=2000, extracted=True)
    _put(database, "Paper", [full])
    assert {name: _held(database, "Paper")[0][name] for name in full if full[name]} == {
        name: value for name, value in full.items() if value
    }
    database.write(WRITE["set_paper"], [_node("Paper", id="a")])
    assert _held(database, "Paper") == [dict.fromkeys(full) | {"id": "a"}]


def test_arrow_and_rows_hold_the_same(database: Database) -> None:
    _put(database, "Paper", [_node("Paper", id="a", authors=["x"], year=1, extracted=False), _node("Paper", id="b")])
    arrow = database.arrow(DUMP["paper"], {})
    assert sorted(arrow.to_pylist(), key=str) == sorted(_held(database, "Paper"), key=str)


def test_an_empty_answer_has_its_columns_in_arrow(database: Database) -> None:
    arrow = database.arrow(DUMP["paper"], {})
    assert (arrow.num_rows, arrow.column_names) == (0, [column.name for column in DUMP["paper"].columns])


BENT = [
    np.int64(1), np.float64(1.5), np.bool_(True), np.str_("x"), pd.NaT, pd.NA, pd.Timestamp("2024-03-01"), (1, 2), {1},
    Decimal("1.5"), datetime.date(2024, 3, 1), b"bytes", object(),
]  # fmt: skip


@pytest.mark.parametrize("value", BENT, ids=[type(value).__name__ for value in BENT])
def test_a_value_that_an_engine_would_bend_is_refused(database: Database, value: object) -> None:
    if type(value) is np.str_:  # a str in every way
        assert type(bindable(value)) is str
        return
    for given in (value, [value], {"deep": [value]}):
        with pytest.raises(TypeError, match="is not a plain value"):
            bindable(given)
    with pytest.raises(TypeError, match="is not a plain value"):
        database.write(WRITE["set_paper"], [_node("Paper", id="a", year=value)])
    with pytest.raises(TypeError, match="is not a plain value"):
        database.rows(queries("lookup")["paper"], {"ids": [value]})


def test_sums_come_back_as_whole_numbers(database: Database) -> None:
    _put(database, "Extraction", [_node("Extraction", id=f"e{n}", papers=n) for n in range(4)])
    summed = _read_query(
        "summed", "MATCH (e:Extraction)\nRETURN sum(e.papers) AS papers", "column  papers: integer  all"
    )
    (row,) = database.rows(summed, {})
    assert (row, type(row["papers"])) == ({"papers": 6}, int)
    assert (plain(Decimal(6)), plain(Decimal("1.5")), plain([Decimal(2)])) == (6, 1.5, [2])


# Reading, sharing, closing


@pytest.mark.parametrize("statement", ["CREATE (:Study {id: 'x'})", "MATCH (s:Study) DETACH DELETE s"])
@pytest.mark.neo4j
def test_server_refuses_a_write_in_a_reading_session(neo4j_config: Config, statement: str) -> None:
    empty_server(neo4j_config)
    opened = Neo4jDatabase(neo4j_config)
    _put(opened, "Study", [_node("Study", id="s")])
    with pytest.raises(EngineError, match=r"read access mode"):
        opened.rows(_read_query("writes", statement), {})
    assert [row["id"] for row in _held(opened, "Study")] == ["s"]
    opened.close()


@pytest.mark.parametrize("statement", ["CREATE (:Study {id: 'x'})", "MATCH (s:Study) DETACH DELETE s"])
def test_embedded_file_opened_for_reading_refuses_a_write(tmp_path: Path, statement: str) -> None:
    first = LadybugDatabase(tmp_path / "g.lbug", writable=True, pool_mb=64)
    first.install_schema()
    _put(first, "Study", [_node("Study", id="s")])
    first.close()
    opened = LadybugDatabase(tmp_path / "g.lbug", writable=False, pool_mb=64)
    with pytest.raises(EngineError, match="read-only"):
        opened.rows(_read_query("writes", statement), {})
    assert [row["id"] for row in _held(opened, "Study")] == ["s"]
    opened.close()


def test_a_statement_that_fails_names_engine_and_query(database: Database) -> None:
    broken = _read_query("broken", "MATCH (n:Paper RETURN n.id AS id")
    with pytest.raises(EngineError, match="broken") as caught:
        database.rows(broken, {})
    assert caught.value.engine == database.engine


def test_threads_share_one_database(database: Database) -> None:
    _put(database, "Study", [_node("Study", id=f"s{n:03}", design=str(n)) for n in range(200)])
    expected = sorted(map(str, _held(database, "Study")))
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: _held(database, "Study"), range(40)):
            assert sorted(map(str, found)) == expected


@pytest.mark.neo4j
def test_constraints_are_installed_twice_without_harm(neo4j_config: Config) -> None:
    opened = Neo4jDatabase(neo4j_config)
    opened.install_schema()
    opened.install_schema()
    opened.close()


def test_closing_twice_does_nothing(database: Database) -> None:
    database.close()
    database.close()
