"""How every chart looks: colours that colour-blind readers and grey printers keep apart, shapes, labels, links.

Barrier is dark and points down, facilitator is light and points up, so neither needs its hue. Hues are from Okabe and
Ito (2008), Color Universal Design, darkened or lightened until their luminances differ.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from graph.export_address import address
from synthesis.charts.model import Rows, Spec
from synthesis.measure_grouping import grouped_as

INK, PALE, LINE = "#222222", "#6b6b6b", "#d9d9d9"
NOT_REPORTED, NOT_EXTRACTED, NO_PAPER = "not reported", "not extracted", "no paper"
_CROSS = "M-1,-1L1,1M1,-1L-1,1"
_SLASH = "M-0.7,0.9L0.7,-0.9"
_DOT = "M-0.28,0A0.28,0.28,0,1,1,0.28,0A0.28,0.28,0,1,1,-0.28,0Z"
_EMPTY = "M-0.9,-0.9L0.9,-0.9L0.9,0.9L-0.9,0.9Z"
FILLS = {
    "facilitator": "#6cc0ee",
    "barrier": "#7a2800",
    "mixed": "#ae7abd",
    "neutral": "#bdbdbd",
    "unclear": "#ffffff",
    "absent": "#ffffff",
    NOT_REPORTED: "#8c8c8c",
    NOT_EXTRACTED: "#ffffff",
    NO_PAPER: "#ececec",
}
STROKES = {**dict.fromkeys(FILLS, INK), NOT_REPORTED: "#8c8c8c", NOT_EXTRACTED: "#a6a6a6", NO_PAPER: "#d0d0d0"}
SHAPES = {
    "facilitator": "triangle-up",
    "barrier": "triangle-down",
    "mixed": "diamond",
    "neutral": "square",
    "unclear": "circle",
    "absent": _CROSS,
    NOT_REPORTED: _DOT,
    NOT_EXTRACTED: _SLASH,
    NO_PAPER: _EMPTY,
}
CONFIG: Spec = {
    "font": "Arial, Liberation Sans, Helvetica, sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11, "gridColor": "#ededed"},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11},
    "text": {"color": INK, "fontSize": 11},
}
LABEL_WIDTH, LABEL_LINES = 36, 2
STEP = 30
"""Pixels of a row: two lines of its label."""


def labels(
    named: Sequence[tuple[str, str | None]], width: int = LABEL_WIDTH, lines: int = LABEL_LINES
) -> dict[str, str]:
    """Id -> a label of at most so many lines, no two alike; longer names end in an ellipsis."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id_, name in named:
        said = " ".join(printable(name or id_).split()) or id_
        label, nth = _wrapped(said, width, lines), 2
        while label in taken:
            tail = f" [{nth}]"
            label, nth = _wrapped(said, width - len(tail), 1) + tail, nth + 1
        taken.add(label)
        found[id_] = label
    return found


def printable(text: str) -> str:
    """A name without the control characters that XML and terminals refuse."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _wrapped(text: str, width: int, most: int) -> str:
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{' '.join(lines[most - 1 :])[: width - 1].rstrip()}\u2026"]
    return "\n".join(lines)


def rows_axis(order: Sequence[str], **more: object) -> Spec:
    """The y channel: one row for each label, in this order, labels of several lines."""
    # No limit in pixels: labels are short, and Vega cuts a character outside the basic plane in two.
    # A text of two lines hangs from its first: half a line up puts it in the middle of its row.
    two = {"condition": {"test": "indexof(datum.label, '\\n') > 0", "value": -6}, "value": 0}
    axis = {
        "title": None,
        "labelExpr": "split(datum.label, '\\n')",
        "labelLimit": 0,
        "labelOffset": two,
        "labelPadding": 8,
        "ticks": False,
        "domain": False,
    }
    return {"field": "label", "type": "nominal", "sort": list(order), "axis": {**axis, **more}}


def columns_axis(field: str, order: Sequence[str], **more: object) -> Spec:
    """The x channel of a matrix: one column for each label, in this order, above the picture."""
    axis = {
        "title": None,
        "orient": "top",
        "labelExpr": "split(datum.label, '\\n')",
        "labelAngle": -90,
        "labelLimit": 0,
        "labelAlign": "left",
        "labelBaseline": "middle",
        "ticks": False,
        "domain": False,
        "labelPadding": 6,
    }
    return {"field": field, "type": "nominal", "sort": list(order), "axis": {**axis, **more}}


def by_state(states: Sequence[str], title: str | None, size: int = 130) -> tuple[Spec, Spec]:
    """A mark of points and its channels: shape, fill and outline by the field `state`, in one legend."""
    shown = {"title": title, "orient": "bottom", "columns": 0, "symbolSize": size, "symbolStrokeWidth": 1.2}
    channels: Spec = {}
    for channel, values in (("shape", SHAPES), ("fill", FILLS), ("stroke", STROKES)):
        scale = {"domain": list(states), "range": [values[state] for state in states]}
        channels[channel] = {"field": "state", "type": "nominal", "scale": scale, "legend": shown}
    return {"type": "point", "size": size, "strokeWidth": 1.2, "opacity": 1}, channels


def text_at(x: float, field: str, *, align: str = "left", **more: object) -> Spec:
    """A layer of texts at one place of the x axis, in pixels, one for each row."""
    return {
        "mark": {"type": "text", "align": align, "baseline": "middle", **more},
        "encoding": {"x": {"value": x}, "text": {"field": field, "type": "nominal"}},
    }


def behind(influences: Sequence[object], given: Mapping[str, object], **narrowed: object) -> str:
    """Where the findings behind a mark are, under the filter of the chart."""
    kept = {"where": given["where"], **grouped_as(given)}
    return address("findings_behind", {"influence_ids": list(influences), **narrowed, **kept})


def command(measure: str, given: Mapping[str, object], defaults: Mapping[str, object]) -> str:
    """The command that prints the numbers of a chart: every parameter that is not as it would be anyway."""
    words = [f"narragraph numbers {measure}"]
    for name, value in given.items():
        if value is None or value == defaults.get(name):
            continue
        for one in value if isinstance(value, list) else [value]:
            said = str(one).lower() if isinstance(one, bool) else str(one)
            words.append(f"--{name.replace('_', '-')} {quoted(said)}")
    return " ".join(words)


def quoted(word: str) -> str:
    """A word as a shell takes it."""
    safe = word.replace("'", "'\\''")
    return word if word and all(letter.isalnum() or letter in "_-=./:" for letter in word) else f"'{safe}'"


def correction_word(said: object) -> str:
    """`Holm`, `Benjamini-Hochberg`."""
    return str(said).replace("_", " ").title().replace(" ", "-")


def many(count: object, noun: str = "paper") -> str:
    """`1 paper`, `1,200 papers`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def number(value: object) -> float:
    """A figure of a row."""
    assert isinstance(value, int | float)  # noqa: S101  (the contract of the measure says so)
    return float(value)


def first(rows: Rows, top: int, what: str) -> tuple[Rows, tuple[str, ...]]:
    """The first rows, and a note when that is not all of them."""
    if len(rows) <= top:
        return rows, ()
    return rows[:top], (f"The first {top:,} of {len(rows):,} {what}; top shows more.",)
