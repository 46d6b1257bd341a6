"""Which papers need the rows that decisions give a graph, so that a row goes when nobody needs it any more."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from graph.additions import Additions
from graph.database import Row
from graph.difference import ENDS, Change, change
from graph.schema import EDGES, NODES

Key = tuple[str, ...]
Rows = dict[tuple[str, Key], Row]
"""(label or type, key) -> row."""
EVERY = {node.label: ("id",) for node in NODES} | {edge.type: ENDS for edge in EDGES if not edge.derived}
"""Label or type -> the columns that are its key."""
ALWAYS = ""
"""In place of a paper: what no decision is needed for, such as the curators whom review.toml names."""
SHARED = ("Curator", "Setting", "Suggestion", "PROPOSES")
"""What several papers may need. Every other row has in its key a paper, or what is of one paper: its passages and
findings, and entries, which decide on one paper or settle one candidate."""


class Held:
    """Papers by the rows that they need; the rows themselves follow from the entries, and are not kept.

    Where papers spell a row differently, the first of them in order is it.
    """

    def __init__(self) -> None:
        self._papers: dict[tuple[str, Key], list[str]] = {}
        """Of rows that several papers may need: who does, in order."""

    def changes(
        self, before: Mapping[str, Additions], after: Mapping[str, Additions], of_others: Callable[[str], Additions]
    ) -> dict[str, Change]:
        """What differs, by label or type, when these papers need other rows; `of_others`: the rows of another paper."""
        held, wanted = ({paper: _keyed(rows) for paper, rows in one.items()} for one in (before, after))
        rows: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
        for place in dict.fromkeys(place for one in (held, wanted) for keyed in one.values() for place in keyed):
            old, new = self._firsts(place, held, wanted)
            if old == new and old not in held:
                continue  # another paper, whose row stays
            for paper, known, into in ((old, held, rows[place[0]][0]), (new, wanted, rows[place[0]][1])):
                if paper is not None:
                    into.append(known[paper][place] if paper in known else _keyed(of_others(paper))[place])
        changed = {name: change(name, *rows[name], EVERY[name]) for name in sorted(rows)}
        return {name: found for name, found in changed.items() if found.size}

    def _firsts(
        self, place: tuple[str, Key], held: Mapping[str, Rows], wanted: Mapping[str, Rows]
    ) -> tuple[str | None, str | None]:
        """The first paper that needs a row, before and after."""
        before = {paper for paper, rows in held.items() if place in rows}
        after = {paper for paper, rows in wanted.items() if place in rows}
        other = next((paper for paper in self._papers.get(place, ()) if paper not in held), None)
        others = {other} if other is not None else set()
        return min(before | others, default=None), min(after | others, default=None)

    def keep(self, before: Mapping[str, Additions], after: Mapping[str, Additions]) -> None:
        """These papers need other rows from now on."""
        for paper, added in before.items():
            for place in _shared(added):
                papers = self._papers[place]
                del papers[bisect_left(papers, paper)]
                if not papers:
                    del self._papers[place]
        for paper, added in after.items():
            for place in _shared(added):
                insort(self._papers.setdefault(place, []), paper)


def _keyed(added: Additions) -> Rows:
    return {(name, _key(name, row)): row for name, rows in _tables(added) for row in rows}


def _shared(added: Additions) -> Iterator[tuple[str, Key]]:
    return ((name, _key(name, row)) for name, rows in _tables(added) if name in SHARED for row in rows)


def _tables(added: Additions) -> Iterable[tuple[str, Iterable[Row]]]:
    return (*added.nodes.items(), *added.edges.items())


def _key(name: str, row: Row) -> Key:
    return tuple(str(row[part]) for part in EVERY[name])
