"""A review folder as a team would keep it: one table of three findings, a codebook, one extraction round."""

from __future__ import annotations

from pathlib import Path

REVIEW = """\
[review]
id = "tiny"
title = "A tiny review"

[[extraction]]
name = "round 1"

[[table]]
path = "tables/findings.csv"
one_row_is = "finding"

  [table.paper]
  id = ["paper"]
  extracted_in = "round 1"

  [[table.setting]]
  name = "setting"
  kind = "service"

  [[table.finding]]
  influence = { column = "influence" }
  direction = { column = "effect", map = { "helps" = "facilitator", "hinders" = "barrier" } }
  QUOTE
"""
CODEBOOK = "influence_id,name\ntraining,Training\npay,Pay\n"
FINDINGS = """\
paper,setting,influence,effect,quote
A,clinic,Training,helps,They trained us
B,clinic,Training,hinders,No time for it
B,ward,Pay,hinders,It does not pay
"""


def tiny_review(folder: Path, *, quote: str = 'quote = "quote"') -> Path:
    """Write the folder; `quote` is the line of review.toml that says where the words stand."""
    (folder / "tables").mkdir(parents=True)
    (folder / "review.toml").write_text(REVIEW.replace("QUOTE", quote), encoding="utf-8")
    (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    (folder / "tables" / "findings.csv").write_text(FINDINGS, encoding="utf-8")
    return folder
