"""POST /v1/cypher over a real socket: what is refused, stopped, cut and cancelled while the server answers others."""

from __future__ import annotations

import hashlib
import json
import select
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import neo4j
import pytest
from hostile import BOMBS, REFUSED, STOPPED
from http_client import client_of
from served import PATIENCE, Served, served
from small_decisions import with_small_decisions
from small_graph import small_tables

from api.app import create_app
from api.cypher_models import CypherAnswer, CypherMeta, CypherSent
from api.problems import MEDIA
from api.source import GraphSource
from api.tokens import TokenFile
from graph.build import build
from graph.config import Config
from graph.free.limits import Limits
from graph.schema import SCHEMA_VERSION

CONFIG = Config(buffer_pool_mb=64)
REVIEW = """[review]
id = "small"
title = "A small review"

[cypher]
seconds = 2
rows = 20
memory_mb = 256
at_once = 1
"""
ONE_OF_EACH = {hostile.kind.split()[0]: hostile for hostile in REFUSED if len(hostile.statement) < 20_000}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cypher")
    (place / "review.toml").write_text(REVIEW, encoding="utf-8")
    build(with_small_decisions(small_tables()), place, CONFIG)
    return place


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    before = _hashes(folder)
    with served(folder, "--cypher") as running:
        assert f"POST {running.base}/v1/cypher" in running.text
        yield running
        assert running.get("/readyz").json()["status"] == "ready"
    assert _hashes(folder) == before, "whatever was asked, every file of the folder is as it was"
    assert "Traceback" not in running.text


