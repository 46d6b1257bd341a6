"""The body of an answer: what it says about itself, its columns, its rows, and how each figure opens."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Request, Response

from api.links import link_texts, linked
from api.problems import NotAcceptable
from api.spelled import Spelled
from graph import version
from graph.ask import Answer, GraphInfo
from graph.database import Row
from graph.export import LICENCES
from graph.query_header import Query
from graph.spreadsheet import write_delimited

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
}
ARROW = "application/vnd.apache.arrow.stream"
MOST_HEADER = 1000
"""Characters of a filter in a header; the body has it whole."""
NARROWS_NOT = {"limit", "after", "samples", "resamples", "seed", "cursor"}
"""Parameters that do not decide what is counted."""


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
        "licences": LICENCES,
    }


def filter_of(answer: Answer) -> str:
    """What narrows an answer, in words: that of a measure, else the parameters that were given."""
    return str(answer.said["filter"]) if "filter" in answer.said else filter_words(answer.query, answer.parameters)


def filter_words(query: Query, parameters: Mapping[str, object]) -> str:
    """The parameters that were given and narrow, in words."""
    default = {parameter.name: parameter.default for parameter in query.parameters}
    given = [
        f"{name} = {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in parameters.items()
        if name not in NARROWS_NOT and value not in (None, []) and value != default.get(name)
    ]
    return "; ".join(given) or "no filter"


def body(answer: Answer, next_: str | None = None) -> dict[str, object]:
    """The JSON body of an answer; every figure that opens carries its links row by row.

    `next_`: the address of the next page of a list.
    """
    links = list(map(linked(answer), answer.rows)) if answer.query.opens else []
    return {**_head(answer, next_), "rows": answer.rows, "opens": links}


def _head(answer: Answer, next_: str | None) -> dict[str, object]:
    return {
        "meta": {
            "query": answer.query.name,
            **said_of(answer.info),
            "parameters": answer.parameters,
            "filter": filter_of(answer),
            "rows": len(answer.rows),
            "truncated": answer.truncated,
            "next": next_,
            "said": dict(answer.said),
        },
        "columns": [vars(column) for column in answer.query.columns],
    }


def _json(answer: Answer, next_: str | None) -> str:
    """What json.dumps makes of the body, with rows and links that are JSON already or become it faster."""
    head = json.dumps(_head(answer, next_), ensure_ascii=False)
    if isinstance(answer, Spelled):
        texts, links = answer.texts()
        rows = f"[{', '.join(texts)}]"
    else:
        rows, links = json.dumps(answer.rows, ensure_ascii=False), link_texts(answer)
    return f'{head[:-1]}, "rows": {rows}, "opens": [{", ".join(links)}]}}'


def said_in_headers(
    said: Mapping[str, object], filter_: str, *, truncated: bool, next_: str | None = None
) -> dict[str, str]:
    """What formats without a place for it say in headers: they come with every format."""
    link = '</v1/review>; rel="license"'
    return {
        "X-Narragraph-Revision": str(said["revision"]),
        "X-Narragraph-Codebook": str(said["codebook_version"] or ""),
        "X-Narragraph-Unit": str(said["unit"]),
        "X-Narragraph-Filter": quote(filter_[:MOST_HEADER], safe=" =;,:/"),
        "X-Narragraph-Truncated": "true" if truncated else "false",
        "Link": f'<{next_}>; rel="next", {link}' if next_ else link,
    }


def rendered(
    answer: Answer, format_: str, tag: str | None, next_: str | None = None
) -> tuple[bytes, str, dict[str, str]]:
    """The answer in one format: bytes, media type and headers; without a tag no cache keeps it."""
    headers = {
        **(cached(tag) if tag else {"Cache-Control": "no-store"}),
        **said_in_headers(said_of(answer.info), filter_of(answer), truncated=answer.truncated, next_=next_),
    }
    if format_ not in {"json", "jsonl"}:
        headers["Content-Disposition"] = attachment(answer.query.name, answer.info, format_)
    if format_ == "arrow":
        return arrow(answer), ARROW, headers
    content, guarded = text_of(answer, format_, next_)
    if guarded:
        headers["X-Narragraph-Guarded-Cells"] = str(guarded)
    return content.encode(), FORMATS[format_], headers


def attachment(name: str, info: GraphInfo, ending: str) -> str:
    """Under which name a browser saves an answer."""
    return f'attachment; filename="{name}-{info.revision[:12]}.{ending}"'


def text_of(answer: Answer, format_: str, next_: str | None = None) -> tuple[str, int]:
    """The answer as text, and how many cells of a CSV got an apostrophe because a spreadsheet would run them."""
    if format_ == "json":
        return _json(answer, next_), 0
    if format_ == "jsonl":
        return lines_of(answer.rows), 0
    out = io.StringIO(newline="")
    names = [column.name for column in answer.query.columns]
    guarded = write_delimited(names, ([row[name] for name in names] for row in answer.rows), out)
    return out.getvalue(), guarded


def lines_of(rows: Iterable[Row]) -> str:
    """Rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def arrow(answer: Answer) -> bytes:
    """The rows as an Arrow stream."""
    import pyarrow as pa

    schema = arrow_schema(answer.query, answer.info, filter_of(answer))
    out = io.BytesIO()
    with pa.ipc.new_stream(out, schema) as writer:
        writer.write_table(pa.Table.from_pylist(answer.rows, schema))
    return out.getvalue()


def arrow_schema(query: Query, info: GraphInfo, filter_: str) -> pa.Schema:
    """The columns of a query typed by its header; what the answer says about itself is the schema's metadata."""
    from graph.tables import result_schema

    said = {"query": query.name, **said_of(info), "filter": filter_}
    return result_schema(query).with_metadata({"narragraph": json.dumps(said, ensure_ascii=False)})
