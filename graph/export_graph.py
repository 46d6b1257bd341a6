"""One builder for every graph that another tool draws: which graph, under which filter, counted how.

Counting is not done here: the caller hands in how a measure is asked, so that the server and the command line count
alike and this room knows nothing of either.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import islice

from graph import version
from graph.ask import GraphInfo, graph_info, read_parameters
from graph.database import Database
from graph.dialects.shapes import Graph
from graph.errors import ParameterError
from graph.export import LICENCES
from graph.export_full import full
from graph.export_influences import influence_settings, influences
from graph.export_layout import placed
from graph.export_parts import Counting, Parts
from graph.query_header import Query, contract

EVERYWHERE = ("kind",)
BELONGS = {
    "influences": (
        *("window", "all", "least", "null_model", "correction", "level", "samples", "seed"),
        *("unit", "status", "where", "limit"),
    ),
    "influence_settings": ("unit", "status", "where", "limit"),
    "full": ("where",),
}
"""The parameters of each kind."""


@cache
def graph_contract() -> Query:
    """What a graph takes, in the grammar of query headers."""
    path = "graph/dialects/graph.contract"
    text = (files("graph") / "dialects" / "graph.contract").read_text(encoding="utf-8")
    return contract(text, name="graph", path=path)


def read_graph_parameters(given: Mapping[str, object]) -> dict[str, object]:
    """The parameters that belong to the kind, from words. Raises ParameterError."""
    read = read_parameters(graph_contract(), given, text=True)
    kind = str(read["kind"])
    # Clients made from the contract send every default: that is no wish.
    usual = {parameter.name: parameter.default for parameter in graph_contract().parameters}
    for name in given:
        if name not in {*EVERYWHERE, *BELONGS[kind]} and read[name] != usual[name]:
            takes = ", ".join(BELONGS[kind]) or "nothing else"
            message = f"it does not belong to kind={kind}, which takes {takes}."
            raise ParameterError("graph", name, given[name], message)
    level = read["level"]
    if isinstance(level, float) and not 0 < level < 1:
        raise ParameterError("graph", "level", level, "a level lies between 0 and 1, such as 0.05.")
    return {name: read[name] for name in (*EVERYWHERE, *BELONGS[kind])}


def build_graph(database: Database, counting: Counting, parameters: Mapping[str, object]) -> Graph:
    """The graph that `parameters` (from `read_graph_parameters`) ask for.

    Raises ParameterError for a filter that the review does not know, NothingToCount, and what the engine raises.
    """
    makers = {"influences": influences, "influence_settings": influence_settings, "full": full}
    made = makers[str(parameters["kind"])](database, counting, parameters)
    kept = islice(sorted(made.edges, key=lambda edge: (-edge.weight, edge.id)), _limit(parameters, made))
    edges = sorted(kept, key=lambda edge: edge.id)
    nodes, layout = placed(sorted(made.nodes, key=lambda node: node.id), edges)
    truncated = made.truncated or len(edges) < len(made.edges)
    size = {"nodes": len(nodes), "edges": len(edges), "truncated": truncated}
    meta = _meta(graph_info(database), parameters) | dict(made.said) | size | {"layout": layout, "licences": LICENCES}
    return Graph(nodes, tuple(edges), made.directed, meta)


def _limit(parameters: Mapping[str, object], made: Parts) -> int:
    limit = parameters.get("limit")
    return limit if isinstance(limit, int) else len(made.edges)


def _meta(info: GraphInfo, parameters: Mapping[str, object]) -> dict[str, object]:
    """What stands on every graph. Not the engine: both engines give the same bytes."""
    return {
        "what": f"narragraph graph {parameters['kind']}",
        "narragraph_version": version(),
        "review_id": info.review_id,
        "title": info.title,
        "revision": info.revision,
        "codebook_version": info.codebook_version,
        "unit": info.unit,
        "filter": "no filter",
        "parameters": dict(parameters),
    }
