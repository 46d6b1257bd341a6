"""What trained coders marked in whole texts, and which suggestions meet it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.anchors import Anchor
from graph.model import COUNTED_ASSERTIONS, Assertion, Direction
from graph.search_key import search_key
from graph.suggestions import Suggestion

Cell = tuple[str, str]
"""Paper and influence."""
ENOUGH_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Gold:
    """One passage that coders agreed on: the paper reports this influence here, in this direction."""

    paper_id: str
    anchor: Anchor
    influence_id: str
    direction: Direction
    assertion: Assertion
    language: str | None = None


@dataclass(frozen=True, slots=True)
class CodedPaper:
    """A paper all of whose sentences were looked at by coders, also when they marked nothing in it."""

    paper_id: str
    language: str | None
    sentences: int


def meets(suggested: Anchor, marked: Anchor) -> bool:
    """Whether two passages are the same: half of the shorter one overlaps, or one stands inside the other's sentence.

    Of two readings of a paper, whose places differ, the words decide.
    """
    if suggested.text_sha256 == marked.text_sha256:
        shared = min(suggested.char_end, marked.char_end) - max(suggested.char_start, marked.char_start)
        shorter = min(suggested.char_end - suggested.char_start, marked.char_end - marked.char_start)
        return shared > 0 and shared >= ENOUGH_OVERLAP * shorter
    one, other = search_key(suggested.quote).key, search_key(marked.quote).key
    return bool(one and other) and (one in other or other in one)


def matches(suggestions: Iterable[Suggestion], gold: Sequence[Gold]) -> list[tuple[Suggestion, Gold]]:
    """Every pair of a suggestion and a marked passage of the same paper and influence that meet."""
    by_cell: dict[Cell, list[Gold]] = {}
    for one in gold:
        by_cell.setdefault((one.paper_id, one.influence_id), []).append(one)
    return [
        (suggestion, one)
        for suggestion in suggestions
        for one in by_cell.get((suggestion.paper_id, suggestion.influence_id), ())
        if meets(suggestion.anchor, one.anchor)
    ]


def best_matches(pairs: Iterable[tuple[Suggestion, Gold]]) -> list[tuple[Suggestion, Gold]]:
    """For each marked passage the meeting suggestion of the highest score."""
    best: dict[Gold, Suggestion] = {}
    for suggestion, one in pairs:
        held = best.get(one)
        if held is None or (-suggestion.score, suggestion.id) < (-held.score, held.id):
            best[one] = suggestion
    return [(suggestion, one) for one, suggestion in best.items()]


def reported_cells(gold: Iterable[Gold]) -> set[Cell]:
    """Cells that count as reported: some passage in them has a counted assertion and is not `absent`."""
    return {
        (one.paper_id, one.influence_id)
        for one in gold
        if one.assertion in COUNTED_ASSERTIONS and one.direction is not Direction.ABSENT
    }


def reading(suggestions: Iterable[Suggestion], gold: Collection[Gold], sentences: int) -> list[bool]:
    """The sentences of one paper as they would be read: whether each holds a marked passage, of any influence.

    Suggested sentences first, by their best score; then the rest, among which the marked ones that were missed lie
    evenly spread, which is what reading in any blind order meets on average.
    """
    best: dict[tuple[str, int, int], Suggestion] = {}
    for one in sorted(suggestions, key=lambda one: (-one.score, one.id)):
        best.setdefault((one.anchor.text_sha256, one.anchor.char_start, one.anchor.char_end), one)
    places = {(one.anchor.text_sha256, one.anchor.char_start, one.anchor.char_end): one for one in gold}
    order = [any(meets(one.anchor, marked.anchor) for marked in places.values()) for one in best.values()]
    missed = sum(not any(meets(one.anchor, marked.anchor) for one in best.values()) for marked in places.values())
    unread = sentences - len(order)
    if unread < missed:
        raise ValueError(
            f"{sentences} sentences are fewer than the {len(order)} suggested and the {missed} missed ones"
        )
    rest = [False] * unread
    for number in range(1, missed + 1):
        rest[number * (unread + 1) // (missed + 1) - 1] = True
    return order + rest
