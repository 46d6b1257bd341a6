"""Rows, columns and pairs as Arrow tables in the order and the types of the graph's schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.schema import EDGE, NODE
from graph.tables import edge_schema, node_schema

if TYPE_CHECKING:
    from ingest.work import Ints


def coded(values: Sequence[str | None], codes: Ints) -> pa.DictionaryArray:
    """Codes into values as one Arrow column; a negative code is null."""
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(values, pa.string()))


def joined(*columns: pa.Array) -> pa.Array:
    """The texts of several columns after one another, row by row; null where one of them is."""
    return pc.binary_join_element_wise(*(_array(column, pa.string()) for column in columns), "")


def node_rows(label: str, rows: list[dict[str, object]]) -> pa.Table:
    """Nodes of one label from dicts; a property that is not there is null."""
    return node_columns(label, {name: [row.get(name) for row in rows] for name in node_schema(NODE[label]).names})


def node_columns(label: str, columns: Mapping[str, Any]) -> pa.Table:
    """Nodes of one label from a column for each property; one that is not there is null."""
    schema = node_schema(NODE[label])
    size = len(columns["id"])
    arrays = [
        _array(columns[field.name], field.type) if field.name in columns else pa.nulls(size, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def edge_pairs(type_: str, pairs: list[tuple[str, str]]) -> pa.Table:
    """Edges of one type without properties."""
    return edges(type_, [start for start, _ in pairs], [end for _, end in pairs])


def edges(type_: str, starts: Any, ends: Any, **properties: Any) -> pa.Table:
    """Edges of one type from columns: where each starts, where it ends, and its properties."""
    schema = edge_schema(EDGE[type_])
    columns = {"start_id": starts, "end_id": ends, **properties}
    return pa.table([_array(columns[field.name], field.type) for field in schema], schema=schema)


def _array(column: Any, type_: pa.DataType) -> pa.Array:
    """A column of numbers, words or codes as plain Arrow of the type."""
    if isinstance(column, pa.DictionaryArray):
        return column.dictionary_decode()
    if isinstance(column, pa.Array | pa.ChunkedArray):
        return column.cast(type_)
    return pa.array(column, type=type_, from_pandas=True)
