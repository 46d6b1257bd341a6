"""A desk that is open for days: many decisions, a clock that jumps, and memory and files that grow with them only."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from pathlib import Path

import pytest
from curated_review import curated_review, shown
from deciding import claim, decided, draft
from faults import often
from side_by_side import EMBEDDED

from api.sessions import LASTS, Sessions
from cli.curated import read_curated
from curation.append import append
from curation.ledger import read_ledgers
from graph.ask import ask
from graph.build import build
from graph.store import open_graph

Recorded = Callable[[str, object], None]
MANY = often(500, 100_000)
LOG = 80_000_000
"""Bytes that the engine may hold or write until it folds its log, however few decisions."""
PROGRAM = Path(__file__).resolve().parents[1] / "support" / "many_decisions.py"


@pytest.mark.fault("decisions of one desk without a pause")
def test_memory_and_files_grow_with_the_decisions_and_no_faster(tmp_path: Path, record_property: Recorded) -> None:
    """In a process of its own; what is measured is told after each fifth of the decisions."""
    folder = curated_review(tmp_path / "review")
    done = subprocess.run(
        [sys.executable, PROGRAM, folder, str(MANY)],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROGRAM.parents[2],
    )
    assert done.returncode == 0, done.stderr
    rows = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    record_property("tried", MANY)
    record_property("acknowledged", rows[-1][0])
    record_property("lost", rows[-1][0] - len(read_ledgers(folder).entries))
    assert len(read_ledgers(folder).entries) == MANY == rows[-1][0]
    steps = [tuple(b - a for a, b in zip(one, two, strict=True)) for one, two in pairwise(rows)]
    for decisions, ledger, graph, memory, descriptors in steps:
        assert ledger <= 1_500 * decisions, "bytes of a line"
        assert graph <= 4_000 * decisions + LOG, "bytes of the private copy, whose log is folded into it now and then"
        assert memory <= 6_000 * decisions + LOG, "bytes held for a decision: the entry, in several indexes"
        assert descriptors <= 1, "that of the engine's log, which a checkpoint takes away"
    assert rows[-1][-1] - rows[0][-1] <= 1
    ledgers = [ledger for _, ledger, *_ in steps]
    assert max(ledgers) <= 1.1 * min(ledgers), "a line costs what it cost at the beginning"


class Jumping(datetime):
    """A clock that somebody sets: back by half a century, far into the future, and back again."""

    jumps = (timedelta(0), timedelta(days=-20_000), timedelta(days=300_000), timedelta(days=-1), timedelta(seconds=-1))
    asked = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Jumping:
        """Now, and a jump."""
        cls.asked += 1
        at = datetime.now(tz) + cls.jumps[cls.asked % len(cls.jumps)]
        return cls.fromisoformat(at.isoformat())


@pytest.mark.fault("a clock that jumps")
def test_decisions_and_builds_stand_in_the_order_they_were_made_whatever_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Recorded
) -> None:
    """One folder decided on with a steady clock and one with a jumping one come to the same."""
    counts = []
    for name in ("steady", "jumping"):
        if name == "jumping":
            monkeypatch.setattr("curation.append.datetime", Jumping)
            monkeypatch.setattr("graph.build.datetime", Jumping)
            monkeypatch.setattr("graph.build.time.time_ns", iter([2, 1, 3, 4]).__next__)
        folder = curated_review(tmp_path / name)
        place = shown(folder, "low pay drove colleagues away.", "pay", "barrier")
        shown_now = [_revision(folder)]
        for number, direction in enumerate(("barrier", "mixed", "facilitator")):
            append(folder, draft("ann", f"k{number}", decided(place, "edit", claim("pay", direction, "Night"))))
            shown_now.append(_revision(folder))
        assert len(set(shown_now)) == 4, "every build showed what was decided before it"
        entries = read_ledgers(folder).entries
        assert [entry.key for entry in entries] == ["k0", "k1", "k2"]
        database = open_graph(folder, EMBEDDED)
        counts.append(ask(database, "influences_by_frequency", {}).rows)
        database.close()
    assert [entry.at for entry in entries] != sorted(entry.at for entry in entries), "the clock did jump"
    assert counts[0] == counts[1]
    record_property("tried", 6)
    record_property("acknowledged", 6)


def _revision(folder: Path) -> str:
    tables = read_curated(folder).ingested.tables
    return build(tables, folder, EMBEDDED).revision


@pytest.mark.fault("a clock that jumps")
def test_session_ends_in_the_future_and_stands_in_the_past(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(lambda: bytes(32))
    cookie, now = sessions.begin("ann"), time.time()
    session = sessions.read(cookie)
    assert session is not None
    for jump, holds in ((-10 * LASTS, True), (LASTS - 60, True), (LASTS + 60, False), (100 * LASTS, False)):
        monkeypatch.setattr("api.sessions.time.time", lambda jump=jump: now + jump)
        assert sessions.holds(cookie, session) is holds
