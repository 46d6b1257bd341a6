"""What decisions teach: the labels that the ledgers hold, the ranking learnt from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.tagging import Tagged
from graph.suggestions import Suggestion

if TYPE_CHECKING:
    from nlp.keyword_ranking import InfluenceText
    from nlp.relevance import Labelled, Relevance


def labels(tags: Tagged) -> list[Labelled]:
    """One label for each standing decision on each influence, of what everybody may see. Suggestions teach nothing."""
    return sorted(set(_labels(tags)), key=lambda one: (one.group, one.text, one.influence_id, one.right))


def _labels(tags: Tagged) -> Iterator[Labelled]:
    """Where coders disagree nothing is taught until somebody settled it; then what was settled."""
    from curation.candidates import Status, decision_of
    from curation.entries import Adjudication

    for candidate in tags.curated.state.candidates:
        if candidate.status in {Status.PENDING, Status.CONFLICT}:
            continue
        settled = candidate.adjudication.body if candidate.adjudication else None
        for entry in candidate.standing:
            decision = decision_of(entry)
            said = settled if isinstance(settled, Adjudication) else decision
            claims = {claim.influence_id for claim in said.claims}
            words = (decision.anchor.quote, candidate.paper_id, decision.suggestion.influence_id)
            yield from _taught(words, said.verdict.value, claims)


def _taught(words: tuple[str, str, str], verdict: str, claims: set[str]) -> Iterator[Labelled]:
    from nlp.relevance import decided

    text, paper, shown = words
    for final in sorted(claims) or [shown]:
        for label in decided(text, paper, shown=shown, verdict=verdict, final=final):
            if label.right or shown not in claims:
                yield label


def influence_texts(tags: Tagged) -> list[InfluenceText]:
    """What the codebook says of each influence that is looked for."""
    from nlp.keyword_ranking import InfluenceText

    book = tags.curated.ingested.codebook.influences
    return [
        InfluenceText(
            influence.id,
            (influence.name, *terms_of(tags, influence.id)),
            tuple(said for said in [book[influence.id].definition] if said),
        )
        for influence in tags.vocabulary.influences
    ]


def terms_of(tags: Tagged, influence_id: str) -> list[str]:
    """The terms that terms.csv gives an influence."""
    return [term.text for term in tags.vocabulary.terms if term.influence_id == influence_id]


@dataclass(frozen=True)
class Learnt:
    """What decisions teach. `scores`: how likely each suggestion is right; empty before any decision.

    `extra` are suggestions of the model alone, on sentences without a term; their scores are among the others.
    """

    scores: Mapping[str, float]
    taught: int
    extra: tuple[Suggestion, ...] = ()


def learnt(tags: Tagged, suggestions: Sequence[Suggestion]) -> Learnt:
    """The scores of these suggestions, and what only the model proposes for the papers and influences of the folder."""
    from nlp.model_only import may_explore, model_only, sentences_of

    held = labels(tags)
    model = _model(tags, held, suggestions)
    if model is None:
        return Learnt({}, len(held))
    influences = may_explore(held)
    known = {one.id for one in tags.every} | set(tags.curated.state.by_suggestion)
    extra, scores = model_only(model, sentences_of(tags.papers) if influences else [], influences, known)
    return Learnt({**_scores(model, suggestions), **scores}, len(held), tuple(extra))


def learnt_scores(tags: Tagged, suggestions: Sequence[Suggestion]) -> tuple[Mapping[str, float], int]:
    """How likely each suggestion is right, after what was decided, and how many labels taught it; none before any."""
    held = labels(tags)
    model = _model(tags, held, suggestions)
    return ({} if model is None else _scores(model, suggestions)), len(held)


def _model(tags: Tagged, held: Sequence[Labelled], suggestions: Sequence[Suggestion]) -> Relevance | None:
    if not held or not suggestions:
        return None
    from nlp.relevance import train

    return train(held, influence_texts(tags), unread=[one.anchor.quote for one in suggestions])


def _scores(model: Relevance, suggestions: Sequence[Suggestion]) -> dict[str, float]:
    column = {name: at for at, name in enumerate(model.classes)}
    scores = model.scores([one.anchor.quote for one in suggestions])
    return {one.id: float(scores[row, column[one.influence_id]]) for row, one in enumerate(suggestions)}
