"""Texts -> suggestions: every sentence that names an influence, with what the rules make of it. Decides nothing.

A passage is a sentence, or a cell of a table; none crosses a block. The title is read for countries and settings only,
headings and reference lists not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice

from graph.anchors import make_anchor
from graph.documents import PaperText, Section
from graph.ids import suggestion_id, text_passage_id
from graph.model import Assertion, Direction
from graph.suggestions import Band, ContextMention, Reason, Suggestion
from nlp import scoring
from nlp.cues import has_cues
from nlp.duplicates import with_duplicates
from nlp.languages import known_language
from nlp.passages import named_for_paper, tagged
from nlp.pipeline import pipeline
from nlp.rules_version import RULES_VERSION
from nlp.stretches import Passage, languages_in, passages_of
from nlp.vocabulary import Vocabulary

__all__ = ["MOST_WORDS", "RULES_VERSION", "Candidate", "propose", "suggestions_of", "suggestions_of_all"]

_BATCH = 16
MOST_WORDS = 60_000
"""Words that a pipeline may have met before it forgets those of each batch of papers again: from then on memory is
flat. Forgetting has a price: in a memory zone the tokenizer learns nothing either; all in all a tenth more time."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a text of nobody in particular claims: a suggestion without a paper. Offsets are code points of the text."""

    char_start: int
    char_end: int
    quote: str
    influence_id: str
    direction: Direction
    assertion: Assertion
    mitigated: bool
    band: Band
    score: float
    reasons: tuple[Reason, ...]
    context: tuple[ContextMention, ...]
    mention: tuple[int, int]


def propose(text: str, vocabulary: Vocabulary, language: str = "en") -> list[Candidate]:
    """What a text says of each influence, sentence by sentence, as if it stood among results."""
    passage = Passage(text, 0, language, Section.RESULTS)
    return [
        Candidate(
            claim.start,
            claim.end,
            text[claim.start : claim.end],
            claim.influence_id,
            claim.direction,
            claim.assertion,
            claim.mitigated,
            scoring.band(claim.words, claim.direction, claim.assertion, firm=claim.firm, read=has_cues(tag.language)),
            scoring.score(claim.words, claim.direction, claim.assertion, Section.RESULTS, firm=claim.firm),
            claim.reasons,
            claim.context,
            claim.mention,
        )
        for tag in tagged([passage], vocabulary)
        for claim in tag.claims
    ]


def suggestions_of(paper: PaperText, vocabulary: Vocabulary) -> list[Suggestion]:
    """The suggestions of one paper, in the order of its text; what says the same twice is marked, not dropped."""
    return with_duplicates(list(_suggestions(paper, vocabulary)))


def suggestions_of_all(
    papers: Iterable[PaperText], vocabulary: Vocabulary
) -> Iterator[tuple[PaperText, list[Suggestion]]]:
    """The suggestions of many papers, one after the other, in memory that does not grow without end."""
    waiting = iter(papers)
    while batch := list(islice(waiting, _BATCH)):
        with ExitStack() as zones:
            for language in sorted({known_language(tag)[0] for paper in batch for tag in languages_in(paper.text)}):
                made = pipeline(vocabulary, language)
                if len(made.vocab.strings) > MOST_WORDS:
                    zones.enter_context(made.memory_zone())
            done = [(paper, suggestions_of(paper, vocabulary)) for paper in batch]
        yield from done


def _suggestions(paper: PaperText, vocabulary: Vocabulary) -> Iterator[Suggestion]:
    tags = tagged(passages_of(paper.text), vocabulary)
    engine = f"rules {RULES_VERSION}, vocabulary {vocabulary.version}"
    of_paper = named_for_paper(tags)
    for tag in tags:
        passage = tag.passage
        last = None
        for claim in tag.claims:
            own = {mention.kind for mention in claim.context}
            if last != (claim.start, claim.end):
                last = (claim.start, claim.end)
                anchor = make_anchor(paper.text, *last)
                at = text_passage_id(paper.paper_id, paper.text.sha256, *last)
            told = (claim.words, claim.direction, claim.assertion)
            yield Suggestion(
                id=suggestion_id(at, claim.influence_id),
                paper_id=paper.paper_id,
                path=paper.path,
                anchor=anchor,
                influence_id=claim.influence_id,
                direction=claim.direction,
                assertion=claim.assertion,
                mitigated=claim.mitigated,
                band=scoring.band(*told, firm=claim.firm, read=has_cues(tag.language)),
                score=scoring.score(*told, passage.section, firm=claim.firm),
                reasons=claim.reasons,
                context=(*claim.context, *(mention for mention in of_paper if mention.kind not in own)),
                section=passage.section,
                heading=passage.heading,
                language=passage.language,
                engine=engine,
                mention=claim.mention,
            )
