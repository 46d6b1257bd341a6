"""Charts over HTTP: four forms of the same rows, tagged by revision, whose marks open."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from http_client import client_of
from lxml import etree
from small_graph import small_tables

from api.app import create_app
from api.numbers import CAPS
from api.source import GraphSource
from graph.build import build
from graph.config import Config
from synthesis.charts.kinds import KINDS, SURVEY
from synthesis.charts.registry import chart
from synthesis.evidence import evidence

CONFIG = Config(buffer_pool_mb=64)
OF_PAPERS = [name for name in KINDS if name not in SURVEY]
GIVEN: dict[str, str] = {
    "cooccurrence": "least=1&samples=200",
    "network": "samples=200",
    "years": "influence_id=training",
    "gaps": "by=setting",
}


def test_charts_are_listed_with_what_they_take(client: TestClient) -> None:
    listed = {entry["name"]: entry for entry in client.get("/v1/charts").json()}
    assert set(listed) == set(KINDS)
    samples = next(p for p in listed["network"]["parameters"] if p["name"] == "samples")
    assert samples["most"] == CAPS["samples"]
    assert client.get(listed["years"]["href"]).status_code == 200


@pytest.mark.parametrize("name", OF_PAPERS)
def test_specification_and_table_hold_the_same_rows(client: TestClient, name: str) -> None:
    spec = client.get(f"/v1/charts/{name}?{GIVEN.get(name, '')}").json()
    said = spec["usermeta"]["narragraph"]
    made = chart(evidence(small_tables()), name, said["parameters"], _info(client), server="")
    assert spec == json.loads(json.dumps(made.spec))
    table = client.get(f"/v1/charts/{name}?{GIVEN.get(name, '')}&format=csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [list(row) for row in rows] == [said["table"]["columns"]] * len(made.rows)
    first = said["table"]["columns"][0]
    assert [row[first] for row in rows] == [str(row[first]) for row in made.rows]


def _info(client: TestClient) -> Any:
    with client.app.state.source.graph() as database:  # type: ignore[attr-defined]
        from graph.ask import graph_info

        return graph_info(database)


def test_pictures_come_as_what_they_are(client: TestClient) -> None:
    svg = client.get("/v1/charts/matrix", headers={"Accept": "image/svg+xml"})
    assert svg.headers["content-type"].startswith("image/svg+xml")
    tree = etree.fromstring(svg.content)
    links = {value for node in tree.iter() for key, value in node.attrib.items() if key.endswith("href")}
    assert "/v1/numbers/findings_behind?influence_ids=training" in links
    for link in links:
        assert client.get(link).status_code == 200
    png = client.get("/v1/charts/matrix?format=png")
    assert (png.headers["content-type"], png.content[:4]) == ("image/png", b"\x89PNG")
    assert (png.headers["x-narragraph-revision"], png.headers["x-narragraph-truncated"]) == ("r1", "false")
    assert client.get("/v1/charts/matrix?top=1").headers["x-narragraph-truncated"] == "true"


def test_same_picture_is_not_sent_twice_and_every_form_has_its_tag(client: TestClient) -> None:
    tags = {}
    for form in ("vega-lite", "svg", "csv"):
        first = client.get(f"/v1/charts/ranks?samples=200&format={form}")
        tags[form] = first.headers["etag"]
        again = client.get(f"/v1/charts/ranks?samples=200&format={form}", headers={"If-None-Match": tags[form]})
        assert (again.status_code, again.content) == (304, b"")
    assert len(set(tags.values())) == 3
    other = client.get("/v1/charts/ranks?samples=201&format=svg", headers={"If-None-Match": tags["svg"]})
    assert other.status_code == 200


def test_picture_follows_a_new_build(tmp_path: Path) -> None:
    build(small_tables(), tmp_path, CONFIG)
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as client:
        before = client.get("/v1/charts/directions?format=csv")
        build(small_tables("r2", paper_with_both="barrier"), tmp_path, CONFIG)
        after = client.get("/v1/charts/directions?format=csv", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.headers["x-narragraph-revision"]) == (200, "r2")
    assert before.text != after.text


@pytest.mark.parametrize(
    ("route", "status", "detail"),
    [
        ("/v1/charts/matrix?format=gif", 406, "This answer comes as vega-lite, svg, png, csv."),
        ("/v1/charts/matrx", 404, 'There is no chart "matrx". Did you mean "matrix"?'),
        ("/v1/charts/matrix?topp=3", 422, 'Did you mean "top"?'),
        ("/v1/charts/matrix?top=1000", 422, "1000 is out of range. Use 1 to 60."),
        ("/v1/charts/network?samples=10000000", 422, "10000000 is out of range. Use 100 to 20000."),
        ("/v1/charts/years?influence_id=trainng", 404, 'There is no Influence with the id "trainng". Did you mean'),
        ("/v1/charts/gaps?where=year%3D2030..", 422, "No paper is left after year from 2030: nothing to count."),
        ("/v1/charts?top=1", 422, "It takes none."),
    ],
)
def test_refusals_are_problems(client: TestClient, route: str, status: int, detail: str) -> None:
    answer = client.get(route)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert detail in answer.json()["detail"]


def test_contract_shows_every_form(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    for name in OF_PAPERS:
        operation = document["paths"][f"/v1/charts/{name}"]["get"]
        content = operation["responses"]["200"]["content"]
        assert set(content) == {"application/json", "image/svg+xml", "image/png", "text/csv"}
        form = next(p for p in operation["parameters"] if p["name"] == "format")
        assert form["schema"]["enum"] == ["vega-lite", "svg", "png", "csv"]
