"""The fault suite: how often each fault is tried, and the table of what was tried and what was lost.

A test with `@pytest.mark.fault("kill -9 during a build")` is a row of the table, together with the others of that name.
`record_property` says how often it tried, and of how many acknowledged decisions it lost how many; else it is once.
NARRAGRAPH_FAULTS=long tries more often; `make faults` sets it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

LONG = os.environ.get("NARRAGRAPH_FAULTS") == "long"
HEAD = ("what was tried", "times", "acknowledged decisions", "lost", "it held")


def often(short: int, long: int) -> int:
    """How often: within the whole suite, and under `make faults`."""
    return long if LONG else short


def named(items: Iterable[pytest.Item]) -> None:
    """Write the fault that a test tries on its reports, which also come from other processes."""
    for item in items:
        marker = item.get_closest_marker("fault")
        if marker is not None:
            item.user_properties.append(("fault", str(marker.args[0])))


def table(stats: dict[str, list[Any]]) -> Iterator[str]:
    """One line for each fault, as Markdown, in the order in which they were first tried."""
    rows: dict[str, dict[str, int]] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in stats.get(outcome, ()):
            said = dict(report.user_properties)
            if "fault" not in said:
                continue
            row = rows.setdefault(said["fault"], dict.fromkeys(("tried", "acknowledged", "lost", "wrong", "left"), 0))
            row["wrong"] += outcome in {"failed", "error"}
            row["left"] += outcome == "skipped"
            row["tried"] += 0 if outcome == "skipped" else int(said.get("tried", 1))
            row["acknowledged"] += int(said.get("acknowledged", 0))
            row["lost"] += int(said.get("lost", 0))
    yield "| " + " | ".join(HEAD) + " |"
    yield "|---|---:|---:|---:|---|"
    for fault, row in rows.items():
        decided = (f"{row['acknowledged']:,}", f"{row['lost']:,}") if row["acknowledged"] else ("", "")
        held = f"NO: {row['wrong']} failed" if row["wrong"] else "not tried here" if not row["tried"] else "yes"
        yield f"| {fault} | {row['tried']:,} | {decided[0]} | {decided[1]} | {held} |"