def _hashes(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _post(server: Served, statement: str, **more: object) -> httpx2.Response:
    return httpx2.post(f"{server.base}/v1/cypher", json={"statement": statement, **more}, timeout=PATIENCE)


def _post_when_free(server: Served, statement: str, **more: object) -> httpx2.Response:
    until = time.monotonic() + PATIENCE
    while (answer := _post(server, statement, **more)).status_code == 429 and time.monotonic() < until:
        time.sleep(0.1)
    return answer


def _problem(answer: httpx2.Response, status: int, slug: str) -> dict[str, Any]:
    said: dict[str, Any] = answer.json()
    assert (answer.status_code, said["type"]) == (status, f"/errors/{slug}"), said
    assert answer.headers["content-type"] == MEDIA
    return said


def test_answer_is_plain_json_with_its_revision_and_licences(server: Served) -> None:
    statement = "MATCH (p:Paper) WHERE p.year > $year RETURN p.id AS id, p.year AS year ORDER BY id"
    answer = _post(server, statement, parameters={"year": 2013}, limit=2)
    said = answer.json()
    assert said["columns"] == ["id", "year"]
    assert said["rows"] == [{"id": "E", "year": 2014}, {"id": "F", "year": 2015}]
    meta = said["meta"]
    assert (meta["revision"], meta["codebook_version"], meta["engine"], meta["rows"]) == ("r1", "c1", "ladybug", 2)
    assert (meta["truncated"], meta["cut"]) == (False, None)
    assert set(meta["licences"]) == {"quotes", "codings"}
    assert answer.headers["cache-control"] == "no-store"
    cut = _post(server, "UNWIND range(1, 21) AS x RETURN x").json()
    assert (len(cut["rows"]), cut["meta"]["truncated"], cut["meta"]["cut"]) == (20, True, "rows")


@pytest.mark.parametrize("kind", sorted(ONE_OF_EACH))
def test_hostile_statement_is_refused_at_once(server: Served, kind: str) -> None:
    said = _problem(_post(server, ONE_OF_EACH[kind].statement), 422, "statement-refused")
    assert len(said["detail"]) < 400


def test_long_statement_stops_in_time_while_the_server_answers_and_others_are_told_to_wait(server: Served) -> None:
    for hostile, limit in ((STOPPED[0], "seconds"), (BOMBS[0], "memory")):
        with ThreadPoolExecutor(1) as pool:
            begun = time.monotonic()
            running = pool.submit(_post_when_free, server, hostile.statement)
            busy, slowest = [], 0.0
            while not running.done():
                asked = time.monotonic()
                assert server.get("/v1/queries/review").status_code == 200
                slowest = max(slowest, time.monotonic() - asked)
                time.sleep(0.1)
                busy += [answer for answer in [_post(server, "RETURN 1 AS one")] if answer.status_code == 429]
            answer = running.result()
        said = _problem(answer, 422, "statement-stopped")
        assert said["limit"] in {limit, "seconds"}, "a busy machine may not get to all its memory in time"
        assert time.monotonic() - begun < PATIENCE / 2
        assert slowest < 10, "other requests are answered meanwhile"
        if limit == "seconds":
            assert busy, "the only place was taken"
            assert _problem(busy[0], 429, "too-many-statements")["at_once"] == 1
            assert busy[0].headers["retry-after"] == "2"
    assert _post_when_free(server, "RETURN 1 AS one").json()["rows"] == [{"one": 1}]


def _raw(server: Served, sent: bytes) -> socket.socket:
    connection = socket.create_connection((server.base.split("//")[1].split(":")[0], int(server.base.split(":")[2])))
    connection.sendall(sent)
    return connection


def _request(body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = f"POST /v1/cypher HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {size}"
    return head.encode() + b"\r\n\r\n" + body


def _holds_the_only_place(server: Served, statement: str) -> socket.socket:
    """A client whose statement runs: sent again where a question that asks for a free place was there first."""
    until = time.monotonic() + PATIENCE
    client = _raw(server, _request(json.dumps({"statement": statement}).encode()))
    while _post(server, "RETURN 1 AS one").status_code != 429:
        assert time.monotonic() < until, "it never began"
        if select.select([client], [], [], 0.2)[0]:
            assert b" 429 " in client.recv(100), "answered before it was left"
            client.close()
            client = _raw(server, _request(json.dumps({"statement": statement}).encode()))
    return client


def test_client_that_leaves_ends_its_statement(folder: Path) -> None:
    """With a minute to run and one place: the place is free again long before it is over."""
    longer = REVIEW.replace("seconds = 2\n", "seconds = 60\n")
    assert longer != REVIEW
    (folder / "review.toml").write_text(longer, encoding="utf-8")
    try:
        with served(folder, "--cypher") as server:
            left = _holds_the_only_place(server, STOPPED[0].statement)
            time.sleep(3)
            assert _post(server, "RETURN 1 AS one").status_code == 429, "it would run on"
            left.close()
            begun = time.monotonic()
            assert _post_when_free(server, "RETURN 1 AS one").json()["rows"] == [{"one": 1}]
            assert time.monotonic() - begun < 30
    finally:
        (folder / "review.toml").write_text(REVIEW, encoding="utf-8")


def test_slow_client_holds_no_place(server: Served) -> None:
    slow = _raw(server, _request(b'{"statement": "RETURN', 4000))
    try:
        assert _post_when_free(server, "RETURN 1 AS one").status_code == 200
    finally:
        slow.close()


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 422, "body"),
        (b"RETURN 1", 422, "body"),
        (b"{}", 422, "body"),
        (b'{"statement": 1}', 422, "body"),
        (b'{"statement": "RETURN 1", "parameter": {}}', 422, "body"),
        (b'{"statement": "RETURN 1", "limit": 0}', 422, "body"),
        (b'{"statement": "RETURN $x AS x", "parameters": {"x": NaN}}', 422, "statement-refused"),
        (b'{"statement": "RETURN $x AS x", "parameters": {"x": "\\ud800"}}', 422, "statement-refused"),
        (b'{"statement": "RETURN \\ud800"}', 422, "statement-refused"),
        (b'{"statement": "RETURN 1 AS n", "parameters": {"x": 1}}', 422, "statement-refused"),
        (b'{"statement": "MATCH (p:Papr) RETURN p"}', 422, "statement-failed"),
        (json.dumps({"statement": "RETURN '" + "x" * 900_000 + "'"}).encode(), 422, "statement-refused"),
        (json.dumps({"statement": "RETURN '" + "x" * 1_000_000 + "'"}).encode(), 413, "too-large"),
        (b'{"statement": ' + b"[" * 400_000, None, None),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, bytes) else str(value),
)
def test_bad_body_is_a_problem(server: Served, body: bytes, status: int | None, slug: str | None) -> None:
    headers = {"Content-Type": "application/json"}
    answer = httpx2.post(f"{server.base}/v1/cypher", content=body, headers=headers, timeout=PATIENCE)
    if status is None or slug is None:
        assert 400 <= answer.status_code < 500
    else:
        _problem(answer, status, slug)


