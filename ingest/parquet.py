"""Parquet files as text tables; numbers as a person writes them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import TableError
from ingest.table import RawTable, letters
from ingest.workbook_size import MOST_CELLS

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def read_parquet(file: Path, path: str, sha256: str) -> RawTable:
    """All columns of a parquet file as text. Row 2 is the first record, as if row 1 held the names."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            size = opened.metadata.num_rows, len(opened.schema_arrow)
            if size[0] * size[1] > MOST_CELLS:
                message = f"it claims {size[0]:,} x {size[1]:,} cells."
                raise TableError(path, message, rule="size", fix="Write only the rows and columns you need.")
            table = opened.read()
    except (pa.ArrowException, OSError) as error:
        message = f"it cannot be read as parquet ({(str(error).splitlines() or [''])[0]})."
        raise TableError(path, message, rule="parquet", fix="Write it again.") from error
    names = tuple(" ".join(name.split()) for name in table.column_names)
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        message = f'two columns have the name "{twice[0]}".'
        raise TableError(path, message, column=twice[0], rule="header", fix="Rename one.")
    columns = [_as_text(column, path, name) for name, column in zip(names, table.columns, strict=True)]
    return RawTable(path, None, names, letters(len(names)), _frame(names, columns), sha256)


def _frame(names: tuple[str, ...], columns: list[pa.ChunkedArray]) -> pd.DataFrame:
    import pandas as pd

    data = {name: pd.Series(column.to_pandas(), dtype="str") for name, column in zip(names, columns, strict=True)}
    frame = pd.DataFrame(data)
    frame.index = pd.RangeIndex(2, 2 + len(frame))
    return frame


def _as_text(column: pa.ChunkedArray, path: str, name: str) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    type_ = column.type
    if pa.types.is_dictionary(type_):
        column = column.cast(type_.value_type)
        type_ = column.type
    if pa.types.is_nested(type_) or pa.types.is_binary(type_):
        message = f"columns of type {type_} cannot be read as text."
        raise TableError(path, message, column=name, rule="type", fix="Write the column as text.")
    if pa.types.is_floating(type_):
        text = pc.replace_substring_regex(column.cast(pa.string()), r"\.0$", "")
    elif pa.types.is_timestamp(type_):
        text = pc.replace_substring_regex(pc.strftime(column, "%Y-%m-%d %H:%M:%S"), r" 00:00:00(\.0+)?$", "")
    else:
        text = column.cast(pa.string())
    return pc.fill_null(text, "")
