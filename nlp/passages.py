"""Passages with the claims in them: each goes through the pipeline of its language by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.documents import Section
from graph.suggestions import ContextMention, Reason
from nlp import context
from nlp.claims import Claim, claims, named
from nlp.cut import Cut, Hit, cut
from nlp.flat import Flat, flat
from nlp.guarded import CITATIONS, TEXT, WHOLE
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
    readers: dict[str, _Reader] = {}
    found: list[Tagged] = []
    methods: list[int] = []
    for at, passage in enumerate(passages):
        language = known_language(passage.language)[0]
        reader = readers.get(language) or readers.setdefault(language, _Reader(vocabulary, language))
        foreseen = reader.mentions.foreseen(passage.text)
        first = _in_title(passage) or _in_abstract(passage)
        if foreseen is not None:
            found.append(reader.tag(passage, foreseen))
        elif first and reader.context.may_name(passage.text, _OF_PAPER):
            found.append(reader.names(passage))
        else:
            found.append(Tagged(passage, language, (), ()))
            if not first and _in_methods(passage):
                methods.append(at)
    firsts = [tag for tag in found if _in_title(tag.passage) or _in_abstract(tag.passage)]
    told = {mention.kind for tag in firsts for mention in tag.names}
    wanted = [kind for kind in _OF_PAPER if kind not in told]
    for at in methods if wanted else ():
        reader = readers[found[at].language]
        if reader.context.may_name(passages[at].text, wanted):
            found[at] = reader.names(passages[at])
    return found


class _Reader:
    """The pipeline of a language, step by step."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self.language = language
        self.pipeline = pipeline(vocabulary, language)
        self.sentences: Any = self.pipeline.get_pipe("guarded_sentences")
        self.mentions: Any = self.pipeline.get_pipe("influence_mentions")
        self.cues: Any = self.pipeline.get_pipe("cues")
        self.context: Any = self.pipeline.get_pipe("context")

    def tag(self, passage: Passage, foreseen: Foreseen) -> Tagged:
        """All that the pipeline says of a passage."""
        text, place = self._cut(passage)
        tells = _tells_of_paper(passage)
        mentions = self.mentions.find(text, foreseen)
        if not mentions and not tells:
            return Tagged(passage, self.language, (), ())
        names = self.context.find(text)
        found = () if passage.is_title else claims(text, mentions, self.cues.find(text, mentions), names)
        return Tagged(passage, self.language, tuple(map(place.claim, found)), place.names(names) if tells else ())

    def names(self, passage: Passage) -> Tagged:
        """Only what a passage names, where nothing else can be in it."""
        text, place = self._cut(passage)
        return Tagged(passage, self.language, (), place.names(self.context.find(text)))

    def _cut(self, passage: Passage) -> tuple[Cut, _Place]:
        one, base = flat(passage.text), passage.char_start
        doc = self.pipeline.make_doc(one.text)
        doc.user_data[TEXT] = one.text
        if passage.citations:
            marks = [(one.forth(start - base), one.forth(end - base)) for start, end in passage.citations]
            doc.user_data[CITATIONS] = marks
        if passage.whole:
            doc.user_data[WHOLE] = True
        return cut(doc, self.sentences), _Place(one, base)


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
