"""Papers, influences and figures in a real Chromium: a passage is selected, added, taken back; nothing is too wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Served, opened_page, served, violations
from paper_review import ARABIC, BIDI, B, paper_review
from playwright.sync_api import Browser, Page, expect

from curation.entries import Decision
from curation.ledger import read_ledgers

pytestmark = pytest.mark.browser
SELECT = """([from, to]) => {
  const find = (words) => {
    const walker = document.createTreeWalker(document.querySelector("section.text"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.parentElement.closest("[data-skip]") ? -1 : node.data.indexOf(words);
      if (at >= 0) return [node, at];
    }
  };
  const [first, start] = find(from), [last, end] = find(to), range = document.createRange();
  range.setStart(first, start);
  range.setEnd(last, end + to.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
PAGES = (
    "/papers",
    f"/papers/{B}",
    "/papers/paper:a",
    "/influences",
    "/influences/training",
    "/figures?influence_id=training",
    "/figures/papers?influence_id=pay",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paper_review(tmp_path_factory.mktemp("selecting") / "review")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    with served(folder) as running:
        yield running


def _added(page: Page, first: str, last: str) -> None:
    """Select from the first words to the last, and add the passage by keys alone."""
    page.evaluate(SELECT, [first, last])
    page.locator("#mark-this").click()
    page.keyboard.press("b")
    page.keyboard.press("1")
    page.get_by_role("button", name="Add it").click()
    page.locator(".saved").wait_for()


SELECTIONS = (
    ("said:", "hidden", f"said: <script>alert(1)</script> and {BIDI}hidden"),
    ("new workers", "so did", "new workers, \U0001d49c and\nso did"),  # a letter of two UTF-16 units
    ("short", "low.", "short.\n\nPay was low."),  # over a label, into the next block
    ("helped the ward", "was a barrier", "helped the ward\tLow pay was a barrier"),  # from one cell into the next
    (*ARABIC.split()[3:5], " ".join(ARABIC.split()[3:5])),
)


def test_a_selection_is_added_letter_for_letter_and_taken_back(browser: Browser, server: Served, folder: Path) -> None:
    page, elsewhere = opened_page(browser, server, "ann")
    page.goto(f"/papers/{B}")
    for first, last, quote in SELECTIONS:
        _added(page, first, last)
        body = read_ledgers(folder).entries[-1].body
        assert isinstance(body, Decision)
        assert body.anchor.quote == quote
        assert page.url.endswith(f"#{body.suggestion.id}")
        label = page.locator(f"section a.human[href='/decide/{body.suggestion.id}']")
        expect(label).to_contain_text("Ann: \u25bc barrier, Training")
        page.get_by_role("button", name="Undo it").click()
        expect(label).to_have_count(0)
    assert elsewhere == []
    page.context.close()


def test_words_that_are_changed_by_hand_are_looked_for_anew(browser: Browser, server: Served, folder: Path) -> None:
    page, _ = opened_page(browser, server, "ben")
    page.goto(f"/papers/{B}")
    before = len(read_ledgers(folder).entries)
    page.evaluate(SELECT, ["Staff", "said"])
    page.locator("#mark-this").click()
    page.locator("#quote").fill("We were trained twice")
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="facilitator").check()
    page.get_by_role("radio", name="Training").check()
    page.get_by_role("button", name="Add it").click()
    page.locator(".saved").wait_for()
    body = read_ledgers(folder).entries[before].body
    assert isinstance(body, Decision)
    assert body.anchor.quote == "We were trained twice"
    page.context.close()


def test_without_javascript_the_words_are_pasted(browser: Browser, server: Served) -> None:
    page, _ = opened_page(browser, server, "ben", java_script_enabled=False)
    page.goto(f"/papers/{B}")
    page.locator("#mark summary").first.click()
    page.locator("#quote").fill("A note under the table.")
    page.get_by_role("radio", name="mixed").check()
    page.get_by_role("radio", name="Pay").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".saved")).to_contain_text("A note under the table.")
    page.context.close()


def test_no_page_is_too_wide_wrong_for_axe_or_asks_elsewhere(browser: Browser, server: Served) -> None:
    page, elsewhere = opened_page(browser, server, "ann", viewport={"width": 320, "height": 700})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"/papers/{B}")
    _added(page, "Hindered", "anyblank")
    for address in (page.url, *PAGES):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert violations(page) == [], address
    page.goto(f"/papers/{B}")
    page.evaluate(SELECT, ["Ward", "Ward"])
    page.locator("#mark-this").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    assert (elsewhere, said) == ([], [])
    page.context.close()
