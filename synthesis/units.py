"""Counting in a stated unit: how many papers, studies, findings, passages or settings report each influence.

Numerators hold counted findings other than absent. A roll-up counts the influence or anything narrower, once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from graph.model import Unit
from synthesis.cells import reached
from synthesis.evidence import ABSENT, NONE, Codes, Evidence, Truth
from synthesis.selection import Selection

UNIT_WORDS = tuple(unit.value for unit in Unit)
CLUSTERED = (Unit.FINDING, Unit.PASSAGE)
"""Units of which one paper may hold many: shares of them have no binomial interval."""


@dataclass(frozen=True)
class Looked:
    """Which things were looked at for which influence: things fall into groups that were extracted alike."""

    group: Codes
    """The group of every thing."""
    groups: Truth
    """Groups x influences."""

    def holds(self, thing: Codes, influence: Codes) -> Truth:
        """Whether each thing was looked at for each influence, pair by pair."""
        return np.asarray(self.groups[self.group[thing], influence], dtype=bool)

    @property
    def sizes(self) -> Codes:
        """Things looked at for each influence."""
        members = np.bincount(self.group, minlength=len(self.groups)).astype(np.int64)
        return np.asarray(members @ self.groups, dtype=np.int64)


@dataclass(frozen=True)
class Counted:
    """Counts of one unit per influence.

    `held` is things x influences (0 or 1, sparse): which thing reports which influence. `looked` says which things were
    looked at for the influence; it is null for findings and passages, whose denominator is all of them.
    """

    unit: Unit
    held: sparse.csr_array
    looked: Looked | None
    cluster: Codes
    """What is drawn together when papers are drawn again: the paper of a finding or passage, else the thing itself."""
    rolled_up: bool

    @property
    def counts(self) -> Codes:
        """Things that report each influence."""
        return np.bincount(self.held.indices, minlength=self.held.shape[1]).astype(np.int64)

    @property
    def numerators(self) -> Codes:
        """Of the things that were looked at for the influence, those that report it."""
        if self.looked is None:
            return self.counts
        thing, influence = (part.astype(np.int64) for part in self.held.nonzero())
        inside = self.looked.holds(thing, influence)
        return np.bincount(influence[inside], minlength=self.held.shape[1]).astype(np.int64)

    @property
    def denominators(self) -> Codes:
        """Things that were looked at for each influence; 0 where nobody looked."""
        if self.looked is not None:
            return self.looked.sizes
        return np.full(self.held.shape[1], self.held.shape[0], dtype=np.int64)


def count(selection: Selection, unit: Unit, *, roll_up: bool = False) -> Counted:
    """Count a selection in one unit."""
    evidence = selection.evidence
    thing, influence, paper = _things(selection, unit)
    looked = None if unit in CLUSTERED else looked_at(selection, unit)
    size = int(thing.max(initial=-1)) + 1 if looked is None else looked.group.size
    cluster = np.arange(size)
    if looked is None:
        cluster[thing] = paper
    held = incidence(thing, influence, (size, evidence.influences.num_rows))
    if roll_up:
        branch = branches(evidence)
        reported, above = (part.astype(np.int64) for part in (held @ branch.T).nonzero())
        held = incidence(reported, above, held.shape)
        looked = looked if looked is None else Looked(looked.group, _whole_branch(looked.groups, branch))
    return Counted(unit, held, looked, cluster, roll_up)


def _things(selection: Selection, unit: Unit) -> tuple[Codes, Codes, Codes]:
    """(thing, influence, paper) of everything that enters a numerator; the same may come several times."""
    evidence = selection.evidence
    counted = selection.findings & (evidence.direction != ABSENT)
    if unit is Unit.PASSAGE:
        finding, passage = evidence.passages
        finding, passage = finding[counted[finding]], passage[counted[finding]]
        return _renumbered(passage), evidence.influence[finding], evidence.paper[finding]
    influence, paper = evidence.influence[counted], evidence.paper[counted]
    if unit is Unit.FINDING:
        return _renumbered(evidence.numbers[counted]), influence, paper
    thing = {Unit.PAPER: evidence.paper, Unit.STUDY: evidence.study, Unit.SETTING: evidence.setting}[unit][counted]
    return thing[thing != NONE], influence[thing != NONE], paper[thing != NONE]


def branches(evidence: Evidence) -> sparse.csr_array:
    """Influences x influences: 1 where the column is the row itself or narrower, directly or not."""
    return reached(evidence.narrower, evidence.influences.num_rows)


def _whole_branch(looked: Truth, branch: sparse.csr_array) -> Truth:
    """A branch was looked for only where every influence of it was: otherwise silence would read as not reported."""
    missed = np.asarray((~looked).astype(np.int64) @ branch.T.toarray())
    return np.asarray(missed == 0, dtype=bool)


def looked_at(selection: Selection, unit: Unit) -> Looked:
    """Which papers, studies or settings were looked at for which influence.

    A study was looked at in the rounds of its papers, a setting in those of its studies.
    """
    evidence = selection.evidence
    rounds = np.zeros((evidence.papers.num_rows, len(evidence.looked_for)), dtype=bool)
    inside = np.flatnonzero(selection.papers & (evidence.round_of != NONE))
    rounds[inside, evidence.round_of[inside]] = True
    if unit is not Unit.PAPER:
        rounds = _carried(rounds, evidence.paper_study, evidence.studies.num_rows) & selection.studies[:, None]
    if unit is Unit.SETTING:
        rounds = _carried(rounds, evidence.study_setting, evidence.settings.num_rows)
    group = np.zeros(len(rounds), dtype=np.int64)
    for one in rounds.T:
        group = _renumbered(2 * group + one)
    alike = np.zeros((group.max(initial=-1) + 1, rounds.shape[1]), dtype=np.int64)
    alike[group] = rounds
    return Looked(group, (alike @ evidence.looked_for.astype(np.int64)) > 0)


def _carried(truth: Truth, pairs: tuple[Codes, Codes], size: int) -> Truth:
    """What holds for the left of each pair holds for its right."""
    found = np.zeros((size, truth.shape[1]), dtype=bool)
    np.logical_or.at(found, pairs[1], truth[pairs[0]])
    return found


def incidence(thing: Codes, influence: Codes, shape: tuple[int, int]) -> sparse.csr_array:
    """Things x influences with 1 where the pair occurs, however often."""
    held = sparse.csr_array((np.ones(thing.size, np.int32), (thing, influence)), shape=shape)
    held.sum_duplicates()
    held.data = np.ones_like(held.data)
    return held


def _renumbered(codes: Codes) -> Codes:
    """The same codes without gaps, in their order; they are positions, so nothing need be sorted."""
    there = np.zeros(codes.max(initial=-1) + 1, dtype=np.int64)
    there[codes] = 1
    return np.asarray((np.cumsum(there) - 1)[codes], dtype=np.int64)
