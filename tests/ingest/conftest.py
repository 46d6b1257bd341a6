"""Fixtures of the import's tests: the real command line where a test reads what it leaves behind."""

from __future__ import annotations

import pytest
from command_line import Here


@pytest.fixture
def narragraph(capsys: pytest.CaptureFixture[str]) -> Here:
    """Call it with the words of a command line."""
    return Here(capsys)
