"""Influences to choose from: those with a number, and those found by words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curation.desk import Desk
from graph.codebook_rows import InfluenceRow
from graph.ids import fold
from graph.suggestions import Suggestion

NEAR = 9
"""Influences that one key can name."""


def for_passage(desk: Desk, shown: Suggestion, *, blind: bool) -> tuple[InfluenceRow, ...]:
    """What is proposed first, then what is proposed near it, then the codebook: the order of the page.

    A blind one is offered the codebook in its own order, or the order would tell what is proposed.
    """
    if blind:
        return tuple(desk.material.choices)
    same = [one for one in desk.material.suggestions.values() if one.paper_id == shown.paper_id]
    # A chapter in another file is farther than any place in this one.
    same.sort(key=lambda one: (one.path != shown.path, abs(one.anchor.char_start - shown.anchor.char_start), one.id))
    return first(desk, [shown.influence_id, *(one.influence_id for one in same)])


def first(desk: Desk, wanted: Iterable[str]) -> tuple[InfluenceRow, ...]:
    """The codebook with these influences in front."""
    book = {one.id: one for one in desk.material.choices}
    return tuple(book[id_] for id_ in dict.fromkeys([*wanted, *book]) if id_ in book)


def search(rows: Sequence[InfluenceRow], words: str) -> tuple[InfluenceRow, ...]:
    """The influences that hold every word: in their name first, then in what the codebook says of them."""
    wanted = fold(words).split()
    named = [row for row in rows if _holds(wanted, row.name, row.id)]
    about = [
        row
        for row in rows
        if row not in named and _holds(wanted, row.name, row.id, row.definition, row.includes, row.example)
    ]
    return (*named, *about) if wanted else ()


def _holds(wanted: Sequence[str], *texts: str | None) -> bool:
    text = fold(" ".join(text for text in texts if text))
    return all(word in text for word in wanted)
