"""The PRISMA 2020 flow of a review, counted from records and decisions, and the sums that must hold in it.

Source: Page MJ et al. The PRISMA 2020 statement. BMJ 2021;372:n71 (the flow for databases, registers and other sources,
with and without previous studies). Boxes that a review at work has as well (not yet screened, undecided) are shown, so
that the sums hold at any time. Every box is counted for itself; none is a difference of two others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from graph.model import FlowBox, SourceKind
from synthesis.prisma_round import earlier, new_in_round

NOT_RETRIEVED = ("not retrieved", "not available", "no full text", "full text not found", "unavailable")
"""Words of a reason that mean that the full text could not be had: PRISMA keeps it apart from exclusion."""
RECORDS = frozenset({FlowBox.IDENTIFIED, FlowBox.DUPLICATES})
"""Boxes that count records; all others count papers."""
DATABASES, OTHER = "databases", "other methods"
NO_REASON = "no reason given"
INCLUDED, EXCLUDED = "included", "excluded"


@dataclass(frozen=True)
class FlowSource:
    """One search: its records that are there, and the hits that it says it had (null when it does not)."""

    id: str
    name: str
    kind: SourceKind
    records: int
    hits: int | None = None
    round: str | None = None


@dataclass(frozen=True)
class FlowPaper:
    """One paper with how many records each source gave of it, and its outcome at either stage (null: none yet)."""

    id: str
    records: dict[str, int]
    title_abstract: str | None = None
    full_text: str | None = None
    reason: str | None = None
    included_by_table: bool = False
    """A table holds it as included, and no full-text decision says so."""


@dataclass(frozen=True)
class Box:
    """One number of the flow. `part` names a share of its box: a source, a reason; null for the whole box."""

    box: FlowBox
    column: str
    count: int
    part: str | None = None

    @property
    def unit(self) -> str:
        """What the number counts."""
        return "records" if self.box in RECORDS else "papers"


@dataclass(frozen=True)
class Check:
    """A sum that must hold, in words and numbers."""

    said: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Whether both sides are the same number."""
        return self.left == self.right


@dataclass(frozen=True)
class Flow:
    """All boxes in order, and the checks. `round`: the update that the flow is of; null for all searches together."""

    boxes: tuple[Box, ...]
    checks: tuple[Check, ...]
    round: str | None = None
    rounds: tuple[str, ...] = field(default=())

    def count(self, box: FlowBox, column: str | None = None) -> int:
        """The number in a box; both columns together when none is named."""
        return sum(
            found.count
            for found in self.boxes
            if found.box is box and found.part is None and column in {None, found.column}
        )


def flow(
    sources: Sequence[FlowSource], papers: Sequence[FlowPaper], *, without_record: int = 0, round_: str | None = None
) -> Flow:
    """The flow of all searches, or of one round of searching. `without_record`: included papers that no search found.

    Papers of a round are those that no earlier source gave; earlier ones stand in `previous` when they are included.
    Papers without a record stand in no column. Raises ValueError for a round that no source has.
    """
    rounds = tuple(dict.fromkeys(source.round for source in sources if source.round is not None))
    if round_ is not None and round_ not in rounds:
        raise ValueError(f"no source is of the round {round_}")
    if round_ is None:
        shown, new, previous = list(sources), [paper for paper in papers if paper.records], 0
    else:
        shown = [source for source in sources if source.round == round_]
        before, new = earlier(sources, round_), new_in_round(sources, papers, round_)
        previous = sum(_is_included(paper) for paper in papers if before & set(paper.records))
    boxes = [box for column in (DATABASES, OTHER) for box in _column(column, shown, new, papers)]
    boxes += _ends(previous, without_record, boxes, updating=round_ is not None)
    return Flow(tuple(boxes), _checks(boxes), round_, rounds)


def steps(papers: Iterable[FlowPaper]) -> dict[FlowBox, int]:
    """How many of some papers stand in each box from `not_screened` on; papers without a record are left out."""
    found = [paper for paper in papers if paper.records]
    return {FlowBox.PAPERS: len(found)} | {box: sum(map(belongs, found)) for box, belongs in _STEPS}


def _is_included(paper: FlowPaper) -> bool:
    return paper.full_text == INCLUDED or paper.included_by_table


def _column(
    column: str, sources: Sequence[FlowSource], new: Sequence[FlowPaper], every: Sequence[FlowPaper]
) -> Iterable[Box]:
    """The boxes of one column. A paper that a database gave stands under databases, wherever else it was found."""
    databases = {source.id for source in sources if source.kind is SourceKind.DATABASE}
    mine = [source for source in sources if (source.id in databases) == (column == DATABASES)]
    papers = [paper for paper in new if bool(databases & set(paper.records)) == (column == DATABASES)]
    if column == OTHER and not mine and not papers:
        return
    yield Box(FlowBox.IDENTIFIED, column, sum(source.records for source in mine))
    yield from (Box(FlowBox.IDENTIFIED, column, source.records, _label(source)) for source in mine)
    yield Box(FlowBox.DUPLICATES, column, _duplicates(mine, papers, every))
    yield Box(FlowBox.PAPERS, column, len(papers))
    for box, belongs in _STEPS:
        found = [paper for paper in papers if belongs(paper)]
        yield Box(box, column, len(found))
        if box in _REASONS:
            reasons = Counter(paper.reason or NO_REASON for paper in found)
            ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
            yield from (Box(box, column, times, reason) for reason, times in ordered)


