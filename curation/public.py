"""What everybody may see, and what it comes to, kept up to date paper by paper; and the heads of the ledgers."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from curation.by_paper import ByPaper
from curation.candidates import Candidate
from curation.entries import Entry, ledger_path
from curation.fold import State, fold
from curation.visible import visible_to


@dataclass
class _Head:
    """The visible lines of one ledger, in order, and their digest as far as lines were only added at the end."""

    lines: list[tuple[tuple[int, str, str], str]] = field(default_factory=list)
    whole: hashlib._Hash | None = None

    def add(self, entry: Entry) -> None:
        if self.whole is not None and self.lines and entry.order > self.lines[-1][0]:
            self.whole.update(b"\n" + entry.sha256.encode())
            self.lines.append((entry.order, entry.sha256))
        else:
            self.whole = None
            insort(self.lines, (entry.order, entry.sha256))

    def take(self, entry: Entry) -> None:
        self.whole = None
        del self.lines[bisect_left(self.lines, (entry.order, entry.sha256))]

    def digest(self) -> str:
        if self.whole is None:
            self.whole = hashlib.sha256("\n".join(sha256 for _, sha256 in self.lines).encode())
        return self.whole.hexdigest()


@dataclass(frozen=True, slots=True)
class _Group:
    """What everybody may see of one group of papers, and what it comes to."""

    seen: tuple[Entry, ...] = ()
    state: State = field(default_factory=State)


class Public:
    """`take` costs the size of the papers that its entries are about; `state` that of all candidates, once after."""

    def __init__(self) -> None:
        self.by_paper = ByPaper()
        self._groups: dict[str, _Group] = {}
        self._heads: dict[str, _Head] = {}
        self._state: State | None = State()

    def take(self, entries: Iterable[Entry]) -> dict[str, tuple[Candidate, ...]]:
        """Take in new entries; returns the papers about which everybody may see something else now, as they were."""
        touched = self.by_paper.add(entries)
        papers: dict[str, tuple[Candidate, ...]] = {}
        moved: list[tuple[_Group, _Group]] = []
        for name in touched:
            before, after = self._groups.pop(name, _Group()), self._group(name)
            moved.append((before, after))
            for one in before.state.candidates:
                papers[one.paper_id] = (*papers.get(one.paper_id, ()), one)
            if after.seen:
                self._groups[name] = after
        for _, after in moved:
            for one in after.state.candidates:
                papers.setdefault(one.paper_id, ())
        self._set_heads(moved)
        if touched:
            self._state = None
        return papers

    def _group(self, name: str) -> _Group:
        """The groups are named by paper; "" is what is common, which everybody may see."""
        if not name:
            return _Group(tuple(self.by_paper.common), self.by_paper.shared)
        entries, assigned = self.by_paper.groups.get(name, ()), self.by_paper.assigned
        seen = visible_to(None, entries, assigned)
        return _Group(tuple(seen), fold(seen, assigned))

    def candidates(self, paper: str) -> tuple[Candidate, ...]:
        """The candidates of a paper, as everybody may see them."""
        found = self._groups.get(self.by_paper.group(paper), _Group()).state.candidates
        return tuple(one for one in found if one.paper_id == paper)

    def _set_heads(self, moved: Iterable[tuple[_Group, _Group]]) -> None:
        gone: dict[str, Entry] = {}
        new: dict[str, Entry] = {}
        for before, after in moved:
            gone |= {entry.id: entry for entry in before.seen}
            new |= {entry.id: entry for entry in after.seen}
        for id_ in gone.keys() - new.keys():
            self._heads[ledger_path(gone[id_].curator, gone[id_].device)].take(gone[id_])
        for entry in sorted((new[id_] for id_ in new.keys() - gone.keys()), key=lambda one: one.order):
            self._heads.setdefault(ledger_path(entry.curator, entry.device), _Head()).add(entry)

    def heads(self) -> dict[str, str]:
        """What `curation.ledger.heads` says of all visible entries."""
        return {path: head.digest() for path, head in self._heads.items() if head.lines}

    @property
    def changes(self) -> tuple[Entry, ...]:
        """What only a build carries through: changes of codebook and phrases, then decisions on pairs of records."""
        return (*self.by_paper.shared.changes, *self.by_paper.shared.pairs)

    @property
    def state(self) -> State:
        """What all visible entries come to; put together when somebody asks."""
        if self._state is None:
            states = [group.state for group in self._groups.values()]
            shared = self.by_paper.shared
            # Within one paper the order of its fold is kept: sorting is stable, and a paper lies in one group.
            candidates = sorted((one for state in states for one in state.candidates), key=lambda one: one.paper_id)
            stray = sorted((one for state in states for one in state.stray), key=lambda one: one[0].order)
            self._state = State(tuple(candidates), shared.changes, shared.assigned, tuple(stray), shared.pairs)
        return self._state
