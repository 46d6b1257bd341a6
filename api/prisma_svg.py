"""The PRISMA flow as an SVG picture: black on white, with a title and a description for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from graph.model import FlowBox
from synthesis.prisma import DATABASES, OTHER, Flow

WORDS = {
    FlowBox.IDENTIFIED: "Records identified",
    FlowBox.DUPLICATES: "Duplicate records removed",
    FlowBox.PAPERS: "Papers",
    FlowBox.NOT_SCREENED: "Papers not yet screened",
    FlowBox.SCREENED: "Papers screened",
    FlowBox.EXCLUDED: "Papers excluded",
    FlowBox.UNDECIDED: "Papers undecided",
    FlowBox.SOUGHT: "Reports sought for retrieval",
    FlowBox.NOT_RETRIEVED: "Reports not retrieved",
    FlowBox.NOT_ASSESSED: "Reports not yet assessed",
    FlowBox.ASSESSED: "Reports assessed for eligibility",
    FlowBox.EXCLUDED_FULL_TEXT: "Reports excluded",
    FlowBox.UNDECIDED_FULL_TEXT: "Reports undecided",
    FlowBox.INCLUDED: "Papers included",
    FlowBox.PREVIOUS: "Included before this update",
    FlowBox.WITHOUT_RECORD: "Included that no search found",
    FlowBox.ALL_INCLUDED: "All papers included",
}
"""The words of each box, after the PRISMA 2020 flow."""
MAIN = (FlowBox.IDENTIFIED, FlowBox.SCREENED, FlowBox.SOUGHT, FlowBox.ASSESSED, FlowBox.INCLUDED)
ASIDE = {
    FlowBox.IDENTIFIED: (FlowBox.DUPLICATES, FlowBox.NOT_SCREENED),
    FlowBox.SCREENED: (FlowBox.EXCLUDED, FlowBox.UNDECIDED),
    FlowBox.SOUGHT: (FlowBox.NOT_RETRIEVED, FlowBox.NOT_ASSESSED),
    FlowBox.ASSESSED: (FlowBox.EXCLUDED_FULL_TEXT, FlowBox.UNDECIDED_FULL_TEXT),
    FlowBox.INCLUDED: (),
}
OFTEN_EMPTY = frozenset(
    {FlowBox.NOT_SCREENED, FlowBox.UNDECIDED, FlowBox.NOT_ASSESSED, FlowBox.UNDECIDED_FULL_TEXT, FlowBox.PREVIOUS}
)
"""Boxes that a finished review does not have; they are drawn only when something is in them."""
WIDE, GAP, LINE, EDGE = 250, 30, 17, 20
MOST_LETTERS = 38


@dataclass(frozen=True)
class _Drawn:
    left: int
    top: int
    lines: tuple[str, ...]

    @property
    def high(self) -> int:
        return LINE * len(self.lines) + 14


@dataclass
class _Picture:
    boxes: list[_Drawn] = field(default_factory=list)
    arrows: list[tuple[int, int, int, int]] = field(default_factory=list)


def prisma_svg(flow: Flow, cited: Sequence[str] = ()) -> str:
    """The flow as one SVG document. `cited`: sentences on published counts, set below and marked as cited."""
    columns = [column for column in (DATABASES, OTHER) if any(box.column == column for box in flow.boxes)]
    drawn = _Picture()
    top, ends = EDGE + 30, []
    for number, column in enumerate(columns):
        ends.append(_column(flow, column, (EDGE + number * 2 * (WIDE + GAP), top), drawn))
    boxes, arrows = drawn.boxes, drawn.arrows
    bottom = max(ends, default=top) + GAP
    last = _Drawn(EDGE, bottom, tuple(_end_lines(flow)))
    middles = [EDGE + number * 2 * (WIDE + GAP) + WIDE // 2 for number in range(len(ends))]
    arrows += [(middles[0], ends[0], middles[0], bottom)]
    bends = [_bend(middle, end, bottom + 15) for middle, end in zip(middles[1:], ends[1:], strict=True)]
    boxes.append(last)
    wide = EDGE * 2 + max(1, len(columns)) * 2 * (WIDE + GAP) - GAP
    notes = [f"Cited, not counted: {line}" for line in cited]
    high = bottom + last.high + EDGE + LINE * len(notes)
    body = [*_heads(columns, top), *map(_arrow, arrows), *bends, *(line for box in boxes for line in _box(box))]
    body += [_text(EDGE, bottom + last.high + LINE * (at + 1), note) for at, note in enumerate(notes)]
    return "\n".join([*_begin(flow, wide, high), *body, "</svg>", ""])


def _column(flow: Flow, column: str, corner: tuple[int, int], picture: _Picture) -> int:
    """Draw one column from its upper left corner down; returns where its last box ends."""
    left, top = corner
    boxes, arrows = picture.boxes, picture.arrows
    before = None
    for main in MAIN:
        box = _Drawn(left, top, tuple(_lines(flow, column, main)))
        aside_lines = [line for aside in ASIDE[main] for line in _lines(flow, column, aside)]
        aside = _Drawn(left + WIDE + GAP, top, tuple(aside_lines))
        boxes.append(box)
        if before is not None:
            arrows.append((left + WIDE // 2, before, left + WIDE // 2, top))
        if aside_lines:
            boxes.append(aside)
            arrows.append((left + WIDE, top + 15, left + WIDE + GAP, top + 15))
        before = top + box.high
        top += max(box.high, aside.high if aside_lines else 0) + GAP
    return before or top


def _lines(flow: Flow, column: str, box: FlowBox) -> Iterable[str]:
    count = flow.count(box, column)
    if not count and box in OFTEN_EMPTY:
        return
    yield f"{WORDS[box]} (n = {count:,})"
    for part in flow.boxes:
        if part.box is box and part.column == column and part.part is not None:
            yield f"  {_short(part.part)} (n = {part.count:,})"


def _end_lines(flow: Flow) -> Iterable[str]:
    for box in (FlowBox.PREVIOUS, FlowBox.WITHOUT_RECORD):
        if flow.count(box):
            yield f"{WORDS[box]} (n = {flow.count(box):,})"
    yield f"{WORDS[FlowBox.ALL_INCLUDED]} (n = {flow.count(FlowBox.ALL_INCLUDED):,})"


def _short(text: str) -> str:
    return text if len(text) <= MOST_LETTERS - 10 else text[: MOST_LETTERS - 11] + "\u2026"


def _begin(flow: Flow, wide: int, high: int) -> Iterable[str]:
    round_ = f" of {flow.round}" if flow.round else ""
    included = flow.count(FlowBox.ALL_INCLUDED)
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" '
        'aria-labelledby="flow-title flow-description" font-family="sans-serif" font-size="12">'
    )
    yield f'<title id="flow-title">{escape(f"PRISMA 2020 flow{round_}")}</title>'
    said = f"{flow.count(FlowBox.IDENTIFIED):,} records identified, {included:,} papers included."
    yield f'<desc id="flow-description">{escape(said)}</desc>'
    yield '<defs><marker id="head" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
    yield '<path d="M0,0 L8,4 L0,8 z"/></marker></defs>'
    yield f'<rect width="{wide}" height="{high}" fill="white"/>'


def _heads(columns: Sequence[str], top: int) -> Iterable[str]:
    for number, column in enumerate(columns):
        yield _text(EDGE + number * 2 * (WIDE + GAP), top - 14, f"Identification of papers via {column}", bold=True)


def _box(box: _Drawn) -> Iterable[str]:
    place = f'x="{box.left}" y="{box.top}" width="{WIDE}" height="{box.high}"'
    yield f'<rect {place} fill="white" stroke="black"/>'
    yield from (_text(box.left + 8, box.top + LINE * (at + 1), line) for at, line in enumerate(box.lines))


def _arrow(ends: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = ends
    return f'<line x1="{left}" y1="{top}" x2="{right}" y2="{bottom}" stroke="black" marker-end="url(#head)"/>'


def _bend(left: int, top: int, bottom: int) -> str:
    """From a box down, then left into the last box."""
    points = f"{left},{top} {left},{bottom} {EDGE + WIDE},{bottom}"
    return f'<polyline points="{points}" fill="none" stroke="black" marker-end="url(#head)"/>'


def _text(left: int, top: int, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{left}" y="{top}" xml:space="preserve"{weight}>{escape(text)}</text>'
