"""Terms: the words by which a text may name an influence, as terms.csv gives them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """`strong` words name the influence wherever they stand; `weak` ones only suggest it."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one influence. `language`: null = of every language; `row`: in terms.csv, else null."""

    influence_id: str
    text: str
    language: str | None = None
    strength: Strength = Strength.STRONG
    row: int | None = None
