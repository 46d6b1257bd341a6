"""Passages with the claims in them: each goes through the pipeline of its language by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from graph.documents import Section
from graph.suggestions import ContextMention, Reason
from nlp import context
from nlp.claims import Claim, claims, named
from nlp.flat import Flat, flat
from nlp.guarded import CITATIONS, TEXT, WHOLE
from nlp.languages import known_language
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
    """Passages with their claims, in the order given; each language goes through its own pipeline."""
    found: list[Tagged | None] = [None] * len(passages)
    by_language: dict[str, list[int]] = {}
    for at, passage in enumerate(passages):
        by_language.setdefault(known_language(passage.language)[0], []).append(at)
    for language, places in by_language.items():
        made = pipeline(vocabulary, language)
        steps = [step for _, step in made.pipeline]
        mentions: Any = made.get_pipe("influence_mentions")
        for at in places:
            if not mentions.may_hold(passages[at].text) and not _tells_of_paper(passages[at]):
                found[at] = Tagged(passages[at], language, (), ())
                continue
            one = flat(passages[at].text)
            doc = _doc(made.make_doc(one.text), passages[at], one)
            for step in steps:
                doc = step(doc)
            found[at] = _tagged(passages[at], language, doc, one)
    return [one for one in found if one is not None]


def _doc(doc: Doc, passage: Passage, one: Flat) -> Doc:
    doc.user_data[TEXT] = one.text
    if passage.citations:
        base = passage.char_start
        doc.user_data[CITATIONS] = [
            (one.forth(start - base), one.forth(end - base)) for start, end in passage.citations
        ]
    if passage.whole:
        doc.user_data[WHOLE] = True
    return doc


def _tagged(passage: Passage, language: str, doc: Doc, one: Flat) -> Tagged:
    place = _Place(one, passage.char_start)
    found = () if passage.is_title else tuple(place.claim(claim) for claim in claims(doc))
    names = tuple(place.named(mention) for mention in named(doc)) if _tells_of_paper(passage) else ()
    return Tagged(passage, language, found, names)


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
