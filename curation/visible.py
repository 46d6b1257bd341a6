"""Who may see which entries: a decision that is pending is its author's alone, and so is whatever names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curation.candidates import Status
from curation.entries import Adjudication, Decision, Entry, Undo
from curation.fold import fold


def visible_to(
    curator: str | None, entries: Sequence[Entry], assigned: Mapping[str, tuple[str, ...]] | None = None
) -> list[Entry]:
    """The entries that `curator` may see, in order; with None those that everybody may see.

    `assigned`: the coders of suggestions, by assignments that are not among the entries.
    Earlier decisions on the same candidate are hidden with the standing one, whether taken back or not.
    """
    state = fold(entries, assigned)
    by_suggestion = state.by_suggestion
    hidden: set[str] = set()
    shown = []
    for entry in entries:
        match entry.body:
            case Decision():
                candidate = by_suggestion.get(entry.body.suggestion.id)
                waits = candidate.status is Status.PENDING if candidate else entry.body.suggestion.id in state.assigned
            case Undo():
                waits = entry.body.entry in hidden
            case Adjudication():
                waits = not hidden.isdisjoint(entry.body.decisions)
            case _:
                waits = False
        if waits:
            hidden.add(entry.id)
        if not waits or entry.curator == curator:
            shown.append(entry)
    return shown
