"""The current state of curation: a pure fold over the entries, in ledger order. It keeps nothing beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from curation.candidates import Candidate, Status, candidates
from curation.entries import Adjudication, Assignment, CodebookChange, Decision, Entry, Freeze, PhraseChange, Undo
from curation.pair_decisions import PairDecision


@dataclass(frozen=True, slots=True)
class State:
    """What the entries come to. `changes`: phrases, codebook and its freezing, in order."""

    candidates: tuple[Candidate, ...] = ()
    changes: tuple[Entry, ...] = ()
    assigned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Suggestion -> the coders who decide on it, each without seeing the others."""
    stray: tuple[tuple[Entry, str], ...] = ()
    """Entries that name an entry which is not there, or is not theirs to name, and why; they have no effect."""
    pairs: tuple[Entry, ...] = ()
    """What people say of pairs of records, in order."""

    @property
    def strays(self) -> tuple[str, ...]:
        """What is wrong with each stray entry, one sentence each."""
        return tuple(said for _, said in self.stray)

    @property
    def by_suggestion(self) -> dict[str, Candidate]:
        """The candidate of every suggestion that somebody decided on."""
        return {suggestion: found for found in self.candidates for suggestion in found.suggestions}

    @property
    def pending(self) -> int:
        """Double-coded candidates that not all assigned coders decided on; those that nobody decided on, too."""
        begun = self.by_suggestion
        return self.count(Status.PENDING) + sum(suggestion not in begun for suggestion in self.assigned)

    def count(self, status: Status) -> int:
        """Candidates of one status."""
        return sum(found.status is status for found in self.candidates)


def fold(entries: Iterable[Entry], assigned: Mapping[str, tuple[str, ...]] | None = None) -> State:
    """The state that these entries, in ledger order, come to; `assigned`: by assignments that are not among them."""
    kept, strays = standing(list(entries))
    assigned = assigned or {}
    decisions: dict[tuple[str, str], Entry] = {}
    for entry in kept:
        match entry.body:
            case Assignment():
                assigned = {**assigned} | {drawn.suggestion: drawn.coders for drawn in entry.body.drawn}
            case Decision():
                decisions[entry.curator, entry.body.suggestion.id] = entry
    newest = sorted(decisions.values(), key=lambda entry: entry.order)
    adjudications = [entry for entry in kept if isinstance(entry.body, Adjudication)]
    changes = tuple(entry for entry in kept if isinstance(entry.body, PhraseChange | CodebookChange | Freeze))
    pairs = tuple(entry for entry in kept if isinstance(entry.body, PairDecision))
    return State(candidates(newest, assigned, _by_decision(adjudications)), changes, assigned, tuple(strays), pairs)


def standing(ordered: Sequence[Entry]) -> tuple[list[Entry], list[tuple[Entry, str]]]:
    """The entries that nobody took back, without the undoings; and what those say that name nothing of theirs.

    Read from the end: what takes an entry back comes after it, and may itself have been taken back.
    """
    earlier = {entry.id: entry for entry in ordered}
    undone: set[str] = set()
    kept: list[Entry] = []
    strays: list[tuple[Entry, str]] = []
    for entry in reversed(ordered):
        if entry.id in undone:
            continue
        if not isinstance(entry.body, Undo):
            kept.append(entry)
            continue
        target = earlier.get(entry.body.entry)
        if target is None or target.order >= entry.order:
            said = f"{entry.where}: it takes back {entry.body.entry}, which does not come before it."
            strays.append((entry, said))
        elif target.curator != entry.curator:
            said = f"{entry.where}: it takes back an entry of {target.curator}; only {target.curator} can."
            strays.append((entry, said))
        else:
            undone.add(target.id)
    return kept[::-1], strays[::-1]


def _by_decision(adjudications: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Decision -> the adjudications that name it, the newest last."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in adjudications:
        if isinstance(entry.body, Adjudication):
            for decision in entry.body.decisions:
                found[decision].append(entry)
    return found
