"""The claim that somebody makes with keys: what is proposed, with what they changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from curation.cards import Card
from curation.desk import Desk
from curation.entries import Claim
from curation.material import Material
from graph.errors import DecisionRefused, near_misses
from graph.ids import fold
from graph.model import Assertion, Direction

Word = TypeVar("Word", bound=StrEnum)
Ask = Callable[[str], str | None]
"""Shows what is asked for and gives the answer; null when there is none."""


@dataclass
class Making:
    """A claim in the making: null is as proposed. `left`: the person leaves."""

    influence_id: str | None = None
    direction: Direction | None = None
    assertion: Assertion | None = None
    setting: tuple[str | None, str] | None = None
    study_id: str | None = None
    note: str | None = None
    left: bool = False

    def claim(self, desk: Desk, found: Card, ask: Ask) -> Claim:
        """The whole claim; asks for the study where the paper has several. Raises DecisionRefused when a part lacks."""
        one = found.suggestion
        if found.blind and (self.influence_id is None or self.direction is None):
            lacks = "an influence (1-9 or /)" if self.influence_id is None else "a direction (f b m n)"
            raise DecisionRefused(f"It is decided before the suggestion is seen: choose {lacks} first.")
        if self.study_id is None and len(studies(desk, found)) > 1:
            self.study_id = _study(studies(desk, found), ask)
        proposed = Claim("", Direction.UNCLEAR) if found.blind else _proposed(found)
        kind, name = self.setting or (None, None)
        return replace(
            proposed,
            influence_id=self.influence_id or one.influence_id,
            direction=self.direction or one.direction,
            assertion=self.assertion or proposed.assertion,
            setting=name,
            setting_kind=kind,
            study_id=self.study_id,
        )

    def said(self, found: Card, material: Material) -> str:
        """What is chosen so far, in words."""
        one = found.suggestion
        influence_id = self.influence_id or (None if found.blind else one.influence_id)
        row = material.influences.get(influence_id) if influence_id else None
        direction = self.direction or (None if found.blind else one.direction)
        parts = [row.name if row else influence_id or "no influence yet", direction or "no direction yet"]
        assertion = self.assertion or (None if found.blind else one.assertion)
        if assertion not in {None, Assertion.FINDING}:
            parts.append(f"as {str(assertion).replace('_', ' ')}")
        if self.setting:
            parts.append(spelled(self.setting))
        return ", ".join([*parts, *filter(None, [self.study_id])])


def _proposed(found: Card) -> Claim:
    one = found.suggestion
    return Claim(one.influence_id, one.direction, one.assertion, mitigated=one.mitigated)


def studies(desk: Desk, found: Card) -> tuple[str, ...]:
    """The studies of its paper."""
    return tuple(desk.material.base.known.studies.get(found.suggestion.paper_id, ()))


def rest_of_claim(making: Making, desk: Desk, found: Card, ask: Ask) -> None:
    """Ask for what no key of its own sets; an empty answer leaves it. Raises DecisionRefused; then nothing changed."""
    direction, assertion, study, setting = making.direction, making.assertion, making.study_id, making.setting
    said = ask(f"direction ({', '.join(Direction)}): ")
    if said:
        direction = one_of(Direction, said, "direction")
    said = ask(f"kind of statement ({', '.join(Assertion)}): ")
    if said:
        assertion = one_of(Assertion, said, "kind of statement")
    if len(studies(desk, found)) > 1:
        study = _study(studies(desk, found), ask, keep=True) or study
    said = ask("setting (such as `service: ward`; - for none): ")
    if said:
        setting = None if said == "-" else setting_of(said, desk.material)
    making.direction, making.assertion, making.study_id, making.setting = direction, assertion, study, setting


def _study(known: Sequence[str], ask: Ask, *, keep: bool = False) -> str | None:
    said = ask(f"study ({', '.join(f'{n} {id_}' for n, id_ in enumerate(known, start=1))}): ")
    if not said:
        if keep:
            return None
        raise DecisionRefused(f"The paper reports on {len(known)} studies: say which.")
    return study_of(said, known)


def study_of(said: str, known: Sequence[str]) -> str:
    """A study by its id or its number. Raises DecisionRefused."""
    if said.isdecimal() and 1 <= int(said) <= len(known):
        return known[int(said) - 1]
    found = [id_ for id_ in known if fold(id_) == fold(said)]
    if not found:
        raise DecisionRefused(f'"{said}" is no study of this paper.', near=near_misses(said, known))
    return found[0]


def one_of(words: type[Word], said: str, what: str) -> Word:
    """A word of a closed list; blanks for underscores, any case. Raises DecisionRefused."""
    try:
        return words(fold(said).replace(" ", "_"))
    except ValueError:
        near = near_misses(said, [word.value for word in words])
        hint = "" if near else f" Use one of: {', '.join(words)}."
        raise DecisionRefused(f'"{said}" is no {what}.{hint}', near=near) from None


def setting_of(said: str, material: Material) -> tuple[str | None, str]:
    """Kind and name of a setting, as the tables spell it; a new one has a kind when it says `kind: name`."""
    for setting in material.settings:
        if fold(said) == fold(spelled(setting)):
            return setting
    kind, colon, name = said.partition(": ")
    return (kind.strip(), name.strip()) if colon and name.strip() else (None, said)


def spelled(setting: tuple[str | None, str]) -> str:
    """A setting as it is typed."""
    kind, name = setting
    return name if kind is None else f"{kind}: {name}"
