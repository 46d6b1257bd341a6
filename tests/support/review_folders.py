"""Review folders for tests, written where a test wants them."""

from __future__ import annotations

from pathlib import Path

PLAIN = """\
[review]
id = "t"
title = "T"

[[table]]
path = "tables/t.csv"
one_row_is = "finding"

[table.paper]
id = ["paper"]

[[table.setting]]
name = "setting"
kind = "service"

[[table.finding]]
influence = { column = "influence" }
direction = { column = "effect", map = { helps = "facilitator", hinders = "barrier" } }
"""
ROWS = "paper,influence,effect,setting\nA,Training,helps,Clinic\nB,Training,hinders,Ward\n"
CODEBOOK = "influence_id,name,parent_id\ntraining,Training,\nculture,Culture,\n"


def write_folder(place: Path, review: str = PLAIN, table: str | bytes = ROWS, codebook: str | None = CODEBOOK) -> Path:
    """A review folder with one csv table; returns the folder."""
    (place / "tables").mkdir(parents=True, exist_ok=True)
    (place / "review.toml").write_text(review, encoding="utf-8")
    content = table.encode() if isinstance(table, str) else table
    (place / "tables" / "t.csv").write_bytes(content)
    if codebook is not None:
        (place / "codebook.csv").write_text(codebook, encoding="utf-8")
    return place
