"""What a ledger holds of pairs of records: whether two records of references/ are one paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PairVerdict(StrEnum):
    """What somebody says of two records: one paper, two, two that belong together, two of one study, or not sure."""

    DUPLICATE = "duplicate"
    DIFFERENT = "different"
    LINK = "link"
    COMPANION = "companion"
    UNSURE = "unsure"


PAIR_WORDS = {
    PairVerdict.DUPLICATE: "one paper",
    PairVerdict.DIFFERENT: "two papers",
    PairVerdict.COMPANION: "two papers of one study",
    PairVerdict.LINK: "two papers that belong together",
    PairVerdict.UNSURE: "not sure",
}
"""What a verdict on two records says."""


@dataclass(frozen=True, slots=True)
class PairDecision:
    """One curator on two records of references/ (ids, the smaller first), with what the rules said of them."""

    one: str
    other: str
    verdict: PairVerdict
    one_title: str | None = None
    other_title: str | None = None
    points: float | None = None
    reasons: tuple[str, ...] = ()
    note: str | None = None
    seconds: float | None = None
