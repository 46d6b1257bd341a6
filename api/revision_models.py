"""Bodies of /v1/revisions and /v1/diff, with examples from the small synthetic graph of the tests."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, JsonValue

_REVISION: JsonValue = {"revision": "r2", "codebook_version": "c1", "current": True, "diff": None}
_INFLUENCE: JsonValue = {
    "influence_id": "training",
    "name": "Training",
    "papers_before": 3,
    "papers_after": 4,
    "of_before": 4,
    "of_after": 4,
    "rank_before": 1,
    "rank_after": 1,
    "facilitator_before": 1,
    "facilitator_after": 2,
    "barrier_before": 1,
    "barrier_after": 1,
    "because": [
        {
            "influence_id": "training",
            "paper_id": "D",
            "before": "not_reported",
            "after": "facilitator",
            "decisions": [],
            "curators": [],
        }
    ],
    "because_papers": 1,
    "passages": "/v1/queries/passages_behind?influence_id=training",
}
_PAIR: JsonValue = {
    "a_influence_id": "culture",
    "b_influence_id": "training",
    "papers_before": 1,
    "papers_after": 2,
    "because": ["D"],
    "because_papers": 1,
}


def _example(value: JsonValue) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [value]})


class RevisionShown(BaseModel):
    """One revision. `diff` is the address of what differs between it and the current one."""

    model_config = _example(_REVISION)

    revision: str
    codebook_version: str | None
    current: bool
    diff: str | None


class RevisionsShown(BaseModel):
    """Revisions, the one that is served first."""

    model_config = _example({"revisions": [_REVISION]})

    revisions: list[RevisionShown]


class StateShown(BaseModel):
    """One paper whose state on one influence differs, with the decisions that this rests on."""

    model_config = _example(_INFLUENCE["because"][0])  # type: ignore[index,call-overload]

    influence_id: str
    paper_id: str
    before: str
    after: str
    decisions: list[str]
    curators: list[str]


class InfluenceDiffers(BaseModel):
    """One influence whose figures differ; null where it was not in the codebook. `of`: papers that were looked at."""

    model_config = _example(_INFLUENCE)

    influence_id: str
    name: str
    papers_before: int | None
    papers_after: int | None
    of_before: int | None
    of_after: int | None
    rank_before: int | None
    rank_after: int | None
    facilitator_before: int
    facilitator_after: int
    barrier_before: int
    barrier_after: int
    because: list[StateShown]
    because_papers: int
    """Papers behind the change in all."""
    passages: str | None
    """The address of the passages behind it now; null where it is gone."""


class PairDiffers(BaseModel):
    """Two influences that another number of papers report together."""

    model_config = _example(_PAIR)

    a_influence_id: str
    b_influence_id: str
    papers_before: int
    papers_after: int
    because: list[str]
    because_papers: int


_BODY: JsonValue = {
    "meta": {"revision": "r2", "since": "r1", "unit": "paper", "filter": "no filter", "truncated": False},
    "papers_added": [],
    "papers_gone": [],
    "influences": [_INFLUENCE],
    "pairs": [_PAIR],
}


class DiffShown(BaseModel):
    """What differs between two revisions."""

    model_config = _example(_BODY)

    meta: dict[str, object]
    papers_added: list[str]
    papers_gone: list[str]
    influences: list[InfluenceDiffers]
    pairs: list[PairDiffers]
