"""What a chart is made of, and what a whole chart says about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.progress import Progress
from graph.query_header import Query

if TYPE_CHECKING:
    from synthesis.evidence import Evidence

Spec = dict[str, object]
Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture before it is titled: a Vega-Lite view without title, and everything its caption needs.

    `rows` is the table twin: what the picture shows, no more and no less. `width` is about how wide it is, in pixels.
    """

    view: Spec
    rows: Rows
    title: str
    n: str
    method: str
    unit: str
    filter: str
    counted: str
    alt: str
    width: int
    notes: Sequence[str] = field(default_factory=tuple)
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: a complete Vega-Lite specification with its data inside, its words, and its table twin."""

    query: Query
    """The contract: what the chart takes, and the columns of its table."""
    parameters: Mapping[str, object]
    title: str
    caption: str
    counted: str
    """How it was counted: the commands that print the same numbers."""
    alt: str
    spec: Spec
    rows: Rows
    notes: Sequence[str]
    truncated: bool


Draw = Callable[["Evidence", Mapping[str, object], Progress], Drawn]
