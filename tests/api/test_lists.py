"""Lists: pages that hold every row once, cursors that are foreign or old, streams, and one thing by its id."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pytest
from fastapi.testclient import TestClient
from http_client import GIVEN, client_of
from small_decisions import with_small_decisions
from small_graph import small_tables

from api import pages
from api.app import create_app
from api.cursors import Cursor, question, written
from api.numbers import capped
from api.problems import MEDIA
from api.resources import resources
from api.source import GraphSource
from api.streams import GraphChanged
from graph.build import build
from graph.config import Config
from graph.schema import EDGE

CONFIG = Config(buffer_pool_mb=64)
ALL = resources(capped())
KEYED = [resource for resource in ALL if resource.keys]
THINGS = [resource for resource in ALL if resource.one]
ODD = "doi:10.1/a/b c?d#e%\u00fc\U0001f375'\"\\"
"""An id with all that an address makes trouble of."""


def walked(client: TestClient, address: str | None) -> list[dict[str, Any]]:
    """All rows of a list, page by page, as `next` and the header Link say alike."""
    rows: list[dict[str, Any]] = []
    while address is not None:
        answer = client.get(address)
        said = answer.json()
        assert answer.status_code == 200, said
        assert said["meta"]["truncated"] == (said["meta"]["next"] is not None)
        assert answer.links.get("next", {}).get("url") == said["meta"]["next"]
        rows += said["rows"]
        address = said["meta"]["next"]
    return rows


@pytest.mark.parametrize("resource", ALL, ids=lambda r: r.path)
@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_hold_every_row_once_and_in_order(client: TestClient, resource: Any, limit: int) -> None:
    whole = client.get(resource.path, params={"limit": 10_000}).json()
    assert whole["meta"]["next"] is None
    assert walked(client, f"{resource.path}?limit={limit}") == whole["rows"]
    assert whole["rows"] or resource.path == "/v1/cooccurrence"  # no pair of the small graph is beyond chance


@pytest.fixture(scope="module")
def other(small_folder: Path) -> Iterator[tuple[TestClient, GraphSource]]:
    """A server of its own, asked only under windows and batches that are as small as can be."""
    source = GraphSource(small_folder, CONFIG)
    with client_of(create_app(source)) as open_client:
        yield open_client, source


@pytest.fixture
def narrow(other: tuple[TestClient, GraphSource], monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(pages, "WINDOW", 3)
    monkeypatch.setattr(pages, "AT_ONCE", 2)
    return other[0]


@pytest.mark.parametrize("resource", KEYED, ids=lambda r: r.path)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_run_over_the_edges_of_windows(client: TestClient, narrow: TestClient, resource: Any, limit: int) -> None:
    streamed = [json.loads(line) for line in narrow.get(f"{resource.path}?format=jsonl").text.splitlines()]
    assert walked(narrow, f"{resource.path}?limit={limit}") == streamed
    assert [row[resource.one[0]] for row in streamed] == sorted(row[resource.one[0]] for row in streamed)
    assert len(streamed) > 3


def test_lists_say_what_the_graph_holds(client: TestClient) -> None:
    counted = {
        "/v1/papers": "papers",
        "/v1/studies": "studies",
        "/v1/settings": "settings",
        "/v1/influences": "influences_by_frequency",
    }
    for path, name in counted.items():
        asked = client.get(f"/v1/queries/{name}").json()
        assert client.get(path, params={"limit": 10_000}).json()["rows"] == asked["rows"], path
    findings = client.get("/v1/findings?counted=true").json()["rows"]
    assert sum(row["findings"] for row in client.get("/v1/influences").json()["rows"]) == len(
        [row for row in findings if row["direction"] != "absent"]
    )


@pytest.mark.parametrize(
    ("path", "filters"),
    [
        ("/v1/papers", {"influence_id": "training", "status": "included", "year_from": "1900"}),
        ("/v1/studies", {"paper_id": "A"}),
        ("/v1/findings", {"paper_id": "A", "influence_id": "training", "direction": "barrier", "counted": "true"}),
        ("/v1/findings", {"influence_id": "training", "setting_id": "setting:service/clinic"}),
        ("/v1/findings", {"setting_id": "setting:service/clinic"}),
        ("/v1/findings", {"counted": "false"}),
        ("/v1/passages", {"influence_id": "training"}),
        ("/v1/passages", {"paper_id": "A", "kind": "cell"}),
    ],
)
def test_filters_narrow_to_the_rows_that_fit(client: TestClient, path: str, filters: dict[str, str]) -> None:
    """Against all rows, filtered here; where a row does not say it, against the query that does."""
    found = client.get(path, params=filters).json()
    assert found["rows"]
    assert all(f"{name} = " in found["meta"]["filter"] for name in filters)
    every = {row[f"{path[4:-1].replace('studie', 'study')}_id"]: row for row in client.get(path).json()["rows"]}
    by_row = {name: value for name, value in filters.items() if name in next(iter(every.values()))}
    fitting = [
        row for row in every.values() if all(str(row[name]).lower() == value.lower() for name, value in by_row.items())
    ]
    if by_row.keys() == filters.keys():
        assert found["rows"] == fitting
    if filters == {"influence_id": "training"}:
        asked = [{**filters, "uncounted": True, **more} for more in ({}, {"direction": "absent"})]
        behind = [row for one in asked for row in client.get("/v1/queries/passages_behind", params=one).json()["rows"]]
        assert {row["passage_id"] for row in found["rows"]} == {row["passage_id"] for row in behind}


def test_filter_that_excludes_everything_is_an_empty_list(client: TestClient) -> None:
    answer = client.get("/v1/papers", params={"year_from": 9999})
    assert (answer.status_code, answer.json()["rows"], answer.json()["meta"]["next"]) == (200, [], None)
    assert client.get("/v1/papers?year_from=9999&format=jsonl").text == ""
    empty = client.get("/v1/papers?year_from=9999&format=arrow").content
    assert pa.ipc.open_stream(io.BytesIO(empty)).read_all().num_rows == 0


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/v1/studies?paper_id=A&setting_id=setting:service/clinic", 422, "does not go with"),
        ("/v1/passages?paper_id=A&influence_id=training", 422, "does not go with"),
        ("/v1/findings?influence_id=trainng", 404, 'Did you mean "training"?'),
        ("/v1/findings?influence_id=trainng&format=jsonl", 404, 'Did you mean "training"?'),
        ("/v1/findings?direction=barier", 422, 'Did you mean "barrier"?'),
        ("/v1/papers?limit=0", 422, "Use 1 to 10000."),
        ("/v1/papers?limit=10001", 422, "Use 1 to 10000."),
        ("/v1/papers?after=A", 422, "there is no such parameter"),
        ("/v1/papers?format=xml", 406, "json, csv, jsonl, arrow"),
        ("/v1/papers/A?limit=1", 422, "there is no such parameter"),
        ("/v1/papers/A?paper_id=B", 422, "there is no such parameter"),
        ("/v1/papers/", 404, "There is no Paper"),
        ("/v1/coverage/x", 404, "Nothing is at this address."),
        (f"/v1/papers/{'x' * 2001}", 422, "2000"),
    ],
)
def test_what_no_list_has_is_refused(client: TestClient, address: str, status: int, detail: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA), answer.text
    assert detail in answer.json()["detail"]


def _foreign(info: str) -> Iterator[str]:
    """Cursors that /v1/papers did not give."""
    mine = question("/v1/papers", {})
    yield from ("x", "", "é", "====", "W10", "bnVsbA", "eyJhIjoxfQ", "x" * 1999, "W" * 1999)
    yield written(Cursor(info, question("/v1/studies", {}), "A", ""))
    yield written(Cursor(info, mine, "A", "")) + "!"
    yield written(replace(Cursor(info, mine, "A", ""), after=3))  # type: ignore[arg-type]


def test_foreign_cursors_are_refused_and_own_ones_of_any_place_taken(client: TestClient) -> None:
    for cursor in _foreign("r1"):
        answer = client.get("/v1/papers", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["type"]) == (422, "/errors/cursor"), cursor
    other_filter = client.get("/v1/papers?limit=1").json()["meta"]["next"]
    assert client.get(f"{other_filter}&status=included").json()["type"] == "/errors/cursor"
    place = written(Cursor("r1", question("/v1/papers", {}), "~", ""))
    assert client.get("/v1/papers", params={"cursor": place}).json()["rows"] == []
    for number in ("-1", "1e3", "99999999", "\u0663"):
        cut = written(Cursor("r1", question("/v1/codebook", {"status": None}), number, ""))
        assert client.get("/v1/codebook", params={"cursor": cut}).json()["type"] == "/errors/cursor", number


def test_cursor_of_an_older_revision_is_gone_and_says_where_to_begin_anew(tmp_path: Path) -> None:
    build(small_tables("r1"), tmp_path, CONFIG)
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as client:
        old = client.get("/v1/papers?limit=2&status=included").json()["meta"]["next"]
        build(small_tables("r2"), tmp_path, CONFIG)
        for address in (old, f"{old}&format=csv", f"{old.replace('limit=2', '')}&format=jsonl"):
            gone = client.get(address)
            assert (gone.status_code, gone.json()["type"], gone.headers["content-type"]) == (
                410,
                "/errors/stale-cursor",
                MEDIA,
            )
            assert gone.links["first"]["url"] == gone.json()["restart"] == "/v1/papers?status=included"
            assert gone.json()["revision"] == "r2"
        assert client.get(gone.json()["restart"]).json()["meta"]["revision"] == "r2"


@pytest.mark.parametrize("resource", THINGS, ids=lambda r: r.path)
def test_every_row_is_found_under_its_id(client: TestClient, resource: Any) -> None:
    for row in client.get(resource.path).json()["rows"]:
        id_ = row[resource.one[0]]
        for spelt in (quote(id_), quote(id_, safe="")):
            answer = client.get(f"{resource.path}/{spelt}")
            assert (answer.status_code, answer.json()["rows"]) == (200, [row]), id_


def test_ids_with_slashes_and_unicode_lead_to_their_paper(tmp_path: Path) -> None:
    tables = small_tables("r1")
    names = tables.node("Paper").column("id").to_pylist()
    renamed = {name: ODD if name == "A" else name for name in names}

    def put(table: pa.Table, column: str) -> pa.Table:
        values = [renamed.get(value, value) for value in table.column(column).to_pylist()]
        return table.set_column(table.column_names.index(column), column, pa.array(values, pa.string()))

    nodes, edges = {**tables.nodes, "Paper": put(tables.nodes["Paper"], "id")}, dict(tables.edges)
    for type_ in tables.edges:
        ends = [("start_id", EDGE[type_].start), ("end_id", EDGE[type_].end)]
        for column in [column for column, label in ends if label == "Paper"]:
            edges[type_] = put(edges[type_], column)
    build(replace(tables, nodes=nodes, edges=edges), tmp_path, CONFIG)
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as client:
        for spelt in (quote(ODD), quote(ODD, safe="")):
            assert client.get(f"/v1/papers/{spelt}").json()["rows"][0]["paper_id"] == ODD
        assert client.get("/v1/findings", params={"paper_id": ODD}).json()["rows"]
        row = client.get(f"/v1/papers/{quote(ODD)}").json()
        assert client.get(row["opens"][0]["findings"]).json()["rows"]


@pytest.mark.parametrize("resource", ALL, ids=lambda r: r.path)
def test_formats_hold_the_same_rows(client: TestClient, resource: Any) -> None:
    whole = client.get(resource.path, params={"limit": 10_000}).json()
    lines = client.get(f"{resource.path}?format=jsonl")
    assert [json.loads(line) for line in lines.text.splitlines()] == whole["rows"]
    sent = client.get(resource.path, headers={"Accept": "application/vnd.apache.arrow.stream"})
    table = pa.ipc.open_stream(io.BytesIO(sent.content)).read_all()
    assert table.to_pylist() == whole["rows"]
    said = json.loads(table.schema.metadata[b"narragraph"])
    assert {name: said[name] for name in ("revision", "unit", "filter", "licences", "codebook_version")} == {
        name: whole["meta"][name] for name in ("revision", "unit", "filter", "licences", "codebook_version")
    }
    for answer in (lines, sent):
        assert answer.headers["x-narragraph-revision"] == "r1"
        assert answer.headers["x-narragraph-truncated"] == "false"
        again = client.get(
            answer.url, headers={"If-None-Match": answer.headers["etag"], "Accept": answer.headers["content-type"]}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_limit_makes_pages_of_streams(client: TestClient) -> None:
    for form in ("jsonl", "arrow", "csv"):
        answer = client.get("/v1/papers", params={"format": form, "limit": 3})
        assert answer.headers["x-narragraph-truncated"] == "true"
        assert f"format={form}" in answer.links["next"]["url"]
    following = client.get(client.get("/v1/papers?format=jsonl&limit=3").links["next"]["url"]).text.splitlines()
    assert [json.loads(line)["paper_id"] for line in following] == ["D", "E", "F"]


def test_stream_of_a_graph_that_changes_is_cut(
    narrow: TestClient, other: tuple[TestClient, GraphSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody takes a part of two revisions for all of one."""
    told, asked = other[1].info, []

    def changing(database: Any) -> Any:
        asked.append(1)
        return told(database) if len(asked) < 4 else replace(told(database), revision="r2")

    whole = narrow.get("/v1/papers?format=jsonl").content
    monkeypatch.setattr(other[1], "info", changing)
    with TestClient(other[0].app, base_url="http://127.0.0.1") as strict, pytest.raises(GraphChanged):
        strict.get("/v1/papers?format=jsonl")
    assert whole.count(b"\n") == 7


