"""Parquet files as text tables; numbers as a person writes them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import TableError
from ingest.table import RawTable, letters
from ingest.workbook_size import MOST_CELLS, MOST_TEXT

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_LESS = "Write only the rows and columns you need."


def read_parquet(file: Path, path: str, sha256: str) -> RawTable:
    """All columns of a parquet file as text. Row 2 is the first record, as if row 1 held the names."""
    import pyarrow as pa

    broken = (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError)
    try:
        table = _read(file, path)
    except broken as error:
        message = f"it cannot be read as parquet ({(str(error).splitlines() or [''])[0]})."
        raise TableError(path, message, rule="parquet", fix="Write it again.") from error
    names = tuple(" ".join(name.split()) for name in table.column_names)
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        message = f'two columns have the name "{twice[0]}".'
        raise TableError(path, message, column=twice[0], rule="header", fix="Rename one.")
    try:
        columns = [_as_text(column, path, name) for name, column in zip(names, table.columns, strict=True)]
    except broken as error:
        message = f"its values are not what their types say ({(str(error).splitlines() or [''])[0]})."
        raise TableError(path, message, rule="parquet", fix="Write it again, with columns of text.") from error
    return RawTable(path, None, names, letters(len(names)), _frame(names, columns), sha256)


def _read(file: Path, path: str) -> pa.Table:
    """The table, texts as codes: one long text that a million rows share is a few bytes, and gigabytes as text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as opened:
        rows, schema, about = opened.metadata.num_rows, opened.schema_arrow, opened.metadata
        packed = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
    if rows * len(schema) > MOST_CELLS:
        message = f"it claims {rows:,} x {len(schema):,} cells."
        raise TableError(path, message, rule="size", fix=_LESS)
    if packed > MOST_TEXT:
        message = f"it unpacks to {packed / 2**20:,.0f} MB, more than any extraction table."
        raise TableError(path, message, rule="size", fix=_LESS)
    texts = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
    with pq.ParquetFile(file, read_dictionary=texts) as opened:
        table = opened.read()
    table.validate(full=True)
    characters = sum(map(_characters, table.columns))
    if characters > MOST_TEXT:
        message = f"its cells hold {characters / 2**20:,.0f} MB of text, more than any extraction table."
        raise TableError(path, message, rule="size", fix=_LESS)
    return table


def _characters(column: pa.ChunkedArray) -> int:
    """Bytes of a column of text when every row has its own."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    if not (pa.types.is_string(column.type.value_type) or pa.types.is_large_string(column.type.value_type)):
        return 0
    lengths = (pc.sum(pc.binary_length(chunk.dictionary).take(chunk.indices)).as_py() for chunk in column.chunks)
    return sum(length or 0 for length in lengths)


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
