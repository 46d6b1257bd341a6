"""/v1/revisions and /v1/diff: the states of the review that this server has counted, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.answers import cached, etag, not_modified, said_in_headers, said_of
from api.contract import described_parameters, responses
from api.kept import Made
from api.numbers import Counting
from api.problems import Refused
from api.queries import words
from api.revision_models import DiffShown, RevisionsShown
from api.source import GraphSource
from graph.ask import GraphInfo, read_parameters
from graph.export_address import address
from graph.query_header import Parameter, Query
from synthesis.diff import Diff, StateChange, diff
from synthesis.evidence import Evidence

MOST_STATES = 5_000_000
"""Papers times influences that are compared at most while somebody waits; `narragraph diff` has no such limit."""
MOST_NAMED = 100
"""Papers and decisions that are named behind one change."""
DIFF = Query(
    name="diff",
    folder="measure",
    summary="What differs between an earlier revision and the one that is served, and because of which papers.",
    prose="Counts are papers. Compares with any revision that /v1/revisions lists; rows beyond `limit` are cut off, "
    "which `truncated` says, and of the papers behind a change the first 100 are named.",
    parameters=(
        Parameter("since", "string", "the earlier revision, from /v1/revisions", required=True),
        Parameter(
            "limit", "integer", "influences and pairs at most", required=False, default=500, least=1, most=10_000
        ),
    ),
    columns=(),
    opens=(),
    text="",
    path="",
)


def revision_routes(source: GraphSource, counting: Counting) -> APIRouter:
    """GET /v1/revisions and GET /v1/diff."""
    # long: two routes, each with what the contract says of it
    router = APIRouter(tags=["review"])

    def list_revisions(request: Request) -> Response:
        read_parameters(replace(DIFF, name="revisions", parameters=()), words(request, DIFF), text=True)
        with source.graph() as database:
            counting.over(database, lambda found: found)  # from now on this one can be compared with
            info = source.info(database)
        earlier = [_revision(one, current=False) for one in counting.earlier() if one.revision != info.revision]
        said = RevisionsShown.model_validate({"revisions": [_revision(info, current=True), *earlier]})
        return JSONResponse(said.model_dump(), headers={"Cache-Control": "no-store"})

    def get_diff(request: Request) -> Response:
        asked = read_parameters(DIFF, words(request, DIFF), text=True)
        with source.graph() as database:
            info = source.info(database)
            after = counting.over(database, lambda found: found)
            # An act may be carried into the graph meanwhile: then nothing of it is kept, here or by the client.
            settled = info.building is None and source.info(database) == info
        since, limit = str(asked["since"]), int(str(asked["limit"]))
        before = after if since == info.revision else counting.of(since)
        if before is None:
            detail = "This server has not counted that revision. /v1/revisions lists those that it can compare with."
            raise Refused(404, "unknown-revision", detail, {"since": since[:100]})
        tag = etag(info, {"diff": since, "limit": limit})
        held = not_modified(request, tag) if settled else None
        if held is not None:
            return held
        keeping = cached(tag) if settled else {"Cache-Control": "no-store"}
        headers = {**keeping, **said_in_headers(said_of(info), "no filter", truncated=False)}
        made = partial(_compared, before, after)
        found = source.lists.get_or_make(f"diff {since} {info.revision}", made) if settled else made().value
        body = _body(found, info, asked, limit)
        headers["X-Narragraph-Truncated"] = "true" if body["meta"]["truncated"] else "false"
        return JSONResponse(body, headers=headers)

    codes = responses(400, 414, 422, 500, 503, kept=False)
    router.add_api_route(
        "/v1/revisions",
        list_revisions,
        methods=["GET"],
        operation_id="list_revisions",
        summary="The revisions that can be compared with the one that is served.",
        description="The newest first. A server remembers the last revisions that it has counted, until it ends; "
        "asking for this list makes it count the one that is served.",
        response_model=RevisionsShown,
        responses=codes,
    )
    router.add_api_route(
        "/v1/diff",
        get_diff,
        methods=["GET"],
        operation_id="diff",
        summary=DIFF.summary,
        description=DIFF.prose,
        response_model=DiffShown,
        responses=responses(400, 404, 414, 422, 500, 503),
        openapi_extra={"parameters": described_parameters(DIFF, ())},
    )
    return router


def _compared(before: Evidence, after: Evidence) -> Made[Diff]:
    """What differs. Raises Refused where comparing would take minutes."""
    sizes = [max(side.papers.num_rows for side in (before, after)), max(s.influences.num_rows for s in (before, after))]
    if sizes[0] * sizes[1] > MOST_STATES:
        detail = "This review is too large to be compared while you wait. `narragraph diff` compares two folders."
        raise Refused(422, "too-large-to-compare", detail, {"papers": sizes[0], "influences": sizes[1]})
    found = diff(before, after)
    return Made(
        found, 1000 + 200 * (sum(len(r.because) for r in found.influences) + sum(len(r.because) for r in found.pairs))
    )


def _revision(info: GraphInfo, *, current: bool) -> dict[str, object]:
    href = None if current else f"/v1/diff?since={quote(info.revision)}"
    return {"revision": info.revision, "codebook_version": info.codebook_version, "current": current, "diff": href}


def _body(found: Diff, info: GraphInfo, asked: Mapping[str, object], limit: int) -> dict[str, Any]:
    """The answer; each influence and pair with the address of the passages behind it now."""
    influences = [
        {
            **vars(row),
            "because": [_change(change) for change in row.because[:MOST_NAMED]],
            "because_papers": len({change.paper_id for change in row.because}),
            "passages": address("passages_behind", {"influence_id": row.influence_id})
            if row.of_after is not None
            else None,
        }
        for row in found.influences[:limit]
    ]
    pairs = [
        {**vars(row), "because": list(row.because[:MOST_NAMED]), "because_papers": len(row.because)}
        for row in found.pairs[:limit]
    ]
    cut = max(len(found.influences), len(found.pairs), len(found.papers_added), len(found.papers_gone)) > limit
    said = {"parameters": dict(asked), "filter": "no filter", "truncated": cut, "since": found.revision_before}
    return {
        "meta": {**said_of(info), **said, "unit": "paper"},
        "papers_added": list(found.papers_added[:limit]),
        "papers_gone": list(found.papers_gone[:limit]),
        "influences": influences,
        "pairs": pairs,
    }


def _change(change: StateChange) -> dict[str, object]:
    return {**vars(change), "decisions": list(change.decisions[:MOST_NAMED]), "curators": list(change.curators)}
