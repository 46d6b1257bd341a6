"""Entries sorted by the paper that they are about: what one decision can change is the group of its paper."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from curation.entries import Adjudication, Body, Decision, Entry, Undo
from curation.fold import State, fold


class ByPaper:
    """Groups of entries, each in ledger order. Papers that one adjudication names together are one group.

    What takes an entry back, or settles it, belongs where that entry is. Assignments, phrases, changes of the codebook
    and what names nothing that is there are of no paper: `common`.
    """

    def __init__(self) -> None:
        self.common: list[Entry] = []
        self.groups: dict[str, list[Entry]] = {}
        """Group -> entries; a group is named by the first of its papers."""
        self.shared = State()
        """What the common entries come to: assignments and changes."""
        self._entries: dict[str, Entry] = {}
        self._placed: dict[str, str | None] = {}
        self._named: dict[str, list[Entry]] = defaultdict(list)
        self._into: dict[str, str] = {}
        self._papers: dict[str, str] = {}

    @property
    def assigned(self) -> Mapping[str, tuple[str, ...]]:
        """Suggestion -> the coders who decide on it; assignments are hidden from nobody."""
        return self.shared.assigned

    def add(self, entries: Iterable[Entry]) -> set[str]:
        """Sort new entries in; returns the groups that may come to something else now, "" for what is common.

        A group that went into another is among them, and is not there any more.
        """
        touched: set[str] = set()
        for entry in entries:
            self._entries[entry.id] = entry
            for id_ in named_by(entry.body):
                self._named[id_].append(entry)
            if isinstance(entry.body, Decision):
                self._papers[entry.body.suggestion.id] = entry.body.suggestion.paper_id
            self._place(entry, touched)
        if "" in touched:
            touched |= self._fold_common()
        return touched | {self.group(group) for group in touched}

    def group(self, paper: str) -> str:
        """The group of a paper, or of a group that went into another."""
        while paper in self._into:
            paper = self._into[paper]
        return paper

    def of(self, paper: str) -> Sequence[Entry]:
        """The entries about a paper, in ledger order."""
        return self.groups.get(self.group(paper), ())

    def about(self, body: Body) -> list[Entry]:
        """The entries that an act that is not written yet takes back or settles, with all others about that paper."""
        known = [id_ for id_ in named_by(body) if id_ in self._entries]
        groups = sorted({self.group(placed) for id_ in known if (placed := self._placed[id_]) is not None})
        alone = [self._entries[id_] for id_ in known if self._placed[id_] is None]
        return sorted((*alone, *(e for group in groups for e in self.groups[group])), key=lambda entry: entry.order)

    def _place(self, entry: Entry, touched: set[str]) -> None:
        """Put an entry where it belongs by what is known; an entry that came late takes along what names it."""
        new = entry.id not in self._placed
        before = None if new else self._placed[entry.id]
        after = self._group_of(entry, touched)
        moves = new or after != (None if before is None else self.group(before))
        touched.add(after or "")
        if not moves:
            return
        if not new:
            self._list(before).remove(entry)
            touched.add(before or "")
        self._placed[entry.id] = after
        insort(self._list(after), entry, key=lambda one: one.order)
        for other in self._named[entry.id]:
            if other.id in self._placed and other.id != entry.id:
                self._place(other, touched)

    def _list(self, group: str | None) -> list[Entry]:
        return self.common if group is None else self.groups.setdefault(self.group(group), [])

    def _group_of(self, entry: Entry, touched: set[str]) -> str | None:
        if isinstance(entry.body, Decision):
            return self.group(entry.body.suggestion.paper_id)
        places = (self._placed.get(id_) for id_ in named_by(entry.body))
        groups = {self.group(place) for place in places if place is not None}
        return self._joined(groups, touched) if groups else None

    def _joined(self, groups: set[str], touched: set[str]) -> str:
        first, *others = sorted(groups)
        for other in others:
            self._into[other] = first
            both = [*self.groups.get(first, ()), *self.groups.pop(other, ())]
            self.groups[first] = sorted(both, key=lambda entry: entry.order)
            touched |= {first, other}
        return first

    def _fold_common(self) -> set[str]:
        """Fold what is common anew; returns the groups whose suggestions are assigned otherwise now."""
        before = self.shared.assigned
        self.shared = fold(self.common)
        after = self.shared.assigned
        if before is after:
            return set()
        differ = (id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_))
        return {self.group(self._papers[id_]) for id_ in differ if id_ in self._papers}


def named_by(body: Body) -> tuple[str, ...]:
    """The entries that an act takes back or settles."""
    match body:
        case Undo():
            return (body.entry,)
        case Adjudication():
            return body.decisions
        case _:
            return ()
