"""Text -> candidate passages: sentences, influence mentions, direction, relevance, the order to read them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.candidates import Candidate, propose
    from nlp.vocabulary import Vocabulary, vocabulary

__all__ = ["Candidate", "Vocabulary", "propose", "vocabulary"]
_HOMES = {"Candidate": "nlp.candidates", "propose": "nlp.candidates"}


def __getattr__(name: str) -> object:
    """The public names, imported when they are first asked for: `import nlp` loads no spaCy."""
    if name not in __all__:
        raise AttributeError(f"nlp has no {name}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "nlp.vocabulary")), name)
