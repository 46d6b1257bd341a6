"""Rows, frames and pairs as Arrow tables in the order and the types of the graph's schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.schema import EDGE, NODE
from graph.tables import edge_schema, node_schema

if TYPE_CHECKING:
    import pandas as pd


def node_rows(label: str, rows: list[dict[str, object]]) -> pa.Table:
    """Nodes of one label from dicts; a property that is not there is null."""
    schema = node_schema(NODE[label])
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def node_frame(label: str, frame: pd.DataFrame) -> pa.Table:
    """Nodes of one label from a frame with a column for each property."""
    schema = node_schema(NODE[label])
    if not len(frame):
        return schema.empty_table()
    return pa.table([_array(frame[field.name], field.type) for field in schema], schema=schema)


def edge_pairs(type_: str, pairs: list[tuple[str, str]]) -> pa.Table:
    """Edges of one type without properties."""
    schema = edge_schema(EDGE[type_])
    starts, ends = [start for start, _ in pairs], [end for _, end in pairs]
    return pa.table([pa.array(starts, pa.string()), pa.array(ends, pa.string())], schema=schema)


def edges(type_: str, starts: Any, ends: Any, **properties: Any) -> pa.Table:
    """Edges of one type from columns: where each starts, where it ends, and its properties."""
    schema = edge_schema(EDGE[type_])
    if not len(starts):
        return schema.empty_table()
    columns = {"start_id": starts, "end_id": ends, **properties}
    arrays = [pa.array(columns[field.name], type=field.type, from_pandas=True) for field in schema]
    return pa.table(arrays, schema=schema)


def _array(column: pd.Series[Any], type_: pa.DataType) -> pa.Array:
    values = column.to_numpy(dtype=object) if pa.types.is_string(type_) else column.to_numpy()
    return pa.array(values, type=type_, from_pandas=True)
