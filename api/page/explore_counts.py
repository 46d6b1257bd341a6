"""What the explore pages count: measures and charts of the graph that is served, the last ones kept."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from api.numbers import Counting
from graph.ask import GraphInfo, graph_info
from graph.database import Database
from synthesis.charts.model import Chart
from synthesis.charts.registry import chart
from synthesis.evidence import Evidence
from synthesis.filter_values import Part, filter_values, years
from synthesis.kept import kept
from synthesis.measures import Measured, measure

KEPT, MOST_KEPT = 32, 60_000
"""Answers that are kept, and how many rows all of them may have together."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Offered:
    """What a review can be filtered by, and how much of it there is."""

    parts: tuple[Part, ...]
    years: tuple[int, int] | None
    papers: int
    findings: int
    surveyed: bool
    """Whether a measure was made of influences."""


class Explored:
    """Counts, and keeps the last answers of a revision: the picture and the table of a page ask for the same."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Any] = OrderedDict()

    def offered(self, database: Database) -> Offered:
        """What the form of the filter offers."""

        def look(found: Evidence) -> Offered:
            papers, _, findings = found.size
            surveyed = found.survey.node("Instrument").num_rows > 0
            return Offered(filter_values(found), years(found), papers, findings, surveyed)

        return self.kept(database, ["offered"], look)

    def papers(self, database: Database, where: Sequence[str]) -> tuple[frozenset[str], str]:
        """The ids of the papers that a filter keeps, and the filter in words. Raises ParameterError, NothingToCount."""

        def look(found: Evidence) -> tuple[frozenset[str], str]:
            ids, told = kept(found, where)
            return ids["Paper"], told

        return self.kept(database, ["papers", list(where)], look)

    def measured(self, database: Database, name: str, given: Mapping[str, object]) -> Measured:
        """A measure with all its rows. Raises ParameterError, NotFound, NothingToCount."""
        return self.kept(database, ["measure", name, given], lambda found: measure(found, name, given, text=True)[1])

    def chart(self, database: Database, name: str, given: Mapping[str, object]) -> Chart:
        """A chart whose marks are links. Raises as `measured` does."""
        info = graph_info(database)
        return self.kept(
            database,
            ["chart", name, given],
            lambda found: chart(found, name, given, info, text=True, server=""),
        )

    def kept(self, database: Database, asked: object, count: Callable[[Evidence], Made]) -> Made:
        """What `count` makes of the evidence; the same for the same question while the revision stays."""
        info = graph_info(database)
        key = json.dumps([vars(info), asked])
        with self._lock:
            if key in self._held and info.building is None:
                self._held.move_to_end(key)
                found: Made = self._held[key]
                return found
        made = self._counting.over(database, count)
        if _whole(database, info):
            with self._lock:
                self._held[key] = made
                while len(self._held) > KEPT or sum(map(_rows, self._held.values())) > MOST_KEPT:
                    self._held.popitem(last=False)
        return made


def _rows(made: object) -> int:
    return len(getattr(made, "rows", ()))


def _whole(database: Database, before: GraphInfo) -> bool:
    """Whether the graph was one and the same from before until now."""
    return before.building is None and graph_info(database) == before
