"""Deciding in a real Chromium: by keys, on a phone, without JavaScript, with the server gone in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import Served, opened_page, served, violations
from desk_client import PEOPLE
from long_review import long_review
from playwright.sync_api import Browser, Page, expect

from curation.entries import Decision, Undo
from curation.fold import fold
from curation.ledger import read_ledgers

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return long_review(tmp_path / "review", more=PEOPLE)


def _press(page: Page, key: str) -> None:
    """Press a key that sends something, and wait for the card that follows."""
    before = page.locator("#decision [name=key]").get_attribute("value")
    page.keyboard.press(key)
    page.wait_for_function(
        "before => (document.querySelector('#decision [name=key]') || {}).value !== before", arg=before
    )


def _decisions(folder: Path) -> list[Decision]:
    return [entry.body for entry in read_ledgers(folder).entries if isinstance(entry.body, Decision)]


def test_sixty_passages_by_keyboard_alone(browser: Browser, folder: Path) -> None:
    with served(folder) as server:
        page, elsewhere = opened_page(browser, server, "ann")
        page.goto("/decide")
        _press(page, "a")
        expect(page.locator(".said")).to_contain_text("Saved on disk")

        first = page.locator(".passage .machine").inner_text()
        _press(page, "x")
        _press(page, "u")
        expect(page.locator(".passage .machine")).to_have_text(first)

        page.keyboard.press("b")
        page.keyboard.press("2")
        page.keyboard.press("e")
        page.keyboard.type("a note, axsu? included")
        page.keyboard.press("Escape")
        _press(page, "a")

        skipped = page.locator(".passage .machine").inner_text()
        _press(page, "s")
        assert page.locator(".passage .machine").inner_text() != skipped

        page.keyboard.press("w")
        expect(page.locator("#why")).to_have_attribute("open", "")
        while len(fold(read_ledgers(folder).entries).candidates) < 60:
            _press(page, "axq"[len(_decisions(folder)) % 3])
        assert elsewhere == []

    entries = read_ledgers(folder).entries
    decisions = _decisions(folder)
    assert sum(isinstance(entry.body, Undo) for entry in entries) == 1
    assert {str(one.verdict) for one in decisions} >= {"accept", "reject", "unsure", "edit"}
    edited = next(one for one in decisions if one.note)
    assert edited.note == "a note, axsu? included"
    assert edited.claims[0].direction == "barrier"
    assert edited.claims[0].influence_id != edited.suggestion.influence_id
    assert all(one.seconds is not None and one.seconds < 60 for one in decisions)
    assert skipped in {one.anchor.quote for one in decisions}, "what was skipped came again"
    assert len({entry.key for entry in entries}) == len(entries)


PAGES = ("/", "/decide", "/keys", "/conflicts", "/codebook", "/agreement", "/activity")


@pytest.mark.parametrize("width", [1100, 320])
def test_pages_are_accessible_and_fit(browser: Browser, server: Served, width: int) -> None:
    page, elsewhere = opened_page(browser, server, "chief", viewport={"width": width, "height": 700})
    for address in PAGES:
        page.goto(address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert elsewhere == []


def test_deciding_without_javascript(browser: Browser, folder: Path) -> None:
    with served(folder) as server:
        page, _ = opened_page(browser, server, "ann", java_script_enabled=False, viewport={"width": 320, "height": 700})
        page.goto("/decide")
        page.locator("input[name=direction][value=mixed]").check()
        page.get_by_role("button", name="Accept").click()
        assert page.url.startswith(server.base + "/decide")
        page.get_by_role("button", name="Reject").click()
        page.get_by_role("button", name="Skip").click()
        page.get_by_role("button", name="Undo").click()
    said = [(str(one.verdict), [str(claim.direction) for claim in one.claims]) for one in _decisions(folder)]
    assert said == [("edit", ["mixed"]), ("reject", [])]
    assert isinstance(read_ledgers(folder).entries[-1].body, Undo)


def test_a_decision_waits_for_the_server_and_is_saved_once(browser: Browser, folder: Path) -> None:
    with served(folder) as server:
        page, _ = opened_page(browser, server, "ann")
        page.goto("/decide")
        quote = page.locator(".passage .machine").inner_text()
        server.stop()
        page.keyboard.press("a")
        expect(page.locator("#outbox")).to_contain_text("kept on this machine")
        page.keyboard.press("a")
        assert _decisions(folder) == []
        page.wait_for_timeout(300)
        server.start()
        expect(page.locator(".said")).to_contain_text("is saved now", timeout=20_000)
        expect(page.locator("#outbox")).to_be_hidden()
    assert [one.anchor.quote for one in _decisions(folder)] == [quote]


def test_a_double_click_makes_one_entry(browser: Browser, folder: Path) -> None:
    with served(folder) as server:
        page, _ = opened_page(browser, server, "ann")
        page.goto("/decide")
        page.evaluate(
            "() => { const b = document.querySelector('[data-act=accept]'); b.click(); b.click(); b.click(); }"
        )
        expect(page.locator(".said")).to_contain_text("Saved on disk")
        page.wait_for_timeout(300)
    assert len(_decisions(folder)) == 1


def test_keys_can_be_changed_and_switched_off(browser: Browser, folder: Path) -> None:
    with served(folder) as server:
        page, _ = opened_page(browser, server, "ann")
        page.goto("/keys")
        page.locator("#key-accept").fill("j")
        page.get_by_role("button", name="Keep these keys").click()
        page.goto("/decide")
        expect(page.locator("[data-act=accept] kbd")).to_have_text("j")
        page.keyboard.press("a")
        _press(page, "j")
        assert len(_decisions(folder)) == 1
        page.goto("/keys")
        page.get_by_label("Switch all single keys off").check()
        page.get_by_role("button", name="Keep these keys").click()
        page.goto("/decide")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.wait_for_timeout(300)
    assert len(_decisions(folder)) == 1
