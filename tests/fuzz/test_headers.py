"""What every answer tells a browser, whatever it answers: every route, every method, answers with errors too."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from curated_review import curated_review
from desk_client import CONFIG, PEOPLE, desk_client
from fastapi.testclient import TestClient
from http_client import client_of
from starlette.routing import BaseRoute

from api.app import create_app
from api.page.assets import STATIC
from api.protocol import Protocol
from api.source import GraphSource
from api.tokens import TokenFile

FOR_EVER = "public, max-age=31536000, immutable"
KEEPING = {"no-store", "no-cache", FOR_EVER}
MORE = (
    "/nowhere",
    "/static/nothing.js",
    "/v1/queries/papers?limit=0",
    "/v1/queries/papers?format=csv",
    "/%00",
    "/v1/%ff",
)
"""Answers that no route gives, and answers of routes with words in their address."""


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return curated_review(tmp_path_factory.mktemp("headers") / "review", more=PEOPLE)


def every_route(client: TestClient) -> Iterator[tuple[str, str]]:
    """Method and address of every route, with a word where the address takes one."""
    routes: list[BaseRoute] = list(client.app.routes)  # type: ignore[attr-defined]
    seen = 0
    while seen < len(routes):
        one: Any = routes[seen]
        seen += 1
        if hasattr(one, "path") and hasattr(one, "methods"):
            path = re.sub(r"\{(\w+)(?::path)?\}", "papers", one.path)
            yield from ((method, path) for method in sorted(one.methods or ()))
        else:  # a router within a router
            routes += list(getattr(getattr(one, "original_router", one), "routes", ()))
    yield from (("GET", f"/static/{file.name}") for file in STATIC.iterdir() if file.is_file())
    yield from ((method, path) for path in MORE for method in ("GET", "HEAD", "POST", "OPTIONS", "DELETE"))


def wrong(method: str, path: str, answer: Any) -> list[str]:
    """What is wrong with the headers of an answer."""
    said = answer.headers
    policy = dict((*part.split(" ", 1), "")[:2] for part in said.get("content-security-policy", "x").split("; "))
    checks = {
        "nosniff": said.get("x-content-type-options") == "nosniff",
        "nothing by default": policy.get("default-src") == "'none'",
        "no frames": policy.get("frame-ancestors") == "'none'",
        "scripts are ours": policy.get("script-src", "'none'") in {"'none'", "'self'"},
        "nothing from elsewhere": not re.search(r"\*|https?:|unsafe-eval", said.get("content-security-policy", "")),
        "no address told to others": said.get("referrer-policy") in {"no-referrer", "same-origin"},
        "told whether to keep it": said.get("cache-control") in KEEPING,
        "kept for ever only under /static": said.get("cache-control") != FOR_EVER or path.startswith("/static/"),
        "errors are not kept": answer.status_code < 400 or said.get("cache-control") == "no-store",
        "only for pages of ours": "access-control-allow-origin" not in said,
        "type with its encoding": not said.get("content-type", "").startswith("text/")
        or "charset" in said["content-type"],
        "cookies for us alone": all(
            "httponly" in one.lower() and "samesite=strict" in one.lower() for one in said.get_list("set-cookie")
        ),
    }
    return [f"{method} {path} ({answer.status_code}): {name}" for name, holds in checks.items() if not holds]


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_every_answer_of_every_route_has_its_headers(review: Path, accept: str) -> None:
    found: list[str] = []
    with desk_client(review) as client:
        asked = [one for one in sorted(set(every_route(client))) if accept == "*/*" or one[0] == "GET"]
        statuses = set()
        for method, path in asked:
            answer = client.request(method, path, headers={"accept": accept}, follow_redirects=False)
            statuses.add(answer.status_code)
            found += wrong(method, path, answer)
    assert found == []
    assert len(asked) > 90
    assert {200, 404, 422} <= statuses
    assert not {one for one in statuses if one >= 500} - {503}


def test_answers_to_strangers_have_their_headers_too(review: Path, tmp_path: Path) -> None:
    """Those that the guard gives: without a token, under another name, from another site, too long, not readable."""
    tokens = TokenFile(tmp_path / "tokens")
    tokens.add("alex")
    found = []
    with desk_client(review, tokens=tokens) as client:
        for method, path, headers in (
            ("GET", "/", {"accept": "text/html"}),
            *(("GET", "/v1/review", {name: "x"}) for name in ("authorization", "host", "if-none-match")),
            *(("POST", "/signin", {name: "https://evil.example"}) for name in ("origin", "host")),
            *(("POST", "/v1/decide", {"content-length": size}) for size in ("9" * 5000, "99999999", "\xb2")),
            ("GET", "/v1/review?" + "x" * 40_000, {}),
            ("GET", "/signin?x=%ff", {}),
        ):
            raw = {name: value.encode("latin-1") for name, value in headers.items()}
            answer = client.request(method, path, headers=raw, follow_redirects=False)  # type: ignore[arg-type]
            assert answer.status_code < 500, (method, path, headers)
            found += wrong(method, path, answer)
    assert found == []


def test_public_server_refuses_with_its_headers(review: Path) -> None:
    """Pages of other sites may read it: that is all in which it differs."""
    with client_of(create_app(GraphSource(review, CONFIG), public=True, rate=2)) as client:
        answers = [client.request(method, "/v1/review") for method in ("GET", "POST", "DELETE", "GET", "GET")]
    assert [answer.status_code for answer in answers][-1] == 429
    for answer in answers:
        left = [one for one in wrong("", "/v1/review", answer) if not one.endswith("only for pages of ours")]
        assert left == []


def test_request_that_is_no_http_gets_an_answer_with_its_headers() -> None:
    sent = bytearray()

    class Wire(asyncio.Transport):
        def write(self, data: Any) -> None:
            sent.extend(data)

        def close(self) -> None:
            return

    protocol = Protocol.__new__(Protocol)
    protocol.transport = Wire()
    protocol.send_400_response("x")
    head = sent.partition(b"\r\n\r\n")[0].decode().lower()
    assert "x-content-type-options: nosniff" in head
    assert "content-security-policy: default-src 'none'" in head
