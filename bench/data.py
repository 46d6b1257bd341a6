"""Synthetic reviews of any size, the same in every run: papers that report some influences, some of them often.

Popularity falls off as in real codebooks (a few influences in most papers, a long tail), and each finding is a row
with the words it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

SEED = 20261124
WORDS = (
    *("staff", "team", "training", "support", "time", "funding", "policy", "leadership", "trust", "stigma", "workload"),
    *("supervision", "role", "culture", "access", "transport", "technology", "privacy", "language", "family"),
    *("evidence", "guideline", "pathway", "contract", "turnover", "motivation", "burnout"),
)
DIRECTIONS = ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent")
SHARES = (0.40, 0.38, 0.08, 0.06, 0.04, 0.04)
_AT_ONCE = 5000
"""Papers whose influences are drawn together; bounds the memory of the draw."""


@dataclass(frozen=True)
class Size:
    """How large a synthetic review is; every paper has the same number of findings, on different influences."""

    papers: int
    influences: int
    settings: int
    findings_per_paper: int

    @property
    def findings(self) -> int:
        """All findings."""
        return self.papers * self.findings_per_paper


MILLION = Size(100_000, 500, 50, 10)
HALF_MILLION = Size(100_000, 500, 50, 5)
THOUSAND = Size(1_000, 50, 10, 10)


def write_review(folder: Path, size: Size, form: str) -> Path:
    """A review folder whose one table is `form` (parquet or csv); returns the folder."""
    import pyarrow.csv
    import pyarrow.parquet

    (folder / "tables").mkdir(parents=True)
    table = findings(size)
    if form == "parquet":
        pyarrow.parquet.write_table(table, folder / "tables" / "findings.parquet")
    else:
        pyarrow.csv.write_csv(table, folder / "tables" / "findings.csv")
    (folder / "review.toml").write_text(_REVIEW.format(form=form), encoding="utf-8")
    (folder / "codebook.csv").write_text(_codebook(size), encoding="utf-8")
    (folder / "mappings.csv").write_text(_mappings(size), encoding="utf-8")
    return folder


def findings(size: Size) -> pa.Table:
    """One row for each finding, in the order of the papers."""
    import numpy as np
    import pyarrow as pa

    draw = np.random.default_rng(SEED)
    paper = np.repeat(np.arange(size.papers), size.findings_per_paper)
    influence = _influences(draw, size)
    setting = np.repeat(draw.integers(size.settings, size=size.papers), size.findings_per_paper)
    direction = draw.choice(len(DIRECTIONS), p=SHARES, size=size.findings)
    words = draw.integers(len(WORDS), size=(size.findings, 6))
    return pa.table(
        {
            "doi": pa.array([f"10.5555/synthetic.{number}" for number in range(size.papers)]).take(pa.array(paper)),
            "title": pa.array([f"Synthetic paper {number}" for number in range(size.papers)]).take(pa.array(paper)),
            "year": pa.array((1990 + draw.integers(35, size=size.papers)).astype(str)[paper]),
            "setting": pa.array([f"Service {number}" for number in range(size.settings)]).take(pa.array(setting)),
            "influence": pa.array([f"Influence {n}" for n in range(size.influences)]).take(pa.array(influence)),
            "direction": pa.array(DIRECTIONS).take(pa.array(direction)),
            "quote": pa.array([_quote(number, row) for number, row in enumerate(words.tolist())]),
        }
    )


def _mappings(size: Size) -> str:
    """Every influence under one of the three levels."""
    rows = [
        f"influence-{n},levels,{('micro', 'meso', 'macro')[n % 3]},exact,bench,made up" for n in range(size.influences)
    ]
    return "\n".join(("influence_id,framework,construct,kind,author,reason", *rows)) + "\n"


def _quote(number: int, words: list[int]) -> str:
    return f"{number}: " + " ".join(WORDS[word] for word in words)


def _influences(draw: Any, size: Size) -> Any:
    """For each paper different influences, the popular ones more often (Gumbel keys, the largest of each row)."""
    import numpy as np

    weight = -np.log(np.arange(1, size.influences + 1))
    found = []
    for start in range(0, size.papers, _AT_ONCE):
        many = min(_AT_ONCE, size.papers - start)
        keys = weight + draw.gumbel(size=(many, size.influences))
        found.append(np.argpartition(-keys, size.findings_per_paper - 1, axis=1)[:, : size.findings_per_paper])
    return np.concatenate(found).ravel()


def _codebook(size: Size) -> str:
    """A tree of two levels: every tenth influence is the parent of the nine after it."""
    lines = ["influence_id,name,parent_id,definition,includes,excludes,example,status"]
    for number in range(size.influences):
        parent = "" if number % 10 == 0 else f"influence-{number - number % 10}"
        lines.append(f"influence-{number},Influence {number},{parent},,,,,active")
    return "\n".join(lines) + "\n"


_REVIEW = """\
[review]
id = "synthetic"
title = "A synthetic review"

[[extraction]]
name = "round 1"
influences = "all"

[[table]]
path = "tables/findings.{form}"
one_row_is = "finding"

  [table.paper]
  id = ["doi"]
  title = "title"
  year = "year"
  extracted_in = "round 1"

  [[table.setting]]
  name = "setting"
  kind = "service"

  [[table.finding]]
  influence = {{ column = "influence" }}
  direction = {{ column = "direction", map = {{ facilitator = "facilitator", barrier = "barrier", mixed = "mixed", \
neutral = "neutral", unclear = "unclear", absent = "absent" }} }}
  quote = "quote"
"""
