"""What is said around a claim: countries, settings, populations, samples. Found in the text, never concluded.

`doc.spans["context"]`: label = kind, `span.id_` = value. English has a list of words; a list for another language is a
file beside it, `nlp/context/<language>.csv`, that a native reader has read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from spacy.attrs import LIKE_NUM  # type: ignore[import-not-found]
from spacy.lang.lex_attrs import like_num
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from graph.ids import fold
from nlp.countries import Place, is_country, places
from nlp.cut import Cut, Hit, cut
from nlp.guarded import text_of
from nlp.prefilter import Prefilter

GROUP = "context"
COUNTRY, SETTING, POPULATION, SAMPLE = "country", "setting", "population", "sample"
KINDS = (COUNTRY, SETTING, POPULATION, SAMPLE)
_SAMPLED = "sampled"
_BEFORE_NOUN = 2
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
        strings, cut = nlp.vocab.strings, nlp.tokenizer
        self.is_number = nlp.Defaults.lex_attr_getters.get(LIKE_NUM, like_num)
        self.stops = nlp.Defaults.stop_words
        self.lands = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.words = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.places: dict[int, Place] = {}
        self.values: dict[int, tuple[str, str]] = {}
        self.prefilter = Prefilter[str]()
        for place in places(language):
            self.lands.add(place.words, [cut(place.words)])
            self.places[strings[place.words]] = place
            self.prefilter.add(COUNTRY, place.words.lower())
        for kind, words, value in words_of(language):
            self.words.add(words, [cut(words)])
            self.values[strings[words]] = (kind, value)
            self.prefilter.add(kind, words.lower())

    def may_name(self, text: str, kinds: Collection[str]) -> bool:
        """Whether a text could name something of these kinds, seen without cutting it: false is certain."""
        return any(kind in kinds for kind in self.prefilter.may_hold(text))

    def __call__(self, doc: Doc) -> Doc:
        """Write what is named, in the order of the text; of words inside words only the longest stand."""
        text = cut(doc)
        doc.spans[GROUP] = text.spans(self.find(text))
        return doc

    def find(self, text: Cut) -> list[Hit]:
        """What is named, in the order of the text."""
        doc = text.doc
        found: list[tuple[int, int, str, str]] = []
        for key, start, end in _longest(self.lands(doc)):
            if is_country(doc, start, end, self.places[key]):
                found.append((start, end, COUNTRY, self.places[key].country))
        for key, start, end in _longest(self.words(doc)):
            kind, value = self.values[key]
            if kind != _SAMPLED:
                found.append((start, end, kind, value))
            if kind in {_SAMPLED, POPULATION} and (number := self._number_before(text, start)) is not None:
                found.append((number, end, SAMPLE, fold(text.said(number, end))))
        found += _equals(doc)
        return [text.hit(*hit) for hit in sorted(found)]

    def _number_before(self, text: Cut, noun: int) -> int | None:
        """The token of the number that counts a noun: `23 peer workers`, `twelve female participants`."""
        for at in range(noun - 1, max(-1, noun - 2 - _BEFORE_NOUN), -1):
            word = text.said(at, at + 1)
            if self.is_number(word):
                return at if word[-1:].isalnum() and "." not in word else None
            if not word.isalpha() or word.lower() in self.stops or at in text.starts:
                return None
        return None


def _longest(hits: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    kept: list[tuple[int, int, int]] = []
    last = 0
    for hit in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        if hit[1] >= last:
            kept.append(hit)
            last = hit[2]
    return kept


def _equals(doc: Doc) -> list[tuple[int, int, str, str]]:
    text = text_of(doc)
    if "=" not in text:
        return []
    spans = [doc.char_span(*found.span(), alignment_mode="contract") for found in _EQUALS.finditer(text)]
    return [(span.start, span.end, SAMPLE, "".join(fold(span.text).split())) for span in spans if span is not None]


@Language.factory("context", default_config={"language": "en"})
def context(nlp: Language, name: str, language: str) -> Any:  # noqa: ARG001  (spaCy names it)
    """The component as spaCy makes it."""
    return ContextMentions(nlp, language)
