"""What one round of searching added: papers that no earlier source gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthesis.prisma import FlowPaper, FlowSource


def earlier(sources: Sequence[FlowSource], round_: str) -> set[str]:
    """Ids of the sources before a round, in the order of review.toml."""
    at = next(number for number, source in enumerate(sources) if source.round == round_)
    return {source.id for source in sources[:at] if source.round != round_}


def new_in_round(sources: Sequence[FlowSource], papers: Sequence[FlowPaper], round_: str) -> list[FlowPaper]:
    """The papers that a source of the round gave and no source before it."""
    before = earlier(sources, round_)
    own = {source.id for source in sources if source.round == round_}
    return [paper for paper in papers if own & set(paper.records) and not before & set(paper.records)]
