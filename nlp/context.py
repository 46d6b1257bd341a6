"""What is said around a claim: countries, settings, populations, samples. Found in the text, never concluded.

`doc.spans["context"]`: label = kind, `span.id_` = value. English has a list of words; a list for another language is a
file beside it, `nlp/context/<language>.csv`, that a native reader has read.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from spacy.attrs import LIKE_NUM  # type: ignore[import-not-found]
from spacy.lang.lex_attrs import like_num
from spacy.language import Language
from spacy.tokens import Doc

from graph.ids import fold
from nlp.countries import Place, is_country, places
from nlp.cut import Cut, Hit, cut, spans
from nlp.phrase_index import PhraseIndex
from nlp.prefilter import Prefilter

GROUP = "context"
COUNTRY, SETTING, POPULATION, SAMPLE = "country", "setting", "population", "sample"
KINDS = (COUNTRY, SETTING, POPULATION, SAMPLE)
_SAMPLED = "sampled"
_BEFORE_NOUN = 2
Said = TypeVar("Said")
_EQUALS = re.compile(r"\bn\s*=\s*\d(?:[\d,]*\d)?", re.IGNORECASE)


@cache
def words_of(language: str) -> tuple[tuple[str, str, str], ...]:
    """Kind, words and value of every line of a language's list; none without a list."""
    file = Path(__file__).parent / "context" / f"{language}.csv"
    if not file.is_file():
        return ()
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple((row["kind"], row["words"], row["value"]) for row in csv.DictReader(lines))


class ContextMentions:
    """The component."""

    def __init__(self, nlp: Language, language: str) -> None:
        self.is_number = nlp.Defaults.lex_attr_getters.get(LIKE_NUM, like_num)
        self.stops = nlp.Defaults.stop_words
        self.lands = PhraseIndex[tuple[list[str], Place]]()
        self.words = PhraseIndex[tuple[str, str]]()
        self.prefilter = Prefilter[str]()
        for place in places(language):
            said = nlp.tokenizer(place.words)
            self.lands.add(([token.text for token in said], place), [token.lower_ for token in said])
            self.prefilter.add(COUNTRY, place.words.lower())
        for kind, words, value in words_of(language):
            self.words.add((kind, value), [token.lower_ for token in nlp.tokenizer(words)])
            self.prefilter.add(kind, words.lower())

    def may_name(self, text: str, kinds: Collection[str]) -> bool:
        """Whether a text could name something of these kinds, seen without cutting it: false is certain."""
        return any(kind in kinds for kind in self.prefilter.may_hold(text))

    def __call__(self, doc: Doc) -> Doc:
        """Write what is named, in the order of the text; of words inside words only the longest stand."""
        text = cut(doc)
        doc.spans[GROUP] = spans(doc, self.find(text))
        return doc

    def find(self, text: Cut) -> list[Hit]:
        """What is named, in the order of the text."""
        found: list[tuple[int, int, str, str]] = []
        for start, end, place in _longest(self._lands(text)):
            if is_country(text, start, end, place):
                found.append((start, end, COUNTRY, place.country))
        for start, end, (kind, value) in _longest(self.words.find(text.lower, text.kinds)):
            if kind != _SAMPLED:
                found.append((start, end, kind, value))
            if kind in {_SAMPLED, POPULATION} and (number := self._number_before(text, start)) is not None:
                found.append((number, end, SAMPLE, fold(text.said(number, end))))
        found += _equals(text)
        return [text.hit(*hit) for hit in sorted(found)]

    def _lands(self, text: Cut) -> list[tuple[int, int, Place]]:
        """Names of countries, with their capitals."""
        return [
            (start, end, place)
            for start, end, (said, place) in self.lands.find(text.lower, text.kinds)
            if said == [text.said(at, at + 1) for at in range(start, end)]
        ]

    def _number_before(self, text: Cut, noun: int) -> int | None:
        """The token of the number that counts a noun: `23 peer workers`, `twelve female participants`."""
        for at in range(noun - 1, max(-1, noun - 2 - _BEFORE_NOUN), -1):
            word = text.said(at, at + 1)
            if self.is_number(word):
                return at if word[-1:].isalnum() and "." not in word else None
            if not word.isalpha() or word.lower() in self.stops or at in text.starts:
                return None
        return None


def _longest(hits: list[tuple[int, int, Said]]) -> list[tuple[int, int, Said]]:
    kept: list[tuple[int, int, Said]] = []
    last = 0
    for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if hit[0] >= last:
            kept.append(hit)
            last = hit[1]
    return kept


def _equals(text: Cut) -> list[tuple[int, int, str, str]]:
    """Samples such as `n = 23`, of whole words only."""
    if "=" not in text.text:
        return []
    found = []
    for match in _EQUALS.finditer(text.text):
        start, end = bisect_left(text.begins, match.start()), bisect_right(text.ends, match.end())
        if start < end:
            found.append((start, end, SAMPLE, "".join(fold(text.said(start, end)).split())))
    return found


@Language.factory("context", default_config={"language": "en"})
def context(nlp: Language, name: str, language: str) -> Any:  # noqa: ARG001  (spaCy names it)
    """The component as spaCy makes it."""
    return ContextMentions(nlp, language)
