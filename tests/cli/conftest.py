"""Fixtures of the command line's tests: commands run in this process unless the process itself is under test."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Here
from small_graph import small_tables

from graph.build import build
from graph.config import Config


@pytest.fixture
def narragraph(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    """Call it with the words of a command line; a small memory pool, the embedded engine."""
    monkeypatch.setenv("NARRAGRAPH_BUFFER_POOL_MB", "64")
    monkeypatch.delenv("NARRAGRAPH_ENGINE", raising=False)
    return Here(capsys)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose graph is the small one of tests/support/small_graph.py. Read only: do not build in it."""
    folder = tmp_path_factory.mktemp("small-review")
    (folder / "review.toml").write_text('[review]\nid = "small"\ntitle = "A small review"\n', encoding="utf-8")
    build(small_tables(), folder, Config(buffer_pool_mb=64))
    return folder