def test_stream_holds_few_rows_at_a_time(narrow: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    rows = pages.Lists.rows

    def counted(self: Any, database: Any, resource: Any, ids: list[str]) -> Any:
        asked.append(len(ids))
        return rows(self, database, resource, ids)

    monkeypatch.setattr(pages.Lists, "rows", counted)
    for form in ("jsonl", "arrow"):
        asked.clear()
        assert narrow.get(f"/v1/findings?format={form}").status_code == 200
        assert (max(asked), len(asked) > 4) == (2, True)


@pytest.mark.neo4j
def test_lists_are_the_same_on_both_engines(small_folder: Path, clean_neo4j: Config) -> None:
    build(with_small_decisions(small_tables()), small_folder, clean_neo4j)
    with (
        client_of(create_app(GraphSource(small_folder, clean_neo4j))) as server,
        client_of(create_app(GraphSource(small_folder, CONFIG))) as embedded,
    ):
        given = {**GIVEN, "finding_id": embedded.get("/v1/findings").json()["rows"][0]["finding_id"]}
        for resource in ALL:
            assert walked(server, f"{resource.path}?limit=4") == walked(embedded, f"{resource.path}?limit=4")
            for query in resource.keys:
                wanted = {p.name: given[p.name] for p in query.parameters if p.required and p.name != "limit"}
                left, right = (on.get(resource.path, params=wanted).json()["rows"] for on in (server, embedded))
                assert left == right, query.name
                assert left, query.name
