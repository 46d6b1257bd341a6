"""What every request passes before a route sees it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from http_client import client_of

from api.app import create_app
from api.problems import MEDIA
from api.source import GraphSource
from api.tokens import TokenFile
from graph.config import Config
from graph.errors import EngineError

CONFIG = Config(buffer_pool_mb=64)
ROUTES = ("/v1/review", "/v1/queries", "/v1/queries/papers", "/readyz", "/version", "/openapi.json", "/nowhere")


@pytest.fixture
def tokens(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "tokens")


@pytest.fixture
def guarded(small_folder: Path, tokens: TokenFile) -> Iterator[tuple[TestClient, str]]:
    """A client of a server that asks for tokens, and a token that is good."""
    token = tokens.add("alex")
    with client_of(create_app(GraphSource(small_folder, CONFIG), tokens=tokens)) as client:
        yield client, token


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("given", [None, "Bearer wrong", "Basic YTpi", "Bearer", "Bearer \xff", "{token}"])
def test_without_a_known_token_nothing_is_told(guarded: tuple[TestClient, str], route: str, given: str | None) -> None:
    client, token = guarded
    headers = {} if given is None else {"Authorization": given.format(token=token).encode("latin-1")}
    answer = client.get(route, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["content-type"]) == (401, MEDIA)
    assert answer.headers["www-authenticate"].startswith('Bearer realm="narragraph"')
    assert answer.json()["type"] == "/errors/token"


def test_a_known_token_opens_everything(guarded: tuple[TestClient, str]) -> None:
    client, token = guarded
    for scheme in ("Bearer", "bearer"):
        headers = {"Authorization": f"{scheme} {token}"}
        assert [client.get(route, headers=headers).status_code for route in ROUTES] == [200] * 6 + [404]


def test_wrong_token_is_told_from_none(guarded: tuple[TestClient, str]) -> None:
    client, _ = guarded
    assert "error=" not in client.get("/version").headers["www-authenticate"]
    refused = client.get("/version", headers={"Authorization": "Bearer x"})
    assert refused.headers["www-authenticate"].endswith('error="invalid_token"')


def test_health_check_and_meanings_of_errors_need_no_token(guarded: tuple[TestClient, str]) -> None:
    client, _ = guarded
    assert [client.get(route).status_code for route in ("/livez", "/errors", "/errors/token")] == [200] * 3
    assert client.get("/livezz").status_code == 401


def test_removed_token_is_refused_and_new_one_known_at_once(guarded: tuple[TestClient, str], tokens: TokenFile) -> None:
    client, token = guarded
    fresh = TokenFile(tokens.path).add("kim")
    assert client.get("/version", headers={"Authorization": f"Bearer {fresh}"}).status_code == 200
    TokenFile(tokens.path).remove("alex")
    assert client.get("/version", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_token_file_that_others_can_read_closes_the_server(guarded: tuple[TestClient, str], tokens: TokenFile) -> None:
    client, token = guarded
    tokens.path.chmod(0o640)
    answer = client.get("/version", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["type"]) == (500, "/errors/unexpected")
    assert str(tokens.path) not in answer.text


def test_contract_says_whether_tokens_are_asked_for(guarded: tuple[TestClient, str], client: TestClient) -> None:
    asking, token = guarded
    said = asking.get("/openapi.json", headers={"Authorization": f"Bearer {token}"}).json()
    assert said["paths"]["/v1/review"]["get"]["security"] == [{"token": []}]
    assert "401" in said["paths"]["/v1/review"]["get"]["responses"]
    assert "security" not in said["paths"]["/livez"]["get"]
    assert "securitySchemes" not in client.get("/openapi.json").json()["components"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "[::1]:8765", "LOCALHOST"])
def test_own_hosts_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/livez", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1.evil.example", "localhost@evil", "[::2]", "testserver"]
)
def test_foreign_hosts_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/livez", headers={"Host": host})
    assert (answer.status_code, answer.json()["type"]) == (400, "/errors/host")


def test_allowed_host_is_answered_without_regard_to_case(small_folder: Path) -> None:
    with client_of(create_app(GraphSource(small_folder, CONFIG), hosts=["Review.example"])) as client:
        assert client.get("/livez", headers={"Host": "review.EXAMPLE:443"}).status_code == 200
        assert client.get("/livez").status_code == 400


@pytest.mark.parametrize("route", [*ROUTES, "/v1/queries/papers?format=csv", "/v1/queries/papers?limit=0", "/livez"])
def test_head_is_get_without_a_body(client: TestClient, route: str) -> None:
    get, head = client.get(route), client.head(route)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("route", ["/v1/queries/papers", "/v1/review", "/livez", "/openapi.json"])
def test_nothing_but_reading_is_possible(client: TestClient, method: str, route: str) -> None:
    answer = client.request(method, route)
    assert (answer.status_code, answer.headers["content-type"]) == (405, MEDIA)
    assert answer.headers["allow"] == "GET, HEAD"
    assert method in answer.json()["detail"]


def test_every_answer_keeps_browsers_from_guessing(client: TestClient) -> None:
    for route in (*ROUTES, "/v1/queries/papers?limit=0"):
        headers = client.get(route).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("error", "slug"),
    [
        (EngineError("ladybug", "papers", "Parser exception: MATCH (p:Paper) /srv/secret"), "engine"),
        (RuntimeError("MATCH (p:Paper) /srv/secret"), "unexpected"),
    ],
)
def test_failure_tells_the_log_everything_and_the_client_nothing(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    slug: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("api.queries.ask", fail)
    with caplog.at_level(logging.ERROR, "narragraph.api"):
        answer = client.get("/v1/queries/papers?limit=77")  # nobody asked it before: it is not kept
    assert (answer.status_code, answer.headers["content-type"]) == (500, MEDIA)
    assert answer.json()["type"] == f"/errors/{slug}"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not [word for word in ("MATCH", "secret", "Traceback") if word in answer.text]
    assert "/srv/secret" in caplog.text


def test_every_type_opens_and_says_what_it_means(client: TestClient) -> None:
    known = client.get("/errors").json()
    assert {"/errors/not-found", "/errors/parameter", "/errors/graph-missing", "/errors/token"} <= {
        said["type"] for said in known
    }
    for said in known:
        assert client.get(said["type"]).json() == said
        assert said["meaning"].endswith((".", "`."))
    for route in ("/nowhere", "/v1/queries/x", "/v1/queries/papers?limit=0", "/v1/queries/papers?format=x"):
        body = client.get(route).json()
        assert client.get(body["type"]).json()["status"] == body["status"]
