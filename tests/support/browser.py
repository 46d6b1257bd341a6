"""A real Chromium on a real server: nothing of the page is believed because its HTML looks right."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from desk_client import CONFIG
from missing import missing
from npm_package import npm_modules
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from api.app import create_app
from api.source import GraphSource
from api.tokens import TokenFile
from cli.desk import opened
from cli.terminal import Terminal
from graph.config import Config

AXE = "4.10.3"
NAMES = ("chromium", "chromium-browser", "google-chrome")


class Served:
    """A server in a thread; it can be stopped and started again on the same port."""

    def __init__(self, folder: Path, config: Config, tokens: TokenFile | None) -> None:
        self._parts = (folder, config, tokens)
        self.port = 0
        self.start()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, on its old port if it had one."""
        folder, config, tokens = self._parts
        source = GraphSource(folder, config)
        app = create_app(source, tokens=tokens, opener=partial(opened, folder, Terminal(quiet=True)))
        self._state = app.state
        settings = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="critical", ws="none")
        self._server = uvicorn.Server(settings)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Stop it."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(20)
        # A server that is forced to end closes nothing, and an engine that is left open ends the tests with an abort.
        self._state.desks.close()
        self._state.source.close()


@contextmanager
def served(folder: Path, config: Config = CONFIG, tokens: TokenFile | None = None) -> Iterator[Served]:
    """A server of a review folder until the block ends."""
    server = Served(folder, config, tokens)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; skips or fails loudly where there is none."""
    found = os.environ.get("NARRAGRAPH_TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        missing("NO CHROMIUM: none of chromium, chromium-browser, google-chrome found; the page was NOT tried")
    with sync_playwright() as playwright:
        # Root in a container has no sandbox of its own.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield browser
        finally:
            browser.close()


def opened_page(browser: Browser, server: Served, curator: str, **settings: Any) -> tuple[Page, list[str]]:
    """A signed-in page, and the list of addresses outside the server that it asked for (to be empty)."""
    context: BrowserContext = browser.new_context(base_url=server.base, **settings)
    elsewhere: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith((server.base, "data:", "blob:")):
            elsewhere.append(request.url)

    context.on("request", watch)
    page = context.new_page()
    page.goto("/signin")
    if page.locator(f"input[value={curator}]").count():
        page.locator(f"input[value={curator}]").check()
    else:
        page.locator("#curator").fill(curator)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(server.base + "/")
    return page, elsewhere


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, one line each."""
    modules = npm_modules(f"axe-core-{AXE}", f"axe-core@{AXE}", unchecked="the page was NOT checked by axe")
    # Evaluated over the debugging protocol: the page's own policy would refuse a script element.
    page.evaluate((modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']} ({node['html'][:120]})" for one in found["violations"] for node in one["nodes"]
    ]
