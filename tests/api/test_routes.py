"""Every route: what it answers, how it refuses, and that all of it is documented."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from http_client import client_of, given
from small_decisions import with_small_decisions
from small_graph import small_tables, written_pairs

from api.app import create_app
from api.problems import MEDIA
from api.source import GraphSource
from graph.build import build
from graph.config import Config
from graph.queries import queries
from graph.query_header import parse
from graph.rewrite import write_requested

CONFIG = Config(buffer_pool_mb=64)
OF_A_SURVEY = {
    *("instruments", "items", "ratings", "survey_figures"),
    *("rated_high_seldom_studied", "reported_often_rated_low"),
}
"""There is no survey in the small graph; tests/graph/test_read_queries.py asks them with rows."""
NOTHING_THERE = {"cited_not_screened", *OF_A_SURVEY}
"""Everything in the small graph is screened; tests/ingest/test_citations.py asks it with rows, on both engines."""


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_query_is_an_endpoint_that_says_what_it_counts(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/queries/{name}", params=given(name)).json()
    assert [column["name"] for column in answer["columns"]] == [column.name for column in queries()[name].columns]
    assert answer["meta"]["revision"] == "r1"
    assert answer["meta"]["unit"] == "paper"
    assert answer["meta"]["rows"] == len(answer["rows"])
    assert (answer["meta"]["rows"] > 0) == (name not in NOTHING_THERE)
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


@pytest.mark.parametrize(
    "route",
    [
        "/v1/review",
        "/v1/queries",
        "/v1/queries/papers",
        "/v1/queries/papers?format=csv",
        "/version",
        "/errors",
        "/errors/table",
        "/openapi.json",
    ],
)
def test_same_answer_is_not_sent_twice(client: TestClient, route: str) -> None:
    first = client.get(route)
    tag = first.headers["etag"]
    for held in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get(route, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(route, headers={"If-None-Match": 'W/"other"'}).content == first.content


def test_another_question_or_form_has_another_tag(client: TestClient) -> None:
    routes = ("papers", "papers?limit=3", "papers?format=csv", "papers?format=jsonl", "studies")
    tags = {client.get(f"/v1/queries/{route}").headers["etag"] for route in routes}
    assert len(tags) == len(routes)
    asked_in_other_words = client.get("/v1/queries/papers?limit=500&after=").headers["etag"]
    assert asked_in_other_words == client.get("/v1/queries/papers").headers["etag"]


def test_an_upgrade_changes_every_tag(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get("/v1/queries/papers").headers["etag"]
    monkeypatch.setattr("api.answers.version", lambda: "99")
    assert client.get("/v1/queries/papers", headers={"If-None-Match": before}).status_code == 200


def test_health_is_never_kept(client: TestClient) -> None:
    for route in ("/livez", "/readyz"):
        answer = client.get(route, headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_formats_follow_parameter_and_accept(client: TestClient) -> None:
    route = "/v1/queries/papers"
    assert client.get(route, params={"format": "csv"}).text.startswith("paper_id,title,")
    assert client.get(route, headers={"Accept": "application/jsonl"}).text.count("\n") == 7
    assert client.get(route, headers={"Accept": "text/html, */*;q=0.1"}).json()["meta"]["query"] == "papers"
    wanted = {
        "text/csv;q=0.5, application/json": "application/json",
        "application/json;q=0.5, text/csv": "text/csv",
        "application/json;q=0, */*": "text/csv",
        "text/*": "text/csv",
        "APPLICATION/JSON": "application/json",
        "": "application/json",
    }
    for accept, media in wanted.items():
        assert client.get(route, headers={"Accept": accept}).headers["content-type"].split(";")[0] == media, accept
    refused = client.get(route, headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert "json, csv, jsonl" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("route", "status", "detail"),
    [
        ("/v1/queries/partners_of_influence", 422, "parameter influence_id: it is needed (the influence)."),
        ("/v1/queries/partners_of_influence?influence_id=trainng", 404, 'Did you mean "training"?'),
        ("/v1/queries/papers?limit=0", 422, "0 is out of range. Use 1 to 10000."),
        ("/v1/queries/papers?limit=10001", 422, "10001 is out of range."),
        ("/v1/queries/papers?limit=x", 422, '"x" is not of type integer.'),
        ("/v1/queries/papers?lmit=1", 422, 'Did you mean "limit"?'),
        ("/v1/queries/passages_behind?direction=barier", 422, 'Did you mean "barrier"?'),
        ("/v1/queries/papers?limit=1&limit=2", 422, "more than once"),
        ("/v1/queries/papers?limit=", 422, "is not of type integer"),
        ("/v1/queries/papers?after=%ff", 400, "not UTF-8"),
        ("/v1/queries/partners_of_influence?influence_id=%00", 404, "no Influence"),
        ("/v1/queries/partners_of_influence?influence_id=%F0%9F%8D%B5", 404, '"\U0001f375"'),
        ("/v1/queries/paper", 404, 'Did you mean "papers"?'),
        ("/v1/queries/zzzzzz", 404, "/v1/queries lists them all"),
        ("/v1/queries/papers/", 404, 'Did you mean "papers"?'),
        ("/v1/review?unit=study", 422, "It takes none."),
        ("/v1/queries?limit=1", 422, "It takes none."),
        ("/errors/nothing", 404, "/errors lists them all"),
        ("/v1/queries/papers?format=xml", 406, "json, csv, jsonl"),
        ("/nowhere", 404, "Nothing is at this address."),
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


def test_no_error_repeats_endless_input(client: TestClient) -> None:
    body = client.get("/v1/queries/papers", params={"limit": "9" * 20_000}).json()
    assert len(str(body)) < 2500
    assert body["status"] == 422


def test_cells_that_a_spreadsheet_would_run_are_guarded_and_told(client: TestClient, small_folder: Path) -> None:
    text = (
        "// titles\n// Titles.\n// column  title: string  the title\n\n"
        "MATCH (p:Paper)\nRETURN '=1+' + p.id AS title\nORDER BY title\nLIMIT 2\n"
    )
    query = parse(text, name="titles", folder="read", path="titles.cypher")
    with client_of(create_app(GraphSource(small_folder, CONFIG), queries={"titles": query})) as other:
        answer = other.get("/v1/queries/titles?format=csv")
        assert answer.text.splitlines()[1] == "'=1+A"
        assert answer.headers["x-narragraph-guarded-cells"] == "2"
        assert other.get("/v1/queries/titles").json()["rows"][0] == {"title": "=1+A"}
    assert "x-narragraph-guarded-cells" not in client.get("/v1/queries/papers?format=csv").headers


def test_foreign_host_and_cross_site_write_are_refused(client: TestClient) -> None:
    assert client.get("/livez", headers={"Host": "evil.example"}).json()["type"].endswith("/host")
    assert client.post("/livez", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/livez").status_code == 405
    assert client.get("/livez").headers["content-security-policy"].startswith("default-src 'none'")
    assert "access-control-allow-origin" not in client.get("/livez", headers={"Origin": "https://x.example"}).headers


def test_server_without_a_graph_is_alive_and_not_ready(tmp_path: Path) -> None:
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as client:
        assert client.get("/livez").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["type"].rsplit("/", 1)[1]) == (503, "graph-missing")


def test_readers_follow_a_new_build(tmp_path: Path) -> None:
    build(small_tables("r1"), tmp_path, CONFIG)
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as client:
        assert client.get("/readyz").json()["revision"] == "r1"
        build(small_tables("r2"), tmp_path, CONFIG)
        assert client.get("/readyz").json()["revision"] == "r2"


def test_parallel_readers_see_one_revision_each_while_builds_run(tmp_path: Path) -> None:
    build(small_tables("r0"), tmp_path, CONFIG)
    seen: list[tuple[int, str, str]] = []
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as client:

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
    with client_of(app) as client:
        assert [row["title"] for row in client.get("/v1/queries/titles").json()["rows"]] == [
            "Paper A",
            "Paper B",
            "Paper C",
        ]
        operation = client.get("/openapi.json").json()["paths"]["/v1/queries/titles"]["get"]
        assert operation["summary"] == "Titles of papers."
        limit = next(p for p in operation["parameters"] if p["name"] == "limit")
        assert limit["description"] == "rows at most"
        assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 9, "default": 3}
        assert {"200", "304", "404", "406", "422", "503"} <= set(operation["responses"])


@pytest.mark.neo4j
def test_routes_answer_from_neo4j_too(small_folder: Path, clean_neo4j: Config) -> None:
    build(with_small_decisions(small_tables()), small_folder, clean_neo4j)
    write_requested(written_pairs(), "r1", small_folder, clean_neo4j)
    with (
        client_of(create_app(GraphSource(small_folder, clean_neo4j))) as server,
        client_of(create_app(GraphSource(small_folder, CONFIG))) as embedded,
    ):
        for name in queries():
            route, wanted = f"/v1/queries/{name}", given(name)
            left, right = (on.get(route, params=wanted).json() for on in (server, embedded))
            assert (left["meta"].pop("engine"), right["meta"].pop("engine")) == ("neo4j", "ladybug")
            assert left == right, name
            for form in ("csv", "jsonl"):
                texts = [on.get(route, params={**wanted, "format": form}).text for on in (server, embedded)]
                assert texts[0] == texts[1], name
        review = [on.get("/v1/review").json() | {"engine": None} for on in (server, embedded)]
        assert review[0] == review[1]


@pytest.mark.neo4j
def test_answer_during_a_build_of_a_server_is_told_and_not_kept(small_folder: Path, clean_neo4j: Config) -> None:
    build(small_tables("r1"), small_folder, clean_neo4j)
    with client_of(create_app(GraphSource(small_folder, clean_neo4j))) as client:
        tag = client.get("/v1/queries/papers").headers["etag"]
        _mark_building(clean_neo4j, "r2")
        during = client.get("/v1/queries/papers", headers={"If-None-Match": tag})
        assert during.status_code == 200
        assert during.json()["meta"]["building"] == "r2"
        assert during.headers["cache-control"] == "no-store"
        assert "etag" not in during.headers
        assert client.get("/readyz").json()["building"] == "r2"
        _mark_building(clean_neo4j, None)
        assert client.get("/v1/queries/papers", headers={"If-None-Match": tag}).status_code == 304


def _mark_building(config: Config, revision: str | None) -> None:
    import neo4j

    auth = (config.neo4j_username, config.neo4j_password) if config.neo4j_password else None
    with neo4j.GraphDatabase.driver(config.neo4j_uri, auth=auth) as driver:
        driver.execute_query("MATCH (r:Review) SET r.building = $revision", revision=revision)
