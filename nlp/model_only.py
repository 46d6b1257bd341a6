"""Sentences that no word of the vocabulary is in, and that read like what people accepted: for the slot of exploration.

The words of a codebook never cover how authors write. Once decisions taught what an influence reads like, the sentences
that its rules pass over are ranked by the same model, and the best are proposed: direction unclear, band weak, origin
`model`, the words that weigh as reasons. Measured in docs/decisions/0010-relevance.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.anchors import make_anchor
from graph.documents import PaperText, Section
from graph.ids import suggestion_id, text_passage_id
from graph.model import Assertion, Direction
from graph.suggestions import Band, Reason, Suggestion
from nlp.features import WORD
from nlp.relevance import Labelled, Relevance
from nlp.stretches import Passage, passages_of, sentence_places

FEWEST_DECISIONS, FEWEST_RIGHT = 50, 3
"""Decisions in all, and accepted ones of an influence, before the model proposes anything of its own."""
MOST = 10
"""Proposals for each influence at a time; the next ones come when these are decided on."""
MOST_SENTENCES = 10_000
"""More are too many to rank while somebody waits; those are taken evenly from all texts."""
_LEAST_LETTERS = 30
_MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paper that may be proposed."""

    paper: PaperText
    passage: Passage
    char_start: int
    char_end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.paper.text.text[self.char_start : self.char_end]


def sentences_of(papers: Iterable[PaperText]) -> list[Sentence]:
    """The sentences of some papers that could report something, in order; of very many, an even share."""
    every = [
        Sentence(paper, passage, start, end)
        for paper in papers
        for passage in passages_of(paper.text)
        if not passage.is_title and passage.section is not Section.REFERENCES
        for start, end in sentence_places(passage)
        if end - start >= _LEAST_LETTERS
    ]
    if len(every) <= MOST_SENTENCES:
        return every
    return [every[at * len(every) // MOST_SENTENCES] for at in range(MOST_SENTENCES)]


def may_explore(labelled: Sequence[Labelled]) -> set[str]:
    """The influences of which enough was decided for the model to propose something of its own."""
    if len(labelled) < FEWEST_DECISIONS:
        return set()
    right = Counter(one.influence_id for one in labelled if one.right)
    return {influence for influence, count in right.items() if count >= FEWEST_RIGHT}


def model_only(
    model: Relevance, sentences: Sequence[Sentence], influences: Collection[str], known: Collection[str]
) -> tuple[list[Suggestion], Mapping[str, float]]:
    """What the model alone proposes for each of these influences, and the score of each; `known`: ids of suggestions of
    the rules and of whatever was decided on, which are left out. The same arguments give the same suggestions.
    """
    if not sentences or not influences:
        return [], {}
    scores = model.scores([one.text for one in sentences])
    found: list[Suggestion] = []
    passages = [
        text_passage_id(one.paper.paper_id, one.paper.text.sha256, one.char_start, one.char_end) for one in sentences
    ]
    for column, influence in enumerate(model.classes):
        if influence not in influences:
            continue
        left = MOST
        for at in np.argsort(-scores[:, column], kind="stable").tolist():
            id_ = suggestion_id(passages[at], influence)
            if id_ in known:
                continue
            found.append(_suggestion(sentences[at], influence, id_, float(scores[at, column]), model))
            left -= 1
            if not left:
                break
    return found, {one.id: one.score for one in found}


def _suggestion(one: Sentence, influence: str, id_: str, score: float, model: Relevance) -> Suggestion:
    return Suggestion(
        id=id_,
        paper_id=one.paper.paper_id,
        path=one.paper.path,
        anchor=make_anchor(one.paper.text, one.char_start, one.char_end),
        influence_id=influence,
        direction=Direction.UNCLEAR,
        assertion=Assertion.FINDING,
        mitigated=False,
        band=Band.WEAK,
        score=score,
        reasons=_reasons(one, influence, model),
        context=(),
        section=one.passage.section,
        heading=one.passage.heading,
        language=one.passage.language,
        engine=f"model {model.version}",
        mention=None,
        origin="model",
    )


def _reasons(one: Sentence, influence: str, model: Relevance) -> tuple[Reason, ...]:
    """That no term was found, and the words that weigh most for the influence, with their places."""
    weights = weighing_words(model, one.text, influence)
    reasons = [Reason("no_term")]
    for found in WORD.finditer(one.text):
        word = found.group().casefold()
        if weights.pop(word, None) is not None:
            start = one.char_start + found.start()
            reasons.append(Reason("learnt", found.group(), start, start + len(found.group())))
    return tuple(reasons)


def weighing_words(model: Relevance, text: str, influence: str) -> dict[str, float]:
    """The words of a text that speak most for an influence after what was decided, at most five, the heaviest first."""
    row = model.weights[model.classes.index(influence)]
    matrix = model.features.matrix([text])
    weighed = [
        (float(value * row[column]), model.features.words[column])
        for column, value in zip(matrix.columns.tolist(), matrix.values.tolist(), strict=True)
        if column < len(model.features.words) and " " not in model.features.words[column]
    ]
    best = sorted(((weight, word) for weight, word in weighed if weight > 0), key=lambda one: (-one[0], one[1]))
    return {word: weight for weight, word in best[:_MOST_REASONS]}
