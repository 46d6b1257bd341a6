"""Who may decide: sessions, tokens and their scopes, forged requests. What is refused is logged and writes nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from curated_review import curated_review, decide
from desk_client import PEOPLE, as_, desk_client, queue
from fastapi.testclient import TestClient

from api.sessions import COOKIE, Sessions, session_key
from api.tokens import Scope, TokenFile
from curation.entries import Assignment, Drawn
from curation.ledger import read_ledgers

HTML = {"accept": "text/html"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return curated_review(tmp_path / "review", more=PEOPLE)


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with desk_client(folder) as client:
        yield client


def _signed_in(client: TestClient, curator: str = "ann") -> str:
    """Sign in; the secret that forms of the session repeat."""
    answer = client.post("/signin", data={"curator": curator, "to": "/decide"}, headers=HTML)
    assert answer.url.path == "/decide"
    return answer.text.split('name="csrf" value="')[1].split('"')[0]


def _sent(client: TestClient, **changes: str) -> dict[str, str]:
    one = queue(client, "ann")["suggestions"][0]
    whole = {"key": "k", "suggestion": one["suggestion_id"], "verdict": "reject", "seen": "", "csrf": ""}
    return whole | changes


def test_a_form_of_the_session_is_saved(client: TestClient, folder: Path) -> None:
    secret = _signed_in(client)
    answer = client.post("/decide", data=_sent(client, csrf=secret), headers=HTML)
    assert answer.status_code == 200
    assert [entry.curator for entry in read_ledgers(folder).entries] == ["ann"]


@pytest.mark.parametrize(
    ("headers", "secret", "status"),
    [
        ({}, "", 403),
        ({}, "0" * 32, 403),
        ({"Origin": "http://evil.example"}, None, 403),
        ({"Origin": "null"}, None, 403),
        ({"Sec-Fetch-Site": "cross-site"}, None, 403),
        ({"Host": "evil.example"}, None, 400),
    ],
)
def test_forged_forms_are_refused_logged_and_write_nothing(  # noqa: PLR0917  (a table of cases)
    client: TestClient,
    folder: Path,
    headers: dict[str, str],
    secret: str | None,
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = _signed_in(client)
    sent = _sent(client, csrf=good if secret is None else secret)
    with caplog.at_level(logging.WARNING, logger="narragraph.api"):
        answer = client.post("/decide", data=sent, headers=HTML | headers)
    assert answer.status_code == status
    assert not read_ledgers(folder).entries
    assert status == 400 or "refused POST /decide" in caplog.text


def test_without_a_session_a_form_writes_nothing_and_a_page_asks_to_sign_in(client: TestClient, folder: Path) -> None:
    assert client.post("/decide", data=_sent(client), headers=HTML).status_code == 401
    assert client.get("/activity?curator=ann", headers=HTML).url.path == "/signin"
    assert not read_ledgers(folder).entries


def test_another_secret_key_signs_nobody_in(client: TestClient, folder: Path) -> None:
    forged = Sessions(lambda: b"x" * 32).begin("chief")
    client.cookies.set(COOKIE, forged)
    assert client.get("/v1/queue").status_code == 401
    client.cookies.set(COOKIE, Sessions(partial(session_key, folder)).begin("ann"))
    assert client.get("/v1/queue").json()["curator"] == "ann"
    assert client.post("/v1/undo", json={"key": "k"}).status_code == 403, "a cookie alone writes nothing"


@pytest.mark.parametrize("cookie", ["", ".", "a.b", "e30.x", "W10.x", "\u00e9.x", "x" * 4000])
def test_cookies_that_are_none_are_nobody(client: TestClient, cookie: str) -> None:
    answer = client.get("/v1/queue", headers={"cookie": f"{COOKIE}={cookie}".encode()})  # type: ignore[arg-type]
    assert answer.status_code == 401


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: TestClient, to: str) -> None:
    answer = client.post("/signin", data={"curator": "ann", "to": to}, headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_stranger_cannot_sign_in_where_people_are_named(client: TestClient) -> None:
    assert client.post("/signin", data={"curator": "mallory"}, headers=HTML).status_code == 403


def test_tokens_decide_only_with_their_scope_and_end_their_sessions(folder: Path, tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path / "tokens")
    deciding, reading = tokens.add("ann", Scope.DECIDE), tokens.add("rita")
    with desk_client(folder, tokens=tokens) as client:
        assert client.get("/v1/queue", headers=as_("ann")).status_code == 401, "a name is no token"
        assert client.get("/", headers=HTML).url.path == "/signin"
        assert "rita" not in client.get("/signin", headers=HTML).text, "names are told to nobody without a token"
        bearer = {"Authorization": f"Bearer {deciding}"}
        one = client.get("/v1/queue", headers=bearer).json()["suggestions"][0]
        sent = {"key": "k", "suggestion_id": one["suggestion_id"], "verdict": "reject"}
        refused = client.post("/v1/decisions", json=sent, headers={"Authorization": f"Bearer {reading}"})
        assert (refused.status_code, refused.json()["type"]) == (403, "/errors/scope")
        assert client.post("/v1/decisions", json=sent, headers=bearer).status_code == 201

        assert client.post("/signin", data={"token": "ngr_wrong"}, headers=HTML).status_code == 403
        page = client.post("/signin", data={"token": deciding, "to": "/decide"}, headers=HTML)
        assert page.url.path == "/decide"
        tokens.remove("ann")
        assert client.get("/decide", headers=HTML).url.path == "/signin"


def test_a_colleagues_double_coded_decision_is_nowhere_before_both_decided(client: TestClient, folder: Path) -> None:
    one = queue(client, "ann")["suggestions"][0]["suggestion_id"]
    first = before = client.get("/v1/review").headers["etag"]
    decide(folder, "chief", "draw", Assignment(1.0, 1, 1, (Drawn(one, ("ann", "ben")),)))
    while before == first:  # another program drew: the server follows the ledgers
        before = client.get("/v1/review").headers["etag"]
    note = {"note": "what ann thinks"}
    sent = {"key": "a", "suggestion_id": one, "verdict": "reject", **note}
    assert client.post("/v1/decisions", json=sent, headers=as_("ann")).status_code == 201
    assert client.get("/v1/review").headers["etag"] == before
    for curator in ("ben", "chief", "rita"):
        seen = [
            client.get(f"/v1/{path}", headers=as_(curator)).text
            for path in ("decisions", "queue", f"suggestions/{one}")
        ]
        client.post("/signin", data={"curator": curator}, headers=HTML)
        pages = ("/", "/activity", "/conflicts", f"/decide/{one}")
        seen += [client.get(address, headers=HTML).text for address in pages]
        assert not [text for text in seen if "what ann thinks" in text], curator
    client.cookies.clear()
    both = {"key": "b", "suggestion_id": one, "verdict": "reject"}
    assert client.post("/v1/decisions", json=both, headers=as_("ben")).status_code == 201
    assert "what ann thinks" in client.get("/v1/decisions", headers=as_("ben")).text
