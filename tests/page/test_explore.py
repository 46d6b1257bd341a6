"""Explore: the numbers of the measures under the filter of the address, and every count opens to as many."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from desk_client import CONFIG, desk_client
from fastapi.testclient import TestClient
from html_page import COUNT, every, one, read, told, words
from lxml.html import HtmlElement
from paper_review import seen, sign_in

from api.page.assets import STATIC
from api.page.explore_view import View, without_part
from api.tokens import TokenFile

CYTOSCAPE = "081591ab735b2b6a3b31a3c60f8f3a3e2fee8c92939e0c7820ad1208571b6cd8"
"""SHA-256 of Cytoscape.js 3.34.4, dist/cytoscape.min.js, as its authors published it (MIT, licence in the file)."""
USA = "country=USA"
VIEWS = ("/explore", "/explore/pairs", "/explore/settings", "/explore/papers", "/explore/passages")


@pytest.fixture(scope="module")
def folder(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explore") / "review"
    shutil.copytree(repo / "examples" / "peer_support", folder)
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """The example review of fourteen studies; nobody signs in: on loopback everybody may read."""
    with desk_client(folder) as client:
        assert seen(client, "/explore").status_code == 200, "the first look builds the graph"
        yield client


def _page(client: TestClient, address: str, status: int = 200) -> HtmlElement:
    answer = seen(client, address)
    assert answer.status_code == status, answer.text
    return read(answer.text)


def _said(document: HtmlElement) -> str:
    return words(one(document, "//main//p[@role='status']"))


def _rows(client: TestClient, name: str, **asked: object) -> list[dict[str, Any]]:
    answer = client.get(f"/v1/numbers/{name}", params=asked)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


@pytest.mark.parametrize(
    "address",
    [
        f"/explore?status=any&where={USA}&where=country%3DEngland&where=year%3D2010..",
        "/explore/pairs?show=all&shared=3",
        "/explore/settings?by=country",
        "/explore/papers?where=design%3Dcase%20study&where=design%3Dcomparative%20case%20study",
    ],
)
def test_every_count_opens_to_as_many(client: TestClient, address: str) -> None:
    document = _page(client, address)
    links = every(document, "//main//a[starts-with(@href, '/explore/passages') and @aria-label]")
    assert links
    wrong = []
    for link in links:
        ((number, unit),) = COUNT.findall(str(link.get("aria-label")).split(" of ")[0].split(" that ")[0])
        found = told(_page(client, str(link.get("href"))))[unit]
        if found != int(number):
            wrong.append((link.get("aria-label"), found))
    assert not wrong


@pytest.mark.parametrize("where", [[], [USA], ["year=2012..2016", "country=England", "country=UK"]])
def test_influences_have_the_numbers_of_the_overview(client: TestClient, where: list[str]) -> None:
    counted = {row["name"]: row for row in _rows(client, "overview", where=where, status="active")}
    document = _page(client, "/explore?" + "&".join(f"where={word.replace('=', '%3D')}" for word in where))
    shown = every(document, "//tbody/tr")
    assert len(shown) == len(counted)
    for row in shown:
        numbers = counted[words(one(row, "./th"))]
        assert words(one(row, "./td[1]")) == str(numbers["papers"])
        states = {word: int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", words(one(row, ".//ul")))}
        assert states == {word: numbers[f"{word}_papers"] for word in states}
        assert sum(states.values()) == numbers["papers"] + numbers["absent_papers"]
        share = words(one(row, "./td[2]"))
        if numbers["share"] is not None:
            assert f"{numbers['reporting_looked_for_papers']} of {numbers['looked_for_papers']}: " in share
            assert f"{numbers['share'] * 100:.0f} %" in share
    meta = client.get("/v1/numbers/overview", params={"where": where}).json()["meta"]
    assert f"n = {meta['said']['papers']} papers" in _said(document)
    assert meta["revision"][:12] in words(one(document, "//p[@class='foot']"))


def test_a_form_becomes_one_address_that_gives_the_same_numbers_again(client: TestClient) -> None:
    sent = "/explore?words=&status=&order=share&where=country%3DUSA&where=country%3DEngland&year_from=2010&year_to="
    answer = client.get(sent, headers={"Accept": "text/html"}, follow_redirects=False)
    address = answer.headers["location"]
    assert answer.status_code == 303
    assert parse_qsl(urlsplit(address).query) == [
        ("where", USA),
        ("where", "country=England"),
        ("where", "year=2010.."),
        ("order", "share"),
    ]
    document = _page(client, address)
    assert words(one(document, "//main")) == words(one(_page(client, address), "//main"))
    assert {str(box.get("value")) for box in every(document, "//input[@checked]")} == {USA, "country=England"}
    assert one(document, "//input[@name='year_from']").get("value") == "2010"
    again = one(document, "//ul[@class='chips']/li[1]/a").get("href")
    assert "USA" not in str(again)
    assert _said(_page(client, str(again))) != _said(document)
    for tab in every(document, "//nav[@class='tabs']/a"):
        assert ("where", "year=2010..") in parse_qsl(urlsplit(str(tab.get("href"))).query)


def test_each_value_keeps_as_many_as_the_form_says(client: TestClient) -> None:
    boxes = every(_page(client, "/explore"), "//div[@class='values']/label[@class='choice']")
    assert len(boxes) > 20
    for box in boxes[:12]:
        word, ((number, unit),) = str(one(box, "./input").get("value")), COUNT.findall(words(one(box, "./small")))
        assert unit == "paper"
        kept = re.search(r"n = ([\d,]+) paper", _said(_page(client, f"/explore?where={word.replace('=', '%3D')}")))
        assert kept is not None
        assert kept[1] == number


def test_pairs_and_network_are_the_rows_of_the_measure(client: TestClient) -> None:
    counted = [row for row in _rows(client, "pairs", all="true") if row["shared"] >= 2]
    document = _page(client, "/explore/pairs?show=all")
    shown = [[words(cell) for cell in row][:6] for row in every(document, "//table[@id='pairs']/tbody/tr")]
    found = {(row["a_name"], row["b_name"]): row for row in counted}
    assert len(shown) == len(found) > 5
    for name, other, shared, expected, a, b in shown:
        row = found[name, other]
        assert (int(shared), int(a), int(b)) == (row["shared"], row["a"], row["b"])
        assert expected == f"{row['expected']:.1f}"
    drawn = client.get(str(one(document, "//*[@data-network]").get("data-network"))).json()
    pairs = {(edge["data"]["source"], edge["data"]["target"], edge["data"]["shared"]) for edge in drawn["edges"]}
    assert pairs == {(row["a_influence_id"], row["b_influence_id"], row["shared"]) for row in counted}
    assert {node["data"]["id"] for node in drawn["nodes"]} == {id_ for pair in pairs for id_ in pair[:2]}
    for node in drawn["nodes"]:
        assert told(_page(client, node["data"]["href"]))["paper"] == node["data"]["papers"]
    assert len(every(_page(client, "/explore/pairs?show=all&shared=4"), "//table[@id='pairs']/tbody/tr")) == sum(
        row["shared"] >= 4 for row in counted
    )


def test_no_pair_beyond_chance_is_said_and_every_pair_is_one_step_away(client: TestClient) -> None:
    document = _page(client, "/explore/pairs")
    assert "No pair is beyond chance" in words(one(document, "//main"))
    assert not every(document, "//*[@data-network]")
    address = str(one(document, "//a[.='Show every pair by count']").get("href"))
    assert every(_page(client, address), "//table[@id='pairs']/tbody/tr")


def test_a_part_of_the_filter_is_one_however_it_is_spelt() -> None:
    where = ["income-group=Low", "income group=High", " income_group =Middle", "country=USA"]
    assert without_part(where, "income_group") == ["country=USA"]
    assert View("/explore", (" year =2010..2018",), {}).years == ("2010", "2018")


@pytest.mark.parametrize("by", ["country", "design"])
def test_cells_are_those_of_the_gap_map(client: TestClient, by: str) -> None:
    table = client.get("/v1/charts/gaps", params={"by": by, "unit": "paper", "format": "csv"}).text
    counted = {(row["name"], row["group_name"]): row for row in csv.DictReader(table.splitlines())}
    document = _page(client, f"/explore/settings?by={by}")
    cells = one(document, "//table[@class='cells']")
    groups = [words(head).split(" n = ")[0] for head in every(cells, "./thead/tr/th")][1:]
    shown = 0
    for row in every(cells, "./tbody/tr"):
        name = words(one(row, "./th"))
        for group, cell in zip(groups, every(row, "./td"), strict=True):
            said = counted[name, group]
            states = [str(link.get("aria-label")).split(", ")[0].split(": ") for link in every(cell, ".//a")]
            assert {state: papers.split()[0] for papers, state in states} == {
                word: said[word] for word in ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent")
                if said[word] not in {"", "0"}
            }  # fmt: skip
            assert states or words(cell) == said["state"]
            shown += 1
    assert shown == len(counted)


def test_papers_are_those_the_filter_keeps_and_add_up(client: TestClient) -> None:
    counted = {row["paper_id"]: row for row in _rows(client, "concentration")}
    document = _page(client, "/explore/papers")
    rows = every(document, "//table[not(@class)]/tbody/tr")
    assert len(rows) == 14
    assert sum(int(words(one(row, "./td[3]"))) for row in rows if words(one(row, "./td[3]")).isdecimal()) == sum(
        row["findings"] for row in counted.values()
    )
    years = every(document, "//details[@class='years']//tbody/tr")
    without = re.search(r"(\d+) papers? without a year", words(one(document, "//details[@class='years']/summary")))
    assert sum(int(words(one(row, "./td[1]"))) for row in years) + int(without[1] if without else 0) == 14
    behind = {row["paper_id"] for row in _rows(client, "findings_behind", influence_ids=["training"])}
    reporting = _page(client, "/explore/papers?influence_ids=training")
    assert f"{len(behind)} papers of the 14 papers that the filter keeps" in _said(reporting)


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("where=country%3DUgand", 422, "does not occur in this review. It has:"),
        ("where=colour%3Dred", 422, "cannot be filtered by"),
        ("where=nothing", 422, "is no filter. Write part=value"),
        ("where=year%3D1900", 200, "No paper is left after year"),
        ("where=country%3DUSA&where=design%3D<script>", 422, "does not occur"),
    ],
)
def test_a_filter_that_leaves_nothing_is_told_with_the_way_out(
    client: TestClient, asked: str, status: int, said: str
) -> None:
    for view in VIEWS:
        answer = seen(client, f"{view}?{asked}")
        document = read(answer.text)
        assert answer.status_code == status
        assert said in words(one(document, "//main//p[@role='alert']"))
        assert "<script>" not in answer.text
        assert every(document, "//ul[@class='chips']/li/a")
        assert one(document, "//form[@id='filter']").get("action") == view


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/explore?colour=red", 422, "there is no such field"),
        ("/explore?order=odd", 422, "is not one of share"),
        ("/explore?status=odd", 422, "is not one of active"),
        ("/explore?words=nothinglikethis", 200, "No influence has all of these words"),
        ("/explore/pairs?shared=0", 422, "a number from 1"),
        ("/explore/pairs?show=odd", 422, "is not one of beyond"),
        ("/explore/pairs?shared=999&show=all", 200, "No pair shares as many"),
        ("/explore/pairs?null_model=odd", 422, "is not one of auto"),
        ("/explore/settings?by=colour", 422, "is not one of country"),
        ("/explore/settings?by=quality", 200, "There is no quality that a paper names"),
        ("/explore/passages?influence_ids=trainig", 404, 'Did you mean "training"'),
        ("/explore/passages?influence_ids=training&state=odd", 422, "is not one of facilitator"),
        ("/explore/charts/direction", 404, 'Did you mean "directions"'),
        ("/explore/charts/directions?top=9999", 422, "out of range"),
    ],
)
def test_bad_questions_are_answered_on_a_page(client: TestClient, address: str, status: int, said: str) -> None:
    assert said in words(one(_page(client, address, status), "//main"))


def test_marks_of_a_drawn_chart_open_pages_and_its_ids_are_its_own(client: TestClient) -> None:
    text = seen(client, "/explore/charts/directions?unit=paper").text
    links = re.findall(r'<a tabindex="-1" xlink:href="([^"]*)"', text)
    assert len(links) > 10
    assert all(link.startswith("/explore/passages?") for link in links)
    assert "narragraph.invalid" not in text
    counted = {row["influence_id"]: row for row in _rows(client, "overview")}
    for link in sorted({link.replace("&amp;", "&") for link in links if "state=" in link})[:6]:
        asked = dict(parse_qsl(urlsplit(link).query))
        papers = counted[asked["influence_ids"]][f"{asked['state']}_papers"]
        assert told(_page(client, link))["paper"] == papers
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    part = client.get("/explore/charts/directions", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<figure")


def test_whoever_may_read_may_explore(folder: Path, tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path / "tokens")
    token = tokens.add("rita")
    with desk_client(folder, CONFIG, tokens) as client:
        refused = client.get("/explore?where=country%3DUSA", headers={"Accept": "text/html"}, follow_redirects=False)
        assert (refused.status_code, refused.headers["location"][:7]) == (303, "/signin")
        sign_in(client, "", token)
        document = _page(client, f"/explore?where={USA}")
        assert "n = 2 papers" in _said(document)
        assert every(document, "//header//a[@href='/explore'][@aria-current]")


def test_the_vendored_library_is_the_one_that_was_published_and_says_its_licence() -> None:
    held = (STATIC / "cytoscape.min.js").read_bytes()
    assert hashlib.sha256(held).hexdigest() == CYTOSCAPE
    assert b"Permission is hereby granted, free of charge" in held[:1500]
