"""Papers by year of publication, and how many of them report one influence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.progress import Progress
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import INK, command, many
from synthesis.evidence import Evidence
from synthesis.measure_grouping import grouped_as
from synthesis.measured import selected
from synthesis.measures import measure
from synthesis.selection import NothingToCount
from synthesis.where import part_of

HEIGHT, STEP = 260, 26
FILLS = {
    "reporting": "#1f5a86",
    "absent": "#8fbfdf",
    "not_reported": "#cfe3f1",
    "not_extracted": "#ffffff",
    "papers": "#8fbfdf",
}


def years(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `years`: a bar for every year from the first to the last, also where there is no paper."""
    influence = given["influence_id"]
    selection = selected(evidence, given)
    said = [
        year
        for year, inside in zip(evidence.papers.column("year").to_pylist(), selection.papers, strict=True)
        if inside
    ]
    known = sorted({year for year in said if year is not None})
    if not known:
        raise NothingToCount("paper with a year", selection.told)
    rows: Rows = []
    span = list(range(known[0], known[-1] + 1))
    for step, year in enumerate(span):
        progress("counting years", step, len(span))
        rows.append(_row(evidence, given, year) if year in known else {"year": year, "papers": 0})
    name = None if influence is None else _name(evidence, str(influence))
    parts = ("papers",) if influence is None else ("reporting", "absent", "not_reported", "not_extracted")
    pieces = [
        {"year": row["year"], "part": part.replace("_", " "), "count": row.get(part) or 0, "order": nth}
        for row in rows
        for nth, part in enumerate(parts)
        if row.get(part)
    ]
    without = said.count(None)
    asked = {"where": [*_words(given), "year=YEAR"], **({} if influence is None else grouped_as(given))}
    return Drawn(
        _view(pieces, [part.replace("_", " ") for part in parts], [FILLS[part] for part in parts], span),
        rows,
        "Papers by year of publication" if name is None else f"Papers by year that report: {name}",
        f"n = {many(len(said))}, {without:,} of them without a year and in no bar",
        "Bar: included papers of the year" + ("" if name is None else ", by what they say of the influence"),
        "paper",
        selection.told,
        command("overview", asked, {}),
        f"Bars for {len(span)} years, {known[0]} to {known[-1]}, with {len(said) - without:,} papers in all.",
        max(420, 60 + STEP * len(span)),
        (),
    )


def _row(evidence: Evidence, given: Mapping[str, object], year: int) -> dict[str, object]:
    """The figures of one year, as `numbers overview` gives them."""
    _, measured = measure(evidence, "overview", {"where": [*_other(given), f"year={year}"]})
    row: dict[str, object] = {"year": year, "papers": measured.said["papers"]}
    for found in measured.rows:
        if found["influence_id"] == given["influence_id"]:
            row |= {
                "reporting": found["papers"],
                "absent": found["absent_papers"],
                "not_reported": found["not_reported_papers"],
                "not_extracted": found["not_extracted_papers"],
            }
    return row


def _words(given: Mapping[str, object]) -> list[str]:
    where = given["where"]
    return [str(word) for word in where] if isinstance(where, list) else []


def _other(given: Mapping[str, object]) -> list[str]:
    """The filters without those on years: a year inside the span has passed them."""
    return [word for word in _words(given) if part_of(word) != "year"]


def _name(evidence: Evidence, id_: str) -> str:
    ids, names = (evidence.influences.column(name).to_pylist() for name in ("id", "name"))
    at = int(np.flatnonzero([known == id_ for known in ids])[0])
    return str(names[at] or id_)


def _view(pieces: Rows, parts: list[str], fills: list[str], span: list[int]) -> Spec:
    legend = {"title": None, "orient": "bottom", "symbolStrokeColor": INK} if len(parts) > 1 else None
    axis = {"title": "year of publication", "labelAngle": -90}
    y = {"axis": {"title": "papers", "tickMinStep": 1, "format": "d"}, "stack": "zero"}
    return {
        "data": {"values": pieces},
        "width": {"step": STEP} if len(span) > 6 else 240,
        "height": HEIGHT,
        "mark": {"type": "bar", "stroke": INK, "strokeWidth": 0.7},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "scale": {"domain": span}, "axis": axis},
            "y": {"field": "count", "type": "quantitative", "aggregate": "sum", **y},
            "color": {"field": "part", "type": "nominal", "scale": {"domain": parts, "range": fills}, "legend": legend},
            "order": {"field": "order", "type": "quantitative"},
        },
    }
