"""Pairs of records that may be one paper, over HTTP: what waits, side by side, and deciding on one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.asking import Decider, Reader, TheDesks, device, entry_shown, now
from api.contract import responses
from api.decision_models import EntryShown, Key, Words, showing
from api.decisions import MOST
from curation.pair_decisions import PairVerdict
from curation.pairs import Pair, Standing, pair_at, pair_decision, side_by_side, standing_pairs

router = APIRouter(tags=["decisions"])
ID = "pair:947454a15884bd633f4d"


class PairSent(BaseModel):
    """A decision on two records: one paper, two, two that belong together, two of one study, or not sure."""

    model_config = showing(key="8f14e45f-7", pair_id=ID, verdict="duplicate", note="The second is the early view.")
    key: str = Key
    pair_id: str = Field(min_length=1, max_length=100)
    verdict: PairVerdict
    note: str | None = Words
    seconds: float | None = Field(default=None, ge=0, le=86_400, allow_inf_nan=False)


class RecordShown(BaseModel):
    """One of the two records."""

    record_id: str
    said: dict[str, str] = Field(description="Its fields by name; what it does not say is left out.")


class PairShown(BaseModel):
    """Two records that may be one paper."""

    pair_id: str
    one: RecordShown
    other: RecordShown
    differences: list[str] = Field(description="Fields that both say, and say differently.")
    points: float | None = Field(description="How alike they are by the rules; docs/references.md says how.")
    reasons: list[str]
    decisions: list[EntryShown] = Field(description="The newest of each curator.")


class PairsShown(BaseModel):
    """The pairs that wait for one curator, the likeliest first."""

    curator: str
    waiting: int
    differing: int = Field(description="Pairs on which people differ: none of their words stands.")
    decided: int = Field(description="Pairs on which somebody's word stands, or the asker was not sure.")
    pairs: list[PairShown]


class PairActShown(BaseModel):
    """A decision on a pair that is on the disk. The graph is built anew in the background."""

    entry: EntryShown
    made: bool = Field(description="false: this key was sent before, and this is the entry that it made.")
    stands: PairVerdict | None = Field(description="What stands now; null where people differ or are not sure.")
    notes: list[str] = []


_CODES = responses(400, 401, 404, 422, 500, 503, kept=False)
_ACT_CODES: dict[int | str, dict[str, Any]] = {
    **responses(400, 401, 403, 404, 413, 422, 500, 503, 507, kept=False),
    200: {"description": "The key was sent before; nothing was written now.", "model": PairActShown},
}


@router.get("/v1/pairs", response_model=PairsShown, summary="Pairs of records that wait", responses=_CODES)
def waiting_pairs(desks: TheDesks, curator: Reader, limit: Annotated[int, Query(ge=1, le=MOST)] = 10) -> Response:
    """Pairs that may be one paper, which the rules leave to a person. Whatever is said, no record is deleted."""
    desk = desks.open().desk
    found = standing_pairs(desk, curator)
    counts = {name: len(getattr(found, name)) for name in ("waiting", "differing", "decided")}
    return now(PairsShown(curator=curator, pairs=[_shown(found, one) for one in found.waiting[:limit]], **counts))


@router.get("/v1/pairs/{pair_id}", response_model=PairShown, summary="One pair of records", responses=_CODES)
def pair(desks: TheDesks, curator: Reader, pair_id: str) -> Response:
    """A pair side by side, decided or not."""
    desk = desks.open().desk
    return now(_shown(standing_pairs(desk, curator), pair_at(desk, pair_id)))


@router.post(
    "/v1/pairs",
    status_code=201,
    response_model=PairActShown,
    summary="Decide whether two records are one paper",
    responses=_ACT_CODES,
)
def decide_pair(desks: TheDesks, curator: Decider, sent: PairSent) -> Response:
    """Write a decision; `/v1/undo` takes it back. It holds while nobody says otherwise; companions share one study."""
    desk = desks.open().desk
    found = pair_at(desk, sent.pair_id)
    said = pair_decision(found, sent.verdict, note=sent.note, seconds=sent.seconds)
    done = desks.act((curator, device(), sent.key), said)
    stands = standing_pairs(desk, curator).word(found).verdict
    shown = PairActShown(entry=entry_shown(done.entry), made=done.made, stands=stands, notes=list(done.notes))
    return now(shown, 201 if done.made else 200)


def _shown(found: Standing, one: Pair) -> PairShown:
    return PairShown(
        pair_id=one.id,
        one=RecordShown(record_id=one.one.id, said=dict(one.one.said)),
        other=RecordShown(record_id=one.other.id, said=dict(one.other.said)),
        differences=[line.name for line in side_by_side(one) if line.state == "differs"],
        points=one.points,
        reasons=list(one.reasons),
        decisions=[entry_shown(entry) for entry in found.word(one).entries],
    )
