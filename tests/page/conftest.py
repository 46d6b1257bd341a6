"""One browser for all pages of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Served, chromium, served
from curated_review import curated_review
from desk_client import PEOPLE
from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review with one text, three suggestions, and people: ann and ben code, chief settles, rita reads."""
    return curated_review(tmp_path / "review", more=PEOPLE)


@pytest.fixture
def server(review: Path) -> Iterator[Served]:
    """It, served."""
    with served(review) as running:
        yield running
