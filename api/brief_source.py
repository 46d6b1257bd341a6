"""What literature beside practice is made from, out of an open graph: its measure and ratings, and passages."""

from __future__ import annotations

from collections.abc import Iterable

from graph.ask import ask
from graph.database import Database, Row
from graph.fetch import fetch
from synthesis.report_findings import KINDS
from synthesis.selection import NothingToCount
from synthesis.survey.practice import LABELS, Practice, practice

MOST_READ = 2000
"""Passages of one influence that are looked through for the ones to read."""


def practice_of(database: Database) -> Practice:
    """The measure and the ratings of a graph. Raises NothingToCount when it holds no measure."""
    seen = practice(fetch(database, ("Setting", *LABELS)))
    if not seen.forms:
        raise NothingToCount(
            "measure", "reading the graph, which holds what survey/instrument.csv said when it was built"
        )
    return seen


def passages_on(database: Database, influence_ids: Iterable[str]) -> dict[str, list[Row]]:
    """The passages of counted findings on each influence, as `passages_behind` gives them: quotes of texts first, then
    paraphrases, then entries of tables.
    """
    found = {}
    for id_ in influence_ids:
        rows = ask(database, "passages_behind", {"influence_id": id_, "limit": MOST_READ}).rows
        found[id_] = sorted(rows, key=lambda row: KINDS.index(str(row["kind"])))
    return found
