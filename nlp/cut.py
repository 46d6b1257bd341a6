"""A text cut into words, as the steps of tagging read it: lists, because every question to a Doc or a Span costs more.

A `Hit` answers to the names that a Span has. Positions of words are tokens of the doc, those of characters are its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from spacy.tokens import Doc, Span

from nlp.guarded import GuardedSentences, sentence_starts, text_of


class Named(Protocol):
    """Found words as any step has them: a Hit, or a Span of spaCy."""

    @property
    def start(self) -> int:
        """Their first token."""

    @property
    def end(self) -> int:
        """The token after their last."""

    @property
    def label_(self) -> str:
        """What they are: an influence, a family of cues, a kind of context."""

    @property
    def id_(self) -> str:
        """By what they were found."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def start_char(self) -> int:
        """Their first character."""

    @property
    def end_char(self) -> int:
        """The character after their last."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Found words, by tokens and by characters; `label_` says what they are, `id_` by what they were found."""

    start: int
    end: int
    label_: str
    id_: str
    text: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A doc as lists. `lower`: its words in small letters, as numbers of strings; `starts`: where sentences start."""

    doc: Doc
    text: str
    lower: list[int]
    begins: list[int]
    ends: list[int]
    starts: list[int]

    def said(self, start: int, end: int) -> str:
        """The text of some tokens."""
        return self.text[self.begins[start] : self.ends[end - 1]]

    def hit(self, start: int, end: int, label: str, id_: str) -> Hit:
        """Some tokens as found words."""
        first, last = self.begins[start], self.ends[end - 1]
        return Hit(start, end, label, id_, self.text[first:last], first, last)

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that a token stands in."""
        return bisect_right(self.starts, token) - 1

    def piece(self, number: int) -> Piece:
        """The sentence of a number."""
        last = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.lower)
        return Piece(self, self.starts[number], last)

    def spans(self, hits: Iterable[Hit]) -> list[Span]:
        """Found words as spaCy keeps them."""
        return [Span(self.doc, one.start, one.end, label=one.label_, span_id=one.id_) for one in hits]


class Piece:
    """A sentence of a cut text."""

    __slots__ = ("cut", "end", "end_char", "start", "start_char", "text")

    def __init__(self, cut: Cut, start: int, end: int) -> None:
        self.cut, self.start, self.end = cut, start, end
        self.start_char, self.end_char = cut.begins[start], cut.ends[end - 1]
        self.text = cut.text[self.start_char : self.end_char]

    @property
    def language(self) -> str:
        """The language of the text."""
        return self.cut.doc.lang_

    def words(self) -> list[str]:
        """Its words in small letters."""
        strings = self.cut.doc.vocab.strings
        return [strings[word] for word in self.cut.lower[self.start : self.end]]


def cut(doc: Doc, sentences: GuardedSentences | None = None) -> Cut:
    """A doc as lists; `sentences`: what finds its sentences, if the doc itself was not told of them."""
    lower, begins, sizes = doc.to_array(["LOWER", "IDX", "LENGTH"]).T.tolist() if len(doc) else ([], [], [])
    ends = [begin + size for begin, size in zip(begins, sizes, strict=True)]
    starts = sentences.starts(doc, begins) if sentences else sentence_starts(doc)
    return Cut(doc, text_of(doc), lower, begins, ends, starts)


def piece(span: Span) -> Piece:
    """A Span as a sentence."""
    return Piece(cut(span.doc), span.start, span.end)
