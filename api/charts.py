"""/v1/charts: the pictures of the measures, as Vega-Lite, SVG, PNG, or the table behind them."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.answering import TRIES
from api.answers import cached, chosen_format, etag, filter_words, not_modified, said_in_headers, said_of
from api.contract import described_parameters, responses
from api.examples import example_answer
from api.numbers import Counting, capped
from api.problems import CHARTS
from api.queries import words
from api.source import GraphSource
from graph.ask import GraphInfo, graph_info, read_parameters
from graph.database import Database
from graph.query_header import Query
from synthesis.charts import rendered
from synthesis.charts.model import Chart
from synthesis.charts.registry import SCHEMA, chart, charts

FORMATS = {
    "vega-lite": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
}
KEPT, MOST_KEPT = 32, 1_000_000
"""Pictures that are kept for the next request, and how many bytes one of them may have: drawing takes longest."""
EXAMPLE: dict[str, Any] = {
    "$schema": SCHEMA,
    "description": "Dot plot of 1 influences by the share of papers that report them, with intervals.",
    "title": {"text": "How often each influence is reported", "subtitle": ["n = 4 papers; unit paper; no filter."]},
    "usermeta": {"narragraph": {"chart": "frequency", "revision": "r1", "parameters": {"top": 30}}},
    "mark": "point",
    "encoding": {"x": {"field": "share", "type": "quantitative"}, "y": {"field": "label", "type": "nominal"}},
    "data": {"values": [{"influence_id": "training", "label": "Training", "share": 0.75}]},
}


class VegaLite(BaseModel):
    """A Vega-Lite specification with its data inside; `usermeta.narragraph` says what it shows and how it counts."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [EXAMPLE]})

    schema_: str = Field(alias="$schema", description="The version of Vega-Lite.")
    description: str = Field(description="The chart in words, for those who do not see it.")
    title: dict[str, object] = Field(description="Title; as subtitle the caption and how it was counted.")
    usermeta: dict[str, object] = Field(description="Chart, parameters, caption, notes, revision and table.")


class _Charts:
    """Draws charts, and keeps the last answers of the revision."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[bytes, Mapping[str, str]]] = OrderedDict()

    def answer(self, database: Database, info: GraphInfo, query: Query, asked: Mapping[str, object]) -> Response:
        """The chart in one format, with the headers that say what it is; `asked` holds parameters and format."""
        form = str(asked["format"])
        given = {name: value for name, value in asked.items() if name not in {"chart", "format"}}
        tag = etag(info, asked)
        with self._lock:
            held = self._held.get(tag) if info.building is None else None
        if held is None:
            made = self._counting.over(database, lambda found: chart(found, query.name, given, info, server=""))
            held = (_body(made, form), _headers(made, form, info, given))
            if info.building is None and graph_info(database) == info and len(held[0]) <= MOST_KEPT:
                with self._lock:
                    self._held[tag] = held
                    while len(self._held) > KEPT:
                        self._held.popitem(last=False)
        return Response(held[0], media_type=FORMATS[form], headers=dict(held[1]))


def chart_routes(source: GraphSource, counting: Counting) -> APIRouter:
    """One GET route for each chart."""
    router, drawing = APIRouter(tags=["charts"]), _Charts(counting)
    for query in capped(charts()).values():
        router.add_api_route(
            CHARTS + query.name,
            _endpoint(query, source, drawing),
            methods=["GET"],
            name=f"chart_{query.name}",
            operation_id=f"chart_{query.name}",
            summary=query.summary,
            description=query.prose,
            response_model=VegaLite,
            responses=_responses(query),
            openapi_extra={"parameters": described_parameters(query, tuple(FORMATS))},
        )
    return router


def _endpoint(query: Query, source: GraphSource, drawing: _Charts) -> Callable[[Request], Response]:
    def draw(request: Request) -> Response:
        form = chosen_format(request, FORMATS)
        parameters = read_parameters(query, words(request, query), text=True)
        asked = {**parameters, "chart": query.name, "format": form}
        with source.graph() as database:
            before, found = source.info(database), None
            for _ in range(TRIES):
                tag = etag(before, asked)
                held = None if before.building else not_modified(request, tag)
                if held is not None:
                    return held
                found, after = drawing.answer(database, before, query, asked), source.info(database)
                if after == before and before.building is None:
                    found.headers.update(cached(tag))
                    return found
                before = after
        # A server's graph is changed in place: this picture may mix two revisions, so no cache keeps it.
        assert found is not None  # noqa: S101  (the loop ran)
        found.headers["Cache-Control"] = "no-store"
        return found

    return draw


def _body(made: Chart, form: str) -> bytes:
    if form == "svg":
        return rendered.svg(made).encode()
    if form == "png":
        return rendered.png(made)
    return (rendered.table(made)[0] if form == "csv" else json.dumps(made.spec, ensure_ascii=False)).encode()


def _headers(made: Chart, form: str, info: GraphInfo, given: Mapping[str, object]) -> dict[str, str]:
    found = said_in_headers(said_of(info), filter_words(made.query, given), truncated=made.truncated)
    if form == "csv":
        name = f"{made.query.name}-{info.revision[:12]}.csv"
        found["Content-Disposition"] = f'attachment; filename="{name}"'
        if guarded := rendered.table(made)[1]:
            found["X-Narragraph-Guarded-Cells"] = str(guarded)
    return found


def _responses(query: Query) -> dict[int | str, dict[str, Any]]:
    """The responses as the contract says them, with an example of every format that is text."""
    found = responses(400, 404, 406, 414, 422, 500, 503, answer=example_answer(query))
    content = found[200]["content"]
    picture = (
        '<svg role="img" xmlns="http://www.w3.org/2000/svg"><title>How often each influence is reported</title></svg>'
    )
    found[200]["description"] = "The chart, or with csv the table behind it."
    found[200]["content"] = {
        "application/json": {"example": EXAMPLE},
        "image/svg+xml": {"schema": {"type": "string"}, "example": picture},
        "image/png": {"schema": {"type": "string", "format": "binary"}},
        "text/csv": content["text/csv"],
    }
    return found
