"""A text cut into words, as the steps of tagging read it: lists, because every question to a Doc or a Span costs more.

A `Hit` answers to the names that a Span has. Positions of words are tokens of the text, those of characters its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Protocol

from spacy.tokens import Doc, Span

from nlp.guarded import CITATIONS, first_tokens, sentence_starts


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


class Part(NamedTuple):
    """Words in small letters that follow each other, and where each begins and ends, in characters of the part."""

    words: tuple[str, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]


class Cut:
    """A text as lists, of its parts with one blank between each; a list is made when it is first asked for.

    `citations`: where citation marks stand; `whole`: the text is one sentence, such as a cell.
    """

    def __init__(
        self,
        text: str,
        language: str,
        parts: Sequence[Part],
        *,
        citations: Sequence[tuple[int, int]] = (),
        whole: bool = False,
    ) -> None:
        self.text, self.language, self.parts = text, language, parts
        self.citations, self.whole = citations, whole

    @cached_property
    def lower(self) -> list[str]:
        """Its words in small letters."""
        return [word for part in self.parts for word in part.words]

    @cached_property
    def kinds(self) -> set[str]:
        """All that is different among its words."""
        return set(self.lower)

    @cached_property
    def _at(self) -> list[int]:
        return list(accumulate([part.ends[-1] + 1 for part in self.parts], initial=0))

    @cached_property
    def begins(self) -> list[int]:
        """The first character of every word."""
        return [at + begin for at, part in zip(self._at, self.parts, strict=False) for begin in part.begins]

    @cached_property
    def ends(self) -> list[int]:
        """The character after every word."""
        return [at + end for at, part in zip(self._at, self.parts, strict=False) for end in part.ends]

    @cached_property
    def starts(self) -> list[int]:
        """The first word of every sentence."""
        return [0] if self.whole else first_tokens(self.text, self.language, self.begins, self.citations)

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
        return self.cut.language

    def words(self) -> list[str]:
        """Its words in small letters."""
        return self.cut.lower[self.start : self.end]


def cut(doc: Doc) -> Cut:
    """A doc as lists, with the sentences that it was told of."""
    made = Cut(doc.text, doc.lang_, parts_of(doc), citations=doc.user_data.get(CITATIONS, ()))
    made.starts = sentence_starts(doc)
    return made


def parts_of(doc: Doc) -> list[Part]:
    """The words of a doc as one part; none of an empty one."""
    words, begins = tuple(token.lower_ for token in doc), tuple(token.idx for token in doc)
    return [Part(words, begins, tuple(token.idx + len(token) for token in doc))] if words else []


def spans(doc: Doc, hits: Iterable[Hit]) -> list[Span]:
    """Found words as spaCy keeps them."""
    return [Span(doc, one.start, one.end, label=one.label_, span_id=one.id_) for one in hits]


def piece(span: Span) -> Piece:
    """A Span as a sentence."""
    return Piece(cut(span.doc), span.start, span.end)
