"""What this machine lacks: its tests skip in one loud line, or fail where they are required. Nothing skips in silence.

Every reason begins with NO and says what was not checked; the closing summary repeats each once, counting its tests.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any, NoReturn

import pytest


def missing(what: str, *, required: bool | None = None) -> NoReturn:
    """Skip this test because of `what`, which begins with NO; fail instead when required (default: with CI=true)."""
    if not what.startswith("NO "):
        raise ValueError(f'a reason begins with "NO " and the thing that is missing: {what}')
    if os.environ.get("CI") == "true" if required is None else required:
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def not_checked(skipped: list[Any]) -> list[str]:
    """One line per reason for the reports of skipped tests, most tests first."""
    reasons: Counter[str] = Counter()
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] += 1
    return [f"{tests} {'test' if tests == 1 else 'tests'}: {reason}" for reason, tests in reasons.most_common()]
