"""Phrases of tables that wait for an influence: what a person needs to see of each to decide what it stands for.

A phrase that nothing assigns stands as a draft influence (docs/model.md). Deciding assigns every spelling of it, one
`PhraseChange` of curation/entries.py each; the findings then are about that influence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.ids import draft_influence_id, fold
from graph.model import Direction, InfluenceStatus
from graph.suggestions import Reason

if TYPE_CHECKING:
    from graph.tables import GraphTables


@dataclass(frozen=True, slots=True)
class PhraseSuggestion:
    """One influence that a phrase may stand for. `score` orders the suggestions of one phrase; it is no probability."""

    influence_id: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PhrasePlace:
    """One cell in which a phrase stands. `direction` is that of the finding it made: the column says it."""

    passage_id: str
    paper_id: str
    direction: Direction
    path: str | None
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class PhraseTask:
    """One distinct phrase without an influence.

    `id`: its draft influence. `spellings`: as they stand in the tables, one for each that `PhraseChange` tells apart;
    a decision names them all. `suggestions`: the best first; none where no word of the vocabulary is in it. Offsets of
    reasons are characters of `phrase`.
    """

    id: str
    phrase: str
    spellings: tuple[str, ...]
    papers: tuple[str, ...]
    places: tuple[PhrasePlace, ...]
    suggestions: tuple[PhraseSuggestion, ...] = ()

    @property
    def directions(self) -> dict[Direction, int]:
        """Cells by direction, the most frequent first."""
        found = Counter(place.direction for place in self.places)
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0].value)))


def unassigned_phrases(tables: GraphTables) -> list[PhraseTask]:
    """The phrases of a review that wait, without suggestions: those of most papers first, then by the alphabet."""
    drafts = {
        row["id"]: row["name"]
        for row in tables.node("Influence").select(["id", "name", "status"]).to_pylist()
        if row["status"] == InfluenceStatus.DRAFT.value and row["id"] == draft_influence_id(row["name"])
    }
    # (:Paper)-[:REPORTS]->(:Finding)-[:ABOUT]->(:Influence), (:Passage)-[:ILLUSTRATES]->(:Finding)
    draft_of = {finding: draft for finding, draft in _pairs(tables, "ABOUT") if draft in drafts}
    paper_of = {finding: paper for paper, finding in _pairs(tables, "REPORTS") if finding in draft_of}
    papers: dict[str, set[str]] = {}
    for finding, draft in draft_of.items():
        papers.setdefault(draft, set()).add(paper_of[finding])
    behind = [(passage, finding) for passage, finding in _pairs(tables, "ILLUSTRATES") if finding in draft_of]
    cells = _rows(tables, "Passage", {passage for passage, _ in behind})
    findings = _rows(tables, "Finding", set(draft_of))
    places: dict[str, dict[PhrasePlace, str]] = {}
    for passage, finding in behind:
        cell = cells[passage]
        where = (cell["path"], cell["sheet"], cell["cell"])
        place = PhrasePlace(passage, paper_of[finding], Direction(findings[finding]["direction"]), *where)
        places.setdefault(draft_of[finding], {})[place] = cell["quote"]
    tasks = [_task(draft, name, papers.get(draft, ()), places.get(draft, {})) for draft, name in drafts.items()]
    return sorted(tasks, key=lambda task: (-len(task.papers), fold(task.phrase), task.id))


def _task(draft: str, name: str, papers: Iterable[str], places: Mapping[PhrasePlace, str]) -> PhraseTask:
    """Spellings are told apart as assignments are: by folding. What stands in a cell may be more than the phrase."""
    spellings = {fold(name): name}
    for quote in sorted(places.values()):
        if draft_influence_id(quote) == draft:
            spellings.setdefault(fold(quote), " ".join(quote.split()))
    ordered = sorted(places, key=lambda place: (place.paper_id, place.path or "", place.cell or "", place.passage_id))
    return PhraseTask(draft, name, tuple(spellings.values()), tuple(sorted(papers)), tuple(ordered))


def _pairs(tables: GraphTables, type_: str) -> Sequence[tuple[str, str]]:
    found = tables.edge(type_)
    return list(zip(found.column("start_id").to_pylist(), found.column("end_id").to_pylist(), strict=True))


def _rows(tables: GraphTables, label: str, wanted: set[str]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in tables.node(label).to_pylist() if row["id"] in wanted}
