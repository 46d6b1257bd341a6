"""The body of an answer: what it says about itself, its columns, its rows, and how each figure opens."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping

from fastapi import Request, Response

from api.problems import NotAcceptable
from graph import version
from graph.ask import Answer, GraphInfo, opened_by
from graph.database import Row
from graph.export_address import address
from graph.spreadsheet import write_delimited

FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
}


def chosen_format(request: Request, formats: Mapping[str, str] = FORMATS) -> str:
    """`?format=`, else what `Accept` wants most of what can be given, else the first. Raises NotAcceptable."""
    asked = request.query_params.get("format")
    if asked is not None:
        if asked not in formats:
            raise NotAcceptable(list(formats))
        return asked
    wanted = sorted(_accepted(request.headers.get("accept") or "*/*"), key=lambda pair: -pair[1])
    refused = {media for media, weight in wanted if weight == 0}
    for media, weight in wanted:
        for name, type_ in formats.items():
            plain = type_.split(";")[0]
            if weight > 0 and plain not in refused and media in {"*/*", plain, f"{plain.split('/')[0]}/*"}:
                return name
    raise NotAcceptable(list(formats))


def _accepted(header: str) -> list[tuple[str, float]]:
    """Media types of an Accept header with their weights, in its order; what cannot be read weighs 1."""
    found = []
    for part in header.split(","):
        media, *settings = (word.strip().lower() for word in part.split(";"))
        weight = re.search(r"(?:^|;)q=([01](?:\.\d{0,3})?)(?:;|$)", ";".join(settings))
        found.append((media, float(weight[1]) if weight else 1.0))
    return found


def etag(info: GraphInfo, parts: Mapping[str, object]) -> str:
    """A weak tag over the graph, the version of narragraph, and what was asked."""
    graph = [info.revision, info.engine, info.schema_version, version()]
    return tag_of(json.dumps([graph, dict(parts)], default=str))


def tag_of(text: str) -> str:
    """A weak tag over a text."""
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """The 304 for a client that holds this answer already, else nothing."""
    held = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag.removeprefix("W/") in held or "*" in held:
        return Response(status_code=304, headers=cached(tag))
    return None


def cached(tag: str) -> dict[str, str]:
    """Headers that let a client keep an answer and ask whether it still stands."""
    return {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}


def fixed(request: Request, content: object) -> Response:
    """A JSON answer that its own text tags."""
    text = json.dumps(content, ensure_ascii=False)
    tag = tag_of(text)
    return not_modified(request, tag) or Response(text, media_type="application/json", headers=cached(tag))


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
            "said": dict(answer.said),
        },
        "columns": [vars(column) for column in answer.query.columns],
        "rows": answer.rows,
        "opens": [_links(answer, row) for row in answer.rows] if answer.query.opens else [],
    }


def _links(answer: Answer, row: Row) -> dict[str, str]:
    return {opening.column: address(opening.query, opened_by(answer, row, opening)) for opening in answer.query.opens}


def rendered(answer: Answer, format_: str, tag: str | None) -> Response:
    """The answer in one format, with its headers; without a tag no cache keeps it."""
    headers = {
        **(cached(tag) if tag else {"Cache-Control": "no-store"}),
        "X-Narragraph-Revision": answer.info.revision,
        "X-Narragraph-Unit": answer.info.unit,
        "X-Narragraph-Truncated": "true" if answer.truncated else "false",
    }
    if format_ == "csv":
        name = f"{answer.query.name}-{answer.info.revision[:12]}.csv"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    content, guarded = text_of(answer, format_)
    if guarded:
        headers["X-Narragraph-Guarded-Cells"] = str(guarded)
    return Response(content, media_type=FORMATS[format_], headers=headers)


def text_of(answer: Answer, format_: str) -> tuple[str, int]:
    """The answer as text, and how many cells of a CSV got an apostrophe because a spreadsheet would run them."""
    if format_ == "json":
        return json.dumps(body(answer), ensure_ascii=False), 0
    if format_ == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in answer.rows), 0
    out = io.StringIO(newline="")
    names = [column.name for column in answer.query.columns]
    guarded = write_delimited(names, ([row[name] for name in names] for row in answer.rows), out)
    return out.getvalue(), guarded
