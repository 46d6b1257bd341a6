"""The page behind a count: every finding that it counts, with its passages and cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.asking import TheDesks
from api.page.forms import SignedIn
from api.page.opened import MOST, figure, graph_of, links, named, number, paged, paper_address
from api.page.render import page
from api.problems import QUERIES
from api.queries import words
from curation.cards import paper_line
from graph.ask import Answer, ask
from graph.database import Database, Row
from graph.queries import queries

router = APIRouter(include_in_schema=False)
EACH = 50
"""Findings on one page."""
KINDS = {"influence_id": "influence", "branch_id": "influence", "setting_id": "setting"}
"""Parameters that hold an id with a name -> the label of what it is of."""
SAID = {
    "influence_id": "on the influence {}",
    "branch_id": "on the influence {} or anything narrower",
    "setting_id": "in the setting {}",
    "paper_id": "of the paper {}",
    "study_id": "from the study {}",
    "finding_id": "only the finding {}",
    "direction": "that say {}",
    "state": "of papers that come to {} on the influence, all their findings together",
    "looked_for": "extracted for the influence: {}",
    "reports": "reporting the influence: {}",
}
STATES = {"not_reported": "not reported (extracted for it, nothing said)", "not_extracted": "not extracted for it"}


@dataclass(frozen=True)
class Names:
    """Id -> name, by label."""

    influence: Mapping[str, str] = field(default_factory=dict)
    setting: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str, id_: object) -> str:
        """The name of an id, the id itself where there is none."""
        known = {"influence": self.influence, "setting": self.setting}.get(kind, {})
        return known.get(str(id_), str(id_))


def names_of(database: Database) -> Names:
    """What the influences and settings of a graph are called."""
    return Names(named(database, "influence"), named(database, "setting"))


def shown(rows: Iterable[Row]) -> list[tuple[Row, tuple[Row, ...]]]:
    """Findings with their passages, in the order of the rows."""
    groups = ((key, tuple(group)) for key, group in groupby(rows, key=lambda row: row["finding_id"]))
    return [(group[0], group) for _, group in groups]


@router.get("/figures")
def figures(request: Request, desks: TheDesks, who: SignedIn) -> Response:
    """Every passage of every finding that the parameters of `passages_behind` fit."""
    del who
    answer, names, given = _asked(request, desks, "passages_behind")
    desk = desks.open().desk
    rows = answer.rows
    many = {name: len({row[f"{name}_id"] for row in rows}) for name in ("paper", "study", "finding", "passage")}
    pages = paged(shown(rows), number(request), EACH, figure("passages_behind", given))
    return page(
        request,
        "figures.html",
        answer=answer,
        fits=_fits(names, given),
        uncounted=bool(answer.parameters["uncounted"]),
        many=many,
        pages=pages,
        names=names,
        lines={str(row["paper_id"]): paper_line(desk, str(row["paper_id"])) for row, _ in pages.rows},
        data=_data("passages_behind", given),
        texts=desk.material.texts,
        paper_address=paper_address,
    )


@router.get("/figures/papers")
def figure_papers(request: Request, desks: TheDesks, who: SignedIn) -> Response:
    """Every included paper in one state on an influence: what is behind counts of papers without a finding."""
    del who
    answer, names, given = _asked(request, desks, "papers_by_state")
    pages = paged(
        [(row, links(answer, row)) for row in answer.rows], number(request), 200, figure("papers_by_state", given)
    )
    return page(
        request,
        "figure_papers.html",
        answer=answer,
        fits=_fits(names, given),
        pages=pages,
        states=STATES,
        data=_data("papers_by_state", given),
    )


def _asked(request: Request, desks: TheDesks, name: str) -> tuple[Answer, Names, dict[str, object]]:
    """The answer, the names of its ids, and what was asked. Raises ParameterError, NotFound."""
    query = queries()[name]
    asked = words(request, query)
    asked.pop("page", None)
    asked.pop("limit", None)
    given = {key: value for key, value in asked.items() if value != ""}
    with graph_of(request, desks) as database:
        answer = ask(database, query, {**given, "limit": str(MOST)}, text=True)
        names = names_of(database)
    return answer, names, {key: answer.parameters[key] for key in given}


def _fits(names: Names, given: Mapping[str, object]) -> list[str]:
    """What the parameters narrow to, in words."""
    found = []
    for key, value in given.items():
        if key in SAID and value is not None:
            word = STATES.get(str(value), str(value)) if key == "state" else value
            found.append(SAID[key].format(names.of(KINDS.get(key, ""), _yes(word))))
    return found


def _yes(value: object) -> object:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _data(query: str, given: Mapping[str, object]) -> str:
    """The address of the same answer for programs, to be ended with a format."""
    pairs = {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items()}
    return f"{QUERIES}{query}?{urlencode({**pairs, 'limit': MOST}, quote_via=quote)}&format="
