"""The queue of a curator: passages and phrases that wait for them, in batches, and how far everybody is.

What is to decide again after a split comes first; then ten passages, up to ten phrases of tables, and so on. Nothing of
the queue is written down.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum

from curation.candidates import decision_of
from curation.desk import Desk
from curation.entries import Change, CodebookChange, Entry, PhraseChange
from curation.fold import State
from curation.material import Phrase
from graph.suggestions import Suggestion


class Kind(StrEnum):
    """What waits."""

    PASSAGES = "passages"
    PHRASES = "phrases"
    AGAIN = "again"
    """Passages that one decided on oneself, under an influence that was split since."""
    PAIRS = "pairs"
    """Pairs of records that may be one paper: shown for themselves (pairs.py), never in a batch of the others."""


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
class Known:
    """What the order of a queue may use: what is decided, and how often each cell (paper, influence) is filled."""

    decided: Set[str]
    filled: Mapping[tuple[str, str], int]
    state: State
    """What everybody may see."""
    part: Part = WHOLE
    """The part of the queue that is asked for."""


Order = Callable[[Sequence[Suggestion], Known], Sequence[str]]
"""Suggestions that wait -> the ids of the next batch, the first to read first."""


@dataclass(frozen=True)
class Progress:
    """Counts for one curator, of suggestions unless it says else; `pending` and `conflicts` are candidates."""

    waiting: int
    phrases: int
    """Phrases of tables that wait, for whoever comes first."""
    again: int
    """Passages that this curator decided on under an influence that was split since."""
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
        self._later: dict[str, dict[str, None]] = {}
        """Curator -> phrases that they skipped in an earlier batch; they come again after all others."""
        self._by_paper: dict[str, list[Suggestion]] = defaultdict(list)
        for one in desk.material.suggestions.values():
            self._by_paper[one.paper_id].append(one)
        self._waits: dict[tuple[str, str, str | None], tuple[tuple[int, int], tuple[Suggestion, ...]]] = {}

    def waiting(self, curator: str, part: Part = WHOLE) -> list[Suggestion]:
        """What this curator is to decide: assigned to them, or to nobody and decided by nobody."""
        with self._desk.lock:
            return [one for paper in self._papers(part) for one in self._of_paper(curator, paper, part)]

    def _papers(self, part: Part) -> Collection[str]:
        """The papers of a part."""
        return self._by_paper if part.paper is None else {part.paper} & self._by_paper.keys()

    def _of_paper(self, curator: str, paper: str, part: Part) -> tuple[Suggestion, ...]:
        """What waits in one paper; found anew when somebody decided on it."""
        views, key = self._desk.views, (curator, paper, part.influence)
        tick = views.tick(paper)
        if key not in self._waits or self._waits[key][0] != tick:
            seen, assigned = views.of_paper(curator, paper), views.assigned
            found = tuple(
                one
                for one in self._by_paper[paper]
                if part.influence in {None, one.influence_id}
                and one.id not in seen.mine
                and (curator in assigned[one.id] if one.id in assigned else one.id not in seen.decided)
            )
            self._waits[key] = tick, found
        return self._waits[key][1]

    def phrases(self, part: Part = WHOLE) -> list[Phrase]:
        """The phrases of tables that nobody gave an influence yet, those of most papers first."""
        given: dict[str, bool] = {}
        with self._desk.lock:
            changes = self._desk.views.changes
        for entry in changes:
            if isinstance(entry.body, PhraseChange):
                given[entry.body.phrase] = entry.body.influence_id is not None
        return [
            task
            for task in self._desk.material.waiting_phrases
            if (part.paper is None or part.paper in task.papers)
            and part.influence is None
            and not any(given.get(spelling, False) for spelling in task.spellings)
        ]

    def again(self, curator: str, part: Part = WHOLE) -> list[Suggestion]:
        """Passages whose claim by this curator is about an influence that was split: each is to be decided again."""
        with self._desk.lock:
            views = self._desk.views
            split = split_influences(views.changes)
            standing = (
                (e for seen in views.groups(curator) for c in seen.state.candidates for e in c.standing)
                if split
                else ()
            )
            mine = [decision_of(entry) for entry in standing if entry.curator == curator]
        return [
            one.suggestion
            for one in mine
            if any(claim.influence_id in split for claim in one.claims)
            and part.paper in {None, one.suggestion.paper_id}
            and part.influence in {None, one.suggestion.influence_id}
        ]

    def next(self, curator: str, part: Part = WHOLE) -> Suggestion | Phrase | None:
        """What to decide now; null when nothing waits. What was put off comes again at the end of its batch."""
        return next(iter(self.upcoming(curator, part, 1)), None)

    def upcoming(self, curator: str, part: Part = WHOLE, most: int = BATCH) -> list[Suggestion | Phrase]:
        """What to decide next, at most what is left of the batch; a batch that is done is followed by a new one."""
        with self._desk.lock:
            batch = self._batches.setdefault((curator, part), _Batch())
            left = self._left(curator, part, batch)
            if not left:
                batch = self._batches[curator, part] = self._drawn(curator, part, batch.kind)
                left = self._left(curator, part, batch)
            if batch.kind is Kind.PHRASES and left.keys() <= set(batch.put_off):
                # A phrase that fits no influence must not come round for ever: on to other things, then to it again.
                self._later.setdefault(curator, {}).update(dict.fromkeys(left))
                batch = self._batches[curator, part] = self._drawn(curator, part, batch.kind)
                left = self._left(curator, part, batch)
            off = [left[id_] for id_ in batch.put_off if id_ in left]
            return [*(one for id_, one in left.items() if id_ not in batch.put_off), *off][:most]

    def _left(self, curator: str, part: Part, batch: _Batch) -> dict[str, Suggestion | Phrase]:
        """What of a batch still waits."""
        if batch.kind is Kind.PHRASES:
            phrases = {one.id: one for one in self.phrases(part)} if batch.ids else {}
            return {id_: phrases[id_] for id_ in batch.ids if id_ in phrases}
        if batch.kind is Kind.AGAIN:
            again = {one.id: one for one in self.again(curator, part)}
            return {id_: again[id_] for id_ in batch.ids if id_ in again}
        material = self._desk.material
        drawn = [material.suggestions.get(id_) or material.offered[id_] for id_ in batch.ids]
        return {one.id: one for one in drawn if self._waits_for(curator, one, part)}

    def _waits_for(self, curator: str, one: Suggestion, part: Part) -> bool:
        if one.id in self._desk.material.suggestions:
            return one in self._of_paper(curator, one.paper_id, part)
        return one.id not in self._desk.views.of_paper(curator, one.paper_id).decided

    def _drawn(self, curator: str, part: Part, last: Kind) -> _Batch:
        """The next batch: what is to decide again, else of the other kind than the last one, where such wait."""
        again = self.again(curator, part) if part.kind in {None, Kind.AGAIN} else []
        if again and (last is not Kind.AGAIN or part.kind is Kind.AGAIN):
            return _Batch(Kind.AGAIN, [one.id for one in again[:BATCH]])
        passages = self.waiting(curator, part) if part.kind in {None, Kind.PASSAGES} else []
        phrases = self.phrases(part) if part.kind in {None, Kind.PHRASES} else []
        fresh = [one for one in phrases if one.id not in self._later.get(curator, {})]
        if phrases and (not passages or (fresh and last is Kind.PASSAGES)):
            if not fresh:
                self._later.pop(curator)
            return _Batch(Kind.PHRASES, [one.id for one in (fresh or phrases)[:BATCH]])
        return _Batch(Kind.PASSAGES, list(self._order(passages, self._known(curator, part))) if passages else [])

    def put_off(self, curator: str, id_: str, part: Part = WHOLE) -> None:
        """Skip a suggestion for now: it comes again after the others of its batch. Nothing is written."""
        with self._desk.lock:
            batch = self._batches.setdefault((curator, part), _Batch())
            batch.put_off = [*(other for other in batch.put_off if other != id_), id_]

    def progress(self, curator: str, part: Part = WHOLE) -> Progress:
        """How far this curator and everybody is."""
        with self._desk.lock:
            views = self._desk.views
            seen = views.groups(curator)
            papers = self._papers(part) if part.kind in {None, Kind.PASSAGES} else ()
            waiting = sum(len(self._of_paper(curator, paper, part)) for paper in papers)
            phrases = len(self.phrases(part)) if part.kind in {None, Kind.PHRASES} else 0
            again = len(self.again(curator, part)) if part.kind in {None, Kind.AGAIN} else 0
            batch = self._batches.get((curator, part), _Batch())
            pending = len(views.assigned) - sum(one.shared for one in views.groups(None))
            mine, decided = sum(len(one.mine) for one in seen), sum(len(one.decided) for one in seen)
            conflicts, left = sum(one.conflicts for one in seen), len(self._left(curator, part, batch))
            return Progress(waiting, phrases, again, mine, decided, pending, conflicts, len(batch.ids), left)

    def _known(self, curator: str, part: Part) -> Known:
        public = self._desk.state(None)
        decided = {id_ for seen in self._desk.views.groups(curator) for id_ in seen.decided}
        filled = Counter(
            (found.paper_id, made.claim.influence_id) for found in public.candidates for made in found.made
        )
        return Known(decided, filled, public, part)


def split_influences(changes: Sequence[Entry]) -> set[str]:
    """The influences that standing changes of the codebook split."""
    bodies = (entry.body for entry in changes)
    return {one.influence_id for one in bodies if isinstance(one, CodebookChange) and one.change is Change.SPLIT}
