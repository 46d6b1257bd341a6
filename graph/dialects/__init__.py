"""The dialects: one graph in the words of other tools. Each is a pure function from a Graph to bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from graph.dialects import javascript, linked, script, tables, xml
from graph.dialects.shapes import Graph


@dataclass(frozen=True, slots=True)
class Dialect:
    """One format: its name, media type, ending of file names, and who reads it."""

    name: str
    media: str
    ending: str
    readers: str
    write: Callable[[Graph], bytes]


_JSON, _CSV, _PARQUET = "application/json", "text/csv", "application/vnd.apache.parquet"
DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect("cytoscape", _JSON, "cyjs", "Cytoscape.js, Cytoscape", javascript.cytoscape),
        Dialect("d3", _JSON, "json", "d3-force; networkx node-link", javascript.node_link),
        Dialect("graphology", _JSON, "json", "graphology, sigma", javascript.graphology),
        Dialect("graphml", "application/graphml+xml", "graphml", "igraph, networkx, yEd, Gephi", xml.graphml),
        Dialect("gexf", "application/gexf+xml", "gexf", "Gephi, networkx", xml.gexf),
        Dialect("csv", "application/zip", "zip", "spreadsheets, R: nodes.csv, edges.csv, meta.json", tables.csv_zip),
        Dialect("nodes_csv", _CSV, "csv", "the nodes alone", partial(tables.csv_table, of="node")),
        Dialect("edges_csv", _CSV, "csv", "the edges alone", partial(tables.csv_table, of="edge")),
        Dialect("parquet", "application/zip", "zip", "nodes.parquet, edges.parquet, meta.json", tables.parquet_zip),
        Dialect(
            "nodes_parquet",
            _PARQUET,
            "parquet",
            "the nodes alone: pandas, polars, Arrow",
            partial(tables.parquet_table, of="node"),
        ),
        Dialect(
            "edges_parquet",
            _PARQUET,
            "parquet",
            "the edges alone: pandas, polars, Arrow",
            partial(tables.parquet_table, of="edge"),
        ),
        Dialect("vosviewer", _JSON, "json", "VOSviewer, VOSviewer Online", javascript.vosviewer),
        Dialect("jsonld", "application/ld+json", "jsonld", "RDF tools", linked.json_ld),
        Dialect("cypher", "application/x-cypher-query", "cypher", "Neo4j: cypher-shell --file", script.neo4j_script),
    )
}
