"""The measures over HTTP: same figures as in the terminal, opened link by link, capped and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from http_client import client_of
from small_graph import small_tables

from api import numbers
from api.app import create_app
from api.source import GraphSource
from graph.build import build
from graph.config import Config
from synthesis.evidence import evidence
from synthesis.measures import FUNCTIONS, measure

GIVEN: dict[str, dict[str, object]] = {
    "findings_behind": {"influence_ids": ["training"]},
    "compare": {"by": "setting"},
    "pairs": {"all": "true", "samples": 200},
    "partners": {"influence_id": "training", "samples": 200},
    "sets": {"least_size": 2, "least_shared": 1},
    "communities": {"resamples": 10},
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_measure_says_the_same_as_in_the_terminal(client: TestClient, name: str) -> None:
    given = GIVEN.get(name, {})
    body = client.get(f"/v1/numbers/{name}", params=given).json()  # type: ignore[arg-type]
    _, expected = measure(evidence(small_tables()), name, {key: _typed(value) for key, value in given.items()})
    assert body["rows"] == expected.rows
    assert {key: value for key, value in body["meta"]["said"].items() if key != "notes"} == dict(expected.said)
    assert body["meta"]["said"]["notes"] == list(expected.notes)
    assert (body["meta"]["revision"], body["meta"]["truncated"]) == ("r1", False)


def _typed(value: object) -> object:
    return True if value == "true" else value


def test_figure_opens_to_its_findings_and_these_to_their_passages(client: TestClient) -> None:
    body = client.get("/v1/numbers/frequency?where=year%3D..2012").json()
    link = body["opens"][0]["count"]
    assert link.startswith("/v1/numbers/findings_behind?influence_ids=training")
    opened = client.get(link).json()
    assert len({row["paper_id"] for row in opened["rows"]}) == body["rows"][0]["count"]
    assert client.get(opened["opens"][0]["passages"]).json()["rows"]


def test_constructs_are_counted_and_open_over_http(client: TestClient) -> None:
    body = client.get("/v1/numbers/frequency?framework=levels&kinds=exact&kinds=close&samples=100").json()
    said, counts = body["meta"]["said"], {row["name"]: row["count"] for row in body["rows"]}
    assert (said["framework"], said["kinds"], said["disagreements"]) == ("levels", ["exact", "close"], 1)
    assert counts == {"meso": 4, "not mapped": 2}
    for row, links in zip(body["rows"], body["opens"], strict=True):
        behind = client.get(links["count"]).json()
        assert len({one["paper_id"] for one in behind["rows"]}) == row["count"]
    refused = client.get("/v1/numbers/frequency?framework=CFIR")
    assert (refused.status_code, refused.json()["near"]) == (422, [])


def test_catalogue_lists_every_measure_with_its_caps(client: TestClient) -> None:
    listed = {entry["name"]: entry for entry in client.get("/v1/numbers").json()}
    assert set(listed) == set(FUNCTIONS)
    samples = next(p for p in listed["pairs"]["parameters"] if p["name"] == "samples")
    assert samples["most"] == numbers.CAPS["samples"]


@pytest.mark.parametrize(
    ("route", "status", "detail"),
    [
        ("/v1/numbers/frequncy", 404, 'There is no measure "frequncy". Did you mean "frequency"?'),
        ("/v1/numbers/frequency?unit=papers", 422, '"papers" is not one of paper, study'),
        ("/v1/numbers/pairs?samples=10000000", 422, "10000000 is out of range. Use 100 to 20000."),
        ("/v1/numbers/overview?where=year%3D2030..", 422, "No paper is left after year from 2030: nothing to count."),
        ("/v1/numbers/partners?influence_id=trainng", 404, 'There is no Influence with the id "trainng". Did you mean'),
    ],
)
def test_refusals_are_problems_in_the_words_of_the_terminal(
    client: TestClient, route: str, status: int, detail: str
) -> None:
    answer = client.get(route)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert detail in answer.json()["detail"]


def test_rows_above_the_cap_are_cut_off_and_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "MOST_ROWS", 2)
    body = client.get("/v1/numbers/overview?where=year%3D1900..").json()  # nobody asked it before: it is not kept
    assert (len(body["rows"]), body["meta"]["truncated"]) == (2, True)


def test_same_numbers_are_not_sent_twice(client: TestClient) -> None:
    first = client.get("/v1/numbers/overview")
    again = client.get("/v1/numbers/overview", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_numbers_follow_a_new_build(tmp_path: Path) -> None:
    config = Config(buffer_pool_mb=64)
    build(small_tables(), tmp_path, config)
    with client_of(create_app(GraphSource(tmp_path, config))) as client:
        before = client.get("/v1/numbers/directions").json()
        build(small_tables("r2", paper_with_both="barrier"), tmp_path, config)
        after = client.get("/v1/numbers/directions").json()
    training = [next(row for row in body["rows"] if row["influence_id"] == "training") for body in (before, after)]
    assert [(row["mixed"], row["barrier"]) for row in training] == [(1, 0), (0, 1)]
    assert after["meta"]["revision"] == "r2"


def test_numbers_are_the_same_from_neo4j(small_folder: Path, clean_neo4j: Config, client: TestClient) -> None:
    build(small_tables(), small_folder, clean_neo4j)
    with client_of(create_app(GraphSource(small_folder, clean_neo4j))) as other:
        for name in FUNCTIONS:
            given = GIVEN.get(name, {})
            one, two = (c.get(f"/v1/numbers/{name}", params=given).json() for c in (client, other))  # type: ignore[arg-type]
            assert one["rows"] == two["rows"], name
