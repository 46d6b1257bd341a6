"""The rows that a graph holds because of decisions, by the paper that needs them; several papers may need one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from graph.additions import Additions
from graph.database import Row
from graph.difference import ENDS, Change, change
from graph.schema import EDGES, NODES

Key = tuple[str, ...]
EVERY = {node.label: ("id",) for node in NODES} | {edge.type: ENDS for edge in EDGES if not edge.derived}
"""Label or type -> the columns that are its key."""
ALWAYS = ""
"""In place of a paper: what no decision is needed for, such as the curators whom review.toml names."""


class Held:
    """Rows by label or type, key, and paper. Where papers spell a row differently, the first of them in order is it."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Key, dict[str, Row]]] = {name: defaultdict(dict) for name in EVERY}
        self._keys: dict[str, set[tuple[str, Key]]] = defaultdict(set)

    def changes(self, papers: Mapping[str, Additions]) -> dict[str, Change]:
        """What differs, by label or type, when these papers need these rows instead of those they needed before."""
        wanted = {paper: dict(_keyed(rows)) for paper, rows in papers.items()}
        touched = {place for paper, rows in wanted.items() for place in (*rows, *self._keys.get(paper, ()))}
        before: dict[str, list[Row]] = defaultdict(list)
        after: dict[str, list[Row]] = defaultdict(list)
        for name, key in touched:
            needed = self._rows[name].get(key, {})
            others = {paper: row for paper, row in needed.items() if paper not in papers}
            now = others | {paper: rows[name, key] for paper, rows in wanted.items() if (name, key) in rows}
            before[name] += _first(needed)
            after[name] += _first(now)
        changed = {name: change(name, before[name], after[name], EVERY[name]) for name in sorted({*before, *after})}
        return {name: found for name, found in changed.items() if found.size}

    def keep(self, papers: Mapping[str, Additions]) -> None:
        """These papers need these rows from now on, and no others."""
        for paper, added in papers.items():
            for name, key in self._keys.pop(paper, ()):
                del self._rows[name][key][paper]
                if not self._rows[name][key]:
                    del self._rows[name][key]
            for (name, key), row in _keyed(added):
                self._rows[name][key][paper] = row
                self._keys[paper].add((name, key))


def _keyed(added: Additions) -> Iterator[tuple[tuple[str, Key], Row]]:
    for name, rows in (*added.nodes.items(), *added.edges.items()):
        for row in rows:
            yield (name, tuple(str(row[part]) for part in EVERY[name])), row


def _first(needed: Mapping[str, Row]) -> list[Row]:
    return [needed[min(needed)]] if needed else []
