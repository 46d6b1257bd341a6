"""What each curator may see of the decisions, kept by paper: a new entry costs the size of its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.by_paper import ByPaper
from curation.candidates import Status, decision_of
from curation.entries import Decision, Entry
from curation.fold import State, fold
from curation.visible import visible_to


@dataclass(frozen=True)
class Seen:
    """One group of papers as one curator sees it. `decided`: suggestions with a standing decision, `mine` of theirs.

    `conflicts` are candidates; `shared` counts the assigned suggestions among those that the candidates are about.
    """

    entries: tuple[Entry, ...]
    state: State
    decided: frozenset[str]
    mine: frozenset[str]
    conflicts: int = 0
    shared: int = 0


NOTHING = Seen((), State(), frozenset(), frozenset())


class Views:
    """Feed it with all entries before asking. One thread at a time."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._by_paper = ByPaper()
        self._known: set[str] = set()
        self._paper_of: dict[str, str] = {}
        self._seen: dict[str | None, dict[str, Seen]] = {}
        self._whole: dict[str | None, tuple[list[Entry], State]] = {}
        self.ticks: dict[str, int] = {}
        """Group -> how often it changed; "" for what is common to all."""

    def feed(self, every: Sequence[Entry]) -> None:
        """Take in what is new of all entries; when some are gone, all is sorted anew."""
        if len(every) == len(self._known):
            return
        new = [entry for entry in every if entry.id not in self._known]
        if len(self._known) + len(new) != len(every):
            self._forget()
            new = list(every)
        self._known |= {entry.id for entry in new}
        self._paper_of |= {
            e.body.suggestion.id: e.body.suggestion.paper_id for e in new if isinstance(e.body, Decision)
        }
        touched = self._by_paper.add(new)
        for group in touched:
            self.ticks[group] = self.ticks.get(group, 0) + 1
            for seen in self._seen.values():
                seen.pop(group, None)
        self._whole = {}

    def tick(self, paper: str) -> tuple[int, int]:
        """What changes when what is known of a paper changes."""
        return self.ticks.get(self._by_paper.group(paper), 0), self.ticks.get("", 0)

    @property
    def assigned(self) -> Mapping[str, tuple[str, ...]]:
        """Suggestion -> the coders who decide on it."""
        return self._by_paper.assigned

    def of_paper(self, curator: str | None, paper: str) -> Seen:
        """What a curator sees of a paper, with the papers that are settled together with it."""
        return self._group(curator, self._by_paper.group(paper))

    def groups(self, curator: str | None) -> list[Seen]:
        """All that a curator sees, group by group."""
        return [self._group(curator, group) for group in self._by_paper.groups]

    @property
    def changes(self) -> tuple[Entry, ...]:
        """Changes of codebook and phrases, in order; they are hidden from nobody."""
        return self._by_paper.shared.changes

    @property
    def pairs(self) -> tuple[Entry, ...]:
        """What people say of pairs of records, in order; hidden from nobody."""
        return self._by_paper.shared.pairs

    def paper_of(self, suggestion: str) -> str | None:
        """The paper of a suggestion that somebody decided on."""
        return self._paper_of.get(suggestion)

    def entries(self, curator: str | None) -> list[Entry]:
        """The entries that this curator may see, in ledger order."""
        return self._all(curator)[0]

    def state(self, curator: str | None) -> State:
        """What they come to."""
        return self._all(curator)[1]

    def _all(self, curator: str | None) -> tuple[list[Entry], State]:
        if curator not in self._whole:
            groups = self.groups(curator)
            shared = self._by_paper.shared
            common = self._by_paper.common
            entries = sorted((*common, *(e for seen in groups for e in seen.entries)), key=lambda entry: entry.order)
            found = sorted((one for seen in groups for one in seen.state.candidates), key=lambda one: one.paper_id)
            state = State(tuple(found), shared.changes, shared.assigned, shared.stray, shared.pairs)
            self._whole[curator] = entries, state
        return self._whole[curator]

    def _group(self, curator: str | None, group: str) -> Seen:
        known = self._seen.setdefault(curator, {})
        if group not in known:
            entries, assigned = self._by_paper.groups.get(group, ()), self._by_paper.assigned
            known[group] = _seen(curator, entries, assigned) if entries else NOTHING
        return known[group]


def _seen(curator: str | None, entries: Sequence[Entry], assigned: Mapping[str, tuple[str, ...]]) -> Seen:
    shown = visible_to(curator, entries, assigned)
    state = fold(shown, assigned)
    standing = [entry for found in state.candidates for entry in found.standing]
    decided = frozenset(decision_of(entry).suggestion.id for entry in standing)
    mine = frozenset(decision_of(entry).suggestion.id for entry in standing if entry.curator == curator)
    shared = sum(suggestion in assigned for found in state.candidates for suggestion in found.suggestions)
    return Seen(tuple(shown), state, decided, mine, state.count(Status.CONFLICT), shared)