def _label(source: FlowSource) -> str:
    return f"{source.name}, {source.round}" if source.round else source.name


def _duplicates(mine: Sequence[FlowSource], papers: Sequence[FlowPaper], every: Sequence[FlowPaper]) -> int:
    """Records of a column beyond the first of each of its papers, and all that stand under another column or round."""
    ids = {source.id for source in mine}
    own = {paper.id for paper in papers}
    beyond = 0
    for paper in every:
        here = sum(times for source, times in paper.records.items() if source in ids)
        beyond += here - 1 if here and paper.id in own else here
    return beyond


def is_not_retrieved(reason: str | None) -> bool:
    """Whether a reason of exclusion means that the full text could not be had."""
    return any(words in (reason or "").casefold() for words in NOT_RETRIEVED)


def _not_retrieved(paper: FlowPaper) -> bool:
    return paper.full_text == EXCLUDED and is_not_retrieved(paper.reason) and not paper.included_by_table


def _screened(paper: FlowPaper) -> bool:
    return paper.title_abstract is not None or paper.full_text is not None or paper.included_by_table


def _sought(paper: FlowPaper) -> bool:
    return paper.title_abstract == INCLUDED or paper.full_text is not None or paper.included_by_table


def _assessed(paper: FlowPaper) -> bool:
    return (paper.full_text is not None or paper.included_by_table) and not _not_retrieved(paper)


_STEPS: tuple[tuple[FlowBox, Callable[[FlowPaper], bool]], ...] = (
    (FlowBox.NOT_SCREENED, lambda paper: not _screened(paper)),
    (FlowBox.SCREENED, _screened),
    (FlowBox.EXCLUDED, lambda paper: paper.title_abstract == EXCLUDED and not _sought(paper)),
    (FlowBox.UNDECIDED, lambda paper: paper.title_abstract in {"unsure", "conflict"} and not _sought(paper)),
    (FlowBox.SOUGHT, _sought),
    (FlowBox.NOT_RETRIEVED, _not_retrieved),
    (FlowBox.NOT_ASSESSED, lambda paper: _sought(paper) and paper.full_text is None and not paper.included_by_table),
    (FlowBox.ASSESSED, _assessed),
    (
        FlowBox.EXCLUDED_FULL_TEXT,
        lambda paper: paper.full_text == EXCLUDED and _assessed(paper) and not paper.included_by_table,
    ),
    (
        FlowBox.UNDECIDED_FULL_TEXT,
        lambda paper: paper.full_text in {"unsure", "conflict"} and not paper.included_by_table,
    ),
    (FlowBox.INCLUDED, _is_included),
)
_REASONS = frozenset({FlowBox.EXCLUDED_FULL_TEXT})


def _ends(previous: int, without_record: int, boxes: Sequence[Box], *, updating: bool) -> Iterable[Box]:
    """What stands under both columns: earlier papers, papers that no search found, and all that are included."""
    both = "both"
    new = sum(box.count for box in boxes if box.box is FlowBox.INCLUDED and box.part is None)
    if updating:
        yield Box(FlowBox.PREVIOUS, both, previous)
    if without_record:
        yield Box(FlowBox.WITHOUT_RECORD, both, without_record)
    yield Box(FlowBox.ALL_INCLUDED, both, new + previous + without_record)


def _checks(boxes: Sequence[Box]) -> tuple[Check, ...]:
    whole = {(box.column, box.box): box.count for box in boxes if box.part is None}
    checks = []
    for column in dict.fromkeys(box.column for box in boxes if box.column != "both"):
        for left, right in _SUMS:
            said = f"{column}: {left.value} = {' + '.join(part.value for part in right)}"
            checks.append(Check(said, whole[column, left], sum(whole[column, part] for part in right)))
        for box in (FlowBox.IDENTIFIED, *_REASONS):
            parts = [found.count for found in boxes if (found.box, found.column) == (box, column) and found.part]
            if parts:
                checks.append(Check(f"{column}: {box.value} = its parts", whole[column, box], sum(parts)))
    return tuple(checks)


_SUMS = (
    (FlowBox.IDENTIFIED, (FlowBox.DUPLICATES, FlowBox.PAPERS)),
    (FlowBox.PAPERS, (FlowBox.NOT_SCREENED, FlowBox.SCREENED)),
    (FlowBox.SCREENED, (FlowBox.EXCLUDED, FlowBox.UNDECIDED, FlowBox.SOUGHT)),
    (FlowBox.SOUGHT, (FlowBox.NOT_RETRIEVED, FlowBox.NOT_ASSESSED, FlowBox.ASSESSED)),
    (FlowBox.ASSESSED, (FlowBox.EXCLUDED_FULL_TEXT, FlowBox.UNDECIDED_FULL_TEXT, FlowBox.INCLUDED)),
)
