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
TEXT = "text"
"""`doc.user_data` of this name: the text, so that it need not be put together from its tokens again."""
STARTS = "starts"
"""`doc.user_data` of this name: the first token of every sentence."""
WHOLE = "whole"
"""`doc.user_data` of this name: the text is one passage, such as a cell, and is not cut."""


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
        doc.user_data[STARTS] = starts = self.starts(doc, doc.to_array(["IDX"]).tolist())
        begins[starts] = 1
        return doc.from_array(["SENT_START"], begins)

    def starts(self, doc: Doc, begins: Sequence[int]) -> list[int]:
        """The first token of every sentence, where the tokens begin so; the doc is told nothing."""
        if doc.user_data.get(WHOLE):
            return [0]
        bounds = sentence_bounds(text_of(doc), self.language, doc.user_data.get(CITATIONS, ()))
        return [0, *(bisect_left(begins, start) for start, _ in bounds[1:])]


def text_of(doc: Doc) -> str:
    """The text of a doc; `doc.text` walks its tokens each time it is asked."""
    kept = doc.user_data.get(TEXT)
    return kept if isinstance(kept, str) else doc.text


def sentence_starts(doc: Doc) -> list[int]:
    """The first token of every sentence; `doc.sents` looks at every token each time it is asked."""
    kept = doc.user_data.get(STARTS)
    if isinstance(kept, list):
        return kept
    return [sentence.start for sentence in doc.sents] if doc.has_annotation("SENT_START") else [0]


@Language.factory("guarded_sentences", default_config={"language": "en"})
def guarded_sentences(nlp: Language, name: str, language: str) -> Any:  # noqa: ARG001  (spaCy names them)
    """The component as spaCy makes it."""
    return GuardedSentences(language)
