"""Rows that agree in several columns of codes, numbered: one hash over one integer a row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.work import Ints

_MOST = 2**62


def numbered(columns: Sequence[Ints], *, sort: bool = False) -> tuple[Ints, Ints]:
    """The group of every row, and the first row of every group.

    Groups are numbered in order of first sight, or with `sort` by the columns from left to right.
    """
    import pandas as pd

    key = np.zeros(len(columns[0]), dtype=np.int64)
    if not key.size:
        return key, key
    most = 1
    for column in columns:
        least = int(column.min())
        width = int(column.max()) - least + 1
        if most * width > _MOST:  # the product no longer fits: number what there is so far
            key, distinct = pd.factorize(key, sort=sort)
            most = len(distinct)
        key = key * width + (column - least)
        most *= width
    numbers, distinct = pd.factorize(key, sort=sort)
    first = np.empty(len(distinct), dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return numbers, first
