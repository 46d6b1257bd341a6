"""What is shown of a suggestion: the passage in its surroundings first, then what is proposed."""

from __future__ import annotations

from dataclasses import dataclass

from curation.desk import Desk
from curation.entries import Entry
from graph.documents import block_at
from graph.suggestions import Suggestion

AROUND = 600
"""Characters of the same block shown on either side, at most."""


@dataclass(frozen=True)
class Card:
    """One suggestion as it is shown to one curator. `blind`: what is proposed is not to be shown yet.

    `seen`: the newest visible decision on it, "" for none; `mine`: the curator's own that stands.
    """

    suggestion: Suggestion
    paper: str
    before: str
    after: str
    blind: bool
    decisions: tuple[Entry, ...]
    seen: str
    mine: Entry | None

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The quote in pieces, true for the words that name the influence."""
        shown, quote = self.suggestion, self.suggestion.anchor.quote
        if shown.mention is None or self.blind:
            return [(quote, False)]
        start, end = (at - shown.anchor.char_start for at in shown.mention)
        if not 0 <= start < end <= len(quote):
            return [(quote, False)]
        parts = [(quote[:start], False), (quote[start:end], True), (quote[end:], False)]
        return [(text, named) for text, named in parts if text]


def card(desk: Desk, curator: str, suggestion_id: str) -> Card:
    """The card of a suggestion. Raises NotFound."""
    shown = desk.suggestion(curator, suggestion_id)
    decisions = tuple(desk.on(curator, suggestion_id))
    mine = next((entry for entry in reversed(decisions) if entry.curator == curator), None)
    before, after = surroundings(desk, shown)
    blind = shown.origin != "human" and desk.material.rules.blind(shown.id) and not desk.saw(curator, shown)
    seen = decisions[-1].id if decisions else ""
    return Card(shown, paper_line(desk, shown.paper_id), before, after, blind, decisions, seen, mine)


def surroundings(desk: Desk, shown: Suggestion) -> tuple[str, str]:
    """What stands before and after the quote in its block; the 32 characters of the anchor when the text is another."""
    anchor = shown.anchor
    paper = desk.material.texts.get(shown.path)
    if paper is None or paper.text.sha256 != anchor.text_sha256:
        return anchor.prefix, anchor.suffix
    text, block = paper.text.text, block_at(paper.text, anchor.char_start)
    first = block.char_start if block else anchor.char_start
    last = max(anchor.char_end, block.char_end if block else 0)
    start, end = max(first, anchor.char_start - AROUND), min(last, anchor.char_end + AROUND)
    before = ("... " if start > first else "") + text[start : anchor.char_start]
    return before, text[anchor.char_end : end] + (" ..." if end < last else "")


def paper_line(desk: Desk, paper_id: str) -> str:
    """Authors, year and title; the id when nothing else is known."""
    paper = desk.material.papers.get(paper_id)
    if paper is None:
        return paper_id
    about = [paper.authors or "", f"({paper.year})" if paper.year else "", paper.title or ""]
    return " ".join(part for part in about if part) or paper_id
