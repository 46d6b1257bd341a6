"""Passages with the claims in them: each goes through the pipeline of its language by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.documents import Section
from graph.suggestions import ContextMention, Reason
from nlp import context
from nlp.claims import Claim, claims, named
from nlp.cut import Cut, Hit
from nlp.cutter import Cutter
from nlp.flat import Flat, flat
from nlp.languages import known_language
from nlp.mentions import Foreseen
from nlp.pipeline import pipeline
from nlp.stretches import Passage
from nlp.vocabulary import Vocabulary

_OF_PAPER = (context.COUNTRY, context.SETTING)
_MOST_OF_PAPER = 3


@dataclass(frozen=True, slots=True)
class Tagged:
    """A passage, its claims and all it names; offsets are characters of the stored text."""

    passage: Passage
    language: str
    claims: tuple[Claim, ...]
    names: tuple[ContextMention, ...]


def tagged(passages: Sequence[Passage], vocabulary: Vocabulary) -> list[Tagged]:
    """Passages with their claims, in the order given; each language goes through its own pipeline.

    What could hold no mention is not cut into words, unless it may tell where the paper is from: the title and the
    abstract do, and the methods only where those do not.
    """
    languages = [known_language(passage.language)[0] for passage in passages]
    readers = {language: _reader(vocabulary, language) for language in dict.fromkeys(languages)}
    found = [Tagged(passage, language, (), ()) for passage, language in zip(passages, languages, strict=True)]
    for language, reader in readers.items():
        mine = [at for at, passage in enumerate(passages) if languages[at] == language]
        for at, tag in zip(mine, reader.tagged([passages[at] for at in mine]), strict=True):
            found[at] = tag
    firsts = [tag for tag in found if _in_title(tag.passage) or _in_abstract(tag.passage)]
    told = {mention.kind for tag in firsts for mention in tag.names}
    wanted = [kind for kind in _OF_PAPER if kind not in told]
    if not wanted:
        return found
    return [readers[tag.language].with_names(tag, wanted) if _in_methods(tag.passage) else tag for tag in found]


class _Reader:
    """The pipeline of a language, step by step."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self.language = language
        made = pipeline(vocabulary, language)
        self.cutter = Cutter(made)
        self.mentions: Any = made.get_pipe("influence_mentions")
        self.cues: Any = made.get_pipe("cues")
        self.context: Any = made.get_pipe("context")

    def tagged(self, passages: Sequence[Passage]) -> Iterator[Tagged]:
        """All that the pipeline says of passages; nothing of those that could hold nothing."""
        foreseen = [self.mentions.foreseen(passage.text) for passage in passages]
        flats = [self._flat(passage, seen) for passage, seen in zip(passages, foreseen, strict=True)]
        self.cutter.meet([one.text for one in flats if one is not None])
        for passage, one, seen in zip(passages, flats, foreseen, strict=True):
            if one is None:
                yield Tagged(passage, self.language, (), ())
            else:
                yield self._tag(passage, one, seen)

    def _flat(self, passage: Passage, foreseen: Foreseen | None) -> Flat | None:
        """The text of a passage that must be cut; null for one that could hold nothing."""
        first = _in_title(passage) or _in_abstract(passage)
        if foreseen is not None or (first and self.context.may_name(passage.text, _OF_PAPER)):
            return flat(passage.text)
        return None

    def _tag(self, passage: Passage, one: Flat, foreseen: Foreseen | None) -> Tagged:
        text, place = self._cut(passage, one)
        mentions = self.mentions.find(text, foreseen) if foreseen is not None else ()
        tells = _tells_of_paper(passage)
        if not mentions and not tells:
            return Tagged(passage, self.language, (), ())
        names = self.context.find(text)
        found = () if passage.is_title else claims(text, mentions, self.cues.find(text, mentions), names)
        return Tagged(passage, self.language, tuple(map(place.claim, found)), place.names(names) if tells else ())

    def with_names(self, tag: Tagged, wanted: Sequence[str]) -> Tagged:
        """The same with all that the passage names, where it was not asked before and could name what is wanted."""
        if tag.names or not self.context.may_name(tag.passage.text, wanted):
            return tag
        text, place = self._cut(tag.passage, flat(tag.passage.text))
        return Tagged(tag.passage, self.language, tag.claims, place.names(self.context.find(text)))

    def _cut(self, passage: Passage, one: Flat) -> tuple[Cut, _Place]:
        base = passage.char_start
        marks = [(one.forth(start - base), one.forth(end - base)) for start, end in passage.citations]
        return self.cutter.cut(one.text, citations=marks, whole=passage.whole), _Place(one, base)


@lru_cache(maxsize=16)
def _reader(vocabulary: Vocabulary, language: str) -> _Reader:
    """The reader of a vocabulary in a language, made once."""
    return _Reader(vocabulary, language)


@dataclass(frozen=True, slots=True)
class _Place:
    """From characters of a doc to those of the stored text."""

    flat: Flat
    base: int

    def at(self, offset: int) -> int:
        return self.base + self.flat.back(offset)

    def end(self, offset: int) -> int:
        """The end of a stretch: after its last character, not before the next one."""
        return self.base + self.flat.back(offset - 1) + 1

    def names(self, hits: Sequence[Hit]) -> tuple[ContextMention, ...]:
        """All that a text names, for claims that name nothing themselves."""
        return tuple(map(self.named, named(hits)))

    def named(self, mention: ContextMention) -> ContextMention:
        start, end = self.at(mention.char_start), self.end(mention.char_end)
        return ContextMention(mention.kind, mention.value, mention.said, start, end, mention.near)

    def reason(self, reason: Reason) -> Reason:
        if reason.char_start is None or reason.char_end is None:
            return reason
        return Reason(reason.rule, reason.said, self.at(reason.char_start), self.end(reason.char_end))

    def claim(self, claim: Claim) -> Claim:
        if not self.base and not self.flat.cuts:
            return claim
        return Claim(
            self.at(claim.start),
            self.end(claim.end),
            claim.influence_id,
            (self.at(claim.mention[0]), self.end(claim.mention[1])),
            claim.words,
            claim.direction,
            claim.assertion,
            claim.mitigated,
            claim.firm,
            tuple(map(self.reason, claim.reasons)),
            tuple(map(self.named, claim.context)),
        )


def named_for_paper(tags: Sequence[Tagged]) -> list[ContextMention]:
    """Countries and settings of the paper as a whole: from its title, else its abstract, else its methods."""
    found: list[ContextMention] = []
    for kind in _OF_PAPER:
        for place in (_in_title, _in_abstract, _in_methods):
            first: dict[str, ContextMention] = {}
            for tag in tags:
                if place(tag.passage):
                    for mention in tag.names:
                        if mention.kind == kind:
                            first.setdefault(mention.value, mention)
            if first:
                found += list(first.values())[:_MOST_OF_PAPER]
                break
    return found


def _tells_of_paper(passage: Passage) -> bool:
    return _in_title(passage) or _in_abstract(passage) or _in_methods(passage)


def _in_title(passage: Passage) -> bool:
    return passage.is_title


def _in_abstract(passage: Passage) -> bool:
    return passage.section is Section.ABSTRACT


def _in_methods(passage: Passage) -> bool:
    return passage.section is Section.METHODS
