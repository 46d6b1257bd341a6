"""What to read next: mostly what is likely and new, some of what is doubtful, and always one by lot.

Of every ten: six of the highest gain, two most uncertain, one that only the model proposes, one by lot from all that is
unread. Without the last one, recall and calibration could only be measured on what the model likes already.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from graph.documents import Section
from graph.suggestions import Suggestion
from nlp.scoring import SECTIONS

BATCH = 10
# A text whose parts are not known must not fall behind one whose parts are.
SECTION_WEIGHTS = {**SECTIONS, Section.OTHER: 0.8}
_BY_APPROVED = (1.0, 0.3, 0.1)
_SAID_ALREADY = 0.1


class Slot(StrEnum):
    """Why a suggestion is in its batch."""

    GAIN = "gain"
    UNCERTAIN = "uncertain"
    EXPLORE = "explore"
    LOT = "lot"


_UNCERTAIN = 2


@dataclass(frozen=True)
class Progress:
    """What was decided so far: ids of suggestions, and approved passages of each cell (paper, influence)."""

    decided: Collection[str] = frozenset()
    approved: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pick:
    """One suggestion to read, why it was picked, and the ones behind it that say nearly the same."""

    suggestion: Suggestion
    slot: Slot
    gain: float
    behind: tuple[Suggestion, ...] = ()


def next_batch(
    suggestions: Sequence[Suggestion], scores: Mapping[str, float], progress: Progress, *, seed: int = 0
) -> tuple[Pick, ...]:
    """The next ten, or all that is left; see `batches`."""
    return next(batches(suggestions, scores, progress, seed=seed), ())


def batches(
    suggestions: Sequence[Suggestion], scores: Mapping[str, float], progress: Progress, *, seed: int = 0
) -> Iterator[tuple[Pick, ...]]:
    """Batch after batch as if nothing were decided in between, each grouped by paper and in the order of its text.

    `scores` are P(relevant) by suggestion id; one without a score has the score of its rules. The same arguments give
    the same batches, in whatever order the suggestions come.
    """
    pool, behind = _pool(suggestions, progress)
    read = len(progress.decided)
    approved = dict(progress.approved)
    while pool:
        lot = np.random.default_rng([seed, read])
        picked = _one_batch(pool, scores, progress, approved, lot)
        for identity in picked:
            del pool[identity]
        read += len(picked)
        yield _by_paper([Pick(one, slot, gain, tuple(behind.get(one.id, ()))) for one, slot, gain in picked.values()])


def gain(suggestion: Suggestion, relevant: float, approved: int, *, said: bool = False) -> float:
    """P(relevant) x what the cell still lacks x weight of the section; a tenth when the same was decided on before."""
    lacking = _BY_APPROVED[min(approved, len(_BY_APPROVED) - 1)]
    return relevant * lacking * SECTION_WEIGHTS[suggestion.section] * (_SAID_ALREADY if said else 1.0)


_Picked = dict[str, tuple[Suggestion, Slot, float]]


def _one_batch(
    pool: Mapping[str, Suggestion],
    scores: Mapping[str, float],
    progress: Progress,
    approved: dict[tuple[str, str], int],
    lot: np.random.Generator,
) -> _Picked:
    picked: _Picked = {}

    def worth(one: Suggestion) -> float:
        said = one.same_as is not None and one.same_as in progress.decided
        return gain(one, _score(one, scores), approved.get((one.paper_id, one.influence_id), 0), said=said)

    def take(one: Suggestion, slot: Slot) -> None:
        picked[one.id] = (one, slot, worth(one))
        # The rest of its cell waits until it is known whether this one fills it.
        cell = (one.paper_id, one.influence_id)
        approved[cell] = approved.get(cell, 0) + 1

    # The lot comes first: drawn after the others it would never fall on what the model likes.
    take(list(pool.values())[int(lot.integers(len(pool)))], Slot.LOT)
    # What only the model proposes has a slot of its own: it is right more seldom, and would crowd out what is likely.
    only_model = [one for one in pool.values() if one.mention is None and one.id not in picked]
    if only_model:
        take(max(only_model, key=lambda one: (worth(one), one.id)), Slot.EXPLORE)
    told = [one for one in pool.values() if one.mention is not None]
    wanted = BATCH - len(picked) - _UNCERTAIN
    _take_most([one for one in told if one.id not in picked], worth, lambda one: take(one, Slot.GAIN), wanted)
    doubtful = (one for one in told if one.id not in picked and SECTION_WEIGHTS[one.section] > 0)
    for one in heapq.nsmallest(_UNCERTAIN, doubtful, key=lambda o: (abs(_score(o, scores) - 0.5), o.id)):
        take(one, Slot.UNCERTAIN)
    for rest in (told, only_model):
        left = [one for one in rest if one.id not in picked]
        _take_most(left, worth, lambda one: take(one, Slot.GAIN), BATCH - len(picked))
    return picked


def _take_most(
    unread: Sequence[Suggestion],
    worth: Callable[[Suggestion], float],
    take: Callable[[Suggestion], None],
    wanted: int,
) -> None:
    """Take those worth most, one by one; taking one lowers what the others of its cell are worth, never raises it."""
    by_id = {one.id: one for one in unread}
    heap = [(-worth(one), one.id) for one in unread]
    heapq.heapify(heap)
    while heap and wanted > 0:
        said, identity = heapq.heappop(heap)
        now = -worth(by_id[identity])
        if now > said and heap and (now, identity) > heap[0]:
            heapq.heappush(heap, (now, identity))
            continue
        take(by_id[identity])
        wanted -= 1


def _score(one: Suggestion, scores: Mapping[str, float]) -> float:
    return scores.get(one.id, one.score)


def _pool(
    suggestions: Sequence[Suggestion], progress: Progress
) -> tuple[dict[str, Suggestion], dict[str, list[Suggestion]]]:
    """What is unread, in the order of ids, and what waits behind each because it says nearly the same.

    Behind an undecided one only: once it is decided, what says the same stands for itself, at a tenth of its gain, for
    it may be about more than the first. One whose first is not here stands for itself too.
    """
    by_id = {one.id: one for one in sorted(suggestions, key=lambda one: one.id) if one.id not in progress.decided}
    behind: dict[str, list[Suggestion]] = {}
    for one in by_id.values():
        first = _first(one, by_id)
        if first != one.id:
            behind.setdefault(first, []).append(one)
    hidden = {one.id for waiting in behind.values() for one in waiting}
    return {identity: one for identity, one in by_id.items() if identity not in hidden}, behind


def _first(one: Suggestion, by_id: Mapping[str, Suggestion]) -> str:
    """The id at the beginning of a chain of sames; a ring of them begins with its least id."""
    seen = [one.id]
    while (before := by_id[seen[-1]].same_as) is not None and before in by_id:
        if before in seen:
            return min(seen[seen.index(before) :])
        seen.append(before)
    return seen[-1]


def _by_paper(picks: Sequence[Pick]) -> tuple[Pick, ...]:
    """Papers in the order of their best gain; inside one, the order of its text."""
    best: dict[str, float] = {}
    for pick in picks:
        paper = pick.suggestion.paper_id
        best[paper] = max(best.get(paper, 0.0), pick.gain)

    def place(pick: Pick) -> tuple[float, str, str, int, str]:
        one = pick.suggestion
        return -best[one.paper_id], one.paper_id, one.path, one.anchor.char_start, one.id

    return tuple(sorted(picks, key=place))
