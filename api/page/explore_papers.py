"""Explore: the papers that a filter keeps, what each contributes, and when they were published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.page.explore_shell import Asked, Said, counted_by, data_of, explored, passages, picture_of
from api.page.explore_view import View, addressed, without_part
from api.page.opened import MOST, number, paged
from graph.ask import ask
from graph.database import Row
from graph.errors import ParameterError
from synthesis.selection import NothingToCount

router = APIRouter(include_in_schema=False)
EACH = 100
"""Papers on one page of the list."""
ORDERS = {"": "most findings first", "year": "newest first", "title": "by title"}


@router.get("/explore/papers")
def papers(request: Request) -> Response:
    """Papers under a filter, if wanted those that report some influences."""

    def make(asked: Asked) -> Said:
        view, database = asked.view, asked.database
        influences = view.many("influence_ids")
        ids, told = asked.explored.papers(database, asked.where)
        kept = len(ids)
        if influences:
            given = {"influence_ids": list(influences), "where": asked.where}
            ids &= {str(row["paper_id"]) for row in asked.explored.measured(database, "findings_behind", given).rows}
        counted, notes = _counted(asked)
        answer = ask(database, "papers", {"status": "included", "limit": MOST})
        words = view.of("words").casefold().split()
        listed = [row for row in answer.rows if row["paper_id"] in ids and all(word in _text(row) for word in words)]
        rows = [_row(view, row, counted.get(str(row["paper_id"]))) for row in listed]
        rows.sort(key=lambda row: _order(row, view.of("order")))
        names = asked.names()
        years = {"influence_id": influences[0]} if len(influences) == 1 else {}
        return {
            "pages": paged(rows, number(request), EACH, view.address),
            "kept": kept,
            "told": told,
            "cut": answer.truncated,
            "years": _years(view, listed),
            "without_year": sum(row["year"] is None for row in listed),
            "reporting": [(names.of("influence", id_), _without(view, id_)) for id_ in influences],
            "influences": sorted(names.influence.items(), key=lambda named: named[1].casefold()),
            "orders": ORDERS,
            "notes": notes,
            "data": data_of(view, "concentration"),
            "command": counted_by(view, "concentration"),
            "pictures": [
                ("Papers by year", picture_of(view, "years", **years)),
                ("What each paper reports", picture_of(view, "matrix")),
            ],
        }

    return explored(request, "explore_papers.html", ("words", "order"), make, ("influence_ids",))


def _counted(asked: Asked) -> tuple[dict[str, Mapping[str, object]], Sequence[str]]:
    """Paper -> its row of the measure `concentration`; nothing where the filter leaves no finding."""
    try:
        measured = asked.explored.measured(asked.database, "concentration", {"where": asked.where})
    except NothingToCount as error:
        return {}, (str(error),)
    return {str(row["paper_id"]): row for row in measured.rows}, measured.notes


def _row(view: View, paper: Row, counted: Mapping[str, object] | None) -> dict[str, object]:
    """What the table shows of a paper; a paper without a counted finding has none."""
    figures = {name: counted[name] if counted else 0 for name in ("influences", "findings", "share")}
    return {**paper, **figures, "opens": passages(view, paper_id=paper["paper_id"])}


def _without(view: View, id_: str) -> str:
    return view.changed(influence_ids=[one for one in view.many("influence_ids") if one != id_])


def _text(paper: Row) -> str:
    authors = paper["authors"] if isinstance(paper["authors"], list) else []
    return " ".join(str(one) for one in (paper["paper_id"], paper["title"], paper["year"], *authors) if one).casefold()


def _order(row: Mapping[str, object], order: str) -> tuple[object, ...]:
    """What rows are sorted by. Raises ParameterError."""
    title = (str(row["title"] or "").casefold(), str(row["paper_id"]))
    if order == "year":
        return (-int(str(row["year"] or 0)), *title)
    if order in {"", "title"}:
        return title if order else (-int(str(row["findings"])), *title)
    raise ParameterError("explore", "order", order, f'"{order}" is not one of year, title.')


def _years(view: View, rows: Sequence[Row]) -> list[tuple[int, int, str]]:
    """(year, papers, the view of that year alone), from the first year to the last, empty ones too."""
    counts = Counter(int(str(row["year"])) for row in rows if row["year"] is not None)
    rest = without_part(view.where, "year")
    span = range(min(counts), max(counts) + 1) if counts else ()
    return [(year, counts[year], addressed(view.path, [*rest, f"year={year}"], **view.chosen)) for year in span]
