"""The charts by name: their contracts, and one chart whole, with caption, alt text, table and how it was counted."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from graph.ask import GraphInfo, read_parameters
from graph.progress import Progress, silent
from graph.queries import Queries
from graph.query_header import Query
from synthesis.charts.kinds import KINDS, Kind
from synthesis.charts.links import linked
from synthesis.charts.model import Chart, Draw, Drawn, Spec
from synthesis.charts.style import CONFIG, PALE
from synthesis.measures import by_framework, check_ids, measures

if TYPE_CHECKING:
    from synthesis.evidence import Evidence

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LETTER = 5.6
"""About how wide a letter of the caption is, in pixels."""


@cache
def charts() -> Queries:
    """The contracts of all charts, by name, in the grammar of queries and measures."""
    return Queries({name: _contract(name, kind) for name, kind in KINDS.items()})


def _contract(name: str, kind: Kind) -> Query:
    counted = measures()[kind.measure]
    own = {parameter.name for parameter in kind.own}
    kept = [p for p in counted.parameters if p.name not in kind.leaves_out and p.name not in own]
    return replace(
        counted,
        name=name,
        folder="chart",
        summary=kind.summary,
        prose=textwrap.fill(kind.prose, 110),
        parameters=(*kind.own, *kept),
        columns=kind.columns or counted.columns,
        opens=() if kind.columns else counted.opens,
        path="synthesis/charts/kinds.py",
    )


def chart(  # noqa: PLR0913  (each says something else about one chart)
    evidence: Evidence,
    name: str,
    given: Mapping[str, object],
    info: GraphInfo,
    *,
    text: bool = False,
    server: str | None = None,
    progress: Progress = silent,
) -> Chart:
    """One chart, whole. `server`: before the addresses of marks that open; None: marks are no links.

    Raises UnknownQuery, ParameterError, NotFound for an id the review does not hold, NothingToCount.
    """
    # long: all that a chart says about itself
    query = charts()[name]
    parameters = read_parameters(query, given, text=text)
    if parameters.get("influence_id", "any") is not None:  # the papers of a year are no influences
        evidence = by_framework(evidence, parameters)
    check_ids(evidence, query, parameters)
    module, _, function = KINDS[name].function.partition(":")
    draw: Draw = getattr(import_module(module), function)
    drawn = draw(evidence, parameters, progress)
    drawn, grouped = _grouped(drawn, evidence)
    caption = (
        f"{drawn.n}; unit {drawn.unit}; {drawn.filter}{grouped}. {drawn.method}. Review {info.review_id}, revision "
        f"{info.revision[:12]}, codebook {info.codebook_version or 'none'}."
    )
    cut = " ".join(note for note in drawn.notes if note.endswith("shows more."))
    counted = f"How counted: {drawn.counted}"
    names = [column.name for column in query.columns]
    rows = [{column: row.get(column) for column in names} for row in drawn.rows]
    spec = _whole(drawn, f"{caption} {cut}".strip(), counted, server)
    spec["usermeta"] = {
        "narragraph": {
            "chart": name,
            "parameters": parameters,
            "caption": caption,
            "counted": counted,
            "alt": drawn.alt,
            "notes": list(drawn.notes),
            "revision": info.revision,
            "table": {"columns": names, "rows": rows},
        }
    }
    return Chart(query, parameters, drawn.title, caption, counted, drawn.alt, spec, rows, drawn.notes, drawn.truncated)


def _grouped(drawn: Drawn, evidence: Evidence) -> tuple[Drawn, str]:
    """The picture with the framework in its title, and how influences were grouped, for its caption."""
    grouping = evidence.grouping
    if grouping is None:
        return drawn, ""
    notes = tuple(dict.fromkeys((*grouping.notes, *drawn.notes)))
    return replace(drawn, title=f"{drawn.title}, by {grouping.said['framework']}", notes=notes), f"; {grouping.told}"


def _whole(drawn: Drawn, caption: str, counted: str, server: str | None) -> Spec:
    """The view with title, caption, alt text and looks."""
    width = max(60, int(drawn.width / LETTER))
    lines = [line for text in (caption, counted) for line in textwrap.wrap(text, width)]
    title = {
        "text": drawn.title,
        "subtitle": lines,
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 15,
        "subtitleFontSize": 11,
        "subtitleColor": PALE,
        "subtitleLineHeight": 14,
        "offset": 14,
    }
    view = linked(drawn.view, server)
    return {"$schema": SCHEMA, "description": drawn.alt, "title": title, "config": CONFIG, "padding": 12, **view}
