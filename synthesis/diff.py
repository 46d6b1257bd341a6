"""What differs between two states of a review: which counts, ranks, directions and pairs, and because of which papers.

A paper's state on an influence is one of the six directions, not_reported, or not_extracted; a paper that is not
included has the state `not there`. Every changed figure is explained by the papers whose state changed, and these by
the decisions that came or went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from graph.model import Direction, PaperWithBoth, Unit
from synthesis.direction_table import thing_states
from synthesis.evidence import DIRECTIONS, Evidence
from synthesis.selection import everything
from synthesis.stability import competition_ranks
from synthesis.units import count, looked_at

NOT_THERE = "not there"
NOT_REPORTED = "not_reported"
NOT_EXTRACTED = "not_extracted"


@dataclass(frozen=True)
class StateChange:
    """One paper on one influence; `decisions` are those that findings on it rest on in only one of the two states."""

    influence_id: str
    paper_id: str
    before: str
    after: str
    decisions: tuple[str, ...] = ()
    curators: tuple[str, ...] = ()
    """Who made these decisions."""


@dataclass(frozen=True)
class InfluenceChange:
    """One influence whose figures differ; None where the influence was not in the codebook. Counts are papers."""

    influence_id: str
    name: str
    papers_before: int | None
    papers_after: int | None
    of_before: int | None
    of_after: int | None
    rank_before: int | None
    rank_after: int | None
    facilitator_before: int
    facilitator_after: int
    barrier_before: int
    barrier_after: int
    because: tuple[StateChange, ...]


@dataclass(frozen=True)
class PairChange:
    """Two influences that another number of papers report together."""

    a_influence_id: str
    b_influence_id: str
    papers_before: int
    papers_after: int
    because: tuple[str, ...]
    """Papers that report both in only one of the two states."""


@dataclass(frozen=True)
class Diff:
    """`revision_before` and `revision_after` say what was compared."""

    revision_before: str
    revision_after: str
    papers_added: tuple[str, ...]
    papers_gone: tuple[str, ...]
    influences: tuple[InfluenceChange, ...]
    pairs: tuple[PairChange, ...]

    @property
    def empty(self) -> bool:
        """Whether every figure is the same."""
        return not (self.papers_added or self.papers_gone or self.influences or self.pairs)


@dataclass(frozen=True)
class _State:
    """One side: paper -> influence -> state, and the figures per influence."""

    papers: frozenset[str]
    names: dict[str, str]
    said: dict[tuple[str, str], str]
    """(influence, paper) -> direction."""
    looked: dict[str, frozenset[str]]
    """influence -> papers that were looked at for it."""
    counts: dict[str, int]
    of: dict[str, int]
    ranks: dict[str, int]
    directions: dict[str, tuple[int, int]]
    """influence -> papers in which it helps, and in which it hinders."""
    by_paper: dict[str, frozenset[str]]
    """paper -> influences it reports."""
    decided: dict[tuple[str, str], dict[str, str]]
    """(influence, paper) -> decision -> curator."""

    def state(self, influence: str, paper: str) -> str:
        if paper not in self.papers:
            return NOT_THERE
        found = self.said.get((influence, paper))
        if found is not None:
            return found
        return NOT_REPORTED if paper in self.looked.get(influence, frozenset()) else NOT_EXTRACTED


def diff(before: Evidence, after: Evidence) -> Diff:
    """Every figure in papers that differs between two states of a review."""
    old, new = _state(before), _state(after)
    ids = sorted(old.names.keys() | new.names.keys())
    papers = old.papers | new.papers
    changes = _state_changes(old, new, ids, papers)
    return Diff(
        revision_before=str(before.review["revision"]),
        revision_after=str(after.review["revision"]),
        papers_added=tuple(sorted(new.papers - old.papers)),
        papers_gone=tuple(sorted(old.papers - new.papers)),
        influences=tuple(_changed(old, new, ids, changes)),
        pairs=tuple(_pairs(old, new)),
    )


def _state(evidence: Evidence) -> _State:
    selection = everything(evidence)
    ids, names = (evidence.influences.column(name).to_pylist() for name in ("id", "name"))
    papers = np.array(evidence.papers.column("id").to_pylist(), dtype=object)
    rule = PaperWithBoth(str(evidence.review["paper_with_both"]))
    every = np.ones(evidence.paper.size, dtype=bool)
    found = zip(*(part.tolist() for part in thing_states(selection, Unit.PAPER, rule, every)), strict=True)
    said = {(ids[influence], papers[paper]): DIRECTIONS[state] for paper, influence, state in found}
    by_paper: dict[str, set[str]] = {}
    for (influence, paper), direction in said.items():
        if direction != Direction.ABSENT:
            by_paper.setdefault(paper, set()).add(influence)
    ways = Counter((influence, direction) for (influence, _), direction in said.items())
    helps = {id_: (ways[id_, Direction.FACILITATOR.value], ways[id_, Direction.BARRIER.value]) for id_ in ids}
    looked, counted = looked_at(selection, Unit.PAPER), count(selection, Unit.PAPER)
    ranks = competition_ranks(counted.counts[None, :].astype(float))[0]
    return _State(
        papers=frozenset(papers),
        names=dict(zip(ids, names, strict=True)),
        said=said,
        looked={id_: frozenset(papers[looked.groups[looked.group, at]]) for at, id_ in enumerate(ids)},
        counts=dict(zip(ids, counted.counts.tolist(), strict=True)),
        of=dict(zip(ids, counted.denominators.tolist(), strict=True)),
        ranks=dict(zip(ids, ranks.tolist(), strict=True)),
        directions=helps,
        by_paper={paper: frozenset(held) for paper, held in by_paper.items()},
        decided=_decided(evidence),
    )


def _decided(evidence: Evidence) -> dict[tuple[str, str], dict[str, str]]:
    ids, papers = (table.column("id").to_pylist() for table in (evidence.influences, evidence.papers))
    finding, curator, _ = (part.tolist() for part in evidence.claims)
    found: dict[tuple[str, str], dict[str, str]] = {}
    for at, who, decision in zip(finding, curator, evidence.decisions, strict=True):
        key = ids[evidence.influence[at]], papers[evidence.paper[at]]
        found.setdefault(key, {})[decision] = evidence.curators[who]
    return found


def _state_changes(
    old: _State, new: _State, ids: list[str], papers: frozenset[str]
) -> Mapping[str, tuple[StateChange, ...]]:
    found = {}
    for id_ in ids:
        touched = [paper for paper in sorted(papers) if old.state(id_, paper) != new.state(id_, paper)]
        found[id_] = tuple(_state_change(old, new, id_, paper) for paper in touched)
    return found


def _state_change(old: _State, new: _State, id_: str, paper: str) -> StateChange:
    before, after = (side.decided.get((id_, paper), {}) for side in (old, new))
    differ = sorted(before.keys() ^ after.keys())
    curators = sorted({(before | after)[decision] for decision in differ})
    return StateChange(id_, paper, old.state(id_, paper), new.state(id_, paper), tuple(differ), tuple(curators))


def _changed(
    old: _State, new: _State, ids: list[str], changes: Mapping[str, tuple[StateChange, ...]]
) -> list[InfluenceChange]:
    rows = []
    for id_ in ids:
        figures = [
            (side.counts.get(id_), side.of.get(id_), side.ranks.get(id_), *side.directions.get(id_, (0, 0)))
            for side in (old, new)
        ]
        if figures[0] == figures[1] and not changes[id_]:
            continue
        (papers_before, of_before, rank_before, fac_before, bar_before) = figures[0]
        (papers_after, of_after, rank_after, fac_after, bar_after) = figures[1]
        name = new.names.get(id_) or old.names[id_]
        pairs = (papers_before, papers_after, of_before, of_after, rank_before, rank_after)
        directions = (fac_before, fac_after, bar_before, bar_after)
        rows.append(InfluenceChange(id_, name, *pairs, *directions, changes[id_]))
    return rows


def _pairs(old: _State, new: _State) -> list[PairChange]:
    """Only papers whose set of reported influences changed can change a pair."""
    lost: dict[tuple[str, str], list[str]] = {}
    won: dict[tuple[str, str], list[str]] = {}
    for paper in sorted(old.by_paper.keys() | new.by_paper.keys()):
        was, is_ = (set(combinations(sorted(side.by_paper.get(paper, ())), 2)) for side in (old, new))
        for pair in was - is_:
            lost.setdefault(pair, []).append(paper)
        for pair in is_ - was:
            won.setdefault(pair, []).append(paper)
    touched = lost.keys() | won.keys()
    held = Counter(
        pair for influences in old.by_paper.values() for pair in combinations(sorted(influences), 2) if pair in touched
    )
    rows = []
    for pair in sorted(touched):
        gone, come = lost.get(pair, []), won.get(pair, [])
        after = held[pair] - len(gone) + len(come)
        rows.append(PairChange(*pair, held[pair], after, tuple(sorted([*gone, *come]))))
    return rows
