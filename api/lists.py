"""/v1/papers, /v1/studies, ...: lists in pages with a cursor, each thing under its id, and whole lists as streams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from api.answering import answered
from api.answers import ARROW, FORMATS, chosen_format, etag, not_modified
from api.contract import described_parameters, responses
from api.cursors import ForeignCursor, StaleCursor, question, read, written
from api.examples import example_answer
from api.numbers import Counting, capped
from api.pages import Lists, narrowest
from api.places import Place
from api.problems import Refused
from api.queries import model, words
from api.resources import MOST, Resource, resources
from api.source import GraphSource
from api.streams import Bulk, streamed
from graph.ask import Answer, GraphInfo, ask, check_ids, read_parameters
from graph.database import Database
from graph.queries import queries
from graph.query_header import Parameter, Query

FORMS = {**FORMATS, "arrow": ARROW}
BULK = ("jsonl", "arrow")
"""Formats that come whole when nobody names a limit."""


def list_routes(source: GraphSource, counting: Counting) -> APIRouter:
    """Two GET routes for each resource: the list, and one thing of it where its rows are things."""
    router, lists = APIRouter(tags=["lists"]), Lists(source, _all_of(counting))
    for resource in resources(capped()):
        contract = resource.contract
        name = resource.path.removeprefix("/v1/")
        router.add_api_route(
            resource.path,
            _list(resource, lists),
            methods=["GET"],
            operation_id=f"list_{name}",
            summary=contract.summary,
            description=f"{contract.prose}\n\n{_PAGES}".strip(),
            response_model=model(contract, f"list_{name}"),
            responses=responses(400, 404, 406, 410, 414, 422, 500, 503, answer=example_answer(contract), forms=FORMS),
            openapi_extra={"parameters": described_parameters(contract, tuple(FORMS))},
        )
        if resource.one is not None:
            _add_thing(router, resource, lists)
    return router


_PAGES = (
    "In pages of `limit` rows: follow `next`, or the header Link, until there is none. A cursor is good for its own "
    "revision. jsonl and arrow come whole, as a stream, unless `limit` is given."
)


def _add_thing(router: APIRouter, resource: Resource, lists: Lists) -> None:
    assert resource.one is not None  # noqa: S101  (the caller looked)
    column, label = resource.one
    contract = replace(resource.contract, parameters=())
    of_path = {
        "name": column,
        "in": "path",
        "required": True,
        "description": f"{label}.id; a slash in it may be written as it is, or as %2F.",
        "schema": {"type": "string", "minLength": 1},
        "example": example_answer(contract).rows[0][column],
    }
    router.add_api_route(
        f"{resource.path}/{{{column}:path}}",
        _thing(resource, lists),
        methods=["GET"],
        operation_id=f"get_{label.lower()}",
        summary=f"One {label.lower()}.",
        description=f"The row that {resource.path} has for it.",
        response_model=model(contract, f"get_{label.lower()}"),
        responses=responses(400, 404, 406, 414, 422, 500, 503, answer=example_answer(contract), forms=FORMS),
        openapi_extra={"parameters": [of_path, *described_parameters(contract, tuple(FORMS))]},
    )


def _all_of(counting: Counting) -> Callable[[Database, Query, Mapping[str, object]], Answer]:
    """How a list that is one answer is asked for: as far as its query or measure goes."""

    def answer(database: Database, query: Query, filters: Mapping[str, object]) -> Answer:
        if query.name not in queries():
            return counting.answer(database, capped()[query.name], filters)
        limit = queries()[query.name].parameter("limit")
        return ask(database, query.name, {**filters, "limit": limit.most if limit else None})

    return answer


def _list(resource: Resource, lists: Lists) -> Callable[[Request], Response]:
    def page(request: Request) -> Response:
        form, given = chosen_format(request, FORMS), words(request, resource.contract)
        parameters = read_parameters(resource.contract, given, text=True)
        bulk = form in BULK and "limit" not in given
        if bulk and resource.keys:
            return _streamed(request, lists, resource, parameters, form)
        filters, asked_form = _filters(resource, parameters), _asked_form(request)
        limit = MOST**2 if bulk else int(str(parameters["limit"]))

        def make(database: Database, info: GraphInfo) -> tuple[Answer, str | None]:
            place = _place(resource, info, filters, parameters["cursor"], limit)
            found, following = lists.page(database, info, resource, filters, place, form)
            found = replace(found, parameters=parameters)
            if following is None:
                return found, None
            cursor = {"cursor": written(following.cursor(info, resource, filters))}
            return found, _address(resource, {**given, **asked_form, **cursor})

        asked = {"list": resource.path, **parameters, "format": form, "bulk": bulk, "asked_form": asked_form}
        return answered(request, lists.source, form, asked, make)

    return page


def _streamed(
    request: Request, lists: Lists, resource: Resource, parameters: Mapping[str, object], form: str
) -> Response:
    """A whole list; what can be refused is refused before anything is sent."""
    filters = _filters(resource, parameters)
    with lists.source.graph() as database:
        info = lists.source.info(database)
        place = _place(resource, info, filters, parameters["cursor"], MOST)
        query = narrowest(resource, filters)
        check_ids(database, query, {p.name: filters.get(p.name) for p in query.parameters})
    tag = etag(info, {"list": resource.path, **parameters, "format": form, "bulk": True})
    asked = Bulk(resource, filters, place, form)
    head = getattr(request.state, "head", False)
    return not_modified(request, tag) or streamed(lists, info, asked, tag, nothing_sent=head)


def _thing(resource: Resource, lists: Lists) -> Callable[[Request], Response]:
    assert resource.one is not None  # noqa: S101  (the caller looked)
    column, label = resource.one
    bare = replace(resource.contract, parameters=())
    needed = replace(bare, parameters=(Parameter(column, f"id<{label}>", "its id", required=True),))

    def thing(request: Request) -> Response:
        form = chosen_format(request, FORMS)
        read_parameters(bare, words(request, bare), text=True)  # refuses what would seem to narrow
        id_ = str(read_parameters(needed, {column: request.path_params[column]}, text=True)[column])

        def make(database: Database, info: GraphInfo) -> tuple[Answer, str | None]:
            return replace(lists.thing(database, info, resource, id_), query=needed), None

        return answered(request, lists.source, form, {"thing": resource.path, "id": id_, "format": form}, make)

    return thing


def _filters(resource: Resource, parameters: Mapping[str, object]) -> dict[str, object]:
    return {parameter.name: parameters[parameter.name] for parameter in resource.filters}


def _address(resource: Resource, given: Mapping[str, object]) -> str:
    kept = {name: value for name, value in given.items() if value not in (None, [])}
    return f"{resource.path}?{urlencode(kept, doseq=True, quote_via=quote)}".rstrip("?")


def _place(resource: Resource, info: GraphInfo, filters: Mapping[str, object], cursor: object, limit: int) -> Place:
    """Where a cursor leads. Raises Refused: 422 for one of another list, 410 for one of another revision."""
    if cursor is None:
        return Place("", "", limit)
    try:
        found = read(str(cursor), question(resource.path, filters), info.revision)
        place = Place(found.after, found.window, limit)
        if not resource.keys:
            _ = place.number  # a place that is no number is refused here, not in the middle of an answer
    except ForeignCursor:
        detail = f"This cursor is none that {resource.path} gave under this filter. Leave it out to begin anew."
        raise Refused(422, "cursor", detail, {"parameter": "cursor"}) from None
    except StaleCursor:
        again = _address(resource, filters)
        detail = "The graph has changed since, and pages of two revisions do not fit together. Begin anew at `restart`."
        told = {"restart": again, "revision": info.revision}
        raise Refused(410, "stale-cursor", detail, told, {"Link": f'<{again}>; rel="first"'}) from None
    return place


def _asked_form(request: Request) -> dict[str, str]:
    """The format as the address named it, which the address of the next page repeats."""
    form = request.query_params.get("format")
    return {} if form is None else {"format": form}
