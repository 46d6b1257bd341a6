"""Influences for the free phrasings of tables: the same words and stems as in texts; the column says the direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nlp.candidates import propose
from nlp.phrase_tasks import PhraseSuggestion
from nlp.vocabulary import Vocabulary


def suggest_for_phrases(
    phrases: Iterable[str], vocabulary: Vocabulary, language: str = "en"
) -> Mapping[str, tuple[PhraseSuggestion, ...]]:
    """For each phrase the influences it may stand for, the best first; none where no word of the vocabulary is in it.

    Words that cover more of the phrase count for more: "language protocols" is about its longer match. Direction is
    not read: a phrase under "Barriers" is a barrier, whatever it says (docs/model.md).
    """
    return {phrase: _suggested(phrase, vocabulary, language) for phrase in dict.fromkeys(phrases)}


def _suggested(phrase: str, vocabulary: Vocabulary, language: str) -> tuple[PhraseSuggestion, ...]:
    best: dict[str, PhraseSuggestion] = {}
    for found in propose(phrase, vocabulary, language):
        named = tuple(reason for reason in found.reasons if reason.rule.startswith(("term:", "weak:")))
        strong = any(reason.rule.startswith("term:") for reason in named)
        covered = sum(len(said) for said in {reason.said for reason in named}) / max(1, len(phrase.strip()))
        one = PhraseSuggestion(found.influence_id, round((0.6 if strong else 0.3) + 0.4 * min(1.0, covered), 4), named)
        if found.influence_id not in best or best[found.influence_id].score < one.score:
            best[found.influence_id] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.influence_id)))
