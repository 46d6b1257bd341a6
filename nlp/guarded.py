"""The component that tells a Doc where its sentences begin, by one array."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.sentences import sentence_bounds

CITATIONS = "citations"
"""`doc.user_data` of this name: where citation marks stand, when that is known."""
_GOES_ON: Any = np.uint64(2**64 - 1)
"""-1, which tells spaCy that no sentence begins here, as it wants it in an array."""


class GuardedSentences:
    """The component."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Write sentence starts. In a loop over tokens this would be quadratic in the length of the text."""
        if not len(doc):
            return doc
        begins: Any = np.full(len(doc), _GOES_ON)
        citations = doc.user_data.get(CITATIONS, ())
        begins[first_tokens(doc.text, self.language, doc.to_array(["IDX"]).tolist(), citations)] = 1
        return doc.from_array(["SENT_START"], begins)


def first_tokens(
    text: str, language: str, begins: Sequence[int], citations: Sequence[tuple[int, int]] = ()
) -> list[int]:
    """The first token of every sentence of a text whose tokens begin so."""
    bounds = sentence_bounds(text, language, citations)
    return [0, *(bisect_left(begins, start) for start, _ in bounds[1:])] if begins else []


def sentence_starts(doc: Doc) -> list[int]:
    """The first token of every sentence, as the doc was told."""
    return [sentence.start for sentence in doc.sents] if doc.has_annotation("SENT_START") else [0]


@Language.factory("guarded_sentences", default_config={"language": "en"})
def guarded_sentences(nlp: Language, name: str, language: str) -> Any:  # noqa: ARG001  (spaCy names them)
    """The component as spaCy makes it."""
    return GuardedSentences(language)
