"""One row per influence: papers, denominator, share with interval, every direction, and the two kinds of emptiness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from synthesis.frequency import frequencies

Row = Mapping[str, object]
UNIT = "paper"
"""What every figure of this table counts: a paper counts once per influence, however many findings it has."""


@dataclass(frozen=True)
class Numbers:
    """The figures of one influence, all in papers.

    `share` is `reporting_looked_for_papers` / `looked_for_papers`, 0 to 1, with its 95 % Wilson interval; the three
    are None where nobody looked. `rolled_up_papers` report the influence or anything narrower, each paper once.
    """

    influence_id: str
    name: str
    status: str
    papers: int
    studies: int
    findings: int
    looked_for_papers: int | None
    reporting_looked_for_papers: int | None
    share: float | None
    share_low: float | None
    share_high: float | None
    facilitator_papers: int
    barrier_papers: int
    mixed_papers: int
    neutral_papers: int
    unclear_papers: int
    absent_papers: int
    not_reported_papers: int | None
    not_extracted_papers: int
    rolled_up_papers: int | None = None


def names(*, roll_up: bool) -> list[str]:
    """The columns in order; without a roll-up the last one says nothing."""
    every = list(Numbers.__dataclass_fields__)
    return every if roll_up else every[:-1]


def numbers(frequency: Sequence[Row], directions: Sequence[Row], tree: Sequence[Row] = ()) -> tuple[Numbers, ...]:
    """Join the answers of influences_by_frequency, influence_directions and, for a roll-up, codebook_tree.

    The order is that of `frequency`. Raises KeyError when the other answers lack an influence.
    """
    states = {row["influence_id"]: row for row in directions}
    branches = {row["influence_id"]: row["rolled_up_papers"] for row in tree}
    shares = frequencies(
        [_count(row, "reporting_looked_for_papers") or 0 for row in frequency],
        [_count(row, "looked_for_papers") for row in frequency],
    )
    found = []
    for row, share in zip(frequency, shares, strict=True):
        id_ = row["influence_id"]
        said = dict(row) | dict(states[id_])
        said |= {"share": share.share, "share_low": share.low, "share_high": share.high}
        said["rolled_up_papers"] = branches[id_] if tree else None
        found.append(Numbers(**{name: said[name] for name in names(roll_up=True)}))  # type: ignore[arg-type]
    return tuple(found)


def _count(row: Row, name: str) -> int | None:
    value = row[name]
    if value is not None and not isinstance(value, int):
        raise TypeError(f"{name} is {value!r}, not a count")
    return value
