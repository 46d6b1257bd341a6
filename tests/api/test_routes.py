"""Every route: what it answers, how it refuses, and that all of it is documented."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from small_graph import small_tables

from api.app import create_app
from api.problems import MEDIA
from api.source import GraphSource
from graph.build import build
from graph.config import Config
from graph.queries import queries
from graph.query_header import parse

CONFIG = Config(buffer_pool_mb=64)
GIVEN: dict[str, object] = {
    "influence_id": "training",
    "setting_id": "setting:service/clinic",
    "paper_id": "A",
    "influence_ids": ["training", "culture"],
}


def given(name: str) -> dict[str, object]:
    return {p.name: GIVEN[p.name] for p in queries()[name].parameters if p.required}


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_query_is_an_endpoint_that_says_what_it_counts(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/queries/{name}", params=given(name)).json()  # type: ignore[arg-type]
    assert [column["name"] for column in answer["columns"]] == [column.name for column in queries()[name].columns]
    assert answer["meta"]["revision"] == "r1"
    assert answer["meta"]["unit"] == "paper"
    assert answer["meta"]["rows"] == len(answer["rows"]) > 0
    assert answer["meta"]["truncated"] is False


def test_every_figure_opens_to_its_passages(client: TestClient) -> None:
    answer = client.get("/v1/queries/influences_by_frequency").json()
    by_id = dict(zip([row["influence_id"] for row in answer["rows"]], answer["opens"], strict=True))
    opened = client.get(by_id["training"]["papers"]).json()
    # A: facilitator (two passages) and barrier; B; C. Not the recommendation, not the excluded paper.
    assert sorted(row["paper_id"] for row in opened["rows"]) == ["A", "A", "A", "B", "C"]
    pair = client.get("/v1/queries/co_occurring_pairs").json()
    assert [row["paper_id"] for row in client.get(pair["opens"][0]["papers"]).json()["rows"]] == ["A"]


def test_truncation_is_told_in_body_and_header(client: TestClient) -> None:
    response = client.get("/v1/queries/papers", params={"limit": 2})
    assert response.json()["meta"]["truncated"] is True
    assert response.headers["x-narragraph-truncated"] == "true"
    assert len(response.json()["rows"]) == 2


def test_same_answer_is_not_sent_twice(client: TestClient) -> None:
    for route in ("/v1/review", "/v1/queries/papers"):
        tag = client.get(route).headers["etag"]
        again = client.get(route, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    other = client.get("/v1/queries/papers", params={"limit": 3}, headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_formats_follow_parameter_and_accept(client: TestClient) -> None:
    route = "/v1/queries/papers"
    assert client.get(route, params={"format": "csv"}).text.startswith("paper_id,title,")
    assert client.get(route, headers={"Accept": "application/jsonl"}).text.count("\n") == 7
    assert client.get(route, headers={"Accept": "text/html, */*;q=0.1"}).json()["meta"]["query"] == "papers"
    refused = client.get(route, headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert "json, csv, jsonl" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("route", "status", "detail"),
    [
        ("/v1/queries/partners_of_influence", 422, "influence_id: Field required"),
        ("/v1/queries/partners_of_influence?influence_id=trainng", 404, 'Did you mean "training"?'),
        ("/v1/queries/papers?limit=0", 422, "greater than or equal to 1"),
        ("/v1/queries/papers?limit=10001", 422, "less than or equal to 10000"),
        ("/v1/queries/papers?limit=x", 422, "valid integer"),
        ("/v1/queries/papers?lmit=1", 422, 'Did you mean "limit"?'),
        ("/v1/queries/passages_behind?direction=barier", 422, "barrier"),
        ("/v1/queries/paper", 404, "Not Found"),
        ("/v1/queries/papers?format=xml", 406, "json, csv, jsonl"),
        ("/nowhere", 404, "Not Found"),
        (f"/v1/queries/papers?after={'x' * 2001}", 422, "2000"),
        (f"/v1/queries/papers?after={'x' * 40000}", 414, "longer than"),
    ],
)
def test_every_refusal_has_one_body(client: TestClient, route: str, status: int, detail: str) -> None:
    response = client.get(route)
    body = response.json()
    assert (response.status_code, response.headers["content-type"], body["status"]) == (status, MEDIA, status)
    assert {"type", "title", "detail"} <= set(body)
    assert detail in body["detail"], body


def test_foreign_host_and_cross_site_write_are_refused(client: TestClient) -> None:
    assert client.get("/livez", headers={"Host": "evil.example"}).json()["type"].endswith("/host")
    assert client.post("/livez", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/livez").status_code == 405
    assert client.get("/livez").headers["content-security-policy"].startswith("default-src 'none'")
    assert "access-control-allow-origin" not in client.get("/livez", headers={"Origin": "https://x.example"}).headers


def test_server_without_a_graph_is_alive_and_not_ready(tmp_path: Path) -> None:
    with TestClient(create_app(GraphSource(tmp_path, CONFIG)), raise_server_exceptions=False) as client:
        assert client.get("/livez").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["type"].rsplit("/", 1)[1]) == (503, "graph-missing")


def test_readers_follow_a_new_build(tmp_path: Path) -> None:
    build(small_tables("r1"), tmp_path, CONFIG)
    with TestClient(create_app(GraphSource(tmp_path, CONFIG))) as client:
        assert client.get("/readyz").json()["revision"] == "r1"
        build(small_tables("r2"), tmp_path, CONFIG)
        assert client.get("/readyz").json()["revision"] == "r2"


def test_parallel_readers_see_one_revision_each_while_builds_run(tmp_path: Path) -> None:
    build(small_tables("r0"), tmp_path, CONFIG)
    seen: list[tuple[int, str, str]] = []
    with TestClient(create_app(GraphSource(tmp_path, CONFIG))) as client:

        def read() -> None:
            for _ in range(15):
                response = client.get("/v1/queries/influences_by_frequency")
                body = response.json()
                assert response.status_code == 200, body
                seen.append((response.status_code, body["meta"]["revision"], str(body["rows"])))

        readers = [threading.Thread(target=read) for _ in range(8)]
        for reader in readers:
            reader.start()
        for number in range(1, 4):
            build(small_tables(f"r{number}"), tmp_path, CONFIG)
        for reader in readers:
            reader.join()
    assert {status for status, _, _ in seen} == {200}
    assert len(seen) == 120
    assert {revision for _, revision, _ in seen} <= {"r0", "r1", "r2", "r3"}
    assert len({rows for _, _, rows in seen}) == 1  # every revision holds the same findings


def test_a_new_query_file_is_a_new_documented_endpoint(small_folder: Path) -> None:
    text = (
        "// titles\n// Titles of papers.\n// param   limit: integer 1..9 = 3  rows at most\n"
        "// column  title: string  the title\n\n"
        "MATCH (p:Paper)\nRETURN p.title AS title\nORDER BY title\nLIMIT $limit\n"
    )
    query = parse(text, name="titles", folder="read", path="titles.cypher")
    app = create_app(GraphSource(small_folder, CONFIG), queries={"titles": query})
    with TestClient(app) as client:
        assert [row["title"] for row in client.get("/v1/queries/titles").json()["rows"]] == [
            "Paper A",
            "Paper B",
            "Paper C",
        ]
        operation = client.get("/openapi.json").json()["paths"]["/v1/queries/titles"]["get"]
        assert operation["summary"] == "Titles of papers."
        limit = next(p for p in operation["parameters"] if p["name"] == "limit")
        assert limit["description"] == "rows at most (default 3)"
        assert {"200", "304", "404", "406", "422", "503"} <= set(operation["responses"])


@pytest.mark.neo4j
def test_routes_answer_from_neo4j_too(small_folder: Path, clean_neo4j: Config) -> None:
    build(small_tables(), small_folder, clean_neo4j)
    with (
        TestClient(create_app(GraphSource(small_folder, clean_neo4j))) as server,
        TestClient(create_app(GraphSource(small_folder, CONFIG))) as embedded,
    ):
        for name in queries():
            route, wanted = f"/v1/queries/{name}", given(name)
            left, right = (on.get(route, params=wanted).json() for on in (server, embedded))
            assert left["rows"] == right["rows"], name
            assert left["meta"]["engine"] == "neo4j"
