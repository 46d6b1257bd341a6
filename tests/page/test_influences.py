"""Influences: the numbers of the queries and of the command line, and every count opens to as many as it says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_client import desk_client
from fastapi.testclient import TestClient
from html_page import counts, every, one, read, told, words
from paper_review import seen, sign_in


@pytest.fixture(scope="module")
def client(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The example review of fourteen studies; nobody is named in it, so anybody may sign in."""
    folder = tmp_path_factory.mktemp("influences") / "review"
    shutil.copytree(repo / "examples" / "peer_support", folder)
    with desk_client(folder) as client:
        sign_in(client, "ann")
        yield client


def _rows(client: TestClient, name: str, **asked: str) -> dict[str, dict[str, Any]]:
    answer = client.get(f"/v1/{name}", params=asked)
    assert answer.status_code == 200, answer.text
    return {row["influence_id"]: row for row in answer.json()["rows"]}


def test_every_count_of_every_influence_opens_to_as_many(client: TestClient) -> None:
    links = counts(read(seen(client, "/influences?status=").text))
    assert len(links) > 60
    wrong = []
    for link in links:
        found = told(read(seen(client, link.address).text))
        if found[link.unit] != link.number:
            wrong.append((link, found))
    assert not wrong


def test_the_list_has_the_numbers_of_the_queries(client: TestClient) -> None:
    tree, often = _rows(client, "queries/codebook_tree"), _rows(client, "queries/influences_by_frequency")
    states = _rows(client, "queries/influence_directions")
    rows = every(read(seen(client, "/influences?status=").text), "//tbody/tr")
    assert len(rows) == len(tree)
    for row in rows:
        id_ = str(one(row, ".//th/a").get("href")).removeprefix("/influences/").replace("%3A", ":")
        cells = [words(cell) for cell in row][1:]
        assert cells[:3] == [str(n) for n in (*_own(tree[id_]), often[id_]["findings"])]
        said = [words(item).split()[1:] for item in every(row, ".//li")]
        found = {direction: int(number) for number, direction in said}
        assert found == {
            name.removesuffix("_papers"): number
            for name, number in states[id_].items()
            if name.removesuffix("_papers") in {"facilitator", "barrier", "mixed", "neutral", "unclear", "absent"}
            and number
        }
        silent = states[id_]["not_reported_papers"]
        assert cells[-2:] == [
            "nobody looked" if silent is None else str(silent),
            str(states[id_]["not_extracted_papers"]),
        ]


def _own(row: dict[str, Any]) -> tuple[int, int]:
    return row["own_papers"], row["rolled_up_papers"]


@pytest.mark.parametrize("id_", ["training", "peer-network", "draft:recruitment"])
def test_one_influence_has_the_numbers_of_the_measure_and_its_counts_open(client: TestClient, id_: str) -> None:
    measured = _rows(client, "numbers/frequency")[id_]
    document = read(seen(client, f"/influences/{id_}").text)
    said = words(one(document, "//main"))
    if measured["share"] is None:
        assert "Nobody looked for it systematically" in said
    else:
        assert f"{measured['reporting']} of {measured['of']} papers that were extracted for it" in said
        low, high = (f"{measured[name] * 100:.0f} %" for name in ("share_low", "share_high"))
        assert f"95 %, Wilson: {low} to {high}" in said
    for link in counts(document):
        assert told(read(seen(client, link.address).text))[link.unit] == link.number, link
    settings = client.get("/v1/queries/directions_by_setting", params={"influence_id": id_}).json()["rows"]
    assert len(every(document, "//table//tbody/tr")) == len(settings)
    behind = client.get("/v1/queries/passages_behind", params={"influence_id": id_}).json()["rows"]
    assert len(every(document, "//main//*[@class='finding']")) == len({row["finding_id"] for row in behind})
    for row in behind:
        assert row["quote"] in said


def test_an_active_influence_leads_to_what_waits_and_shows_its_definition(client: TestClient) -> None:
    document = read(seen(client, "/influences/training").text)
    assert one(document, "//main//a[@href='/decide?influence=training']") is not None
    tree = _rows(client, "queries/codebook_tree")["training"]
    if tree["definition"]:
        assert tree["definition"] in words(one(document, "//dl"))
    assert not every(
        read(seen(client, "/influences/draft:recruitment").text), "//main//a[starts-with(@href, '/decide')]"
    )


def test_the_list_can_begin_with_what_is_reported_most(client: TestClient) -> None:
    document = read(seen(client, "/influences?order=papers").text)
    papers = [int(words(one(row, "./td[1]"))) for row in every(document, "//tbody/tr")]
    assert papers == sorted(papers, reverse=True)
    assert papers != [int(words(cell)) for cell in every(read(seen(client, "/influences").text), "//tbody/tr/td[1]")]


def test_bad_questions_are_answered(client: TestClient) -> None:
    gone = seen(client, "/influences/trainig")
    assert (gone.status_code, 'Did you mean "training"' in gone.text.replace("&#34;", '"')) == (404, True)
    assert seen(client, "/influences?status=odd").status_code == 422
    assert not every(read(seen(client, "/influences?words=nothinglikethis").text), "//tbody")
    assert every(read(seen(client, "/influences?words=training&page=99999").text), "//tbody/tr")
