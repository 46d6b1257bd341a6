"""Which window reports which influence: the 0/1 matrix that every co-occurrence figure is made from.

A window is what two influences must share to co-occur: a study, paper, section, passage or setting. Long windows link
everything to everything, so the window is part of every answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Codes = NDArray[np.integer[Any]]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
WINDOWS = ("study", "paper", "section", "passage", "setting")


@dataclass(frozen=True)
class Incidence:
    """Windows x influences, 1 where the window reports the influence; one sign or all signs together.

    Pairs across signs (facilitator of one, barrier of another) are counted between two incidences over the same
    windows and influences.
    """

    matrix: sparse.csr_array
    """Entries are 1; indices are sorted and none is double."""
    influence_ids: Sequence[str]
    window: str = "paper"
    window_ids: Sequence[str] | NDArray[np.object_] | None = None
    """In the order of the rows; None where nobody needs their names."""

    def __post_init__(self) -> None:
        if self.window not in WINDOWS:
            raise ValueError(f'"{self.window}" is not a window; use one of {", ".join(WINDOWS)}')
        if len(self.influence_ids) != self.matrix.shape[1]:
            raise ValueError(f"{len(self.influence_ids)} influence ids for {self.matrix.shape[1]} columns")
        if self.window_ids is not None and len(self.window_ids) != self.matrix.shape[0]:
            raise ValueError(f"{len(self.window_ids)} window ids for {self.matrix.shape[0]} rows")

    @property
    def windows(self) -> int:
        """Rows, those that report nothing included: they are part of the denominator."""
        return int(self.matrix.shape[0])

    @property
    def influences(self) -> int:
        """Columns, those that nobody reports included."""
        return int(self.matrix.shape[1])

    @property
    def edges(self) -> int:
        """How many (window, influence) there are."""
        return int(self.matrix.nnz)

    @property
    def window_lengths(self) -> Counts:
        """How many influences each window reports."""
        lengths: Counts = np.diff(self.matrix.indptr).astype(np.int64)
        return lengths

    @property
    def influence_totals(self) -> Counts:
        """How many windows report each influence."""
        return np.bincount(self.matrix.indices, minlength=self.influences).astype(np.int64)

    def dense(self) -> NDArray[np.bool_]:
        """The matrix written out; for small ones."""
        return np.asarray(self.matrix.toarray(), dtype=bool)

    def take(self, rows: Codes) -> Incidence:
        """The same influences over some of the windows; a window may be taken more than once."""
        ids = None if self.window_ids is None else np.asarray(self.window_ids, dtype=object)[rows]
        return Incidence(self.matrix[rows], self.influence_ids, self.window, ids)


def incidence(  # noqa: PLR0913, PLR0917  (a matrix, and the names of its two sides)
    windows: Codes,
    influences: Codes,
    count: int,
    influence_ids: Sequence[str],
    window: str = "paper",
    window_ids: Sequence[str] | NDArray[np.object_] | None = None,
) -> Incidence:
    """From one entry for each mention: its window (0 to `count` - 1) and its influence (a place in the ids).

    Repeated mentions are one. Entries already sorted by window and influence, without repeats, are taken as they are.
    """
    shape = (count, len(influence_ids))
    for name, codes, size in (("window", windows, shape[0]), ("influence", influences, shape[1])):
        if codes.size and not 0 <= int(codes.min()) <= int(codes.max()) < size:
            raise ValueError(f"{name} codes must be 0 to {size - 1}; found {int(codes.min())} to {int(codes.max())}")
    if windows.size != influences.size:
        raise ValueError(f"{windows.size} windows for {influences.size} influences")
    matrix = _sorted(windows, influences, shape) if _in_order(windows, influences) else _any(windows, influences, shape)
    # Said here, because scipy would look through all of them to find out.
    matrix.has_sorted_indices = True
    matrix.has_canonical_format = True
    return Incidence(matrix, influence_ids, window, window_ids)


def incidence_of(matrix: NDArray[Any], window: str = "paper", influence_ids: Sequence[str] | None = None) -> Incidence:
    """From a small table of windows x influences; anything but 0 and False is a report."""
    rows, columns = np.nonzero(matrix)
    ids = influence_ids or tuple(f"i{number}" for number in range(matrix.shape[1]))
    return incidence(rows, columns, matrix.shape[0], ids, window)


def _in_order(windows: Codes, influences: Codes) -> bool:
    later = windows[1:] > windows[:-1]
    later |= (windows[1:] == windows[:-1]) & (influences[1:] > influences[:-1])
    return bool(later.all())


def _sorted(windows: Codes, influences: Codes, shape: tuple[int, int]) -> sparse.csr_array:
    place = np.int32 if influences.size < np.iinfo(np.int32).max else np.int64
    starts = np.zeros(shape[0] + 1, dtype=place)
    np.cumsum(np.bincount(windows, minlength=shape[0]), out=starts[1:])
    entries = np.ones(influences.size, dtype=np.int8)
    return sparse.csr_array((entries, influences.astype(place, copy=False), starts), shape=shape)


def _any(windows: Codes, influences: Codes, shape: tuple[int, int]) -> sparse.csr_array:
    # Turned twice: each turn is one pass, and the second leaves every row sorted; sorting the entries takes longer.
    entries = np.ones(influences.size, dtype=np.int8)
    turned = sparse.coo_array((entries, (influences, windows)), shape=shape[::-1]).tocsr()
    matrix = turned.T.tocsr()
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix
