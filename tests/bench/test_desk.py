"""Killed servers: what was acknowledged is there once, and the live graph is that of a build. bench.desk does more."""

from __future__ import annotations

from pathlib import Path

from bench.desk import run, write_desk_review


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    folder = write_desk_review(tmp_path / "review", papers=4, each=20)
    told, wrong = run(folder, curators=4, decisions=60, kills=3)
    assert len(told.acknowledged) == 60
    assert told.again > 0, "a kill must have met somebody at work"
    assert not told.refused
    assert not any(wrong.values()), wrong
