"""One query's whole answer as a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.answer import answer_json, columns_of, cut_off
from cli.arguments import read_given
from cli.rows import Form, write_rows
from graph.errors import ConfigError
from graph.export import guarded_note
from graph.queries import queries

if TYPE_CHECKING:
    from graph.ask import Answer
    from graph.database import Database


def write_query(
    database: Database, asked: tuple[str, Sequence[str]], path: Path, form: str, *, raw: bool = False, bom: bool = False
) -> tuple[str, ...]:
    """Write the answer of `asked` (name, words) to `path`, up to the query's own highest limit; returns notes."""
    from graph.ask import ask

    if form == "graphml":
        raise ConfigError("--format", "the answer of a query is a table, not a graph. Use csv, json, jsonl or parquet.")
    query = queries()[asked[0]]
    given = read_given(query, asked[1])
    limit = query.parameter("limit")
    if limit is not None and limit.most is not None:
        given.setdefault("limit", str(limit.most))
    answer = ask(database, query, given, text=True)
    guarded = _write(answer, path, form, raw=raw, bom=bom)
    return (*cut_off(answer), *guarded_note(guarded))


def _write(answer: Answer, path: Path, form: str, *, raw: bool, bom: bool) -> int:
    if form == "parquet":
        _write_parquet(answer, path)
        return 0
    encoding = "utf-8-sig" if bom and form == "csv" else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        if form == "json":
            json.dump(answer_json(answer), file, ensure_ascii=False, indent=1)
            file.write("\n")
            return 0
        return write_rows(Form(form), columns_of(answer), answer.rows, file, raw=raw)


def _write_parquet(answer: Answer, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from graph.tables import result_schema

    told = {"query": answer.query.name, "revision": answer.info.revision, "truncated": str(answer.truncated).lower()}
    schema = result_schema(answer.query).with_metadata(told)
    pq.write_table(pa.Table.from_pylist(answer.rows, schema=schema), path)
