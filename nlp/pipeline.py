"""The pipeline: sentences, influences, cues, context, each a component of spaCy of its own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import nlp.context
import nlp.cues
import nlp.guarded
import nlp.mentions  # noqa: F401  (each import registers a component)
from nlp.languages import UNKNOWN, blank

if TYPE_CHECKING:
    from spacy.language import Language

    from nlp.vocabulary import Vocabulary

STEPS = ("guarded_sentences", "influence_mentions", "cues", "context")
_LEAST_LETTERS = {"he": 3}
"""Hebrew writes no vowels: its stems are short."""


@lru_cache(maxsize=16)
def pipeline(vocabulary: Vocabulary, language: str) -> Language:
    """The pipeline of a vocabulary in a language, made once; `xx` for a language that is not ours."""
    made = blank(language)
    base = made.lang or UNKNOWN
    made.add_pipe("guarded_sentences", config={"language": base})
    mentions = made.add_pipe("influence_mentions", config={"least": _LEAST_LETTERS.get(base, 5)})
    mentions.load(vocabulary.words(base))  # type: ignore[attr-defined]
    made.add_pipe("cues")
    made.add_pipe("context", config={"language": base})
    return made
