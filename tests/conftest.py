"""Fixtures: take the smallest data that has what the test needs; prefer building a case inline to a shared fixture.

Real sample data come from NARRAGRAPH_DATA (default ../shared/data). Where they are absent, those tests skip with one
loud line; with REQUIRE_DATA=1 they fail. Real servers: see the fixtures below.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _missing(what: str, required: bool) -> None:
    if required:
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def repo() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder with the real sample data."""
    folder = Path(os.environ.get("NARRAGRAPH_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "telemedicine_umbrella").is_dir():
        _missing(
            f"NO SAMPLE DATA at {folder}: set NARRAGRAPH_DATA; the figures of real reviews were NOT checked",
            os.environ.get("REQUIRE_DATA") == "1",
        )
    return folder
