"""What every explore page shares: the filter, the tabs, who may look, and clear words where nothing is left.

Whoever may read the numbers of a server may explore them: on loopback everybody, else everybody with a token. So these
pages ask for no curator, and a view can be sent to somebody who only reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.desks import Desks
from api.page.explore_counts import Explored
from api.page.explore_view import Field, View, form_of, read_view
from api.page.figures import Names, names_of
from api.page.render import page
from api.problems import CHARTS, NUMBERS, STATUS
from api.source import GraphSource
from graph.ask import GraphInfo, graph_info
from graph.database import Database
from graph.errors import GraphDamaged, GraphMissing, NotFound, ParameterError
from graph.query_header import Query
from synthesis.charts.style import command
from synthesis.measures import measures
from synthesis.selection import NothingToCount

TABS = (
    ("/explore", "Influences"),
    ("/explore/pairs", "Pairs"),
    ("/explore/settings", "Settings"),
    ("/explore/papers", "Papers"),
)
SURVEY = ("/survey", "Survey")
"""Among the tabs of a review with a measure."""
Said = Mapping[str, Any]


class Asked:
    """What a page is made from: the graph, its view, and how it counts."""

    def __init__(self, database: Database, view: View, explored: Explored) -> None:
        self.database = database
        self.view = view
        self.explored = explored
        self.info: GraphInfo = graph_info(database)

    @property
    def where(self) -> list[str]:
        """The words of the filter."""
        return list(self.view.where)

    def names(self) -> Names:
        """What influences and settings are called."""
        return names_of(self.database)


@contextmanager
def shown_graph(request: Request) -> Iterator[Database]:
    """The graph that is published; where none can be read it is built first, as the desk does."""
    source: GraphSource = request.app.state.source
    desks: Desks = request.app.state.desks
    try:
        with source.graph():
            pass
    except (GraphMissing, GraphDamaged):
        desks.open()
    with source.graph() as database:
        yield database


def explored(  # noqa: PLR0913, PLR0917  (what a page is made of)
    request: Request,
    template: str,
    fields: Sequence[str],
    make: Callable[[Asked], Said],
    lists: Sequence[str] = (),
    tab: str | None = None,
) -> Response:
    """One explore page. Nothing left to count is told on the page itself, with the filter at hand to widen it."""
    view, plain = read_view(request, fields, lists)
    if not plain:
        return RedirectResponse(view.address, 303)
    with shown_graph(request) as database:
        asked = Asked(database, view, request.app.state.explored)
        offered = asked.explored.offered(database)
        form, chips = form_of(view, offered.parts, offered.papers, offered.findings)
        status, said = _said(make, asked)
    return page(
        request,
        "explore_nothing.html" if "wrong" in said else template,
        status,
        view=view,
        info=asked.info,
        form=_rows_of(form),
        chips=chips,
        offered=offered,
        tabs=(*TABS, SURVEY) if offered.surveyed else TABS,
        tab=tab or view.path,
        **said,
    )


def _said(make: Callable[[Asked], Said], asked: Asked) -> tuple[int, Said]:
    """What a page says, or why there is nothing to say. A filter that leaves nothing is an answer, not a failure."""
    try:
        return 200, make(asked)
    except NothingToCount as error:
        return 200, {"wrong": str(error)}
    except (ParameterError, NotFound) as error:
        return STATUS[type(error)], {"wrong": str(error)}


def _rows_of(form: list[Field]) -> list[Field]:
    """Parts in which something is chosen stand first."""
    return sorted(form, key=lambda field: not any(choice.on for choice in field.choices))


def fields_of(query: Query) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parameters of a contract as fields of a page, those of one value and those of several; not the filter."""
    names = [parameter.name for parameter in query.parameters if parameter.name != "where"]
    lists = tuple(one.name for one in query.parameters if one.type.startswith("list<") and one.name != "where")
    return tuple(name for name in names if name not in lists), lists


def data_of(view: View, measure: str, **given: object) -> str:
    """The address of the same numbers for programs, to be ended with a format."""
    address = view.at(f"{NUMBERS}{measure}", **given)
    return f"{address}{'&' if '?' in address else '?'}format="


def picture_of(view: View, chart: str, **given: object) -> str:
    """The page of a chart under the filter of a view."""
    return view.at(f"/explore/charts/{chart}", **given)


def chart_data(view: View, chart: str, **given: object) -> str:
    """The address of a chart for programs, to be ended with a format."""
    address = view.at(f"{CHARTS}{chart}", **given)
    return f"{address}{'&' if '?' in address else '?'}format="


def counted_by(view: View, measure: str, **given: object) -> str:
    """The command that prints the same numbers."""
    defaults = {parameter.name: parameter.default for parameter in measures()[measure].parameters}
    return command(
        measure, {**{k: v for k, v in given.items() if v not in (None, "")}, "where": [*view.where]}, defaults
    )


def passages(view: View, **narrowed: object) -> str:
    """Where the passages behind a figure are, under the filter of a view."""
    return view.at("/explore/passages", **narrowed)
