"""A report -> one HTML page. Everything of the review is escaped; the page loads nothing, and runs no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.page.render import direction_of, many, sign
from api.report.grids import grids
from api.report.marks import between, cell, figure, place, plain, share
from synthesis.report_model import Report, Row

HERE = Path(__file__).parent
WITH_BOTH = {
    "mixed": "counts as mixed",
    "facilitator": "counts as one in which it helps",
    "barrier": "counts as one in which it hinders",
    "unclear": "counts as unclear",
}
"""[counting] paper_with_both in words."""
KINDS = {"text": "quote", "cell": "entry of a table", "note": "paraphrase, not a quote"}


@dataclass(frozen=True, slots=True)
class Part:
    """One influence of the report: its number, its rows in the tables, its findings by direction."""

    number: int
    influence: Row
    at: int
    directions_at: int | None
    findings: Sequence[tuple[str, Sequence[tuple[Row, Sequence[Row]]]]]
    illustrations: Sequence[Row]


def html(report: Report, *, csv: str | None = None, flow: str = "", language: str = "en") -> str:
    """The page. `csv`: address of the folder with the tables, relative to the page; null when there is none.
    `flow`: the PRISMA flow as SVG, escaped already.
    """
    numbered = count(1)
    said = {
        "report": report,
        "review": report.review,
        "grids": grids(report),
        "parts": parts(report),
        "rare": _rare(report),
        "csv": csv,
        "flow": Markup(flow),  # noqa: S704  (api/prisma_svg.py escapes every text)
        "language": language,
        "number": partial(figure, report),
        "cell": cell,
        "share": share,
        "between": between,
        "table_number": lambda: next(numbered),
        "both": WITH_BOTH.get(str(report.review["paper_with_both"]), str(report.review["paper_with_both"])),
        "kinds": KINDS,
        "style": Markup((HERE / "templates" / "report.css").read_text(encoding="utf-8")),  # noqa: S704  (ours)
    }
    return _environment().get_template("report.html").render(said)


def _rare(report: Report) -> list[object]:
    """Names of influences of the codebook that too few papers report for a pair of theirs to be counted."""
    paired = {row[side] for row in report.tables["pairs"].rows for side in ("a_influence_id", "b_influence_id")}
    rows = report.tables["influences"].rows
    return [row["name"] for row in rows if row["status"] == "active" and row["influence_id"] not in paired]


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., object]] = {"words": plain, "place": place, "sign": sign, "dir": direction_of}
    made.filters |= filters | {"many": many}
    return made


def parts(report: Report) -> tuple[Part, ...]:
    """The shown influences with everything about them."""
    rows = report.tables["influences"].rows
    where = {str(row["influence_id"]): at for at, row in enumerate(rows)}
    directions = {str(row["influence_id"]): at for at, row in enumerate(report.tables["directions"].rows)}
    passages: dict[object, list[Row]] = defaultdict(list)
    for row in report.tables["passages"].rows:
        passages[row["finding_id"]].append(row)
    of: dict[str, dict[str, list[tuple[Row, Sequence[Row]]]]] = defaultdict(lambda: defaultdict(list))
    for row in report.tables["findings"].rows:
        of[str(row["influence_id"])][str(row["direction"])].append((row, passages[row["finding_id"]]))
    return tuple(
        Part(
            number,
            rows[where[id_]],
            where[id_],
            directions.get(id_),
            list(of[id_].items()),
            report.illustrations.get(id_, ()),
        )
        for number, id_ in enumerate(report.shown, start=1)
    )
