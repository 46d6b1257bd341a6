"""How large a table is, told from its head and a few places in it, and the first rows of it as text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from graph.errors import TableError
from graph.zips import BROKEN_ZIP
from ingest.csv_text import BOMS, MOST_CHARACTERS, separator_of
from ingest.files import DELIMITED, table_file
from ingest.mapping import TableSection
from ingest.sheet_heads import sheet_head
from ingest.workbooks import read_sheet

HEAD = 2 * 2**20
"""Bytes that are read from the beginning."""
PROBES, PROBE = 16, 64 * 2**10
"""Places in the rest of a text file whose line ends are counted, and the bytes of each."""
WHOLE = 4 * 2**20
"""Bytes up to which a workbook that can only be read whole is read."""


@dataclass(frozen=True)
class Head:
    """One table: bytes on the disk, an estimate of its rows and of the bytes of their text, and the first of them.

    `rows` are cells as text from row 1 on; empty, with 0 as `most`, where only reading it whole would tell.
    """

    path: str
    form: str
    bytes: int
    most: int
    text: int
    rows: list[list[str]]

    @property
    def columns(self) -> int:
        """Cells of the widest row that was read."""
        return max(map(len, self.rows), default=0)

    @property
    def cells(self) -> int:
        """All cells."""
        return self.most * self.columns


def head_of(folder: Path, section: TableSection) -> Head:
    """The head of one table. Raises TableError for a file that is not there or cannot be read at all."""
    file = table_file(folder, section.path)
    form = file.suffix.lower().removeprefix(".")
    size = file.stat().st_size
    try:
        if file.suffix.lower() in DELIMITED:
            most, text, rows = _delimited(file, size, section)
        elif form == "parquet":
            most, text, rows = _parquet(file)
        elif form == "xlsx":
            most, text, rows = sheet_head(file, section.sheet, HEAD)
        else:
            most, text, rows = _whole(file, size, section)
    except (LookupError, csv.Error, ValueError, *BROKEN_ZIP) as error:
        message = f"its size cannot be told ({error})."
        raise TableError(section.path, message, rule="size", fix="`narragraph check` says more.") from error
    return Head(section.path, form, size, most, text, rows)


Told = tuple[int, int, list[list[str]]]


def _delimited(file: Path, size: int, section: TableSection) -> Told:
    with file.open("rb") as opened:
        head = opened.read(HEAD)
        whole = len(head) == size
        if not whole:
            head = head[: head.rfind(b"\n") + 1] or head
        density = _line_ends(opened, head, size)
    encoding = section.encoding or next((name for mark, name in BOMS if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, errors="replace")
    heads = section.header_row if isinstance(section.header_row, int) else section.header_row[-1]
    separator = section.separator or separator_of(text, section.path, heads)
    csv.field_size_limit(MOST_CHARACTERS)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if whole:
        return len(rows), size, rows
    rows = rows[:-1] or rows  # the last one may be cut off
    lines = head.count(b"\n") / len(rows)
    rest = (size - len(head)) * density / lines if lines else (size - len(head)) * len(rows) / len(head)
    return len(rows) + round(rest), size, rows


def _line_ends(opened: io.BufferedReader, head: bytes, size: int) -> float:
    """Line ends a byte in some places behind the head."""
    found, read = 0, 0
    for nth in range(PROBES if size > len(head) else 0):
        opened.seek(len(head) + (size - len(head)) * nth // PROBES)
        piece = opened.read(PROBE)
        found, read = found + piece.count(b"\n"), read + len(piece)
    return found / read if read else 0.0


def _parquet(file: Path) -> Told:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            most = opened.metadata.num_rows
            batch = next(opened.iter_batches(batch_size=5000), None)
            names = opened.schema_arrow.names
    except pa.ArrowException as error:
        raise ValueError(str(error).splitlines()[0]) from error
    columns = [["" if value is None else str(value) for value in column.to_pylist()] for column in batch or ()]
    rows = [names, *(list(row) for row in zip(*columns, strict=True))]
    text = sum(len(cell.encode()) for row in rows for cell in row) * most // max(1, len(rows) - 1)
    return most + 1, text, rows


def _whole(file: Path, size: int, section: TableSection) -> Told:
    if size > WHOLE:
        return 0, size, []
    rows = read_sheet(file, section.path, section.sheet).rows
    return len(rows), size, rows
