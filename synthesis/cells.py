"""Findings put together once for every filter: those of one paper, or one study, on one influence make a cell.

A filter then only says which findings it keeps, and one pass over the cells counts all influences.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse

    from synthesis.evidence import Codes, Truth

Places = NDArray[np.int32]
Flags = NDArray[np.uint8]
"""Directions that occur together: the bit of a direction is its code."""


@dataclass(frozen=True)
class Cells:
    """Cells in the order of their influence and thing, about 12 bytes for each entry.

    `order`: the first entry of each cell, then all further ones, cell by cell. `several`: the cells that have further
    ones; `begins`: where those of each begin, behind the first ones. `influences`: those that have cells; `starts`:
    where the cells of each start.
    """

    thing: Places
    order: Codes
    several: Codes
    begins: Codes
    influences: Codes
    starts: Codes

    @property
    def influence(self) -> Codes:
        """The influence of each cell."""
        return np.repeat(self.influences, np.diff(self.starts, append=self.thing.size))

    def together(self, said: NDArray[Any]) -> NDArray[Any]:
        """For each cell what its entries say together: their bits, or whether it is true of any."""
        taken, size = said.take(self.order), self.thing.size
        found = taken[:size].copy()
        found[self.several] |= np.bitwise_or.reduceat(taken[size:], self.begins)
        return found

    def count(self, held: Truth, width: int) -> Codes:
        """How many cells are held of each of `width` influences."""
        found = np.zeros(width, dtype=np.int64)
        found[self.influences] = np.add.reduceat(held.view(np.uint8), self.starts, dtype=np.int32)
        return found


@dataclass(frozen=True)
class Gathered:
    """The cells of one evidence, made when they are first asked for and kept as long as it is.

    An entry takes some 30 bytes, and some 15 more for each broader influence that it counts for: with a tree of two
    levels a third of what the evidence itself takes.
    """

    paper: Codes
    study: Codes
    influence: Codes
    direction: Codes
    round_of: Codes
    looked_for: Truth
    narrower: tuple[Codes, Codes]

    @cached_property
    def flags(self) -> Flags:
        """The direction of each entry as a bit."""
        return np.left_shift(1, self.direction).astype(np.uint8)

    @cached_property
    def by_paper(self) -> Cells:
        """The entries of each paper on each influence."""
        return _cells(self.paper, self.influence)

    @cached_property
    def by_study(self) -> Cells:
        """The entries of each study on each influence."""
        return _cells(self.study, self.influence)

    @cached_property
    def looked(self) -> Truth:
        """Whether the paper of each cell of `by_paper` was extracted for its influence."""
        none = np.zeros((1, self.looked_for.shape[1]), dtype=bool)  # the last row: of papers that were in no round
        rounds, cells = np.concatenate([self.looked_for, none]), self.by_paper
        return np.asarray(rounds[self.round_of[cells.thing], cells.influence], dtype=bool)

    @cached_property
    def by_branch(self) -> Cells:
        """The cells of `by_paper` under each influence that others are narrower than: its own and all narrower ones."""
        branch, cells = reached(self.narrower, self.looked_for.shape[1]), self.by_paper
        wide = np.flatnonzero(np.diff(branch.indptr) > 1)
        cell, above = branch[wide].T.tocsr()[cells.influence].nonzero()
        return _cells(cells.thing[cell], wide[above], cell.astype(np.int64))


def reached(narrower: tuple[Codes, Codes], size: int) -> sparse.csr_array:
    """Influences x influences: 1 where the column is the row itself or narrower, directly or not.

    `narrower`: (influence, the influence it is narrower than).
    """
    from scipy import sparse

    child, parent = narrower
    step = sparse.csr_array((np.ones(child.size, np.int32), (parent, child)), shape=(size, size))
    found = sparse.eye_array(size, dtype=np.int32, format="csr")
    while True:
        further = sparse.csr_array(((found + found @ step) > 0).astype(np.int32))
        if further.nnz == found.nnz:
            return further
        found = further


def _cells(thing: NDArray[Any], influence: Codes, entry: Codes | None = None) -> Cells:
    """Entries by influence and thing; `entry`: what they are called, their places unless it is given."""
    key = influence * np.int64(thing.max(initial=-1) + 2) + thing
    order = np.argsort(key)
    key = key[order]
    first = np.ones(order.size, dtype=bool)
    first[1:] = key[1:] != key[:-1]
    further = np.flatnonzero(~first)
    cell = np.cumsum(first)[further] - 1
    begins = np.flatnonzero(np.diff(cell, prepend=-1))
    head = order[first]
    influences, starts = np.unique(influence[head], return_index=True)
    order = np.concatenate([head, order[further]])
    called = order if entry is None else entry[order]
    return Cells(thing[head].astype(np.int32), called, cell[begins], begins, influences, starts)
