"""The door to vl-convert: a specification as SVG, PNG or PDF, on this machine, with nothing fetched."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Mapping
from html import escape
from typing import Any

from graph.spreadsheet import write_delimited
from synthesis.charts.model import Chart

VERSION = "6.4"
"""The version of Vega-Lite that renders; it is inside vl-convert, like the fonts for Latin, Greek and Cyrillic."""
SCALE = 2.0
NOWHERE = ["https://nothing.invalid/"]
"""The only addresses that data may come from: none that exists. Charts carry their data inside."""
HERE = "http://narragraph.invalid"
"""Stands before addresses on the server itself while a chart is rendered, which would put a host of its own there."""
UNDRAWABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_one_at_a_time = threading.Lock()


def svg(chart: Chart) -> str:
    """The chart as SVG, with title and description for those who do not see it."""
    text: str = _render("vegalite_to_svg", chart)
    start = text.index(">", text.index("<svg")) + 1
    title, alt = escape(_drawable(chart.title)), escape(_drawable(chart.alt))
    said = f'<title id="title">{title}</title><desc id="desc">{alt}</desc>'
    head = text[:start].replace("<svg", '<svg role="img" aria-labelledby="title desc"', 1)
    return head + said + text[start:].replace(f'href="{HERE}/', 'href="/') + "\n"


def png(chart: Chart) -> bytes:
    """The chart as PNG, at twice the size of the SVG."""
    found: bytes = _render("vegalite_to_png", chart, scale=SCALE)
    return found


def pdf(chart: Chart) -> bytes:
    """The chart as a page of PDF."""
    found: bytes = _render("vegalite_to_pdf", chart)
    return found


def _render(function: str, chart: Chart, **more: Any) -> Any:
    import vl_convert

    with _one_at_a_time:
        return getattr(vl_convert, function)(
            _drawable(chart.spec), vl_version=VERSION, allowed_base_urls=NOWHERE, **more
        )


def _drawable(value: Any) -> Any:
    """The same without characters that XML has no place for: the renderer ends the whole process over one of them."""
    if isinstance(value, str):
        return UNDRAWABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        found = {_drawable(name): _drawable(part) for name, part in value.items()}
        href = found.get("href")
        return {**found, "href": HERE + href} if isinstance(href, str) and href.startswith("/") else found
    return [_drawable(part) for part in value] if isinstance(value, list | tuple) else value


def table(chart: Chart) -> tuple[str, int]:
    """The table behind the picture as CSV, and how many cells got an apostrophe: a spreadsheet would run them."""
    out = io.StringIO(newline="")
    names = [column.name for column in chart.query.columns]
    guarded = write_delimited(names, ([row[name] for name in names] for row in chart.rows), out)
    return out.getvalue(), guarded
