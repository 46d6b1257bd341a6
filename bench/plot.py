"""Plots of what is kept: processor time against size, one line for each contestant; both axes are logarithmic."""

from __future__ import annotations

import re

from bench.harness import Chapter

SIZE = 0
COSTS = ("processor seconds", "processor ms", "ms")
"""Columns that may be drawn, the best first."""


def svg(chapter: Chapter) -> str:
    """A chapter whose first column is a size and whose second names a contestant, as a picture."""
    import vl_convert

    at = next(chapter.head.index(name) for name in COSTS if name in chapter.head)
    unit = chapter.head[at]
    values = [
        {"size": _last_number(row[SIZE]), "what": row[1].replace("`", ""), "cost": float(row[at].replace(",", ""))}
        for row in chapter.rows
        if row[at]
    ]
    scale = {"type": "log"}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 520,
        "height": 300,
        "title": chapter.title,
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "size", "type": "quantitative", "scale": scale, "title": _words(chapter.rows[0][SIZE])},
            "y": {"field": "cost", "type": "quantitative", "scale": scale, "title": unit},
            "color": {"field": "what", "type": "nominal", "title": None},
            "strokeDash": {"field": "what", "type": "nominal", "title": None},
            "shape": {"field": "what", "type": "nominal", "legend": None},
        },
    }
    return str(vl_convert.vegalite_to_svg(spec))


def _last_number(label: str) -> int:
    return int(re.findall(r"[\d,]+", label)[-1].replace(",", ""))


def _words(label: str) -> str:
    return label.rsplit(" ", 1)[-1]
