"""Where somebody is who decides in the terminal: what is shown, and what came of it so far."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from cli.decide_claim import Making
from cli.decide_queue import Item
from curation.cards import Card
from graph.codebook_rows import InfluenceRow


@dataclass
class Tally:
    """What a session wrote, by kind of decision, and what it took back."""

    written: Counter[str] = field(default_factory=Counter)
    taken_back: int = 0


@dataclass
class Shown:
    """Where the person is: the item, since when, what is offered for it, and the claim that is being made."""

    item: Item
    since: float
    offered: tuple[InfluenceRow, ...]
    making: Making = field(default_factory=Making)
    card: Card | None = None

    @property
    def seconds(self) -> float:
        """How long it has been looked at."""
        return round(time.monotonic() - self.since, 1)
