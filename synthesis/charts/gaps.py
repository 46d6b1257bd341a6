"""The evidence gap map: influence by country, setting, design or another group of papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.export_address import address
from graph.ids import fold
from graph.progress import Progress
from synthesis.charts.cells import REPORTED
from synthesis.charts.direction import in_order
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import (
    FILLS,
    INK,
    NO_PAPER,
    NOT_EXTRACTED,
    NOT_REPORTED,
    SHAPES,
    STEP,
    STROKES,
    columns_axis,
    command,
    first,
    labels,
    many,
    rows_axis,
)
from synthesis.evidence import Evidence, Truth
from synthesis.measure_grouping import grouped_as
from synthesis.measured_groups import OF_PAPERS, OF_STUDIES
from synthesis.measures import measure, measures
from synthesis.selection import NothingToCount, select
from synthesis.where import part_of, read_where

CELL = 44
ABSENT = "looked for, not found"
REPORTING = "reported"
EMPTY = {ABSENT: "absent", NOT_REPORTED: NOT_REPORTED, NOT_EXTRACTED: NOT_EXTRACTED, NO_PAPER: NO_PAPER}
"""State of a cell without a report -> the mark it has in every chart."""


@dataclass(frozen=True, slots=True)
class _Group:
    value: str
    name: str
    papers: int


def gaps(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `gaps`: in each cell the papers of the group that report the influence, or why there is none.

    Every column is `numbers directions --where <by>=<group>`, so a paper of several groups stands in each of them.
    """
    # long: half of it is the caption
    by, of = str(given["by"]), str(given["by"]).replace("_", " ")
    where = [str(word) for word in _list(given["where"])]
    others = [word for word in where if part_of(word) != by]
    asked = {name: value for name, value in given.items() if name not in {"top", "groups", "by"}}
    _, whole = measure(evidence, "directions", asked)
    listed, cut = first(in_order(whole.rows), int(str(given["top"])), "influences")
    found, nowhere = _groups(evidence, by, [word for word in where if part_of(word) == by], others)
    most = int(str(given["groups"]))
    more = (f"The first {most:,} of {len(found):,} groups; groups shows more.",) if len(found) > most else ()
    found = found[:most]
    heads = labels([(group.value, f"n={group.papers:,}  {group.name}") for group in found], 38, 1)
    names = labels([(str(row["influence_id"]), str(row["name"] or row["influence_id"])) for row in listed])
    cells: Rows = []
    for step, group in enumerate(found):
        progress("counting groups", step, len(found))
        filtered = [*others, f"{by}={group.value}"]
        counted = _counted(evidence, {**asked, "where": filtered}) if group.papers else {}
        cells += [
            {
                **_cell(row, counted.get(row["influence_id"]), {"where": filtered, **grouped_as(given)}),
                "group": group.value,
                "group_name": group.name,
                "group_papers": group.papers,
                "label": names[str(row["influence_id"])],
                "head": heads[group.value],
            }
            for row in listed
        ]
    unit, told = str(whole.said["unit"]), {state: sum(cell["state"] == state for cell in cells) for state in EMPTY}
    return Drawn(
        _view(cells, [names[str(row["influence_id"])] for row in listed], [heads[group.value] for group in found]),
        cells,
        f"Where the evidence lies, and where it does not: influence by {of}",
        f"n = {many(whole.said['papers'])}, {nowhere:,} of them in no column",
        f"Figure and size: {unit}s of the {of} that report it, whatever the direction; n: papers of the column; a "
        "paper of several stands in each. An empty place says why it is empty",
        unit,
        str(whole.said["filter"]),
        command("directions", {**asked, "where": [*others, f"{by}=GROUP"]}, _defaults()),
        f"Gap map of {len(listed)} influences and {len(found)} groups by {of}: "
        f"{len(cells) - sum(told.values()):,} cells with a report, "
        + ", ".join(f"{count:,} {state}" for state, count in told.items())
        + ".",
        330 + CELL * len(found),
        (*cut, *more, *whole.notes),
        bool(cut or more),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _defaults() -> dict[str, object]:
    return {parameter.name: parameter.default for parameter in measures()["directions"].parameters}


def _groups(evidence: Evidence, by: str, only: Sequence[str], others: Sequence[str]) -> tuple[list[_Group], int]:
    """Every group that the review names, or that `only` names, most papers first; and how many papers are in none."""
    wanted = {fold(word.partition("=")[2].strip()) for word in only}
    values: dict[str, tuple[str, str]] = {}
    for value, name in _values(evidence, by):
        if not wanted or fold(value) in wanted:
            values.setdefault(fold(value), (value, name))
    if not values:
        raise NothingToCount(f"{by.replace('_', ' ')} that a paper names", read_where(others).told())
    whole, found = _papers(evidence, others), []
    inside = np.zeros_like(whole)
    for value, name in values.values():
        papers = _papers(evidence, [*others, f"{by}={value}"])
        found.append(_Group(value, name, int(papers.sum())))
        inside |= papers
    found.sort(key=lambda group: (-group.papers, group.name, group.value))
    return found, int((whole & ~inside).sum())


def _values(evidence: Evidence, by: str) -> list[tuple[str, str]]:
    """(value, name) of every group in the review, also of those that no included paper is in."""
    table = evidence.papers if by in OF_PAPERS else evidence.studies if by in OF_STUDIES else evidence.settings
    if by == "setting":
        ids, names = (table.column(name).to_pylist() for name in ("id", "name"))
        return [(id_, name or id_) for id_, name in zip(ids, names, strict=True)]
    values = table.column(by).to_pylist()
    if by not in (*OF_PAPERS, *OF_STUDIES, "kind"):
        # A country may be a setting of its own, as the filter knows too.
        kinds, names = (table.column(name).to_pylist() for name in ("kind", "name"))
        named = zip(values, kinds, names, strict=True)
        values = [value or (name if kind == by.replace("_", " ") else None) for value, kind, name in named]
    return [(value, value) for value in values if value]


def _papers(evidence: Evidence, where: Sequence[str]) -> Truth:
    try:
        return select(evidence, read_where(where)).papers
    except NothingToCount:
        return np.zeros(evidence.papers.num_rows, dtype=bool)


def _counted(evidence: Evidence, asked: Mapping[str, object]) -> dict[object, Mapping[str, object]]:
    """The rows of `directions` by influence; none where the filter leaves nothing."""
    try:
        _, measured = measure(evidence, "directions", asked)
    except NothingToCount:
        return {}
    return {row["influence_id"]: row for row in measured.rows}


def _cell(
    row: Mapping[str, object], counted: Mapping[str, object] | None, kept: Mapping[str, object]
) -> dict[str, object]:
    """One cell with its counts and its state; `kept`: filter and grouping, for its address."""
    named: dict[str, object] = {"influence_id": row["influence_id"], "name": row["name"]}
    href = address("findings_behind", {"influence_ids": [row["influence_id"]], **kept})
    if counted is None:
        counts: dict[str, object] = dict.fromkeys((*REPORTED, "absent", "not_reported", "not_extracted"))
        return {**named, "state": NO_PAPER, "count": 0, **counts, "href": href}
    counts = {name: counted[name] for name in (*REPORTED, "absent", "not_reported", "not_extracted")}
    count = sum(int(str(counted[name])) for name in REPORTED)
    kinds = ((count, REPORTING), (counted["absent"], ABSENT), (counted["not_reported"], NOT_REPORTED))
    state = next((state for held, state in kinds if held), NOT_EXTRACTED)
    return {**named, "state": state, "count": count, **counts, "href": href}


def _view(cells: Rows, rows: list[str], columns: list[str]) -> Spec:
    """Circles with figures where something is reported; small marks with a legend where nothing is."""
    # long: the layers are one picture
    here = [state for state in EMPTY if any(cell["state"] == state for cell in cells)]
    shown = {"title": "empty because", "orient": "bottom", "columns": 0, "symbolSize": 90}
    channels = {
        channel: {
            "field": "state",
            "type": "nominal",
            "scale": {"domain": here, "range": [values[EMPTY[state]] for state in here]},
            "legend": shown if here else None,
        }
        for channel, values in (("shape", SHAPES), ("fill", FILLS), ("stroke", STROKES))
    }
    most = max((int(str(cell["count"])) for cell in cells), default=1) or 1
    size = {
        "field": "count",
        "type": "quantitative",
        "scale": {"domain": [0, most], "range": [150, 700], "zero": False},
        "legend": None,
    }
    reported = [{"filter": f"datum.state === '{REPORTING}'"}]
    x = columns_axis("head", columns, title=None, grid=True)
    return {
        "data": {"values": cells},
        "width": {"step": CELL},
        "height": {"step": STEP},
        "encoding": {"x": x, "y": rows_axis(rows, grid=True)},
        "layer": [
            {
                "transform": [{"filter": f"datum.state !== '{REPORTING}'"}],
                "mark": {"type": "point", "size": 90, "opacity": 1},
                "encoding": channels,
            },
            {
                "transform": reported,
                "mark": {"type": "circle", "color": "#bcd7ea", "stroke": INK, "strokeWidth": 0.8, "opacity": 1},
                "encoding": {"size": size},
            },
            {
                "transform": reported,
                "mark": {"type": "text", "fontWeight": "bold", "baseline": "middle"},
                "encoding": {"text": {"field": "count", "type": "quantitative"}},
            },
        ],
    }
