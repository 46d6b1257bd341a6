"""The component that tells a Doc where its sentences begin, by one array."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.sentences import sentence_bounds

CITATIONS = "citations"
"""`doc.user_data` of this name: where citation marks stand, when that is known."""
WHOLE = "whole"
"""`doc.user_data` of this name: the text is one passage, such as a cell, and is not cut."""


class GuardedSentences:
    """The component."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Write sentence starts. In a loop over tokens this would be quadratic in the length of the text."""
        if not len(doc):
            return doc
        begins = np.full(len(doc), -1, dtype="int64")
        begins[0] = 1
        if not doc.user_data.get(WHOLE):
            bounds = sentence_bounds(doc.text, self.language, doc.user_data.get(CITATIONS, ()))
            if len(bounds) > 1:
                starts = _offsets(doc)
                begins[np.searchsorted(starts, [start for start, _ in bounds[1:]])] = 1
        written: Any = begins.astype("uint64")
        return doc.from_array(["SENT_START"], written)


def _offsets(doc: Doc) -> Any:
    lengths = doc.to_array(["LENGTH", "SPACY"]).sum(axis=1)
    return np.concatenate(([0], np.cumsum(lengths)[:-1]))


@Language.factory("guarded_sentences", default_config={"language": "en"})
def guarded_sentences(nlp: Language, name: str, language: str) -> Any:  # noqa: ARG001  (spaCy names them)
    """The component as spaCy makes it."""
    return GuardedSentences(language)
