"""The body of an answer: what it says about itself, its columns, its rows, and how each figure opens."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from fastapi import Request, Response

from api.problems import NotAcceptable
from graph.ask import Answer, GraphInfo, opened_by
from graph.database import Row
from graph.spreadsheet import write_delimited

FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
}
PREFIX = "/v1/queries/"


def chosen_format(request: Request, format_: str | None) -> str:
    """`?format=`, else the first of `Accept` that can be given, else JSON. Raises NotAcceptable."""
    if format_ is not None:
        if format_ not in FORMATS:
            raise NotAcceptable(list(FORMATS))
        return format_
    accepted = [part.split(";")[0].strip() for part in request.headers.get("accept", "*/*").split(",")]
    for media in accepted:
        for name, type_ in FORMATS.items():
            plain = type_.split(";")[0]
            if media in {"*/*", plain, f"{plain.split('/')[0]}/*"}:
                return name
    raise NotAcceptable(list(FORMATS))


def etag(info: GraphInfo, parts: Mapping[str, object]) -> str:
    """A weak tag over revision, engine, vocabulary and what was asked."""
    said = json.dumps([info.revision, info.engine, info.schema_version, info.building, dict(parts)], default=str)
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def not_modified(request: Request, tag: str) -> bool:
    """Whether the client holds this answer already."""
    held = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    return tag in held or "*" in held


def said_of(info: GraphInfo) -> dict[str, object]:
    """What every answer says about the graph."""
    return {
        "review_id": info.review_id,
        "revision": info.revision,
        "codebook_version": info.codebook_version,
        "unit": info.unit,
        "paper_with_both": info.paper_with_both,
        "recommendations": info.recommendations,
        "engine": info.engine,
        "building": info.building,
    }


def body(answer: Answer) -> dict[str, object]:
    """The JSON body of an answer; every figure that opens carries its links row by row."""
    return {
        "meta": {
            "query": answer.query.name,
            **said_of(answer.info),
            "parameters": answer.parameters,
            "rows": len(answer.rows),
            "truncated": answer.truncated,
        },
        "columns": [vars(column) for column in answer.query.columns],
        "rows": answer.rows,
        "opens": [_links(answer, row) for row in answer.rows] if answer.query.opens else [],
    }


def _links(answer: Answer, row: Row) -> dict[str, str]:
    return {opening.column: _href(opening.query, opened_by(answer, row, opening)) for opening in answer.query.opens}


def _href(query: str, parameters: Mapping[str, object]) -> str:
    pairs = {name: str(value).lower() if isinstance(value, bool) else value for name, value in parameters.items()}
    return f"{PREFIX}{query}?{urlencode(pairs, doseq=True, quote_via=quote)}"


def rendered(answer: Answer, format_: str, tag: str) -> Response:
    """The answer in one format, with its headers."""
    headers = {
        "ETag": tag,
        "Vary": "Accept",
        "Cache-Control": "no-cache",
        "X-Narragraph-Revision": answer.info.revision,
        "X-Narragraph-Unit": answer.info.unit,
        "X-Narragraph-Truncated": "true" if answer.truncated else "false",
    }
    if format_ == "json":
        content = json.dumps(body(answer), ensure_ascii=False)
    elif format_ == "jsonl":
        content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in answer.rows)
    else:
        out = io.StringIO(newline="")
        names = [column.name for column in answer.query.columns]
        write_delimited(names, ([row[name] for name in names] for row in answer.rows), out)
        content = out.getvalue()
        headers["Content-Disposition"] = f'attachment; filename="{answer.query.name}-{answer.info.revision[:12]}.csv"'
    return Response(content, media_type=FORMATS[format_], headers=headers)
