"""What every explore page shares: the filter, the tabs, who may look, and clear words where nothing is left.

Whoever may read the numbers of a server may explore them: on loopback everybody, else everybody with a token. So these
pages ask for no curator, and a view can be sent to somebody who only reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.page.explore_counts import Explored
from api.page.explore_view import Field, View, form_of, read_view
from api.page.figures import Names, names_of
from api.page.render import page
from api.problems import CHARTS, NUMBERS, STATUS
from api.source import GraphSource
from graph.ask import GraphInfo, graph_info
from graph.database import Database
from graph.errors import NotFound, ParameterError, SynthesisError
from synthesis.charts.style import command
from synthesis.measures import measures
from synthesis.selection import NothingToCount

TABS = (
    ("/explore", "Influences"),
    ("/explore/pairs", "Pairs"),
    ("/explore/settings", "Settings"),
    ("/explore/papers", "Papers"),
)
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
    source: GraphSource = request.app.state.source
    with source.graph() as database:
        asked = Asked(database, view, request.app.state.explored)
        offered = asked.explored.offered(database)
        form, chips = form_of(view, offered.parts, offered.papers, offered.findings)
        wrong, status, said = "", 200, {}
        try:
            said = dict(make(asked))
        except NothingToCount as error:
            wrong, template = str(error), "explore_nothing.html"
        except (ParameterError, NotFound) as error:
            wrong, template, status = str(error), "explore_nothing.html", STATUS[type(error)]
        except SynthesisError as error:
            if type(error) in STATUS:
                raise
            wrong, template, status = str(error), "explore_nothing.html", 422
    shown = _rows_of(form)
    return page(
        request,
        template,
        status,
        view=view,
        info=asked.info,
        form=shown,
        chips=chips,
        offered=offered,
        tabs=TABS,
        tab=tab or view.path,
        wrong=wrong,
        **said,
    )


def _rows_of(form: list[Field]) -> list[Field]:
    """Parts in which something is chosen stand first."""
    return sorted(form, key=lambda field: not any(choice.on for choice in field.choices))


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
