"""Fixtures of the fault suite."""

from __future__ import annotations

import pytest
from command_line import Here


@pytest.fixture
def narragraph(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    """Call it with the words of a command line; a small memory pool, the embedded engine."""
    monkeypatch.setenv("NARRAGRAPH_BUFFER_POOL_MB", "64")
    monkeypatch.delenv("NARRAGRAPH_ENGINE", raising=False)
    return Here(capsys)
