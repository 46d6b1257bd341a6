"""Deciding over HTTP: on the disk when the answer comes, soon in the graph, once, and hidden from whom it must be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from curated_review import curated_review
from desk_client import PEOPLE, as_, desk_client, post, queue
from fastapi.testclient import TestClient

from api.desks import Opened
from cli.curated import read_curated
from curation.ledger import read_ledgers
from graph.build import build
from graph.config import Config
from graph.revision import revision_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return curated_review(tmp_path / "review", more=PEOPLE)


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with desk_client(folder) as client:
        yield client


def _findings(client: TestClient) -> list[tuple[str, str]]:
    rows = client.get("/v1/queries/findings_of_paper", params={"paper_id": "paper:a"}).json()["rows"]
    return sorted((row["influence_id"], row["direction"]) for row in rows)


def test_a_decision_is_answered_from_the_disk_and_the_graph_follows_at_once(client: TestClient, folder: Path) -> None:
    first = queue(client, "ann")["suggestions"][0]
    before = client.get("/v1/review").json()["revision"]
    live = client.app.state.desks.open().live  # type: ignore[attr-defined]
    claim = {"influence_id": "pay", "direction": "mixed"}
    sent = {"key": "k1", "suggestion_id": first["suggestion_id"], "verdict": "accept", "claims": [claim]}
    with live._graph:  # the graph is being written
        said = post(client, "ann", "decisions", wait=False, **sent).json()
        assert (said["made"], said["shown"], said["revision"]) == (True, False, before)
        assert [entry.id for entry in read_ledgers(folder).entries] == [said["entry"]["id"]]
    end = time.monotonic() + 20
    while client.get("/v1/review").json()["revision"] == before and time.monotonic() < end:
        time.sleep(0.01)
    assert ("pay", "mixed") in _findings(client), "nobody asked for it, and yet the graph shows it"
    waited = post(client, "ann", "decisions", **sent).json()
    assert (waited["made"], waited["shown"]) == (False, True)


def test_a_decision_is_in_the_ledger_and_in_the_graph_when_its_author_waits_for_it(
    client: TestClient, folder: Path
) -> None:
    waiting = queue(client, "ann")
    assert waiting["waiting"] >= 2
    first = waiting["suggestions"][0]
    assert first["quote"]
    assert first["proposed"]["influence_id"] in {"training", "pay"}
    before = _findings(client)
    claim = {"influence_id": "pay", "direction": "mixed"}
    answer = post(
        client, "ann", "decisions", key="k1", suggestion_id=first["suggestion_id"], verdict="accept", claims=[claim]
    )
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert (said["made"], said["entry"]["body"]["verdict"]) == (True, "edit")
    assert _findings(client) == sorted([*before, ("pay", "mixed")])
    assert client.get("/v1/review").json()["revision"] == said["revision"]
    assert [entry.id for entry in read_ledgers(folder).entries] == [said["entry"]["id"]]
    assert queue(client, "ann")["waiting"] == waiting["waiting"] - 1

    again = post(
        client, "ann", "decisions", key="k1", suggestion_id=first["suggestion_id"], verdict="accept", claims=[claim]
    )
    assert (again.status_code, again.json()["made"]) == (200, False)
    assert len(read_ledgers(folder).entries) == 1

    undone = post(client, "ann", "undo", key="k2")
    assert undone.status_code == 201
    assert _findings(client) == before
    assert queue(client, "ann")["waiting"] == waiting["waiting"]


def test_a_stale_decision_is_kept_and_told(client: TestClient) -> None:
    one = queue(client, "ann")["suggestions"][0]
    sent = {"suggestion_id": one["suggestion_id"], "seen": one["seen"]}
    assert post(client, "ann", "decisions", key="a", verdict="accept", **sent).json()["meanwhile"] == []
    late = post(client, "ben", "decisions", key="b", verdict="reject", **sent)
    assert late.status_code == 201
    assert [entry["curator"] for entry in late.json()["meanwhile"]] == ["ann"]
    assert queue(client, "ben")["conflicts"] == 1
    settled = post(
        client,
        "chief",
        "adjudications",
        key="c",
        candidate_id=one["suggestion_id"],
        verdict="reject",
        reason="Not said there.",
    )
    assert settled.status_code == 201, settled.text
    assert queue(client, "ben")["conflicts"] == 0


def test_a_passage_nobody_proposed_can_be_marked(client: TestClient) -> None:
    texts = client.get("/v1/suggestions/" + queue(client, "ann")["suggestions"][0]["suggestion_id"], headers=as_("ann"))
    assert texts.status_code == 200
    claim = {"influence_id": "pay", "direction": "barrier"}
    marked = post(client, "ann", "marks", key="m", path="texts/a.txt", char_start=0, char_end=13, claim=claim)
    assert marked.status_code == 201, marked.text
    body = marked.json()["entry"]["body"]
    assert (body["suggestion"]["origin"], body["anchor"]["quote"]) == ("human", "What we found")
    assert ("pay", "barrier") in _findings(client)


@pytest.mark.parametrize(
    ("curator", "sent", "status", "slug"),
    [
        (None, {}, 401, "curator"),
        ("stranger", {}, 422, "decision"),
        ("rita", {}, 422, "decision"),
        ("ann", {"verdict": "love"}, 422, "body"),
        ("ann", {"key": "a b"}, 422, "body"),
        ("ann", {"suggestion_id": "s:none"}, 404, "not-found"),
        ("ann", {"claims": [{"influence_id": "nothing", "direction": "barrier"}]}, 422, "decision"),
        ("ann", {"char_start": 3}, 422, "parameter"),
        ("ann", {"char_start": 3, "char_end": 99_999}, 422, "decision"),
        ("ann", {"surplus": 1}, 422, "body"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(  # noqa: PLR0917  (a table of cases)
    client: TestClient, folder: Path, curator: str | None, sent: dict[str, object], status: int, slug: str
) -> None:
    one = queue(client, "ann")["suggestions"][0]
    whole = {"key": "k", "suggestion_id": one["suggestion_id"], "verdict": "accept", **sent}
    answer = client.post("/v1/decisions", headers={} if curator is None else as_(curator), json=whole)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/errors/{slug}"), answer.text
    assert not read_ledgers(folder).entries


def test_entries_come_in_pages(client: TestClient) -> None:
    for number, one in enumerate(queue(client, "ann")["suggestions"][:3]):
        post(client, "ann", "decisions", key=str(number), suggestion_id=one["suggestion_id"], verdict="unsure")
    first = client.get("/v1/decisions", headers=as_("ben"), params={"limit": 2})
    assert len(first.json()["entries"]) == 2
    rest = client.get(first.json()["next"], headers=as_("ben")).json()
    assert (len(rest["entries"]), rest["next"]) == (1, None)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: TestClient, folder: Path) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 100_000

    headers = {**as_("ann"), "content-type": "application/json"}
    for content in (b" " * 2_000_000, parts()):
        answer = client.post("/v1/decisions", headers=headers, content=content)
        assert (answer.status_code, answer.json()["type"]) == (413, "/errors/too-large")
    assert not read_ledgers(folder).entries


@pytest.mark.neo4j
def test_decisions_act_on_a_server_and_outlive_a_build_of_another_program(folder: Path, clean_neo4j: Config) -> None:
    with desk_client(folder, clean_neo4j) as client:
        ids = [one["suggestion_id"] for one in queue(client, "ann")["suggestions"]]
        claims = [{"influence_id": "pay", "direction": "mixed"}]
        sent = {"verdict": "accept", "claims": claims}
        before = _findings(client)
        said = post(client, "ann", "decisions", key="1", suggestion_id=ids[0], **sent).json()
        assert _findings(client) == sorted([*before, ("pay", "mixed")])
        assert client.get("/v1/review").json()["revision"] == said["revision"]

        table = folder / "tables" / "findings.csv"
        table.write_text(table.read_text(encoding="utf-8") + "A,ward,Pay,helps,Paid\n", encoding="utf-8")
        build(read_curated(folder).ingested.tables, folder, clean_neo4j)
        later = post(client, "ben", "decisions", key="2", suggestion_id=ids[1], verdict="reject").json()
        assert client.get("/v1/review").json()["revision"] == later["revision"]
        assert later["revision"] == revision_of(read_curated(folder).ingested.inputs)
        assert ("pay", "facilitator") in _findings(client)


@pytest.mark.fault("decisions while the graph is built anew")
def test_people_decide_while_the_graph_is_built_anew_and_nothing_of_it_is_lost(client: TestClient) -> None:
    first, second = queue(client, "ann")["suggestions"][:2]
    desks = client.app.state.desks  # type: ignore[attr-defined]
    read, began, go_on = desks._opener, threading.Event(), threading.Event()

    def slowly() -> Opened:
        found: Opened = read()
        began.set()
        assert go_on.wait(60)
        return found

    desks._opener = slowly
    before = desks.open()
    building = threading.Thread(target=desks.rebuild)
    building.start()
    assert began.wait(60)
    claim = {"influence_id": "pay", "direction": "mixed"}
    sent = {"suggestion_id": first["suggestion_id"], "verdict": "accept", "claims": [claim]}
    assert post(client, "ann", "decisions", key="k1", **sent).json()["made"]
    assert desks.open() is before, "the old desk answers until the new one is open"
    go_on.set()
    building.join(60)
    assert desks.open() is not before
    assert ("pay", "mixed") in _findings(client), "read once more, with what was decided meanwhile"
    again = post(client, "ann", "decisions", key="k2", suggestion_id=second["suggestion_id"], verdict="reject").json()
    assert (again["made"], again["shown"]) == (True, True)


def test_a_phrase_that_is_taken_back_over_http_is_built_out_of_the_graph(folder: Path) -> None:
    table = folder / "tables" / "findings.csv"
    table.write_text(table.read_text(encoding="utf-8") + "B,ward,Low wages,hinders,Low wages\n", encoding="utf-8")
    with desk_client(folder) as client:
        assert _waiting(client) == ["Low wages"]
        said = post(client, "ann", "phrases", key="p1", phrase="Low wages", influence_id="pay").json()
        _until(client, lambda: _drafts(client) == [])
        post(client, "ann", "undo", key="p2", entry_id=said["entry"]["id"])
        _until(client, lambda: _drafts(client) == ["Low wages"])
        assert _waiting(client) == ["Low wages"]


def _waiting(client: TestClient) -> list[str]:
    return [one["phrase"] for one in queue(client, "ann")["phrases"]]


def _drafts(client: TestClient) -> list[str]:
    """Phrases that stand in the graph as influences of their own."""
    rows = client.get("/v1/queries/influences_by_frequency").json()["rows"]
    return [row["name"] for row in rows if row["status"] == "draft"]


def _until(client: TestClient, holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, client.get("/v1/review").text
        time.sleep(0.05)
