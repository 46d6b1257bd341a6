"""Assigning a phrase of tables: one act for each of its spellings."""

from __future__ import annotations

from collections.abc import Sequence

from curation.entries import Entry, PhraseChange
from curation.material import Material
from graph.ids import fold


def phrase_changes(
    material: Material, standing: Sequence[Entry], phrase: str, influence_id: str | None
) -> list[PhraseChange]:
    """The acts that let a phrase, in every spelling, stand for an influence; null gives it back to the queue.

    `standing`: the changes made so far; each act says what it replaces.
    """
    known = [task.spellings for task in material.waiting_phrases if phrase in {task.phrase, *task.spellings}]
    made = [entry.body for entry in standing if isinstance(entry.body, PhraseChange)]
    now = {**material.phrases, **{fold(one.phrase): one.influence_id for one in made}}
    return [
        PhraseChange(one, influence_id, now.get(fold(one)), material.codebook)
        for one in (known[0] if known else (phrase,))
    ]
