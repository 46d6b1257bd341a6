"""One CSV file of Neo4j's offline importer: its header of typed columns, its rows, and the proof that they arrived.

An empty cell is null, a quoted empty one the empty text. Every text is quoted: its line ends, quotes and commas stay.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from graph.errors import BulkError
from graph.schema import EdgeTable, NodeTable
from graph.store import sha256_of

BETWEEN = "\x1f"
"""Between the members of a list: the unit separator."""
TYPES = {"string": "string", "integer": "long", "float": "double", "boolean": "boolean", "list<string>": "string[]"}
_BLOCK = 64 * 2**20
"""Bytes read back at once; a row must fit into it."""


@dataclass(frozen=True)
class BulkFile:
    """One file: the label or type it holds, its rows, and the SHA-256 (hex) of its bytes."""

    name: str
    of: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Shape:
    """What the importer must be told of a file: whether texts have line ends, and the bytes of its longest text."""

    multiline: bool
    longest: int


def node_header(node: NodeTable) -> list[str]:
    """Such as `id:ID(Paper)`, `title:string`; ids of one label are apart from those of another."""
    return [f"id:ID({node.label})", *(f"{column.name}:{TYPES[column.type]}" for column in node.columns[1:])]


def edge_header(edge: EdgeTable) -> list[str]:
    """`:START_ID(Paper)`, `:END_ID(Finding)`, then the properties."""
    ends = [f":START_ID({edge.start})", f":END_ID({edge.end})"]
    return ends + [f"{column.name}:{TYPES[column.type]}" for column in edge.columns]


def flat(name: str, table: pa.Table) -> pa.Table:
    """The table with every list as one text; an empty list is null, as engines store it.

    Raises BulkError for a list with a member that could not be told from two, or from none.
    """
    for at, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            column = table.column(at)
            members = pc.list_flatten(column)
            bad = pc.or_(pc.match_substring(members, BETWEEN), pc.equal(pc.utf8_length(members), 0))
            if pc.any(bad).as_py():
                example = members.filter(bad)[0].as_py()
                raise BulkError(
                    name, f"{field.name} has the member {example!r}, which the importer's lists cannot hold"
                )
            joined = pc.binary_join(column, BETWEEN)
            nothing = pa.scalar(None, pa.string())
            table = table.set_column(at, field.name, pc.if_else(pc.equal(joined, ""), nothing, joined))
    return table


def write_file(file: Path, of: str, header: list[str], table: pa.Table) -> tuple[BulkFile, Shape]:
    """Write a flat table durably, read it back, and say what it is. Raises BulkError when what is there differs."""
    with file.open("wb") as out:
        out.write((",".join(header) + "\n").encode())
        pyarrow.csv.write_csv(table, out, pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed"))
        out.flush()
        os.fsync(out.fileno())
    read_back(file, header, table)
    return BulkFile(file.name, of, table.num_rows, sha256_of(file)), _shape(table)


def read_back(file: Path, header: list[str], table: pa.Table) -> None:
    """Raise BulkError unless a file holds this header and exactly these rows; a part at a time."""
    convert = pyarrow.csv.ConvertOptions(
        column_types=dict(zip(header, table.schema.types, strict=True)),
        null_values=[""],
        true_values=["true"],
        false_values=["false"],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    at = 0
    try:
        with pyarrow.csv.open_csv(
            file,
            pyarrow.csv.ReadOptions(block_size=_BLOCK),
            pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert,
        ) as reader:
            if reader.schema.names != header:
                raise BulkError(file.name, f"its header is {', '.join(reader.schema.names)}, not {', '.join(header)}")
            for batch in reader:
                there = pa.Table.from_batches([batch]).rename_columns(table.column_names)
                if not there.equals(table.slice(at, batch.num_rows)):
                    raise BulkError(file.name, f"a row from {at + 1:,} on is not the one that was written")
                at += batch.num_rows
    except pa.ArrowInvalid as error:
        raise BulkError(file.name, f"it cannot be read back ({str(error).splitlines()[0]})") from error
    if at != table.num_rows:
        raise BulkError(file.name, f"it holds {at:,} rows, not {table.num_rows:,}")


def _shape(table: pa.Table) -> Shape:
    texts = [column for column in table.columns if pa.types.is_string(column.type)]
    multiline = any(pc.any(pc.match_substring_regex(column, "[\r\n]")).as_py() for column in texts)
    longest = max((pc.max(pc.binary_length(column)).as_py() or 0 for column in texts), default=0)
    return Shape(multiline, longest)
