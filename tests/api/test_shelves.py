"""Lists from columns in memory: the very rows, ids and bytes that the engine gives."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from http_client import client_of

from api import pages, shelving
from api.app import create_app
from api.numbers import capped
from api.resources import Resource, resources
from api.shelving import Shelves
from api.source import GraphSource
from graph.config import Config
from graph.database import Database
from graph.queries import queries
from graph.query_header import Parameter
from graph.schema import snake
from graph.shelves import SHELVED, NotShelved, shelf_of
from graph.store import open_graph

CONFIG = Config(buffer_pool_mb=64)
KEYED = [resource for resource in resources(capped()) if resource.keys]
ROOM = 10**9


@pytest.fixture(scope="module")
def database(small_folder: Path) -> Iterator[Database]:
    found = open_graph(small_folder, CONFIG)
    yield found
    found.close()


def values(database: Database, parameter: Parameter) -> list[object]:
    """What a filter may be given: every id where one is needed, else also none."""
    if parameter.type.startswith("id<"):
        label = parameter.type.removeprefix("id<").rstrip(">")
        found: list[object] = [row["id"] for row in database.rows(queries("dump")[snake(label)], {})]
        return found if parameter.required else [None, *found[:2]]
    if parameter.type == "integer":
        return [None, 0, 2011, 2015, 9999]
    return [None, *(parameter.choices or (True, False))]


def test_every_list_of_things_can_be_shelved() -> None:
    assert {resource.contract.name for resource in KEYED} == SHELVED


@pytest.mark.parametrize("resource", KEYED, ids=lambda r: r.path)
def test_shelf_holds_the_rows_of_its_page_query(database: Database, resource: Resource) -> None:
    shelf = shelf_of(resource.contract.name, database, ROOM)
    ids = shelf.ids.to_pylist()
    rows = database.rows(queries("page")[resource.contract.name], {"ids": ids})
    assert ids
    assert list(shelf.columns or ()) == [column.name for column in resource.contract.columns]
    assert shelf.rows(range(len(ids))) == rows
    assert shelf.json(range(len(ids))) == [json.dumps(row, ensure_ascii=False) for row in rows]
    assert [shelf.place(id_) for id_ in ids] == list(range(len(ids)))
    assert shelf.place("nobody") is None


@pytest.mark.parametrize("resource", KEYED, ids=lambda r: r.path)
def test_shelf_keeps_the_ids_of_its_key_queries(database: Database, resource: Resource) -> None:
    shelf = shelf_of(resource.contract.name, database, ROOM)
    for query in resource.keys:
        filters = [p for p in query.parameters if p.name not in {"after", "limit"}]
        found = 0
        for some in product(*(values(database, parameter) for parameter in filters)):
            given = dict(zip((parameter.name for parameter in filters), some, strict=True))
            wanted = [row[query.columns[0].name] for row in database.rows(query, {**given, "after": "", "limit": 9999})]
            places = shelf.places(given)
            assert places is not None
            assert list(map(shelf.id, places)) == wanted, given
            found += len(wanted)
        assert found, query.name
    assert all(shelf.places({p.name: "nobody"}) is None for p in resource.filters if p.type.startswith("id<"))


def test_rows_that_have_no_room_stay_with_the_engine(database: Database) -> None:
    whole = shelf_of("passages", database, ROOM)
    keys = shelf_of("passages", database, whole.nbytes - 1)
    assert (keys.columns, keys.ids) == (None, whole.ids)
    with pytest.raises(NotShelved):
        shelf_of("passages", database, keys.nbytes - 1)


@pytest.fixture(scope="module")
def asked(small_folder: Path) -> list[str]:
    """Addresses of lists under filters, in pages and formats."""
    with client_of(create_app(GraphSource(small_folder, CONFIG))) as client:
        paper, finding = (client.get(f"/v1/{name}").json()["rows"][0] for name in ("papers", "findings"))
    narrowed = [
        *(
            "findings?influence_id=training",
            "findings?influence_id=training&setting_id=clinic",
            "findings?counted=false",
        ),
        *("findings?influence_id=training&direction=barrier", f"findings?paper_id={paper['paper_id']}", "papers"),
        *("papers?influence_id=training", "papers?year_from=2012&status=included", "passages?influence_id=training"),
        *(f"passages?finding_id={finding['finding_id']}", "passages?kind=note", "studies?setting_id=clinic", "studies"),
        *("findings", "passages", "findings?influence_id=nobody", "passages?finding_id=f:0", "papers?cursor=none"),
        *(f"papers/{paper['paper_id']}", f"findings/{finding['finding_id']}", "papers/nobody", "findings?setting_id="),
    ]
    forms = (
        "",
        "limit=1",
        "limit=2",
        "limit=10000",
        "format=csv&limit=3",
        "format=jsonl&limit=2",
        "format=arrow&limit=3",
    )
    plain = [(path, form) for path in narrowed for form in forms if "/" not in path or "limit" not in form]
    return [f"/v1/{path}{'&' if '?' in path else '?'}{form}".rstrip("?&") for path, form in plain]


def walked(client: TestClient, addresses: list[str]) -> list[tuple[str, int, bytes, list[tuple[str, str]]]]:
    """Every page behind the addresses, byte by byte."""
    found = []
    for first in addresses:
        address: str | None = first
        while address is not None:
            answer = client.get(address)
            found.append((address, answer.status_code, answer.content, sorted(answer.headers.items())))
            address = answer.links.get("next", {}).get("url")
    return found


@pytest.mark.parametrize("window", [3, pages.WINDOW])
@pytest.mark.parametrize("room", [ROOM, 3_000])
def test_answers_are_the_same_with_and_without_shelves(
    small_folder: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch, window: int, room: int
) -> None:
    monkeypatch.setattr(pages, "WINDOW", window)
    monkeypatch.setattr(shelving, "MOST_SHELVED", room)
    source = GraphSource(small_folder, CONFIG)
    with client_of(create_app(source)) as client:
        shelved = walked(client, asked)
    made = source.shelves.made()
    assert set(made) == SHELVED
    assert all(made.values()) == (room == ROOM)
    monkeypatch.setattr(Shelves, "of", lambda *_: None)
    with client_of(create_app(GraphSource(small_folder, CONFIG))) as client:
        assert walked(client, asked) == shelved


def test_shelves_of_a_large_review_are_made_while_the_engine_answers(
    small_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelving, "FEW", 0)
    monkeypatch.setattr(shelving, "PATIENCE", 60)
    source = GraphSource(small_folder, CONFIG)
    with client_of(create_app(source)) as client:
        first = client.get("/v1/findings?limit=5").json()
        assert client.get("/v1/findings?limit=6").json()["rows"][:5] == first["rows"]
        for thread in [one for one in threading.enumerate() if one.name == "shelves"]:
            thread.join()
        assert source.shelves.made() == dict.fromkeys(SHELVED, True)


def test_shelf_that_fails_leaves_the_list_to_the_engine(
    small_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("no shelf")

    monkeypatch.setattr(shelving, "shelf_of", broken)
    source = GraphSource(small_folder, CONFIG)
    with client_of(create_app(source)) as client:
        assert client.get("/v1/papers").json()["rows"]
        assert client.get("/v1/papers?limit=2").json()["rows"]
    assert source.shelves.made() == {"papers": False}
    assert "could not be made" in caplog.text
