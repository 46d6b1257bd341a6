"""The codebook with its counts, and each influence with its numbers, its directions by setting and its passages."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.asking import TheDesks
from api.numbers import Counting
from api.page.figures import names_of, shown
from api.page.forms import SignedIn
from api.page.opened import MOST, figure, graph_of, links, number, paged, paper_address
from api.page.render import page
from curation.cards import paper_line
from graph.ask import GraphInfo, ask, graph_info
from graph.database import Database, Row
from graph.errors import NotFound, ParameterError, near_misses
from graph.model import Direction, InfluenceStatus, Unit
from synthesis.measures import measures
from synthesis.selection import NothingToCount
from synthesis.units import CLUSTERED

router = APIRouter(include_in_schema=False)
OFTEN = "papers"
"""The order in which the most reported influence comes first."""
EACH = 200
"""Influences on one page of the list."""
PASSAGES = 25
"""Findings shown with an influence; the rest is behind the count."""
QUERIES = ("codebook_tree", "influences_by_frequency", "influence_directions")
LEAST = "100"
"""Samples where nothing that is shown is drawn: intervals of ranks are not, that of a share of papers is Wilson's."""
QUERIES = ("codebook_tree", "influences_by_frequency", "influence_directions")
MOST_KEPT = 4
"""Lists of counts that are kept."""
UNITS = {"paper": "papers", "study": "studies", "finding": "findings", "passage": "passages", "setting": "settings"}


@dataclass(frozen=True)
class Counted:
    """One influence: its place in the tree, its counts, its states by paper, and the page behind each figure."""

    tree: Row
    counts: Row
    states: Row
    opens: Mapping[str, str]

    @property
    def directions(self) -> list[tuple[Direction, int, str]]:
        """Direction, papers in this state, and the page behind; those of no paper are left out."""
        found = []
        for direction in Direction:
            papers = self.states[f"{direction}_papers"]
            if isinstance(papers, int) and papers:
                found.append((direction, papers, self.opens[f"{direction}_papers"]))
        return found


class Kept:
    """The counts of the revisions that were asked for last: with thousands of drafts counting takes a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[tuple[GraphInfo, str | None], list[Counted]] = {}

    def counted(self, database: Database, status: str | None) -> list[Counted]:
        """Every influence of a codebook status, broader before narrower, as the shipped queries count them."""
        before = graph_info(database)
        with self._lock:
            held = self._held.get((before, status))
        if held is not None and before.building is None:
            return held
        found = _counted(database, status)
        if before.building is None and graph_info(database) == before:
            with self._lock:
                others = list(self._held.items())[1 - MOST_KEPT :]
                self._held = {**dict(others), (before, status): found}
        return found


def _kept(request: Request) -> Kept:
    kept: Kept = request.app.state.kept
    return kept


def _counted(database: Database, status: str | None) -> list[Counted]:
    given = {"limit": MOST, "status": status}
    answers = [ask(database, name, given) for name in QUERIES]
    by_id = [{row["influence_id"]: (row, links(answer, row)) for row in answer.rows} for answer in answers]
    found = {}
    for id_, (tree, opens) in by_id[0].items():
        (counts, of_counts), (states, of_states) = by_id[1][id_], by_id[2][id_]
        found[str(id_)] = Counted(tree, counts, states, {**opens, **of_states, **of_counts})
    return list(_ordered(found))


def _ordered(found: Mapping[str, Counted]) -> Iterator[Counted]:
    """Depth first, by name; what is narrower than something that is not shown stands at the top."""
    below: dict[str | None, list[Counted]] = {}
    for one in found.values():
        parent = one.tree["parent_id"]
        below.setdefault(str(parent) if parent in found else None, []).append(one)

    def walk(rows: Iterable[Counted]) -> Iterator[Counted]:
        for one in sorted(rows, key=lambda one: str(one.tree["name"]).casefold()):
            yield one
            yield from walk(below.get(str(one.tree["influence_id"]), ()))

    yield from walk(below.get(None, ()))


@router.get("/influences")
def influences(
    request: Request, desks: TheDesks, _: SignedIn, words: str = "", status: str = "active", order: str = ""
) -> Response:
    """The codebook with counts, as a tree or the most reported first."""
    if status and status not in set(InfluenceStatus):
        raise ParameterError(
            "codebook_tree", "status", status, f'"{status}" is not one of {", ".join(InfluenceStatus)}.'
        )
    with graph_of(request, desks) as database:
        every = _kept(request).counted(database, status or None)
    wanted = words.casefold().split()
    found = [one for one in every if all(word in _text(one) for word in wanted)]
    if order == OFTEN:
        found.sort(key=lambda one: -int(str(one.counts["papers"])))
    pages = paged(found, number(request), EACH, _address(words, status, order))
    return page(
        request,
        "influences.html",
        pages=pages,
        of=len(every),
        words=words,
        chosen=status,
        often=order == OFTEN,
        statuses=list(InfluenceStatus),
    )


def _address(words: str, status: str, order: str) -> str:
    """The address of the list, narrowed as it is."""
    return f"/influences?{urlencode({'words': words, 'status': status, 'order': order})}"


def _text(one: Counted) -> str:
    return f"{one.tree['influence_id']} {one.tree['name']} {one.tree['definition'] or ''}".casefold()


def _frequency(counting: Counting, database: Database, influence_id: str) -> tuple[Row | None, Mapping[str, object]]:
    """The row of the measure `frequency`, as the command line counts it, and what it says; null without any paper."""
    try:
        drawn = graph_info(database).unit in CLUSTERED
        answer = counting.answer(database, measures()["frequency"], {} if drawn else {"samples": LEAST})
    except NothingToCount:
        return None, {}
    return next(row for row in answer.rows if row["influence_id"] == influence_id), answer.said


@router.get("/influences/{influence_id:path}")
def influence(request: Request, desks: TheDesks, who: SignedIn, influence_id: str) -> Response:
    """One influence."""
    del who
    desk = desks.open().desk
    counting: Counting = request.app.state.counting
    with graph_of(request, desks) as database:
        every = {str(one.tree["influence_id"]): one for one in _kept(request).counted(database, None)}
        if influence_id not in every:
            raise NotFound("Influence", influence_id, near_misses(influence_id, every))
        share, measured = _frequency(counting, database, influence_id)
        settings = ask(database, "directions_by_setting", {"influence_id": influence_id, "limit": MOST})
        behind = ask(database, "passages_behind", {"influence_id": influence_id, "limit": MOST})
        names = names_of(database)
    findings = shown(behind.rows)
    one = every[influence_id]
    return page(
        request,
        "influence.html",
        one=one,
        row=desk.material.influences.get(influence_id),
        above=every.get(str(one.tree["parent_id"])),
        narrower=[other for other in every.values() if other.tree["parent_id"] == influence_id],
        share=share,
        said=measured,
        unit=UNITS[str(measured.get("unit", Unit.PAPER))],
        count_opens=figure("passages_behind", {"influence_id": influence_id}),
        settings=[(row, links(settings, row)) for row in settings.rows],
        findings=findings[:PASSAGES],
        many=len(findings),
        cut=behind.truncated,
        names=names,
        lines={str(row["paper_id"]): paper_line(desk, str(row["paper_id"])) for row, _ in findings[:PASSAGES]},
        texts=desk.material.texts,
        paper_address=paper_address,
        active=one.tree["status"] == InfluenceStatus.ACTIVE,
    )
