"""Explore in a real Chromium: from the network to a passage in two clicks or by keys, nothing from elsewhere."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Served, served, violations
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

pytestmark = pytest.mark.browser
PAIRS = "/explore/pairs?show=all"
PAGES = ("/explore", PAIRS, "/explore/settings?by=country", "/explore/papers", "/explore/passages?state=mixed")
NODE = "(one) => { const at = one.network.getElementById('training').renderedPosition(); return [at.x, at.y]; }"
EDGE = """(one) => {
  const ends = ["training", "role-definition"].map((id) => one.network.getElementById(id).renderedPosition());
  return [(ends[0].x * 2 + ends[1].x) / 3, (ends[0].y * 2 + ends[1].y) / 3];
}"""
CLICKED = """async (one) => {
  for (let at = 0; at < 10; at += 1) {
    one.network.nodes()[at * 50].emit("tap");
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }
}"""
STILL = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


@pytest.fixture(scope="module")
def server(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example review of fourteen studies."""
    folder = tmp_path_factory.mktemp("explore") / "review"
    shutil.copytree(repo / "examples" / "peer_support", folder)
    with served(folder) as running:
        yield running


@pytest.fixture
def context(browser: Browser, server: Served) -> Iterator[BrowserContext]:
    """A window of somebody who only reads; whatever is asked of elsewhere is an error."""
    found = browser.new_context(base_url=server.base)
    elsewhere: list[str] = []
    found.on("request", lambda asked: None if asked.url.startswith(server.base) else elsewhere.append(asked.url))
    yield found
    found.close()
    assert not elsewhere


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _network(page: Page, address: str = PAIRS) -> Any:
    page.goto(address)
    section = page.locator("[data-ready]")
    expect(section).to_be_visible()
    # Cytoscape learns of a scroll with the next frame; no person clicks sooner.
    page.locator(".canvas").scroll_into_view_if_needed()
    page.evaluate(STILL)
    return section


def _click(page: Page, section: Any, where: str) -> None:
    x, y = section.evaluate(where)
    page.locator(".canvas").click(position={"x": x, "y": y})


@pytest.mark.parametrize(
    ("where", "papers", "name"), [(NODE, 5, "Training"), (EDGE, 5, "Role definition and Training")]
)
def test_two_clicks_lead_from_the_network_to_passages(page: Page, where: str, papers: int, name: str) -> None:
    section = _network(page)
    _click(page, section, where)
    said = page.locator("#network-said")
    expect(said.locator(".name")).to_have_text(name)
    said.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passages")
    expect(page.get_by_role("status")).to_contain_text(f"{papers} papers")
    expect(page.locator(".finding [dir][lang]").first).to_be_visible()


def test_keys_lead_from_the_network_to_passages(page: Page) -> None:
    section = _network(page)
    page.locator(".canvas").focus()
    said = page.locator("#network-said .name")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Organisational culture")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Role definition")
    page.keyboard.press("ArrowDown")
    expect(said).to_contain_text("Role definition and ")
    page.keyboard.press("Escape")
    expect(said).to_have_count(0)
    zoom = section.evaluate("(one) => one.network.zoom()")
    page.keyboard.press("+")
    assert section.evaluate("(one) => one.network.zoom()") > zoom
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Passages")


def test_a_filter_that_is_sent_gives_the_same_numbers(page: Page, browser: Browser, server: Served) -> None:
    page.goto("/explore/papers")
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("UK", exact=False).first.check()
    page.get_by_label("from", exact=True).fill("2010")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".chips li")).to_have_count(2)
    page.get_by_role("link", name="Influences", exact=True).click()
    expect(page.locator(".chips li")).to_have_count(2)
    other = browser.new_context(base_url=server.base).new_page()
    other.goto(page.url)
    assert other.locator("main").inner_text() == page.locator("main").inner_text()
    other.context.close()


def test_without_a_script_the_form_and_the_table_are_there(browser: Browser, server: Served) -> None:
    context = browser.new_context(base_url=server.base, java_script_enabled=False)
    page = context.new_page()
    page.goto("/explore/pairs")
    page.get_by_label("every pair").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#pairs tbody tr").first).to_be_visible()
    expect(page.locator(".network")).to_be_hidden()
    page.locator("#pairs tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passages")
    page.go_back()
    page.get_by_role("link", name="Picture: Reported together").click()
    expect(page.locator("figure svg")).to_be_visible()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wrong_for_axe_and_nothing_too_wide(page: Page, address: str) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    pictures = page.locator(".picture")
    for at in range(pictures.count()):
        pictures.nth(at).scroll_into_view_if_needed()
        expect(pictures.nth(at).locator("svg")).to_be_visible(timeout=30_000)
    assert not violations(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert not told, "not even the policy of the page has anything to refuse"


def test_a_network_of_five_hundred_influences_answers(page: Page) -> None:
    draw = random.Random(1)
    names = [f"influence-{at}" for at in range(500)]
    told = {"papers": 5, "of": 9, "said": "", "pairs": 1, "href": "/explore"}
    nodes = [{"id": id_, "name": id_, "label": id_, **told} for id_ in names]
    edges = [
        {"id": f"pair-{at}", "source": one, "target": draw.choice(names), "shared": 1 + at % 9}
        | {"expected": 1.0, "beyond": at % 2 == 0, "related": False, "href": "/explore"}
        for at, one in enumerate(names * 2)
    ]
    spots = [{"x": draw.uniform(-1000, 1000), "y": draw.uniform(-1000, 1000)} for _ in names]
    drawn = {
        "apart": False,
        "nodes": [{"data": node, "position": spot} for node, spot in zip(nodes, spots, strict=True)],
        "edges": [{"data": edge} for edge in edges],
    }

    def answer(route: Route) -> None:
        route.fulfill(body=json.dumps(drawn), content_type="application/json")

    page.route("**/explore/pairs/network*", answer)
    section = _network(page)
    assert section.evaluate("(one) => one.network.nodes().length") == 500
    section.evaluate(CLICKED)
    expect(page.locator("#network-said .name")).to_have_text("influence-450")
