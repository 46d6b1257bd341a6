"""Printed lines -> reading order: two columns, running heads and page numbers dropped by repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.documents import Box

_EDGE = 0.12
"""The part of a page at its top and bottom where running heads stand."""
_MOST_AT_EDGE = 2


@dataclass(frozen=True)
class PrintedLine:
    """A printed line: its words, the number of its first character on the page, its place and its type."""

    words: str
    start: int
    box: Box
    size: float
    weight: int


@dataclass(frozen=True)
class Page:
    """A page with its lines in the order of the file."""

    number: int
    width: float
    height: float
    lines: list[PrintedLine]
    letters: int


@dataclass(frozen=True)
class Column:
    """Lines that are read one below the other; `left` is their common edge."""

    left: float
    right: float
    lines: tuple[PrintedLine, ...]


def without_running_heads(pages: Sequence[Page]) -> tuple[list[Page], int]:
    """The pages without lines that repeat at their top or bottom (numbers may differ), and how many those were."""
    at_edges = [_at_edges(page) for page in pages]
    seen = Counter(key for edge in at_edges for key in {key for key, _ in edge})
    least = max(2 if len(pages) < 4 else 3, round(0.15 * len(pages)))
    dropped = 0
    kept = []
    for page, edge in zip(pages, at_edges, strict=True):
        gone = {line.start for key, line in edge if seen[key] >= least}
        dropped += len(gone)
        lines = [line for line in page.lines if line.start not in gone]
        kept.append(Page(page.number, page.width, page.height, lines, page.letters))
    return kept, dropped


def _at_edges(page: Page) -> list[tuple[tuple[str, str], PrintedLine]]:
    ordered = sorted(page.lines, key=lambda line: -line.box.top)
    top = [line for line in ordered if line.box.bottom > page.height * (1 - _EDGE)]
    bottom = [line for line in ordered if line.box.top < page.height * _EDGE]
    heights = (("top", sorted({round(line.box.bottom) for line in top}, reverse=True)[:_MOST_AT_EDGE], top),)
    feet = (("bottom", sorted({round(line.box.bottom) for line in bottom})[:_MOST_AT_EDGE], bottom),)
    return [
        ((edge, re.sub(r"\d+", "#", " ".join(line.words.split()).casefold())), line)
        for edge, allowed, lines in (*heights, *feet)
        for line in lines
        if round(line.box.bottom) in allowed
    ]


def columns_of(page: Page) -> list[Column]:
    """The lines of a page in reading order, as columns."""
    lines = page.lines
    if not lines:
        return []
    gutter = _gutter(lines)
    if gutter is None:
        return [_column(lines)]
    sides = [_side(line, gutter) for line in lines]
    told = [side for side in sides if side != "over"]
    switches = sum(1 for one, other in pairwise(told) if one != other)
    bands = 1 + sum(1 for one, other in pairwise(sides) if other == "over" != one)
    if switches > 2 * bands + 1:
        lines, sides = _by_place(lines, gutter)
    columns: list[Column] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or sides[at] != sides[start]:
            columns.append(_column(lines[start:at]))
            start = at
    return columns


def _column(lines: Sequence[PrintedLine]) -> Column:
    lefts = Counter(round(line.box.left) for line in lines)
    return Column(lefts.most_common(1)[0][0], max(line.box.right for line in lines), tuple(lines))


def _gutter(lines: Sequence[PrintedLine]) -> float | None:
    """Where the second column begins; null when there is one column."""
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    zone = (left + 0.4 * (right - left), left + 0.66 * (right - left))
    edges = Counter(round(line.box.left) for line in lines if zone[0] < line.box.left < zone[1])
    if not edges:
        return None
    edge, _ = edges.most_common(1)[0]
    sides = Counter(_side(line, edge - 1) for line in lines)
    enough = min(3, len(lines) // 4)
    if sides["right"] < max(2, enough) or sides["left"] < max(2, enough) or sides["over"] > 0.4 * len(lines):
        return None
    return edge - 1.0


def _side(line: PrintedLine, gutter: float) -> str:
    if line.box.left >= gutter - 2:
        return "right"
    return "left" if line.box.right <= gutter + 2 else "over"


def _by_place(lines: Sequence[PrintedLine], gutter: float) -> tuple[list[PrintedLine], list[str]]:
    """From top to bottom; between two lines that run over both columns, first the left, then the right."""
    ordered = sorted(lines, key=lambda line: (-line.box.bottom, line.box.left))
    result: list[PrintedLine] = []
    held: dict[str, list[PrintedLine]] = {"left": [], "right": []}
    for line in ordered:
        side = _side(line, gutter)
        if side == "over":
            result += [*held["left"], *held["right"], line]
            held = {"left": [], "right": []}
        else:
            held[side].append(line)
    result += [*held["left"], *held["right"]]
    return result, [_side(line, gutter) for line in result]
