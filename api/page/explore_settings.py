"""Explore: where the evidence lies, influence by country, setting, design or another group of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.page.explore_shell import Asked, Said, chart_data, explored, picture_of
from api.page.explore_view import View, addressed, without_part
from graph.errors import ParameterError
from graph.model import InfluenceStatus
from synthesis.charts.kinds import GROUPS

router = APIRouter(include_in_schema=False)
FIELDS = ("by", "top", "groups", "status")
STATES = ("facilitator", "barrier", "mixed", "neutral", "unclear")


@dataclass(frozen=True, slots=True)
class Group:
    """One column: its papers, and the influences of these papers alone."""

    value: str
    name: str
    papers: int
    opens: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One influence in one group: papers by state with the page behind each, or why there is none."""

    state: str
    papers: int
    directions: tuple[tuple[str, int, str], ...]


@router.get("/explore/settings")
def settings(request: Request) -> Response:
    """Influence by group under a filter."""

    def make(asked: Asked) -> Said:
        view = asked.view
        offered = asked.explored.offered(asked.database)
        several = {part.name: len(part.values) for part in offered.parts}
        by = view.of("by") or _first(several)
        if by not in GROUPS:
            raise ParameterError("explore", "by", by, f'"{by}" is not one of {", ".join(GROUPS)}.')
        given = {"by": by, "unit": "paper", **{name: view.of(name) for name in FIELDS[1:] if view.of(name)}}
        chart = asked.explored.chart(asked.database, "gaps", {**given, "where": asked.where})
        rest = without_part(asked.where, by)
        groups, rows = _laid(chart.rows, rest, by)
        return {
            "by": by,
            "called": by.replace("_", " "),
            "kinds": [(name, several.get(name, 0)) for name in GROUPS],
            "groups": groups,
            "rows": rows,
            "most": max((group.papers for group in groups), default=1) or 1,
            # The chart says it of its columns: `n = 133 papers, 0 of them in no column`.
            "n": chart.caption.partition(";")[0],
            "told": asked.explored.papers(asked.database, asked.where)[1],
            "notes": chart.notes,
            "statuses": tuple(InfluenceStatus),
            "influence": lambda id_: _influence(view, id_),
            "data": chart_data(view, "gaps", **given),
            "pictures": [(f"Influence by {by.replace('_', ' ')}", picture_of(view, "gaps", **given))],
        }

    return explored(request, "explore_settings.html", FIELDS, make)


def _first(several: Mapping[str, int]) -> str:
    """The first grouping that makes more than one group."""
    return next((name for name in GROUPS if several.get(name, 0) > 1), GROUPS[0])


def _influence(view: View, id_: object) -> str:
    return view.at("/explore/passages", influence_ids=id_)


def _laid(
    cells: list[dict[str, object]], others: list[str], by: str
) -> tuple[list[Group], list[tuple[str, str, list[Cell]]]]:
    """Columns, and rows of (influence, name, cells), both in the order of the chart."""
    groups: dict[str, Group] = {}
    rows: dict[str, tuple[str, str, list[Cell]]] = {}
    for cell in cells:
        id_, value = str(cell["influence_id"]), str(cell["group"])
        where = [*others, f"{by}={value}"]
        if value not in groups:
            papers = int(str(cell["group_papers"]))
            groups[value] = Group(value, str(cell["group_name"]), papers, addressed("/explore", where))
        rows.setdefault(id_, (id_, str(cell["name"] or id_), []))[2].append(_cell(cell, where))
    return list(groups.values()), list(rows.values())


def _cell(cell: Mapping[str, object], where: list[str]) -> Cell:
    id_ = str(cell["influence_id"])
    directions = tuple(
        (state, int(str(cell[state])), addressed("/explore/passages", where, influence_ids=id_, state=state))
        for state in (*STATES, "absent")
        if cell[state]
    )
    return Cell(str(cell["state"]), int(str(cell["count"])), directions)
