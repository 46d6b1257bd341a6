"""Texts cut into words as spaCy cuts them, by stretches between blanks: each is cut once, and spaCy asked of few.

No expression of spaCy matches inside letters, so most new stretches are one word, or one with a mark behind it. The
words are those of the whole text but for smileys: one that hangs on a word (`x:(`) spaCy misses before a lone bracket.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from nlp.cut import Cut, Part, parts_of

if TYPE_CHECKING:
    from spacy.language import Language

_MOST_KNOWN = 50_000
"""Stretches that are remembered before the memory is emptied."""
_ACROSS_BLANKS = frozenset(("de", "es"))
"""Languages in which spaCy knows words with a blank inside (`EE. UU.`): their texts are cut by spaCy as a whole."""
_MARKS = frozenset(",;:)")
_DIGITS = frozenset("0123456789")
_STOPPED = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyz")
"""What a full stop is parted from, unless the two are an exception."""


class Cutter:
    """Cuts the texts of one language, with the tokenizer of a pipeline."""

    def __init__(self, nlp: Language) -> None:
        self.language = nlp.lang or "xx"
        self.tokenizer = nlp.tokenizer
        self.by_stretch = self.language not in _ACROSS_BLANKS
        self.exceptions = frozenset(self.tokenizer.rules)  # type: ignore[union-attr]
        self.known: dict[str, Part] = {}

    def cut(self, text: str, *, citations: Sequence[tuple[int, int]] = (), whole: bool = False) -> Cut:
        """A text as lists of its words."""
        stretches = text.split()
        if not self.by_stretch or " ".join(stretches) != text:
            return Cut(text, self.language, parts_of(self.tokenizer(text)), citations=citations, whole=whole)
        try:
            parts = [self.known[stretch] for stretch in stretches]
        except KeyError:
            self.meet([text])
            parts = [self.known[stretch] for stretch in stretches]
        return Cut(text, self.language, parts, citations=citations, whole=whole)

    def meet(self, texts: Iterable[str]) -> None:
        """Learn the stretches of texts that are about to be cut: spaCy is sooner asked of many at once than of each."""
        if len(self.known) > _MOST_KNOWN:
            self.known.clear()
        new = {stretch for text in texts for stretch in text.split()}.difference(self.known) if self.by_stretch else ()
        asked = []
        for stretch in new:
            if (part := self._plain(stretch)) is not None:
                self.known[stretch] = part
            else:
                asked.append(stretch)
        self.known.update(zip(asked, self._asked(asked), strict=True))

    def _plain(self, stretch: str) -> Part | None:
        """A stretch that is one word, perhaps with one mark behind it, cut; null when spaCy must be asked."""
        if stretch in self.exceptions:
            return None
        size = len(stretch)
        if _is_word(stretch):
            return Part((stretch.lower(),), (0,), (size,))
        word, mark = stretch[:-1], stretch[-1]
        parted = mark in _MARKS or (mark == "." and word[-1:] in _STOPPED)
        if not parted or not _is_word(word) or word in self.exceptions:
            return None
        return Part((word.lower(), mark), (0, size - 1), (size - 1, size))

    def _asked(self, stretches: Sequence[str]) -> Iterator[Part]:
        """Stretches as spaCy cuts them, all in one text."""
        if not stretches:
            return
        doc = self.tokenizer(" ".join(stretches))
        strings = doc.vocab.strings
        words, begins, sizes = doc.to_array(["LOWER", "IDX", "LENGTH"]).T.tolist()
        at = start = 0
        for stretch in stretches:
            first, end = at, start + len(stretch)
            while at < len(begins) and begins[at] < end:
                at += 1
            mine = range(first, at)
            yield Part(
                tuple(strings[words[one]] for one in mine),
                tuple(begins[one] - start for one in mine),
                tuple(begins[one] + sizes[one] - start for one in mine),
            )
            start = end + 1


def _is_word(text: str) -> bool:
    """Letters, or letters and digits with a digit at the end: a unit at the end would be a word of its own ("5km")."""
    return text.isalpha() or (text[-1:] in _DIGITS and text.isascii() and text.isalnum())
