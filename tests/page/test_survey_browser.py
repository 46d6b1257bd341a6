"""The survey in a real Chromium: readable without script, from a rating to a passage, in grey, on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import Served, violations
from desk_client import CONFIG
from playwright.sync_api import Browser, expect
from survey_graph import WHY, survey_tables

from graph.build import build

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("surveyed")
    build(survey_tables(), folder, CONFIG)
    running = Served(folder, CONFIG, None)
    try:
        yield running
    finally:
        running.stop()


def test_survey_reads_without_script_and_leads_to_passages(browser: Browser, server: Served) -> None:
    context = browser.new_context(base_url=server.base, java_script_enabled=False)
    page = context.new_page()
    page.goto("/explore")
    page.get_by_role("link", name="Survey", exact=True).click()
    expect(page.get_by_role("note")).to_contain_text("SYNTHETIC")
    table = page.get_by_role("region", name="Ratings by site")
    expect(table.get_by_role("row", name="Training").get_by_role("cell").nth(2)).to_have_text(f"not shown: {WHY}")
    table.get_by_role("link", name="Training").click()
    expect(page.locator("h1")).to_contain_text("Passages")
    page.go_back()
    page.get_by_role("link", name="Picture of Hill").click()
    expect(page.get_by_role("group", name="How influences are rated at Hill")).to_be_visible()
    context.close()


def test_survey_is_accessible_fits_a_narrow_screen_and_asks_nothing_of_elsewhere(
    browser: Browser, server: Served
) -> None:
    context = browser.new_context(base_url=server.base, viewport={"width": 360, "height": 740})
    elsewhere: list[str] = []
    context.on("request", lambda asked: None if asked.url.startswith(server.base) else elsewhere.append(asked.url))
    page = context.new_page()
    page.goto("/survey")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("heading", name="Items").scroll_into_view_if_needed()
    expect(page.locator("figure.drawn").first).to_be_visible()
    assert violations(page) == []
    assert elsewhere == []
    context.close()
