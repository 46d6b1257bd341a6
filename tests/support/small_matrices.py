"""Every 0/1 matrix with given margins, one by one; for matrices small enough to write them all down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.int64]


def all_with_margins(table: Table) -> Table:
    """Matrices x rows x columns: all that share both margins with the table, in a fixed order."""
    lengths, totals = table.sum(axis=1).tolist(), table.sum(axis=0).tolist()
    return np.array(list(_fill(lengths, totals, [])), dtype=np.int64)


def _fill(lengths: list[int], left: list[int], rows: list[list[int]]) -> Iterator[list[list[int]]]:
    if len(rows) == len(lengths):
        if not any(left):
            yield rows
        return
    for chosen in combinations([column for column, many in enumerate(left) if many], lengths[len(rows)]):
        row = [int(column in chosen) for column in range(len(left))]
        yield from _fill(lengths, [many - one for many, one in zip(left, row, strict=True)], [*rows, row])


def shared_in(tables: Table, left: NDArray[np.integer], right: NDArray[np.integer]) -> Table:
    """Matrices x pairs: rows that have both columns."""
    return np.einsum("mri,mrj->mij", tables, tables)[:, left, right]
