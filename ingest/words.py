"""Words become influences: through the codebook, through a closed map, else as drafts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.errors import CodebookError
from graph.ids import fold
from ingest.codebook import Codebook, draft
from ingest.items import Items
from ingest.mapping import InfluenceSection
from ingest.review_file import NAME
from ingest.work import Coded, Work


@dataclass(frozen=True)
class Words:
    """How words become influences: the codebook, and the drafts that free phrasings made so far (id -> name)."""

    codebook: Codebook
    drafts: dict[str, str]

    def influence(self, text: str) -> str:
        """The influence of a name or phrase; a phrase that nothing assigns becomes a draft."""
        found = self.codebook.find(text)
        if found is None:
            made = draft(text)
            self.drafts.setdefault(made.id, made.name)
            found = made.id
        return found


def influences_of(work: Work, section: InfluenceSection, items: Items, words: Words) -> Coded:
    """Influence ids of items: through the closed map, else codebook, phrases and terms, else drafts."""
    text = items.text
    if section.map is None:
        used = set(np.unique(text.codes).tolist())
        return Coded(
            text.codes, [words.influence(value) if code in used else "" for code, value in enumerate(text.values)]
        )
    moved = words.codebook.moved
    closed = {fold(word): moved.get(meant, meant) for word, meant in section.map.items()}
    known = words.codebook.influences
    for meant in {value for value in closed.values() if value and value not in known}:
        message = f'"{meant}" in finding.influence.map is not an influence_id.'
        near = words.codebook.near(meant)
        work.problems.add(CodebookError(message, path=NAME, term=meant, near=near))
    for code, value in enumerate(text.values):
        if section.column is not None and fold(value) not in closed:
            work.unmapped(items.row[text.codes == code], section.column, value, list(section.map))
    return Coded(text.codes, [closed.get(fold(value), "") for value in text.values])


def influence_of_header(work: Work, name: str, words: Words) -> str:
    """The influence of a column: known to the codebook, or a draft when there is no codebook at all."""
    found = words.codebook.find(name)
    if found is None and words.codebook.influences:
        message = f'the column "{name}" of {work.label} is not an influence of the codebook.'
        work.problems.add(CodebookError(message, path="codebook.csv", term=name, near=words.codebook.near(name)))
        return ""
    return found or words.influence(name)
