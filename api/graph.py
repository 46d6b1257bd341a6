"""/v1/graph: one graph in the format of the tool that asks for it."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api.answering import TRIES
from api.answers import cached, chosen_format, etag, not_modified, said_in_headers
from api.contract import described_parameters, responses
from api.graph_models import EXAMPLE, JsonGraph, shown
from api.numbers import Counting, capped
from api.queries import words
from api.source import GraphSource
from graph.ask import GraphInfo, graph_info
from graph.database import Database
from graph.dialects import DIALECTS
from graph.dialects.shapes import Graph
from graph.export_graph import build_graph, graph_contract, read_graph_parameters
from graph.export_parts import Counted
from graph.export_parts import Counting as Asked
from synthesis.kept import kept

FORMATS = {name: dialect.media for name, dialect in DIALECTS.items()}
KEPT, MOST_KEPT = 16, 20_000
"""Graphs that are kept for the next request, and how many nodes and edges one of them may have."""
PATH = "/v1/graph"


class Graphs:
    """Builds graphs, and keeps the last ones of the revision: a picture is asked for in several formats."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Graph] = OrderedDict()

    def graph(self, database: Database, info: GraphInfo, parameters: Mapping[str, object]) -> Graph:
        """The graph of these parameters; it is kept only while nothing is being written."""
        key = json.dumps([vars(info), dict(parameters)])
        with self._lock:
            if key in self._held and info.building is None:
                self._held.move_to_end(key)
                return self._held[key]

        def count(name: str, given: Mapping[str, object]) -> Counted:
            answer = self._counting.answer(database, capped()[name], given)
            return Counted(answer.rows, answer.said, answer.truncated)

        def keeps(where: Sequence[str]) -> tuple[Mapping[str, frozenset[str]], str]:
            return self._counting.over(database, lambda found: kept(found, where))

        made = build_graph(database, Asked(count, keeps), parameters)
        if info.building is None and graph_info(database) == info and len(made.nodes) + len(made.edges) <= MOST_KEPT:
            with self._lock:
                self._held[key] = made
                while len(self._held) > KEPT:
                    self._held.popitem(last=False)
        return made


def graph_routes(source: GraphSource, counting: Counting) -> APIRouter:
    """GET /v1/graph."""
    router, graphs, contract = APIRouter(tags=["graph"]), Graphs(counting), graph_contract()

    def graph(request: Request) -> Response:
        format_ = chosen_format(request, FORMATS)
        parameters = read_graph_parameters(words(request, contract))
        with source.graph() as database:
            before, made, tag = source.info(database), None, None
            for _ in range(TRIES):
                tag = etag(before, {"graph": parameters, "format": format_})
                held = None if before.building else not_modified(request, tag)
                if held is not None:
                    return held
                made = graphs.graph(database, before, parameters)
                after = source.info(database)
                if after == before and before.building is None:
                    return _written(made, format_, tag)
                before = after
        # A server's graph is changed in place: this one may mix two revisions, so no cache keeps it.
        assert made is not None  # noqa: S101  (the loop ran)
        return _written(made, format_, None)

    router.add_api_route(
        PATH,
        graph,
        methods=["GET"],
        operation_id="graph",
        summary=contract.summary,
        description=contract.prose,
        response_model=JsonGraph,
        responses=_responses(),
        openapi_extra={"parameters": described_parameters(contract, tuple(FORMATS))},
    )
    return router


def _written(graph: Graph, format_: str, tag: str | None) -> Response:
    dialect, revision = DIALECTS[format_], str(graph.meta["revision"])
    headers = {
        **(cached(tag) if tag else {"Cache-Control": "no-store"}),
        **said_in_headers(graph.meta, str(graph.meta["filter"]), truncated=bool(graph.meta["truncated"])),
    }
    if dialect.media != "application/json":
        kind = str(graph.meta["what"]).rsplit(" ", maxsplit=1)[-1]
        name = f"{kind}-{format_}-{revision[:12]}.{dialect.ending}"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(dialect.write(graph), media_type=dialect.media, headers=headers)


def _responses() -> dict[int | str, dict[str, Any]]:
    """The responses as the contract says them, with an example of every format that is text."""
    found = responses(400, 404, 406, 414, 422, 500, 503)
    content: dict[str, Any] = {"application/json": {"example": shown("cytoscape")}}
    for name, media in FORMATS.items():
        if media == "application/ld+json":
            content[media] = {"schema": {"type": "object"}, "example": shown(name)}
        elif media in {"application/zip", "application/vnd.apache.parquet"}:
            content[media] = {"schema": {"type": "string", "format": "binary"}}
        elif media not in content:
            content[media] = {"schema": {"type": "string"}, "example": DIALECTS[name].write(EXAMPLE).decode()}
    found[200] = {"description": "The graph, its nodes and edges sorted by id.", "content": content}
    return found
