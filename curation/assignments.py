"""The share of suggestions that is coded by several people: drawn once, seeded, and recorded in a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from curation.entries import Assignment, Drawn
from graph.ids import digest
from graph.model import CuratorRole


def draw(suggestions: Sequence[str], coders: Sequence[str], *, share: float, seed: int, each: int = 2) -> Assignment:
    """Draw a share of the suggestions and give each to `each` coders, groups of coders in turn.

    The order is that of a hash over seed and id: the same on every machine and in every version, and a larger share
    drawn with the same seed holds the smaller one. Raises ValueError when there are too few coders.
    """
    distinct, who = sorted(set(suggestions)), sorted(set(coders))
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not at {share}")
    if not 2 <= each <= len(who):
        raise ValueError(f"{each} coders for each are needed, there are {len(who)}")
    groups = list(combinations(who, each))
    chosen = sorted(distinct, key=lambda id_: digest([str(seed), id_], 64))[: round(share * len(distinct))]
    drawn = (Drawn(id_, groups[nth % len(groups)]) for nth, id_ in enumerate(chosen))
    return Assignment(share, seed, len(distinct), tuple(drawn))


def who_codes(roles: Mapping[str, CuratorRole], each: int) -> list[str]:
    """Who is drawn for double coding: coders; whoever settles conflicts only where there are too few of them."""
    coders = [id_ for id_, role in roles.items() if role is CuratorRole.CODER]
    others = [id_ for id_, role in roles.items() if role is CuratorRole.ADJUDICATOR]
    return coders if len(coders) >= each else [*coders, *others]
