"""Candidates: what several people decide on together, however far each of them drew the mark; and what it comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from curation.checks import CLAIMING
from curation.entries import Adjudication, Claim, Decision, Entry, Verdict
from graph.anchors import Anchor


class Status(StrEnum):
    """How a candidate stands."""

    PENDING = "pending"
    SINGLE = "single"
    AGREED = "agreed"
    CONFLICT = "conflict"
    ADJUDICATED = "adjudicated"


Answer = tuple[str, frozenset[tuple[str | None, ...]]]
"""What one curator says of a candidate: claims, reject or unsure, and the keys of the claims."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of text that stands behind a claim, and the entry that marked it."""

    entry: Entry
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Made:
    """A claim that counts, with the passages behind it."""

    claim: Claim
    marked: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Overlapping suggestions of one influence in one text. `standing`: the newest decision of each curator on each.

    `coders`: who was assigned; nobody for most. `made` is empty unless the status lets claims count.
    """

    id: str
    paper_id: str
    influence_id: str
    suggestions: tuple[str, ...]
    coders: tuple[str, ...]
    standing: tuple[Entry, ...]
    status: Status
    made: tuple[Made, ...] = ()
    adjudication: Entry | None = None

    @property
    def answers(self) -> dict[str, Answer]:
        """What each curator says."""
        return {curator: answer(entries) for curator, entries in _by_curator(self.standing).items()}


def decision_of(entry: Entry) -> Decision:
    """The decision of an entry that is one."""
    if not isinstance(entry.body, Decision):
        raise TypeError(f"{entry.where} is no decision")
    return entry.body


def candidates(
    newest: Sequence[Entry], assigned: Mapping[str, tuple[str, ...]], adjudications: Mapping[str, Sequence[Entry]]
) -> tuple[Candidate, ...]:
    """The candidates that these decisions are about, by paper and place."""
    groups: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in newest:
        shown = decision_of(entry).suggestion
        groups[shown.paper_id, shown.anchor.text_sha256, shown.influence_id].append(entry)
    return tuple(
        _judged(together, assigned, adjudications) for key in sorted(groups) for together in _overlapping(groups[key])
    )


def _overlapping(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries in groups that share characters, directly or through others."""
    spans = sorted((*_span(decision_of(entry)), at) for at, entry in enumerate(entries))
    groups: list[list[int]] = []
    reach = -1
    for start, end, at in spans:
        if start < reach:
            groups[-1].append(at)
        else:
            groups.append([at])
        reach = max(reach, end)
    return [[entries[at] for at in sorted(group)] for group in groups]


def _span(decision: Decision) -> tuple[int, int]:
    """From the first to the last character that the suggestion or its decider marked."""
    shown, marked = decision.suggestion.anchor, decision.anchor
    if marked.text_sha256 != shown.text_sha256:
        return shown.char_start, shown.char_end
    return min(shown.char_start, marked.char_start), max(shown.char_end, marked.char_end)


def _judged(
    entries: Sequence[Entry], assigned: Mapping[str, tuple[str, ...]], adjudications: Mapping[str, Sequence[Entry]]
) -> Candidate:
    shown = decision_of(entries[0]).suggestion
    suggestions = tuple(sorted({decision_of(entry).suggestion.id for entry in entries}))
    coders = tuple(sorted({coder for suggestion in suggestions for coder in assigned.get(suggestion, ())}))
    found = Candidate(
        suggestions[0], shown.paper_id, shown.influence_id, suggestions, coders, tuple(entries), Status.PENDING
    )
    answers = found.answers
    settled = _adjudication(entries, adjudications)
    if set(coders) - set(answers):
        return found
    if settled is not None:
        return replace(found, status=Status.ADJUDICATED, made=_adjudicated(settled, entries), adjudication=settled)
    if len(set(answers.values())) > 1:
        return replace(found, status=Status.CONFLICT)
    status = Status.SINGLE if len(answers) == 1 else Status.AGREED
    return replace(found, status=status, made=_made(entries))


def answer(entries: Iterable[Entry]) -> Answer:
    """What one curator's decisions on a candidate come to: all claims, else reject, unless something is unsure."""
    decisions = [decision_of(entry) for entry in entries]
    claims = frozenset(claim.key for decision in decisions for claim in decision.claims)
    if claims:
        return "claims", claims
    unsure = any(decision.verdict is Verdict.UNSURE for decision in decisions)
    return (Verdict.UNSURE if unsure else Verdict.REJECT).value, frozenset()


def _by_curator(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.curator].append(entry)
    return dict(sorted(found.items()))


def _adjudication(entries: Sequence[Entry], adjudications: Mapping[str, Sequence[Entry]]) -> Entry | None:
    """The newest adjudication whose decisions all stand."""
    ids = {entry.id for entry in entries}
    holding = [
        settled
        for id_ in ids
        for settled in adjudications.get(id_, ())
        if isinstance(settled.body, Adjudication) and ids.issuperset(settled.body.decisions)
    ]
    return max(holding, key=lambda entry: entry.order, default=None)


def _made(entries: Sequence[Entry]) -> tuple[Made, ...]:
    """The claims of decisions that agree, each with every stretch that was marked for it."""
    behind: dict[tuple[str | None, ...], list[tuple[Claim, Marked]]] = defaultdict(list)
    for entry in entries:
        decision = decision_of(entry)
        if decision.verdict in CLAIMING:
            for claim in decision.claims:
                behind[claim.key].append((claim, Marked(entry, decision.anchor)))
    return tuple(_one(found) for found in behind.values())


def _one(found: Sequence[tuple[Claim, Marked]]) -> Made:
    mitigated = any(claim.mitigated for claim, _ in found)
    return Made(replace(found[0][0], mitigated=mitigated), tuple(marked for _, marked in found))


def _adjudicated(settled: Entry, entries: Sequence[Entry]) -> tuple[Made, ...]:
    """The claims of an adjudication, on its own passage or on those of the decisions that it names."""
    body = settled.body
    if not isinstance(body, Adjudication):
        raise TypeError(f"{settled.where} is no adjudication")
    named = [entry for entry in entries if entry.id in body.decisions]
    made = []
    for claim in body.claims:
        same = [entry for entry in named if any(said.key == claim.key for said in decision_of(entry).claims)]
        marked = [Marked(entry, decision_of(entry).anchor) for entry in same or named]
        made.append(Made(claim, (Marked(named[0], body.anchor),) if body.anchor is not None else tuple(marked)))
    return tuple(made)
