"""A server that others may read: pages of other sites, how often one may ask, and answers that travel compressed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from http_client import client_of
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from api import limits
from api.app import create_app
from api.limits import Limited
from api.limits import client_of as counted_as
from api.problems import MEDIA
from api.public import EXPOSED
from api.source import GraphSource
from api.who import Who
from cli.public import requests_a_minute
from graph.config import Config

CONFIG = Config(buffer_pool_mb=64)
ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture(scope="module")
def public(small_folder: Path) -> Iterator[TestClient]:
    with client_of(create_app(GraphSource(small_folder, CONFIG), public=True, rate=10_000)) as open_client:
        yield open_client


def test_pages_of_other_sites_may_read_without_cookies(public: TestClient) -> None:
    for address in ("/v1/papers", "/v1/papers?format=jsonl", "/v1/papers/nobody", "/nowhere", "/v1/papers?limit=0"):
        answer = public.get(address, headers=ELSEWHERE)
        assert answer.headers["access-control-allow-origin"] == "*", address
        assert "access-control-allow-credentials" not in answer.headers
    readable = set(public.get("/v1/papers").headers["access-control-expose-headers"].lower().split(", "))
    told = {
        name
        for name in public.get("/v1/papers?limit=1").headers
        if name.startswith(("x-narr", "ratel", "etag", "link"))
    }
    assert told <= readable == {name.lower() for name in EXPOSED}


def test_browser_that_asks_first_is_told_that_it_may_read(public: TestClient) -> None:
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    answer = public.options("/v1/papers", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "if-none-match" in answer.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_public_server_only_reads(public: TestClient, method: str) -> None:
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "POST"}
    answer = public.request(method, "/v1/papers", headers=asked)
    assert (answer.status_code, answer.headers["content-type"], answer.headers["allow"]) == (405, MEDIA, "GET, HEAD")
    assert public.get("/v1/queue").status_code == 404
    assert "access-control-allow-methods" not in answer.headers


def test_server_that_is_not_public_tells_other_sites_nothing(client: TestClient) -> None:
    assert not [name for name in client.get("/v1/papers", headers=ELSEWHERE).headers if "access-control" in name]
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "GET"}
    assert not [name for name in client.options("/v1/papers", headers=asked).headers if "access-control" in name]


def test_foreign_host_stays_refused_on_a_public_server(public: TestClient) -> None:
    assert public.get("/v1/papers", headers={"Host": "evil.example"}).json()["type"] == "/errors/host"


async def _hello(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("hello")(scope, receive, send)


def test_who_asks_too_often_waits_and_is_told_how_long() -> None:
    now = [0.0]
    client = TestClient(Limited(_hello, per_minute=3, clock=lambda: now[0]))
    left = [client.get("/").headers["ratelimit"] for _ in range(3)]
    assert left == ['"client";r=2;t=20', '"client";r=1;t=40', '"client";r=0;t=60']
    refused = client.get("/")
    assert (refused.status_code, refused.headers["content-type"]) == (429, MEDIA)
    assert refused.headers["retry-after"] == "20"
    assert refused.headers["ratelimit-policy"] == '"client";q=3;w=60'
    assert client.get("/livez").status_code == 200
    now[0] = 19.9
    assert client.get("/").status_code == 429
    now[0] = 20.1
    assert client.get("/").status_code == 200
    now[0] = 1e6
    assert client.get("/").headers["ratelimit"].startswith('"client";r=2;')


def test_clients_are_counted_apart_and_the_quiet_ones_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 2)
    limited = Limited(_hello, per_minute=1, clock=lambda: 0.0)
    statuses = [
        TestClient(limited, client=(host, 1)).get("/").status_code for host in ("10.0.0.1", "10.0.0.2", "10.0.0.1")
    ]
    assert statuses == [200, 200, 429]
    assert TestClient(limited, client=("10.0.0.3", 1)).get("/").status_code == 200  # forgets 10.0.0.2, quiet longest
    assert TestClient(limited, client=("10.0.0.2", 1)).get("/").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:1::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
    ],
)
def test_addresses_of_one_customer_are_one_client(one: str, other: str, same: bool) -> None:
    asked = [counted_as({"type": "http", "client": (host, 1), "state": {"who": Who()}}) for host in (one, other)]
    assert (asked[0] == asked[1]) is same


def test_token_is_counted_wherever_it_comes_from() -> None:
    asked = [{"type": "http", "client": (host, 1), "state": {"who": Who("alex")}} for host in ("10.0.0.1", "10.0.0.2")]
    assert counted_as(asked[0]) == counted_as(asked[1]) != counted_as({"client": ("10.0.0.1", 1), "state": {}})


def test_limit_is_documented_where_there_is_one(public: TestClient, client: TestClient) -> None:
    limited, free = (on.get("/openapi.json").json()["paths"] for on in (public, client))
    assert "429" in limited["/v1/papers"]["get"]["responses"]
    assert "429" not in limited["/livez"]["get"]["responses"]
    assert "429" not in free["/v1/papers"]["get"]["responses"]
    assert "ratelimit" in public.get("/v1/papers").headers
    assert "ratelimit" not in client.get("/v1/papers").headers


@pytest.mark.parametrize(
    "address", ["/v1/papers", "/v1/passages?format=jsonl", "/v1/passages?format=arrow", "/openapi.json"]
)
def test_answers_travel_compressed_and_are_the_same(client: TestClient, address: str) -> None:
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as sent:
        raw = b"".join(sent.iter_raw())
    assert sent.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in sent.headers["vary"].lower()
    assert sent.headers["etag"] == plain.headers["etag"]
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2
    head = client.head(address, headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", plain.headers["etag"])


def test_small_answers_and_pictures_travel_as_they_are(client: TestClient) -> None:
    for address in ("/v1/papers/nobody", "/livez", "/v1/charts/frequency?format=png"):
        assert "content-encoding" not in client.get(address, headers={"Accept-Encoding": "gzip"}).headers, address


@pytest.mark.parametrize(
    ("given", "counts", "rate"), [(None, False, None), (None, True, 1200), (0, True, None), (5, False, 5)]
)
def test_clients_are_counted_where_others_may_ask(given: int | None, counts: bool, rate: int | None) -> None:
    assert requests_a_minute(given, counts=counts) == rate
