"""Which groups of a survey may be shown, so that nobody is seen by adding and subtracting what is shown.

Shown beside one another are everybody, the sites, the roles and the languages, never crossed. Each shown mean with
its number is the sum of its people's answers, so whoever reads them can work out every set of people whose 0/1 vector
is a rational combination of the vectors of the shown groups: the total less its parts, a site less the language that
nearly all of it speaks. `showable` refuses groups until no such set has fewer than `smallest` people. That is exact
for one item (or score) at one wave. Between items and between waves the answers are other numbers, so nothing is
worked out by subtracting one from the other; a score is the exception, being the sum of its items: `showable_whole`.
Not covered: what somebody already knows of single answers, differences of two small sets (the answers of two people
less those of two others), and how many people left an item out (numbers of two items differ by it).
Source: docs/decisions/0018-survey.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from graph.survey import Group, GroupKind

ORDER = tuple(GroupKind)
"""Whose groups are shown first, where not all of them can be."""
MOST_TRIED = 1_000_000
"""Sets times atoms that are tried for one group; where there are more, it and those after it are not shown."""

People = Mapping[Group, frozenset[str]]
Reasons = Mapping[Group, str | None]


def showable(people: People, smallest: int) -> dict[Group, str | None]:
    """Null for each group that may be shown, else why not, in words without a number of people.

    `people`: those who answered, by group. Groups are tried in one order: everybody, sites, roles, languages, each by
    name. Raises ValueError where `smallest` is below 1.
    """
    if smallest < 1:
        raise ValueError("smallest must be 1 or more.")
    return dict(_showable(frozenset(people.items()), smallest))


def showable_whole(whole: Reasons, parts: Iterable[Reasons]) -> dict[Group, str | None]:
    """The same of a score: it is shown only for groups for which each of its items is, because it is their sum."""
    hidden = {group for part in parts for group, why in part.items() if why is not None}
    said = "one of its items is not shown for this group, and could be worked out from the others"
    return {group: why if why is not None or group not in hidden else said for group, why in whole.items()}


def shown_count(people: int, smallest: int) -> int | None:
    """A number of people as it may be shown: null from 1 to `smallest` - 1."""
    return people if people == 0 or people >= smallest else None


def shown_counts(counts: Sequence[int], smallest: int) -> tuple[int, ...] | None:
    """How many people gave each answer, or null: all of them are shown, or none."""
    return tuple(counts) if all(shown_count(count, smallest) is not None for count in counts) else None


def fewer(smallest: int) -> str:
    """The words for a number of people that is not shown, such as "fewer than 5"."""
    return f"fewer than {smallest}"


@lru_cache(maxsize=4096)
def _showable(people: frozenset[tuple[Group, frozenset[str]]], smallest: int) -> tuple[tuple[Group, str | None], ...]:
    ordered = sorted(people, key=lambda one: (ORDER.index(one[0].kind), one[0].name or ""))
    atoms = _atoms([members for _, members in ordered])
    span = _Span([size for _, size in atoms], smallest)
    found: list[tuple[Group, str | None]] = []
    for at, (group, members) in enumerate(ordered):
        wider = None
        if len(members) < smallest:
            said = f"{fewer(smallest)} people answered"
        elif span.too_many:
            said = "there are too many small groups to be sure that nobody can be worked out"
        else:
            wider = span.with_row([int(at in inside) for inside, _ in atoms])
            said = f"{fewer(smallest)} people could be worked out from it and from what is shown beside it"
        found.append((group, said if wider is None else None))
        span = wider or span
    return tuple(found)


def _atoms(groups: Sequence[frozenset[str]]) -> list[tuple[frozenset[int], int]]:
    """People who are in the same groups, told as these groups with how many they are; most people first."""
    inside: dict[str, list[int]] = {}
    for at, members in enumerate(groups):
        for person in members:
            inside.setdefault(person, []).append(at)
    sizes: dict[frozenset[int], int] = {}
    for places in inside.values():
        sizes[frozenset(places)] = sizes.get(frozenset(places), 0) + 1
    return sorted(sizes.items(), key=lambda atom: (-atom[1], sorted(atom[0])))


@dataclass
class _Span:
    """What can be worked out: rows over atoms in reduced row echelon form, pivots in the atoms of most people."""

    sizes: Sequence[int]
    smallest: int
    rows: tuple[tuple[Fraction, ...], ...] = ()
    pivots: tuple[int, ...] = ()
    too_many: bool = False
    """Set when there were more sets to try than are tried."""

    def with_row(self, vector: Sequence[int]) -> _Span | None:
        """The span with one more group in it, or null when a set of too few people is in it then."""
        row = [Fraction(value) for value in vector]
        for known, place in zip(self.rows, self.pivots, strict=True):
            if row[place]:
                row = [value - row[place] * other for value, other in zip(row, known, strict=True)]
        pivot = next((at for at, value in enumerate(row) if value), None)
        if pivot is None:
            return self
        new = tuple(value / row[pivot] for value in row)
        rows = tuple(
            tuple(value - known[pivot] * other for value, other in zip(known, new, strict=True))
            if known[pivot]
            else known
            for known in self.rows
        )
        wider = _Span(self.sizes, self.smallest, (*rows, new), (*self.pivots, pivot))
        few = wider._tells_few()
        self.too_many = wider.too_many
        return None if few else wider

    def _tells_few(self) -> bool:
        """Whether a set of 1 to smallest - 1 people is in the span.

        The vector of a set is 0 or 1 at every pivot, and these values make it the sum of the rows where it is 1.
        """
        scale = lcm(*(value.denominator for row in self.rows for value in row))
        small = [
            (self.sizes[pivot], [int(value * scale) for value in row])
            for row, pivot in zip(self.rows, self.pivots, strict=True)
            if self.sizes[pivot] < self.smallest
        ]
        sums: list[tuple[int, int, list[int]]] = [(0, 0, [0] * len(self.sizes))]
        tried = 0
        while sums:
            start, people, vector = sums.pop()
            for at in range(start, len(small)):
                size, row = small[at]
                if people + size >= self.smallest:
                    continue
                tried += len(vector)
                self.too_many = tried > MOST_TRIED
                more = [one + other for one, other in zip(vector, row, strict=True)]
                if self.too_many or self._is_few(more, scale):
                    return True
                sums.append((at + 1, people + size, more))
        return False

    def _is_few(self, vector: Sequence[int], one: int) -> bool:
        if any(value not in (0, one) for value in vector):
            return False
        return 0 < sum(size for size, value in zip(self.sizes, vector, strict=True) if value) < self.smallest
