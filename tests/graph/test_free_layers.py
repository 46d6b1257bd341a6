"""The layers of free Cypher behind the vetting: each stops by itself what was not vetted, on both engines."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import neo4j
import pytest
from hostile import BOMBS, STOPPED, Hostile
from small_graph import small_tables

from graph.build import build
from graph.config import Config
from graph.engines.neo4j import Neo4jDatabase
from graph.engines.neo4j_free import free
from graph.errors import EngineError
from graph.free.ask import FreeAnswer, FreeCypher, _server
from graph.free.errors import StatementFailed, StatementRefused, StatementStopped, TooManyStatements
from graph.free.limits import Limits
from graph.free.run import run
from graph.free.shown import body
from graph.store import close_live, graph_file, open_live, published

SMALL = Config(buffer_pool_mb=64)
LIMITS = Limits(seconds=2, memory_mb=256)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("free")
    build(small_tables(), folder, SMALL)
    return folder


@pytest.fixture(scope="module")
def server(neo4j_config: Config, tmp_path_factory: pytest.TempPathFactory) -> Config:
    auth = (neo4j_config.neo4j_username, neo4j_config.neo4j_password) if neo4j_config.neo4j_password else None
    with neo4j.GraphDatabase.driver(neo4j_config.neo4j_uri, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    build(small_tables(), tmp_path_factory.mktemp("free-server"), neo4j_config)
    return neo4j_config


def hashes(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def ask(folder: Path, config: Config, statement: str, limits: Limits = LIMITS, **given: object) -> FreeAnswer:
    door = FreeCypher(config, limits)
    return door.ask(statement, given, lambda place: shutil.copyfile(graph_file(folder, published(folder)), place))


def unvetted(config: Config, place: object, statement: str, limits: Limits = LIMITS) -> dict[str, Any]:
    asked = {"engine": config.engine, "place": place, "statement": statement, "parameters": {}, "tag": "unvetted"}
    return run(asked, limits, lambda: False)


EMBEDDED = {
    "write": "CREATE (n:Paper {id: 'x'})",
    "read a file": "LOAD FROM '/etc/passwd' (file_format='csv', delim=':', ignore_errors=true) RETURN *",
    "write a file": "COPY (MATCH (p:Paper) RETURN p.id) TO 'FOLDER/out.csv'",
    "write a folder": "EXPORT DATABASE 'FOLDER/out'",
    "attach": "ATTACH 'FOLDER/copy.lbug' AS other (dbtype lbug)",
    "download": "INSTALL json",
    "damage": "CHECKPOINT",
    "two statements": "CREATE (n:Paper {id: 'x'}); CREATE (n:Paper {id: 'y'})",
}


def test_embedded_engine_cannot_do_what_was_not_vetted(small: Path, tmp_path: Path) -> None:
    """All of it on one copy, whose bytes stay; no file comes into being anywhere near."""
    copy = tmp_path / "copy.lbug"
    shutil.copyfile(graph_file(small, published(small)), copy)
    before = hashes(tmp_path)

    def refused(statement: str) -> bool:
        with pytest.raises(StatementFailed):
            unvetted(SMALL, str(copy), statement.replace("FOLDER", str(tmp_path)))
        return True

    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(refused, EMBEDDED.values()))
    # The engine makes the folder of an export before it opens its first file: an empty one is all it gets.
    left = tmp_path / "out"
    assert not left.exists() or not any(left.iterdir())
    shutil.rmtree(left, ignore_errors=True)
    assert hashes(tmp_path) == before
    assert unvetted(SMALL, str(copy), "MATCH (p:Paper) RETURN count(p) AS n")["rows"] == [[7]]


@pytest.mark.parametrize(
    ("statement", "limit"),
    [
        ("RETURN size(range(1, 400000000))", "memory"),
        ("RETURN range(1, 400000000)", "memory"),
        (BOMBS[0].statement, "memory"),
        (STOPPED[0].statement, "seconds"),
        ("CALL timeout=0; " + STOPPED[0].statement, "seconds"),
    ],
    ids=["list", "list in a row", "collect", "product", "product without a timeout"],
)
def test_embedded_statement_is_stopped_within_twice_its_time(small: Path, statement: str, limit: str) -> None:
    start, file, begun = started(SMALL, small), graph_file(small, published(small)), time.monotonic()
    seconds = 1 if limit == "seconds" else 20  # a busy machine takes a while to fill the memory
    with pytest.raises(StatementStopped) as stopped:
        unvetted(SMALL, str(file), statement, Limits(seconds=seconds, memory_mb=256))
    assert (stopped.value.limit, time.monotonic() - begun < 2 * seconds + start) == (limit, True)


@pytest.fixture(scope="module")
def reader(server: Config) -> Iterator[Neo4jDatabase]:
    database = Neo4jDatabase(server)
    yield database
    database.close()


@pytest.mark.neo4j
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (n:Paper {id: 'x'}) RETURN n",
        "MATCH (n) CALL (n) { CREATE (m) } RETURN n",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "LOAD CSV FROM 'http://127.0.0.1:1/?a=b' AS row RETURN row",
        "CALL db.labels() YIELD label RETURN label",
        "TERMINATE TRANSACTION 'neo4j-transaction-1'",
        "SHOW USERS",
        "RETURN 1 AS a; RETURN 2 AS b",
    ],
)
def test_plan_of_a_server_must_only_read(reader: Neo4jDatabase, statement: str) -> None:
    with pytest.raises((StatementRefused, StatementFailed)), free(reader, statement, {}, 2, "t") as (_, rows):
        list(rows)


@pytest.mark.neo4j
@pytest.mark.parametrize("statement", ["CREATE (n:Paper {id: 'x'})", "MATCH (n) DETACH DELETE n", "DROP CONSTRAINT x"])
def test_connection_to_a_server_cannot_write_whatever_the_plan(reader: Neo4jDatabase, statement: str) -> None:
    with pytest.raises(EngineError, match="read access mode"), reader.reading(2, "t") as transaction:
        transaction.run(statement).consume()  # type: ignore[arg-type]


def no_copy(place: Path) -> None:
    raise AssertionError(f"a server is asked where it is, not copied to {place}")


def started(config: Config, folder: Path) -> float:
    """Seconds that a statement takes here before it runs; a busy machine takes its time."""
    begun = time.monotonic()
    ask(folder, config, "RETURN 1 AS one")
    return 3 * (time.monotonic() - begun)


@pytest.mark.neo4j
@pytest.mark.parametrize("hostile", [STOPPED[1], BOMBS[1]], ids=lambda hostile: hostile.kind)
def test_server_stops_in_time_and_holds_the_place_until_it_has(server: Config, small: Path, hostile: Hostile) -> None:
    start = started(server, small)
    door, begun = FreeCypher(server, Limits(seconds=1, at_once=1)), time.monotonic()
    with pytest.raises(StatementStopped):
        door.ask(hostile.statement, {}, no_copy)
    assert time.monotonic() - begun < 2 + start
    refused = 0
    while time.monotonic() - begun < 60:
        try:
            assert door.ask("RETURN 1 AS one", {}, no_copy).rows == [{"one": 1}]
            break
        except TooManyStatements:
            refused += 1
            time.sleep(0.1)
    else:
        pytest.fail("the place was never free again")
    assert refused, "the server cannot have ended it in no time"


MIXED = """
    MATCH path = (p:Paper {id: $id})-[r:RELATED_TO]->(q:Paper)
    RETURN p, r, path, [1, 2] AS list, 9223372036854775807 AS big, {a: 'b', c: [true]} AS map, null AS nothing,
           '\u2028<script>=1+1\u202e' AS text, date('2020-02-29') AS day
