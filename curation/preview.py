"""What a codebook change would do to the counts, before anybody makes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from curation.entries import Change, CodebookChange

Mention = tuple[str, str, int]
"""(paper, influence, counted findings): one MENTIONS relationship."""


@dataclass(frozen=True)
class Shift:
    """One influence before and after: papers that report it, and its rank among all (1 = most papers; ties share)."""

    influence_id: str
    papers_before: int
    papers_after: int
    rank_before: int | None
    rank_after: int | None


@dataclass(frozen=True)
class Preview:
    """`shifts`: influences whose papers or rank change. `findings`: counted findings that move, or, of a split, that
    somebody has to decide on again. `pairs`: influences that papers report together, before and after.
    """

    shifts: tuple[Shift, ...]
    findings: int
    papers: int
    pairs_before: int
    pairs_after: int
    review_again: bool


def preview(change: CodebookChange, mentions: Iterable[Mention]) -> Preview:
    """The effect of one change on a graph's mentions. Only a merge moves anything at once."""
    rows = list(mentions)
    into = change.into if change.change is Change.MERGE else None
    touched = [row for row in rows if row[1] == change.influence_id]
    before = _papers(rows)
    after = _papers(
        (paper, into if into and influence == change.influence_id else influence, 0) for paper, influence, _ in rows
    )
    ranks = _ranks(before), _ranks(after)
    shifts = [
        Shift(id_, len(before.get(id_, ())), len(after.get(id_, ())), ranks[0].get(id_), ranks[1].get(id_))
        for id_ in sorted(before.keys() | after.keys())
    ]
    moves = change.change in {Change.MERGE, Change.SPLIT}
    return Preview(
        tuple(one for one in shifts if (one.papers_before, one.rank_before) != (one.papers_after, one.rank_after)),
        sum(findings for _, _, findings in touched) if moves else 0,
        len({paper for paper, _, _ in touched}) if moves else 0,
        _pairs(before),
        _pairs(after),
        change.change is Change.SPLIT,
    )


def _papers(rows: Iterable[Mention]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for paper, influence, _ in rows:
        found[influence].add(paper)
    return found


def _ranks(papers: Mapping[str, set[str]]) -> dict[str, int]:
    sizes = [len(found) for found in papers.values()]
    return {id_: 1 + sum(size > len(found) for size in sizes) for id_, found in papers.items()}


def _pairs(papers: Mapping[str, set[str]]) -> int:
    of_paper: dict[str, set[str]] = defaultdict(set)
    for influence, found in papers.items():
        for paper in found:
            of_paper[paper].add(influence)
    return len({pair for influences in of_paper.values() for pair in combinations(sorted(influences), 2)})
