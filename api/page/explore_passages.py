"""Explore: the passages behind a figure, under the filter that the figure was counted with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.page.explore_shell import Asked, Said, counted_by, data_of, explored, fields_of
from api.page.figures import EACH, KINDS, SAID, Names, shown
from api.page.opened import MOST, number, paged, paper_address
from graph.ask import ask
from graph.database import Database, Row
from synthesis.measures import Measured, measures

router = APIRouter(include_in_schema=False)
MOST_ASKED = 20
"""Influences that are asked for one by one; for more, all passages are looked through."""
UNITS = ("paper", "study", "finding")


@router.get("/explore/passages")
def behind(request: Request) -> Response:
    """Every passage of the findings that `numbers findings_behind` gives for the same words."""

    def make(asked: Asked) -> Said:
        view, database = asked.view, asked.database
        influences = view.many("influence_ids")
        given = {name: list(value) if isinstance(value, tuple) else value for name, value in view.chosen.items()}
        given["influence_ids"] = list(influences)
        measured = asked.explored.measured(database, "findings_behind", {**given, "where": asked.where})
        kept = {str(row["finding_id"]) for row in measured.rows}
        rows, cut = _passages(database, given, measured)
        rows = [row for row in rows if row["finding_id"] in kept]
        names = asked.names()
        pages = paged(shown(rows), number(request), EACH, view.address)
        lines = paper_lines(database)
        return {
            "pages": pages,
            "many": {unit: len({row[f"{unit}_id"] for row in measured.rows}) for unit in UNITS}
            | {"passage": len({row["passage_id"] for row in rows})},
            "cut": cut,
            "said": measured.said,
            "fits": _fits(names, influences, view.chosen, lines),
            "names": names,
            "lines": lines,
            "texts": {row["path"] for row in rows},
            "paper_address": paper_address,
            "data": data_of(view, "findings_behind", **view.chosen),
            "command": counted_by(view, "findings_behind", **given),
        }

    fields, lists = fields_of(measures()["findings_behind"])
    return explored(request, "explore_passages.html", fields, make, lists)


def _passages(database: Database, given: Mapping[str, object], measured: Measured) -> tuple[list[Row], bool]:
    """The passages of the influences, or of the paper, or of everything; and whether the list was cut.

    The graph is asked for more than the filter keeps, never for less.
    """
    narrowed = {name: given[name] for name in ("paper_id", "setting_id", "direction") if given.get(name)}
    if given.get("state") == "absent":
        narrowed["direction"] = "absent"
    ids = sorted({str(row["influence_id"]) for row in measured.rows}) if given["influence_ids"] else []
    ids = ids if len(ids) <= MOST_ASKED else []
    found: list[Row] = []
    cut = False
    for one in [{"influence_id": id_} for id_ in ids] or ([{}] if measured.rows else []):
        answer = ask(database, "passages_behind", {**narrowed, **one, "limit": MOST})
        found += answer.rows
        cut |= answer.truncated
    return sorted(found, key=lambda row: (str(row["paper_id"]), str(row["finding_id"]), str(row["passage_id"]))), cut


def paper_lines(database: Database) -> dict[str, str]:
    """Paper -> authors, year and title in one line; the id where nothing else is known."""
    lines = {}
    for row in ask(database, "papers", {"limit": MOST}).rows:
        authors = row["authors"] if isinstance(row["authors"], list) else []
        who = f"{authors[0].rstrip('.')}{' et al' if len(authors) > 1 else ''}" if authors else ""
        said = [part for part in (who, str(row["year"] or ""), str(row["title"] or "")) if part]
        lines[str(row["paper_id"])] = ". ".join(said) or str(row["paper_id"])
    return lines


def _fits(names: Names, influences: Sequence[str], chosen: Mapping[str, object], lines: Mapping[str, str]) -> list[str]:
    """What the fields narrow to, in words."""
    called = [names.of("influence", id_) for id_ in influences]
    found = []
    if len(called) > 1:
        found.append(f"of papers that report all of: {'; '.join(called)}")
    elif called:
        narrower = " or anything narrower" if chosen.get("roll_up") == "true" else ""
        found.append(f"on the influence {called[0]}{narrower}")
    for name, value in chosen.items():
        if name == "paper_id":
            found.append(f"of the paper {lines.get(str(value), value)}")
        elif name in SAID:
            found.append(SAID[name].format(names.of(KINDS.get(name, ""), value)))
    return found
