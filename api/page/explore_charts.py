"""Explore: a chart under the filter, drawn here, every mark a link to the passages behind it, with its table.

The renderer of the report draws them, so a page loads no charting library: Vega with Vega-Lite would be 0.9 MB of
script, and would need an interpreter besides under a policy without `eval`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from api.numbers import capped
from api.page.explore_shell import Asked, Said, chart_data, explored, fields_of
from api.page.explore_view import View, addressed, without_part
from api.page.opened import number, paged
from api.problems import NUMBERS, QUERIES
from graph.ask import read_parameters
from graph.errors import NotFound, near_misses
from graph.query_header import Query
from synthesis.charts import rendered
from synthesis.charts.kinds import SURVEY
from synthesis.charts.model import Chart
from synthesis.charts.registry import charts

router = APIRouter(include_in_schema=False)
EACH = 200
"""Rows of its table on one page."""
OF = {"directions": "/explore", "frequency": "/explore", "ranks": "/explore", "gaps": "/explore/settings"} | {
    "cooccurrence": "/explore/pairs",
    "network": "/explore/pairs",
    "years": "/explore/papers",
    "matrix": "/explore/papers",
    **dict.fromkeys(SURVEY, "/survey"),
}
"""Chart -> the page that it belongs to."""
_MARK = re.compile(r'(<a [^>]*>)(<\w+) aria-label="([^"]*)"')
_SAID = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*")')
"""What the renderer says of groups of marks: images without words, and fields of its own."""
_INNER = ("href: ", "from: ", "to: ", "column: ", "order: ", "x: ", "y: ")
_ID = re.compile(r'(\bid="|url\(#|xlink:href="#|aria-labelledby=")([^")]+)')


@router.get("/explore/charts/{name}")
def picture(request: Request, name: str) -> Response:
    """One chart; for htmx only the picture."""
    known = capped(charts())
    if name not in known:
        raise NotFound("Chart", name, near_misses(name, known))
    query = known[name]
    fields, lists = fields_of(query)

    def make(asked: Asked) -> Said:
        view = asked.view
        at = (number(request), EACH, view.address)
        where = {"where": asked.where} if query.parameter("where") else {}
        chart = asked.explored.chart(asked.database, name, {**_checked(query, view.chosen), **where})
        return {
            "chart": chart,
            "drawn": drawn(chart),
            "columns": [column.name for column in query.columns],
            "pages": paged([(row, _opens(view, row, chart.parameters.get("by"))) for row in chart.rows], *at),
            "data": chart_data(view, name, **view.chosen),
            "here": view.address,
            "unfiltered": not where,
        }

    template = "explore_chart_part.html" if "hx-request" in request.headers else "explore_chart.html"
    return explored(request, template, fields, make, lists, OF.get(name, "/explore"))


def _checked(query: Query, chosen: object) -> dict[str, object]:
    """The fields as given. Raises ParameterError for more than a server draws."""
    assert isinstance(chosen, dict)  # noqa: S101  (a view makes it so)
    read_parameters(query, chosen, text=True)
    return dict(chosen)


def drawn(chart: Chart) -> Markup:
    """The chart as a part of a page: its links lead to pages, and its ids are of this chart alone.

    A picture of links is a group of them. The keyboard passes over them: the table beside it has the same.
    """
    name = chart.query.name
    text = rendered.svg(chart).replace('role="img"', 'role="group"', 1)
    text = _SAID.sub("", _MARK.sub(_titled, text))
    text = _ID.sub(lambda found: found[1] + " ".join(f"{name}-{id_}" for id_ in found[2].split()), text)
    text = text.replace(f'xlink:href="{NUMBERS}findings_behind?', 'tabindex="-1" xlink:href="/explore/passages?')
    text = text.replace(f'xlink:href="{QUERIES}passages_behind?', 'tabindex="-1" xlink:href="/figures?')
    return Markup(text)  # noqa: S704  (the renderer escapes what it draws)


def _titled(mark: re.Match[str]) -> str:
    """A mark that says what it is when a pointer rests on it."""
    said = "; ".join(part for part in mark[3].split("; ") if not part.startswith(_INNER))
    return f"{mark[1]}<title>{said}</title>{mark[2]}"


def _opens(view: View, row: Mapping[str, object], by: object) -> str:
    """The passages behind a row of the table; empty where it is of no influence. `by`: what the groups are."""
    ids = [row[name] for name in ("influence_id", "a_influence_id", "b_influence_id") if row.get(name)]
    if not ids:
        return ""
    where = list(view.where) if by is None else without_part(view.where, str(by))
    where += [f"{by}={row['group']}"] if "group" in row else []
    narrowed = {name: row[name] for name in ("setting_id", "paper_id") if row.get(name)}
    return addressed("/explore/passages", where, influence_ids=ids, **narrowed)
