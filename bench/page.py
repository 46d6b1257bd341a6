"""The page in a real Chromium: when pages are painted, and what the network takes.

First paint is the browser's own figure, warm: the page was asked once before. Work is seconds of the main thread of the
page, which other programs do not change. Needs Chromium, and playwright of the development set.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.api import serving
from bench.data import THOUSAND, Size, write_review
from bench.harness import Chapter, Target

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

HEAD = ("page", "what", "measured")
PAIRS = "/explore/pairs?show=all"
ADDRESSES = ("/explore", PAIRS, "/explore/settings", "/explore/papers")
MANY = Size(2_000, 500, 20, 10)
"""As many influences as a network may have."""
PAINTED = """() => new Promise((told) => {
  const seen = new PerformanceObserver((found) => told(found.getEntries()[0].startTime));
  seen.observe({ type: "paint", buffered: true });
})"""
CLICKED = """async (one) => {
  const nodes = one.network.nodes();
  for (let at = 0; at < 10; at += 1) {
    nodes[at * Math.floor(nodes.length / 10)].emit("tap");
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }
  return nodes.length;
}"""


def painted(page: Page, base: str, times: int) -> list[tuple[str, ...]]:
    """One row for each page: the median of its first paints."""
    found: list[tuple[str, ...]] = []
    for address in ADDRESSES:
        page.goto(base + address)
        spent = []
        for _ in range(times):
            page.reload()
            spent.append(float(page.evaluate(PAINTED)))
        found.append((f"`{address}`", "first paint", f"{median(spent):.0f} ms"))
    return found


def clicked(page: Page, base: str) -> tuple[str, ...]:
    """What selecting a circle of the network takes."""
    page.goto(base + PAIRS)
    section = page.locator("[data-ready]")
    section.wait_for(timeout=120_000)
    page.locator(".canvas").scroll_into_view_if_needed()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _worked(session)
    nodes = section.evaluate(CLICKED)
    spent = (_worked(session) - before) / 10
    return f"`{PAIRS}`", f"selecting one of {nodes} circles, work", f"{1000 * spent:.0f} ms"


def _worked(session: CDPSession) -> float:
    """Seconds of work since this very session began to count."""
    measured = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(measured["TaskDuration"])


def chromium() -> str | None:
    """The browser of this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def rows(place: Path, thousand: Size = THOUSAND, many: Size = MANY, times: int = 5) -> list[tuple[str, ...]]:
    """Every row, from two reviews and one browser."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise SystemExit("No Chromium on this machine.")
    found: list[tuple[str, ...]] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, size in (("thousand", thousand), ("many", many)):
            folder = write_review(place / name, size, "parquet")
            with serving(folder) as (port, _):
                page = browser.new_page()
                base = f"http://127.0.0.1:{port}"
                found += painted(page, base, times) if name == "thousand" else [clicked(page, base)]
                page.close()
        browser.close()
    return found


def measure(place: Path, thousand: Size = THOUSAND, many: Size = MANY, times: int = 5) -> Chapter:
    """First paints, and what selecting in the network takes."""
    found = rows(place, thousand, many, times)
    slowest = max(float(row[2].removesuffix(" ms")) for row in found if row[1] == "first paint")
    target = Target("first paint of the explore pages", f"at most {slowest:.0f} ms", "< 1 s", slowest < 1000)
    said = f"{thousand.papers:,} papers x {thousand.influences} influences; the network has {many.influences} of them."
    return Chapter("Pages", (target,), said, HEAD, found)
