"""A table of nodes and one of edges, as CSV or Parquet: apart, or as a zip of both with meta.json."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

from graph.dialects.shapes import Graph
from graph.spreadsheet import write_delimited

if TYPE_CHECKING:
    import pyarrow as pa

_SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip: one graph gives the same bytes on every day."""


def csv_zip(graph: Graph) -> bytes:
    """nodes.csv, edges.csv and meta.json."""
    return _zip(graph, "csv", csv_table)


def parquet_zip(graph: Graph) -> bytes:
    """nodes.parquet, edges.parquet and meta.json."""
    return _zip(graph, "parquet", parquet_table)


def csv_table(graph: Graph, of: str) -> bytes:
    """One table (`node` or `edge`); cells that a spreadsheet would run begin with an apostrophe."""
    names = [one.name for one in graph.used(of)]
    out = io.StringIO(newline="")
    things = graph.nodes if of == "node" else graph.edges
    write_delimited(names, ([flat.get(name) for name in names] for flat in (thing.flat() for thing in things)), out)
    return out.getvalue().encode()


def parquet_table(graph: Graph, of: str) -> bytes:
    """One table with the types of the vocabulary; the meta of the graph is in its schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"string": pa.string(), "integer": pa.int64(), "float": pa.float64(), "boolean": pa.bool_()}
    fields = [pa.field(one.name, types[one.type], metadata={"meaning": one.meaning}) for one in graph.used(of)]
    schema: pa.Schema = pa.schema(fields, metadata={"narragraph": json.dumps(dict(graph.meta), ensure_ascii=False)})
    things = graph.nodes if of == "node" else graph.edges
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([thing.flat() for thing in things], schema=schema), out)
    return out.getvalue()


def _zip(graph: Graph, ending: str, table: Callable[[Graph, str], bytes]) -> bytes:
    meta = json.dumps(dict(graph.meta), ensure_ascii=False, indent=1).encode() + b"\n"
    files = {f"nodes.{ending}": table(graph, "node"), f"edges.{ending}": table(graph, "edge"), "meta.json": meta}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, _SAME_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
