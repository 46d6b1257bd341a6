"""Several spellings of one value: found, told, and folded in ids, never changed in the table."""

from __future__ import annotations

from collections import defaultdict

from graph.ids import fold
from ingest.report import Spelling
from ingest.work import Work

MOST_VALUES = 300
"""A column with more distinct values than this holds texts, not categories."""


def spellings(work: Work, leave_out: frozenset[str]) -> tuple[Spelling, ...]:
    """Columns of categories in which folding case and blanks joins spellings, most frequent first."""
    found = []
    for column in work.raw.columns:
        if column in leave_out:
            continue
        cells = work.frame[column][work.used]
        counts = cells[cells.str.strip() != ""].value_counts()
        if not 1 < len(counts) <= MOST_VALUES or counts.sum() < 2 * len(counts):
            continue
        groups: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for value, count in counts.items():
            groups[fold(str(value))].append((str(value), int(count)))
        found += [Spelling(column, tuple(group)) for group in groups.values() if len(group) > 1]
    return tuple(found)