"""


@pytest.mark.neo4j
def test_both_engines_give_the_same_plain_json(small: Path, server: Config) -> None:
    embedded, served = (ask(small, config, MIXED, id="A") for config in (SMALL, server))
    assert embedded.rows == served.rows
    (row,) = embedded.rows
    assert row["p"] == {
        "label": "Paper",
        "properties": {
            "id": "A",
            "title": "Paper A",
            "authors": ["Author A"],
            "year": 2010,
            "status": "included",
            "extracted": True,
        },
    }
    edge = {"type": "RELATED_TO", "properties": {"by": "rules", "kind": "preprint", "one_study": False}}
    assert row["r"] == edge
    path = row["path"]
    assert isinstance(path, dict)
    assert [node["properties"]["id"] for node in path["nodes"]] == ["A", "G"]
    assert path["relationships"] == [{**edge, "start": "A", "end": "G"}]
    assert (row["list"], row["big"], row["map"]) == ([1, 2], 2**63 - 1, {"a": "b", "c": [True]})
    assert (row["nothing"], row["text"], row["day"]) == (None, "\u2028<script>=1+1\u202e", "2020-02-29")
    said = body(embedded)["meta"]
    assert isinstance(said, dict)
    assert (said["revision"], said["engine"], said["truncated"], set(said["licences"])) == (
        "r1",
        "ladybug",
        False,
        {"quotes", "codings"},
    )


def test_what_is_cut_is_told(small: Path) -> None:
    statement = "UNWIND range(1, 50) AS x RETURN x, repeat('x', 100000) AS text"
    few = ask(small, SMALL, statement, Limits(rows=3))
    assert ([row["x"] for row in few.rows], few.cut) == ([1, 2, 3], "rows")
    large = ask(small, SMALL, statement, Limits(answer_mb=1))
    assert (len(large.rows), large.cut) == (10, "answer_mb")
    assert ask(small, SMALL, "UNWIND range(1, 3) AS x RETURN x", Limits(rows=3)).cut is None


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("MATCH (p:Papr) RETURN p", "Table Papr does not exist"),
        ("MATCH (p:Paper) RETRN p", "Parser exception"),
        ("RETURN 1 AS a, 2 AS a", "two columns of the answer have one name"),
        ("RETURN " + "1+" * 6000 + "1", "cannot run|stopped"),
    ],
)
def test_engine_says_what_is_wrong_with_a_statement(small: Path, statement: str, message: str) -> None:
    with pytest.raises((StatementFailed, StatementStopped), match=message) as failed:
        ask(small, SMALL, statement)
    assert "lbug" not in str(failed.value), "no path"


def test_who_leaves_ends_the_process(small: Path) -> None:
    door, left = FreeCypher(SMALL, Limits(seconds=30)), threading.Event()
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    before = children.read_text()
    threading.Timer(1, left.set).start()
    begun = time.monotonic()
    with pytest.raises(StatementStopped, match="Nobody waits"):
        door.ask(
            STOPPED[0].statement, {}, lambda place: shutil.copyfile(graph_file(small, published(small)), place),
            left=left.is_set,
        )  # fmt: skip
    assert time.monotonic() - begun < 15
    assert children.read_text() == before


def test_copy_holds_what_a_running_server_wrote(small: Path, tmp_path: Path) -> None:
    """The published file of a server that decides is older than its graph; the copy is not."""
    live = open_live(small, SMALL)
    try:
        live.copy_to(tmp_path / "copy.lbug")  # type: ignore[attr-defined]
    finally:
        close_live(live)
    copied = unvetted(SMALL, str(tmp_path / "copy.lbug"), "MATCH (p:Paper) RETURN count(p) AS n")
    assert (copied["rows"], copied["graph"]["revision"]) == ([[7]], "r1")


def test_login_of_the_server_does_not_go_to_another_instance() -> None:
    both = Config(engine="neo4j", neo4j_password="secret", cypher_uri="bolt://reader:7687")
    assert _server(both)["neo4j_password"] is None
    named = Config(engine="neo4j", neo4j_password="secret", cypher_username="reader", cypher_password="other")
    assert (_server(named)["neo4j_username"], _server(named)["neo4j_password"]) == ("reader", "other")
    assert "other" not in repr(named)
    assert _server(Config(engine="neo4j", neo4j_password="secret"))["neo4j_password"] == "secret"
