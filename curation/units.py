"""What agreement is measured on: candidates that two people or more decided on, and what each of them said.

A unit is a candidate, so the paper is one; a value is the set of claims (influence, direction, setting) that a coder
made of it, or that they rejected it, or were unsure. How far each of them drew the mark is no part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.agreement import Stretch, Unit
from curation.candidates import Candidate, Status, decision_of
from curation.checks import CLAIMING
from curation.entries import Adjudication, Claim, Verdict
from curation.fold import State

Signed = tuple[str, str, str | None]
"""(influence, direction, setting)."""
Value = frozenset[Signed] | str
"""What somebody said of a candidate: claims, `reject` or `unsure`."""
TOOL, CURATORS = "tool", "curators"


@dataclass(frozen=True)
class Coded:
    """A candidate that two or more decided on. `settled`: what an adjudication came to, null without one."""

    candidate: Candidate
    influence_id: str
    said: Mapping[str, Value]
    settled: Value | None

    @property
    def after(self) -> Mapping[str, Value]:
        """What everybody says when what was settled stands in place of it."""
        return self.said if self.settled is None else dict.fromkeys(self.said, self.settled)

    @property
    def agreed(self) -> bool:
        """Whether all said the same."""
        return len(set(self.said.values())) == 1


def coded(state: State, moved: Mapping[str, str]) -> list[Coded]:
    """The units of a state; what is pending is none. `moved`: influence -> the one it was merged into."""
    found = []
    for candidate in state.candidates:
        said = {curator: _value(key[1], key[0], moved) for curator, key in candidate.answers.items()}
        if candidate.status is Status.PENDING or len(said) < 2:
            continue
        settled = candidate.adjudication.body if candidate.adjudication else None
        final = _claimed(settled.claims, settled.verdict, moved) if isinstance(settled, Adjudication) else None
        found.append(Coded(candidate, moved.get(candidate.influence_id, candidate.influence_id), said, final))
    return found


def _value(keys: frozenset[tuple[str | None, ...]], said: str, moved: Mapping[str, str]) -> Value:
    """The part of the claims that agreement is measured on."""
    signed = frozenset((moved.get(str(k[0]), str(k[0])), str(k[1]), k[2]) for k in keys)
    return signed or said


def _claimed(claims: Sequence[Claim], verdict: Verdict, moved: Mapping[str, str]) -> Value:
    return _value(frozenset(claim.key for claim in claims), verdict.value, moved)


def by_direction(units: Sequence[Mapping[str, Value]], direction: str) -> list[Unit]:
    """The same units with another value: whether a claim of this direction is among what a coder said."""
    return [{coder: _says(value, direction) for coder, value in unit.items()} for unit in units]


def directions(units: Sequence[Mapping[str, Value]]) -> list[str]:
    """Every direction that somebody claimed."""
    values = (value for unit in units for value in unit.values() if not isinstance(value, str))
    return sorted({direction for value in values for _, direction, _ in value})


def _says(value: Value, direction: str) -> bool:
    return not isinstance(value, str) and any(said == direction for _, said, _ in value)


def stretches(units: Sequence[Coded]) -> list[Stretch]:
    """What the coders of each unit marked, on the stretch from the first to the last character shown or marked.

    Of the text around it nobody said anything. Marks of one coder that overlap are one.
    """
    found = []
    for unit in units:
        decisions = [(entry.curator, decision_of(entry)) for entry in unit.candidate.standing]
        sha = decisions[0][1].suggestion.anchor.text_sha256
        anchors = [a for _, said in decisions for a in (said.suggestion.anchor, said.anchor) if a.text_sha256 == sha]
        first, last = min(a.char_start for a in anchors), max(a.char_end for a in anchors)
        marks: dict[str, list[tuple[int, int]]] = {coder: [] for coder in unit.said}
        for coder, said in decisions:
            if said.verdict in CLAIMING and said.anchor.text_sha256 == sha:
                marks[coder].append((said.anchor.char_start - first, said.anchor.char_end - first))
        named = {
            coder: tuple((start, end, unit.said[coder]) for start, end in _merged(spans))
            for coder, spans in marks.items()
        }
        found.append(Stretch(last - first, named))
    return found


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@dataclass(frozen=True)
class Proposed:
    """What the tool proposed and what people made of it in the end. `blind`: all decided before they were shown it."""

    influence_id: str
    tool: tuple[str, str]
    """(influence, direction)."""
    final: frozenset[tuple[str, str]]
    blind: bool

    @property
    def unit(self) -> Unit:
        """The tool and the curators as two coders; among several claims the proposed one counts when it is there."""
        said = self.tool if self.tool in self.final else min(self.final, default=None)
        return {TOOL: self.tool, CURATORS: said}


def proposed(state: State, moved: Mapping[str, str]) -> list[Proposed]:
    """Every suggestion of the tool that was decided and settled. Where somebody was unsure, nobody knows yet."""
    found = []
    for candidate in state.candidates:
        settled = candidate.status in {Status.SINGLE, Status.AGREED, Status.ADJUDICATED}
        unsure = candidate.adjudication is None and any(kind == "unsure" for kind, _ in candidate.answers.values())
        if not settled or unsure:
            continue
        claims = (made.claim for made in candidate.made)
        final = frozenset((moved.get(one.influence_id, one.influence_id), one.direction.value) for one in claims)
        decisions = [decision_of(entry) for entry in candidate.standing]
        shown = {said.suggestion.id: said.suggestion for said in decisions if said.suggestion.origin != "human"}
        for id_, suggestion in sorted(shown.items()):
            influence = moved.get(suggestion.influence_id, suggestion.influence_id)
            blind = all(said.blind for said in decisions if said.suggestion.id == id_)
            found.append(Proposed(influence, (influence, suggestion.direction.value), final, blind))
    return found