def test_megabyte_in_the_address_and_other_methods_are_refused(server: Served) -> None:
    with httpx2.Client(base_url=server.base, timeout=PATIENCE) as client:
        assert client.get("/v1/cypher").status_code == 405
        assert client.get(f"/v1/cypher?statement={'x' * 40_000}").status_code == 414
        page = client.post("/v1/cypher", json={"statement": "RETURN 1 AS n"}, headers={"Origin": "http://elsewhere"})
        assert _problem(page, 403, "origin")
    with socket.create_connection((server.base.split("//")[1].split(":")[0], int(server.base.split(":")[2]))) as raw:
        raw.sendall(b"GET /v1/cypher?" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 4")


def test_it_is_off_unless_it_was_turned_on(folder: Path, tmp_path: Path) -> None:
    with client_of(create_app(GraphSource(folder, CONFIG))) as client:
        answer = client.post("/v1/cypher", json={"statement": "RETURN 1 AS n"})
        assert (answer.status_code, answer.json()["type"]) == (403, "/errors/cypher-off")
    tokens = TokenFile(tmp_path / "tokens")
    token = tokens.add("anna")
    with client_of(create_app(GraphSource(folder, CONFIG), tokens=tokens, cypher=Limits())) as client:
        sent = {"statement": "RETURN 1 AS n"}
        assert client.post("/v1/cypher", json=sent).status_code == 401
        known = client.post("/v1/cypher", json=sent, headers={"Authorization": f"Bearer {token}"})
        assert known.json()["rows"] == [{"n": 1}]
        said = known.json()
        assert set(said["meta"]) == set(CypherMeta.model_fields)
        for model in (CypherMeta, CypherAnswer):
            assert model.model_validate(model.model_json_schema()["examples"][0])
        assert CypherAnswer.model_validate(said)
        shown = CypherSent.model_json_schema()["examples"][0]
        asked = client.post("/v1/cypher", json=shown, headers={"Authorization": f"Bearer {token}"})
        assert asked.json()["rows"] == [{"size": 7}], "the example can be sent as it stands"


SERVED = """
    CREATE (:Review {id: 'small', title: 'T', unit: 'paper', paper_with_both: 'mixed', recommendations: 'stored',
                     schema_version: $schema, revision: 'r1'})
    CREATE (:Paper {id: 'A'})
"""


@pytest.mark.neo4j
def test_server_engine_answers_and_refuses_over_http_as_well(clean_neo4j: Config, tmp_path: Path) -> None:
    login = (clean_neo4j.neo4j_username, clean_neo4j.neo4j_password) if clean_neo4j.neo4j_password else None
    with neo4j.GraphDatabase.driver(clean_neo4j.neo4j_uri, auth=login) as driver:
        driver.execute_query(SERVED, schema=SCHEMA_VERSION)
    with client_of(create_app(GraphSource(tmp_path, clean_neo4j), cypher=Limits(seconds=3))) as client:

        def post(statement: str) -> Any:
            return client.post("/v1/cypher", json={"statement": statement}).json()

        for hostile in ONE_OF_EACH.values():
            assert post(hostile.statement)["type"] == "/errors/statement-refused"
        assert post("MATCH (n) RETRN n")["type"] == "/errors/statement-failed"
        assert post(STOPPED[1].statement)["limit"] == "seconds"
        said = post("MATCH (p:Paper) RETURN p")
        assert said["rows"] == [{"p": {"label": "Paper", "properties": {"id": "A"}}}]
        assert (said["meta"]["engine"], said["meta"]["revision"]) == ("neo4j", "r1")
