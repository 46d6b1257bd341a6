"""The page of a survey: ratings with what is hidden said in words, figures with their sentences, and ways onward."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from desk_client import CONFIG
from fastapi.testclient import TestClient
from html_page import every, one, read, words
from http_client import client_of
from lxml.html import HtmlElement
from paper_review import seen
from small_graph import small_tables
from survey_graph import WHY, survey_tables

from api.app import create_app
from api.source import GraphSource
from graph.build import build
from graph.survey import SYNTHETIC


def _client(folder: Path, *, surveyed: bool = True) -> TestClient:
    build(survey_tables() if surveyed else small_tables(), folder, CONFIG)
    return client_of(create_app(GraphSource(folder, CONFIG), opener=_never))


def _never() -> NoReturn:
    raise AssertionError("the graph is there: no folder is opened to read it")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with _client(tmp_path_factory.mktemp("surveyed")) as found:
        yield found


def _page(client: TestClient, address: str = "/survey", status: int = 200) -> HtmlElement:
    answer = seen(client, address)
    assert answer.status_code == status, answer.text
    return read(answer.text)


def _cells(document: HtmlElement, influence: str) -> list[str]:
    return [
        words(cell) for cell in every(document, f"//h2[@id='by-site']/following::table[1]//tr[th[a='{influence}']]/td")
    ]


def test_ratings_by_site_with_everybody_beside_them(client: TestClient) -> None:
    document = _page(client)
    heads = [words(head) for head in every(document, "//h2[@id='by-site']/following::table[1]/thead//th")]
    assert [head.split()[0] for head in heads] == ["influence", "Hill", "Lake", "Mill", "everybody"]
    assert _cells(document, "Culture")[0] == "3.00 2.60 to 3.40; n = 12"
    assert _cells(document, "Training")[2] == f"not shown: {WHY}"
    assert _cells(document, "Pay")[2] == "nobody was asked"


def test_page_says_that_ratings_are_made_up(client: TestClient) -> None:
    assert words(one(_page(client), "//p[@role='note']")) == SYNTHETIC


def test_statistics_stand_with_their_sentence_or_the_refusal(client: TestClient) -> None:
    document = _page(client)
    assert "one factor" in words(one(document, "//h4[contains(., 'alpha')]/following-sibling::p[1]"))
    rows = [
        " ".join(filter(None, map(words, every(row, "./th | ./td")))) for row in every(document, "//h4/following::tr")
    ]
    assert "Culture 0.81 0.60 to 0.92 29 The two items on culture hang together well (alpha 0.81)." in rows
    assert "Differences between sites refused three sites cannot support a correlation" in rows
    assert [row for row in rows if "HTMT" in row] == ["Culture and pay 0.80 0.10 to 0.90 29 Culture and pay: HTMT 0.8."]
    assert "And 1 figure of single items" in words(one(document, "//main"))


def test_items_with_words_in_each_language_and_why_one_was_dropped(client: TestClient) -> None:
    document = _page(client)
    item = one(document, "//tr[@id='item-culture-1']")
    assert words(one(item, ".//p[@lang='de']")) == "de Hier dürfen alle reden."
    assert one(item, ".//*[@lang='en']").get("dir") == "ltr"
    assert "(R)" in words(one(document, "//tr[@id='item-culture-2']"))
    dropped = words(one(document, "//details[summary[.='1 item dropped']]"))
    assert "role-1" in dropped
    assert "nobody could answer it" in dropped


def test_hostile_wording_is_words(client: TestClient) -> None:
    document = _page(client)
    assert every(document, "//b[.='here']") == []
    assert "<b>here</b>" in words(one(document, "//tr[@id='item-pay-1']"))


def test_every_way_onward_leads_somewhere(client: TestClient) -> None:
    document = _page(client)
    ways = {str(link.get("href")) for link in every(document, "//main//a")}
    assert {"/explore/passages?influence_ids=training", "/brief/setting%3Asite%2Fhill"} <= ways
    # One way of each kind: they differ in the influence, the site or the form alone.
    kinds = {way.partition("?")[0].partition("setting")[0]: way for way in sorted(ways)}
    assert len(kinds) > 8
    for way in kinds.values():
        assert seen(client, way).status_code == 200, way


def test_other_form_is_a_click_away(client: TestClient) -> None:
    document = _page(client)
    (other,) = every(document, "//a[contains(., 'volunteers')]")
    shown = _page(client, str(other.get("href")))
    assert "1 item of volunteers" in words(one(shown, "//table[caption[contains(., '(R)')]]/caption"))
    assert "Nobody" in words(one(shown, "//main"))  # nobody at a site was asked
    wrong = _page(client, "/survey?form=volunters", 404)
    assert 'Did you mean "volunteers"' in words(one(wrong, "//main"))


@pytest.mark.parametrize("name", ["site_profile", "frequency_against_rating"])
def test_pictures_stand_on_a_page_of_their_own(client: TestClient, name: str) -> None:
    document = _page(client, f"/explore/charts/{name}?where=year%3D2012..")
    assert one(document, "//nav[@aria-label='Views']/a[@aria-current='page']").get("href", "").startswith("/survey")
    assert every(document, "//form[@id='filter']") == []
    assert "A mark opens the passages on its influence" in words(one(document, "//figcaption"))
    marks = {
        str(link.get("{http://www.w3.org/1999/xlink}href") or link.get("xlink:href"))
        for link in every(document, "//svg//a")
    }
    assert "/explore/passages?influence_ids=training" in marks


def test_survey_is_a_tab_only_where_there_is_one(client: TestClient, tmp_path: Path) -> None:
    tabs = "//nav[@aria-label='Views']/a"
    assert "Survey" in {words(tab) for tab in every(_page(client, "/explore"), tabs)}
    with _client(tmp_path, surveyed=False) as without:
        assert "Survey" not in {words(tab) for tab in every(_page(without, "/explore"), tabs)}
        assert "There is no survey" in words(one(_page(without), "//main"))
