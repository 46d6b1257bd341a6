"""The queue of a curator: passages and phrases that wait for them, in batches, and how far everybody is.

Ten passages, then up to ten phrases of tables, then passages again. Nothing of the queue is written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum

from curation.candidates import Status, decision_of
from curation.desk import Desk
from curation.entries import PhraseChange
from curation.fold import State
from curation.material import Phrase
from graph.suggestions import Suggestion


@dataclass(frozen=True)
class Known:
    """What the order of a queue may use: what is decided, and how often each cell (paper, influence) is filled."""

    decided: Set[str]
    filled: Mapping[tuple[str, str], int]
    state: State
    """What everybody may see."""


Order = Callable[[Sequence[Suggestion], Known], Sequence[str]]
"""Suggestions that wait -> the ids of the next batch, the first to read first."""


class Kind(StrEnum):
    """What waits."""

    PASSAGES = "passages"
    PHRASES = "phrases"


@dataclass(frozen=True)
class Part:
    """A part of the queue: one paper, one influence, one kind, or all of it."""

    paper: str | None = None
    influence: str | None = None
    kind: Kind | None = None


WHOLE = Part()
"""All that waits."""
BATCH = 10


@dataclass(frozen=True)
class Progress:
    """Counts for one curator, of suggestions unless it says else; `pending` and `conflicts` are candidates."""

    waiting: int
    phrases: int
    """Phrases of tables that wait, for whoever comes first."""
    decided_by_me: int
    decided: int
    pending: int
    conflicts: int
    batch: int
    batch_left: int


@dataclass
class _Batch:
    """What was drawn for a curator, and what of it was put off."""

    kind: Kind = Kind.PHRASES
    ids: list[str] = field(default_factory=list)
    put_off: list[str] = field(default_factory=list)


class Queue:
    """The queues of all curators at one desk."""

    def __init__(self, desk: Desk, order: Order) -> None:
        self._desk = desk
        self._order = order
        self._batches: dict[tuple[str, Part], _Batch] = {}

    def waiting(self, curator: str, part: Part = WHOLE) -> list[Suggestion]:
        """What this curator is to decide: assigned to them, or to nobody and decided by nobody."""
        state = self._desk.state(curator)
        mine, anybody = _decided(state, curator)
        assigned = state.assigned
        return [
            one
            for one in self._desk.material.suggestions.values()
            if part.paper in {None, one.paper_id}
            and part.influence in {None, one.influence_id}
            and one.id not in mine
            and (curator in assigned[one.id] if one.id in assigned else one.id not in anybody)
        ]

    def phrases(self, part: Part = WHOLE) -> list[Phrase]:
        """The phrases of tables that nobody gave an influence yet, those of most papers first."""
        given: dict[str, bool] = {}
        for entry in self._desk.state(None).changes:
            if isinstance(entry.body, PhraseChange):
                given[entry.body.phrase] = entry.body.influence_id is not None
        return [
            task
            for task in self._desk.material.waiting_phrases
            if (part.paper is None or part.paper in task.papers)
            and part.influence is None
            and not any(given.get(spelling, False) for spelling in task.spellings)
        ]

    def next(self, curator: str, part: Part = WHOLE) -> Suggestion | Phrase | None:
        """What to decide now; null when nothing waits. What was put off comes again at the end of its batch."""
        return next(iter(self.upcoming(curator, part, 1)), None)

    def upcoming(self, curator: str, part: Part = WHOLE, most: int = BATCH) -> list[Suggestion | Phrase]:
        """What to decide next, at most what is left of the batch; a batch that is done is followed by a new one."""
        with self._desk.lock:
            waiting = self._items(curator, part)
            batch = self._batches.setdefault((curator, part), _Batch())
            left = [id_ for id_ in batch.ids if id_ in waiting[batch.kind]]
            if not left:
                batch = self._batches[curator, part] = self._drawn(curator, waiting, batch.kind)
                left = batch.ids
            off = [id_ for id_ in batch.put_off if id_ in left]
            return [waiting[batch.kind][id_] for id_ in [*(id_ for id_ in left if id_ not in off), *off][:most]]

    def _items(self, curator: str, part: Part) -> dict[Kind, dict[str, Suggestion | Phrase]]:
        passages = {} if part.kind is Kind.PHRASES else {one.id: one for one in self.waiting(curator, part)}
        phrases = {} if part.kind is Kind.PASSAGES else {one.id: one for one in self.phrases(part)}
        return {Kind.PASSAGES: {**passages}, Kind.PHRASES: {**phrases}}

    def _drawn(self, curator: str, waiting: Mapping[Kind, Mapping[str, Suggestion | Phrase]], last: Kind) -> _Batch:
        """The next batch: of the other kind than the last one, where such wait."""
        other = Kind.PHRASES if last is Kind.PASSAGES else Kind.PASSAGES
        kind = other if waiting[other] else last
        if kind is Kind.PHRASES:
            return _Batch(kind, list(waiting[kind])[:BATCH])
        passages = [one for one in waiting[kind].values() if isinstance(one, Suggestion)]
        return _Batch(kind, list(self._order(passages, self._known(curator))) if passages else [])

    def put_off(self, curator: str, id_: str, part: Part = WHOLE) -> None:
        """Skip a suggestion for now: it comes again after the others of its batch. Nothing is written."""
        with self._desk.lock:
            batch = self._batches.setdefault((curator, part), _Batch())
            batch.put_off = [*(other for other in batch.put_off if other != id_), id_]

    def progress(self, curator: str, part: Part = WHOLE) -> Progress:
        """How far this curator and everybody is."""
        with self._desk.lock:
            state, items = self._desk.state(curator), self._items(curator, part)
            left = items[Kind.PASSAGES].keys()
            mine, anybody = _decided(state, curator)
            batch = self._batches.get((curator, part), _Batch())
            pending = self._desk.state(None).pending
            of_batch = sum(id_ in items[batch.kind] for id_ in batch.ids)
            phrases = len(items[Kind.PHRASES])
            conflicts = state.count(Status.CONFLICT)
            return Progress(len(left), phrases, len(mine), len(anybody), pending, conflicts, len(batch.ids), of_batch)

    def _known(self, curator: str) -> Known:
        public = self._desk.state(None)
        mine, anybody = _decided(self._desk.state(curator), curator)
        filled = Counter(
            (found.paper_id, made.claim.influence_id) for found in public.candidates for made in found.made
        )
        return Known(mine | anybody, filled, public)


def _decided(state: State, curator: str) -> tuple[set[str], set[str]]:
    """Suggestions that this curator decided on, and those that anybody did."""
    mine, anybody = set(), set()
    for found in state.candidates:
        for entry in found.standing:
            id_ = decision_of(entry).suggestion.id
            anybody.add(id_)
            if entry.curator == curator:
                mine.add(id_)
    return mine, anybody
