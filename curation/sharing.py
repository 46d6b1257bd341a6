"""One object for what the lines of ledgers repeat: suggestions, places, names. Entries stay equal to what was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from curation.entries import Claim, Decision, Entry
from graph.suggestions import Suggestion

_OF_CLAIM = tuple(part.name for part in fields(Claim) if part.type in {"str", "str | None"})
_OF_SUGGESTION = ("paper_id", "path", "influence_id", "heading", "language", "engine", "origin")


class Shared:
    """What was met so far; it holds no more than the entries that were shared with it."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._suggestions: dict[str, Suggestion] = {}
        self._engines: dict[tuple[tuple[str, str], ...], Mapping[str, str]] = {}

    def entry(self, entry: Entry) -> Entry:
        """The same entry, made of what earlier ones have in memory."""
        body = entry.body
        if not isinstance(body, Decision):
            return entry
        shown = self._suggestion(body.suggestion)
        decision = replace(
            body,
            suggestion=shown,
            anchor=shown.anchor if body.anchor == shown.anchor else body.anchor,
            claims=tuple(replace(claim, **self._told(claim, _OF_CLAIM)) for claim in body.claims),
            engines=self._engines.setdefault(tuple(body.engines.items()), body.engines),
            codebook=None if body.codebook is None else self._word(body.codebook),
        )
        return replace(entry, body=decision)

    def _suggestion(self, new: Suggestion) -> Suggestion:
        """The newest of its id: people see it as it is now."""
        known = self._suggestions.get(new.id)
        if known == new:
            return known
        anchor = replace(new.anchor, text_sha256=self._word(new.anchor.text_sha256))
        made = replace(new, anchor=anchor, **self._told(new, _OF_SUGGESTION))
        self._suggestions[made.id] = made
        return made

    def _told(self, of: object, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: self._word(value) for name in names if isinstance(value := getattr(of, name), str)}

    def _word(self, said: str) -> str:
        return self._words.setdefault(said, said)
