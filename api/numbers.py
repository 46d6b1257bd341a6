"""The measures as endpoints: the contracts of synthesis/, counted on the graph that is served."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from fastapi import APIRouter

from api.problems import NUMBERS
from api.queries import query_routes
from api.source import GraphSource
from graph.ask import Answer, GraphInfo, graph_info
from graph.database import Database
from graph.fetch import FOR_NUMBERS, fetch
from graph.query_header import Parameter, Query
from synthesis.evidence import Evidence, evidence
from synthesis.measures import measure, measures
from synthesis.survey.rows import SURVEY

Made = TypeVar("Made")
MOST_ROWS = 10_000
"""Rows of one answer; more are cut off, which the answer says."""
MOST_EARLIER = 200_000
"""Findings of the earlier revisions that are held together, so that the present one can be compared with them."""
AT_ONCE = 2
"""Measures computed at the same time; further ones wait."""
CAPS = {"samples": 20_000, "resamples": 500}
"""What a request may ask for at most; the command line goes further."""


def capped(found: Mapping[str, Query] | None = None) -> Mapping[str, Query]:
    """The contracts, those of the measures unless others are given, with the caps of a server."""
    return {
        name: replace(query, parameters=tuple(map(_capped, query.parameters)))
        for name, query in (measures() if found is None else found).items()
    }


def _capped(parameter: Parameter) -> Parameter:
    most = CAPS.get(parameter.name)
    return parameter if most is None else replace(parameter, most=most)


def number_routes(source: GraphSource, counting: Counting) -> APIRouter:
    """One GET route for each measure."""
    return query_routes(capped(), source, prefix=NUMBERS, answer=counting.answer, tag="numbers")


class Counting:
    """Keeps the evidence of the revision that was counted last: fetching it takes longer than counting."""

    def __init__(self, info: Callable[[Database], GraphInfo] = graph_info) -> None:
        self._info = info
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._held: tuple[GraphInfo, Evidence] | None = None
        self._earlier: OrderedDict[str, tuple[GraphInfo, Evidence]] = OrderedDict()

    def earlier(self) -> list[GraphInfo]:
        """The revisions that were counted before the one that was counted last, the newest first."""
        with self._lock:
            return [info for info, _ in reversed(self._earlier.values())]

    def of(self, revision: str) -> Evidence | None:
        """The evidence of a revision that was counted before, if it is still held."""
        with self._lock:
            held = self._earlier.get(revision)
        return None if held is None else held[1]

    def answer(self, database: Database, query: Query, given: Mapping[str, object]) -> Answer:
        """Count one measure. The graph is asked again afterwards whether it is still the same."""
        parameters, measured = self.over(database, lambda found: measure(found, query.name, given, text=True))
        rows = measured.rows[:MOST_ROWS]
        said = {**measured.said, "notes": list(measured.notes)}
        return Answer(query, parameters, rows, len(rows) < len(measured.rows), self._info(database), said)

    def over(self, database: Database, count: Callable[[Evidence], Made]) -> Made:
        """What `count` makes of the evidence, when there is room for it."""
        with self._room:
            return count(self._evidence(database))

    def _evidence(self, database: Database) -> Evidence:
        info = self._info(database)
        with self._lock:
            if self._held is None or self._held[0] != info or info.building is not None:
                made = (info, evidence(fetch(database, (*FOR_NUMBERS, *SURVEY))))
                self._remember()
                self._held = made
            return self._held[1]

    def _remember(self) -> None:
        """Put what was counted last among the earlier ones; the oldest ones go where they grow too large together."""
        if self._held is None or self._held[0].building is not None:
            return
        self._earlier[self._held[0].revision] = self._held
        while sum(held.paper.size for _, held in self._earlier.values()) > MOST_EARLIER:
            self._earlier.popitem(last=False)
