"""What `build --plan` says beside what the builds took; the figures of graph/plan.py come from here.

Three shapes of table (one row a finding; the same with long quotes; one row a paper with a column for each influence)
in every form that a plan samples.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.data import Size, findings, write_review
from bench.harness import NARRAGRAPH, Chapter, Target, run

if TYPE_CHECKING:
    import pyarrow as pa

HEAD = ("table", "MB", "nodes and relationships", "planned", "planned MB", "peak MB", "planned : peak", "seconds")
FINDINGS = (30_000, 100_000, 1_000_000)
SMOKE = (50,)
MOST_SHAPES = 100_000
"""Findings up to which every shape is built; a larger one only as csv and parquet."""
NEAR = 0.25
"""How far a plan may be from the peak that was measured."""
FORMS = ("csv", "parquet", "xlsx")
WIDE = 40
"""Columns of influences in a wide table."""
LONG = 12
"""How many times longer a long quote is."""


def shapes(place: Path, many: int) -> Iterator[tuple[str, Path]]:
    """Every review of about so many findings, one at a time."""
    size = Size(max(1, many // 5), 500, 50, 5)
    for form in FORMS[: 1 if many in SMOKE else 2 if many > MOST_SHAPES else 3]:
        yield f"finding a row, {form}", _review(place / form, size, form, findings(size))
    if many not in SMOKE and many <= MOST_SHAPES:
        yield "long quotes, csv", _review(place / "long", size, "csv", _longer(findings(size)))
        yield "paper a row, csv", _wide(place / "wide", many)


def _review(folder: Path, size: Size, form: str, table: pa.Table) -> Path:
    import pyarrow.csv
    import pyarrow.parquet

    write_review(folder, Size(5, size.influences, size.settings, 5), "csv")
    (folder / "tables" / "findings.csv").unlink()
    file = folder / "tables" / f"findings.{form}"
    if form == "csv":
        pyarrow.csv.write_csv(table, file)
    elif form == "parquet":
        pyarrow.parquet.write_table(table, file)
    else:
        _workbook(file, table)
    text = (folder / "review.toml").read_text(encoding="utf-8").replace("findings.csv", file.name)
    (folder / "review.toml").write_text(text, encoding="utf-8")
    return folder


def _workbook(file: Path, table: pa.Table) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("findings")
        sheet.write_row(0, 0, table.column_names)
        for number, row in enumerate(zip(*(column.to_pylist() for column in table.columns), strict=True), start=1):
            sheet.write_row(number, 0, row)


def _longer(table: pa.Table) -> pa.Table:
    import pyarrow.compute as pc

    quotes = pc.binary_repeat(table.column("quote"), LONG)
    return table.set_column(table.column_names.index("quote"), "quote", quotes)


def _wide(folder: Path, many: int) -> Path:
    """One row a paper, a fifth of the cells filled."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv

    papers = many * 5 // WIDE
    write_review(folder, Size(5, WIDE, 5, 5), "csv")
    (folder / "tables" / "findings.csv").unlink()
    draw = np.random.default_rng(1)
    words = np.array(["", "", "", "", "", "", "", "", "facilitator", "barrier"])
    cells = {f"Influence {n}": pa.array(words[draw.integers(10, size=papers)]) for n in range(WIDE)}
    ids = {"doi": pa.array([f"10.5555/wide.{n}" for n in range(papers)])}
    pyarrow.csv.write_csv(pa.table(ids | cells), folder / "tables" / "papers.csv")
    head, _, _ = (folder / "review.toml").read_text(encoding="utf-8").partition("[[table]]")
    (folder / "review.toml").write_text(head + _WIDE, encoding="utf-8")
    return folder


_WIDE = f"""\
[[table]]
path = "tables/papers.csv"
one_row_is = "paper"

  [table.paper]
  id = ["doi"]
  extracted_in = "round 1"

  [[table.finding]]
  influence = {{ columns = {json.dumps([f"Influence {n}" for n in range(WIDE)])} }}
  direction = {{ cells = {{ facilitator = "facilitator", barrier = "barrier", "" = "" }} }}
"""


def measure(place: Path, sizes: tuple[int, ...] = FINDINGS) -> Chapter:
    """Every shape at every size: planned, then built once, because memory hardly differs from run to run."""
    rows: list[tuple[str, ...]] = []
    shares: list[float] = []
    for many in sizes:
        for name, review in shapes(place, many):
            plan = json.loads(run(NARRAGRAPH, "build", review, "--plan", "--json").out)
            done = run(NARRAGRAPH, "build", review, "--json", "--anyway", "--quiet")
            counted = sum(json.loads(done.out)["counts"].values())
            planned, memory = plan["nodes"] + plan["relationships"], plan["memory"] / 2**20
            shares.append(memory / done.peak_mb)
            size = sum(file.stat().st_size for file in (review / "tables").iterdir()) / 2**20
            figures = (f"{size:,.0f}", f"{counted:,}", f"{planned:,}", f"{memory:,.0f}", f"{done.peak_mb:,.0f}")
            rows.append((f"{name}, {many:,} findings", *figures, f"{shares[-1]:.2f}", f"{done.seconds:.0f}"))
            shutil.rmtree(review)
    question = "memory that `build --plan` names, over the peak of the build"
    kept = all(abs(share - 1) <= NEAR for share in shares)
    target = Target(question, f"{min(shares):.2f} to {max(shares):.2f}", "0.75 to 1.25", kept)
    said = "Planned from the head of the table; then built. The peak is that of the whole command."
    return Chapter("Plans beside builds", [target], said, HEAD, rows)
