"""Explore: influences with their shares and directions under a filter, every figure open to its passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.page.explore_shell import Asked, Said, counted_by, data_of, explored, passages, picture_of
from api.page.explore_view import View
from api.page.opened import figure, number, paged
from graph.errors import ParameterError
from graph.model import Direction, InfluenceStatus

router = APIRouter(include_in_schema=False)
EACH = 100
"""Influences on one page of the list."""
ANY = "any"
"""Every codebook status."""
ORDERS = {
    "": "most reported first",
    "share": "largest share first",
    "facilitator": "most often facilitator",
    "barrier": "most often barrier",
    "mixed": "most often mixed",
    "name": "by name",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One influence of the table: its figures, and the page behind each."""

    row: Mapping[str, object]
    directions: tuple[tuple[str, int, str], ...]
    """Direction, papers in this state, and where they are; those of no paper are left out."""
    papers: str
    findings: str
    silent: Mapping[str, str]
    """The two kinds of emptiness -> the page of their papers; empty under a filter."""

    @property
    def plot(self) -> tuple[int, int, int] | None:
        """Share and interval in percent, for the small picture; null where nobody looked."""
        shares = [self.row[name] for name in ("share", "share_low", "share_high")]
        if not all(isinstance(share, float) for share in shares):
            return None
        share, low, high = (round(float(str(share)) * 100) for share in shares)
        return share, low, high


@router.get("/explore")
def influences(request: Request) -> Response:
    """Influences under a filter."""

    def make(asked: Asked) -> Said:
        view = asked.view
        measured = asked.explored.measured(asked.database, "overview", {"where": asked.where})
        rows, status = of_status(measured.rows, view.of("status"))
        words = view.of("words").casefold().split()
        found = [row for row in rows if all(word in _text(row) for word in words)]
        found.sort(key=lambda row: _order(row, view.of("order")))
        pages = paged([_counted(view, row) for row in found], number(request), EACH, view.address)
        given = {"status": status}
        return {
            "pages": pages,
            "of": len(rows),
            "said": measured.said,
            "notes": measured.notes,
            "listed": status,
            "statuses": (*InfluenceStatus, ANY),
            "orders": ORDERS,
            "looked": any(row["share"] is not None for row in rows),
            "data": data_of(view, "overview", **given),
            "command": counted_by(view, "overview", **given),
            "pictures": [
                ("Directions of report", picture_of(view, "directions", unit="paper", **given)),
                ("How often each is reported", picture_of(view, "frequency", unit="paper", **given)),
            ],
        }

    return explored(request, "explore.html", ("words", "status", "order"), make)


def of_status(rows: list[dict[str, object]], asked: str) -> tuple[list[dict[str, object]], str | None]:
    """The influences of a codebook status, and which; without one the active, or all when none is active."""
    if asked == ANY:
        return list(rows), None
    if asked:
        if asked not in set(InfluenceStatus):
            known = (*InfluenceStatus, ANY)
            raise ParameterError("explore", "status", asked, f'"{asked}" is not one of {", ".join(known)}.')
        return [row for row in rows if row["status"] == asked], asked
    active = [row for row in rows if row["status"] == InfluenceStatus.ACTIVE]
    return (active, InfluenceStatus.ACTIVE.value) if active else (list(rows), None)


def _text(row: Mapping[str, object]) -> str:
    return f"{row['influence_id']} {row['name']}".casefold()


def _order(row: Mapping[str, object], order: str) -> tuple[object, ...]:
    """What rows are sorted by. Raises ParameterError."""
    if order not in ORDERS:
        known = ", ".join(name for name in ORDERS if name)
        raise ParameterError("explore", "order", order, f'"{order}" is not one of {known}.')
    last = (-int(str(row["papers"])), str(row["name"]).casefold(), str(row["influence_id"]))
    if order == "name":
        return (last[1], last[2])
    if order == "share":
        return (-float(str(row["share"])) if row["share"] is not None else 1.0, *last)
    return (-int(str(row[f"{order}_papers"])), *last) if order else last


def _counted(view: View, row: Mapping[str, object]) -> Counted:
    id_ = row["influence_id"]
    states = tuple(
        (
            direction.value,
            int(str(row[f"{direction}_papers"])),
            passages(view, influence_ids=id_, state=direction.value),
        )
        for direction in Direction
        if row[f"{direction}_papers"]
    )
    # Which papers are silent is answered for the whole review only.
    silent = {
        state: figure("papers_by_state", {"influence_id": id_, "state": state})
        for state in ("not_reported", "not_extracted")
        if not view.where
    }
    opens = passages(view, influence_ids=id_)
    return Counted(row, states, opens, opens, silent)
