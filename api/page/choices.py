"""What a form offers for a claim, and the claim that a sent form makes."""

from __future__ import annotations

from dataclasses import dataclass

from api.page.forms import Form
from curation.desk import Desk
from curation.entries import Claim
from graph.codebook_rows import InfluenceRow
from graph.errors import DecisionRefused
from graph.model import Assertion, Direction
from graph.suggestions import Suggestion

NEAR = 9
"""Influences that have a key of their own."""


@dataclass(frozen=True)
class Choices:
    """`near`: the influences with the keys 1 to 9, what is proposed first; `others`: the rest of the codebook."""

    near: tuple[InfluenceRow, ...]
    others: tuple[InfluenceRow, ...]
    settings: tuple[str, ...]
    assertions: tuple[str, ...] = tuple(one.value for one in Assertion)


def choices(desk: Desk, shown: Suggestion | None, *, blind: bool = False) -> Choices:
    """What fits a passage first: what is proposed of it, then what is proposed of its sentence and its paper.

    A blind one is offered the codebook in its own order, or the order would tell what is proposed.
    """
    book = {one.id: one for one in desk.material.choices}
    wanted: list[str] = []
    if shown is not None and not blind:
        same = [one for one in desk.material.suggestions.values() if one.paper_id == shown.paper_id]
        same.sort(
            key=lambda one: abs(one.anchor.char_start - shown.anchor.char_start) if one.path == shown.path else 1 << 40
        )
        wanted = [shown.influence_id, *(one.influence_id for one in same)]
    ordered = [id_ for id_ in dict.fromkeys([*wanted, *book]) if id_ in book]
    rows = [book[id_] for id_ in ordered]
    rest = sorted(rows[NEAR:], key=lambda row: row.name.casefold())
    names = tuple(name if kind is None else f"{kind}: {name}" for kind, name in desk.material.settings)
    return Choices(tuple(rows[:NEAR]), tuple(rest), names)


def claim_of(form: Form, desk: Desk) -> Claim:
    """The claim that a form makes. Raises DecisionRefused when a part is missing."""
    influence = form["other"] or form["influence"]
    if not influence:
        raise DecisionRefused("Choose the influence that the passage is about.")
    try:
        direction = Direction(form["direction"])
    except ValueError:
        raise DecisionRefused("Choose a direction: facilitator, barrier, mixed, neutral or unclear.") from None
    try:
        assertion = Assertion(form["assertion"] or Assertion.FINDING)
    except ValueError:
        raise DecisionRefused(f'"{form["assertion"]}" is no kind of statement.') from None
    kind, setting = _setting(form["setting"], desk)
    return Claim(
        influence,
        direction,
        assertion,
        setting,
        kind,
        form["study"] or None,
        mitigated=form["mitigated"] == "1",
    )


def _setting(said: str, desk: Desk) -> tuple[str | None, str | None]:
    """Kind and name of a setting, as the list spells it; a new one has no kind unless it says `kind: name`."""
    if not said:
        return None, None
    for kind, name in desk.material.settings:
        if said == (name if kind is None else f"{kind}: {name}"):
            return kind, name
    kind, colon, name = said.partition(": ")
    return (kind, name) if colon else (None, said)
