"""Tagging inside one process, measured; `python -m bench.tagging_run PIECE[,PIECE] PLACE [--smoke]` prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.tagging_texts import many_papers, papers, words
from nlp.candidates import suggestions_of_all
from nlp.keyword_ranking import InfluenceText
from nlp.pipeline import pipeline
from nlp.relevance import Labelled, train
from nlp.stretches import passages_of
from nlp.variants import variants

ROUNDS = 5
MANY, FEW = 10_000, 200
DECISIONS = 2_000


def ratio(place: Path, smoke: bool) -> dict[str, object]:
    """Processor seconds of the whole pipeline and of tokenizer + PhraseMatcher on the same blocks, both made before.

    The first time round, as a command meets the texts, and the best of a few rounds after it.
    """
    import spacy
    from spacy.matcher import PhraseMatcher

    vocabulary, texts = words(place), papers(smoke)
    blocks = [passage.text for paper in texts for passage in passages_of(paper.text)]
    bare = spacy.blank("en")
    matcher = PhraseMatcher(bare.vocab, attr="LOWER")
    for term in vocabulary.words("en"):
        matcher.add(term.text, [bare.make_doc(form) for form in variants(term.text, "en")])

    def plain() -> int:
        return sum(len(matcher(bare.make_doc(block))) for block in blocks)

    def whole() -> int:
        return sum(len(found) for _, found in suggestions_of_all(texts, vocabulary))

    pipeline(vocabulary, "en")
    first = {"plain": _seconds(plain), "whole": _seconds(whole)}
    rounds = [(_seconds(plain), _seconds(whole)) for _ in range(1 if smoke else ROUNDS)]
    return {
        "documents": len(texts),
        "characters": sum(map(len, blocks)),
        "suggestions": whole(),
        "first": first,
        "again": {"plain": min(one for one, _ in rounds), "whole": min(other for _, other in rounds)},
    }


def memory(place: Path, smoke: bool) -> dict[str, object]:
    """Peak memory in megabytes after half of many documents, and after all."""
    vocabulary, many = words(place), FEW if smoke else MANY
    found, early = 0, 0.0
    for number, (_, suggestions) in enumerate(suggestions_of_all(many_papers(many), vocabulary), start=1):
        found += len(suggestions)
        if number == many // 2:
            early = _peak()
    return {"documents": many, "suggestions": found, "early_mb": early, "late_mb": _peak()}


def retraining(place: Path, smoke: bool) -> dict[str, object]:
    """Processor and clock seconds of a training on 2,000 decisions."""
    vocabulary, wanted = words(place), 100 if smoke else DECISIONS
    every = [one for _, found in suggestions_of_all(papers(smoke), vocabulary) for one in found]
    quotes = list(dict.fromkeys(one.anchor.quote for one in every))
    names = [influence.id for influence in vocabulary.influences]
    blocks = [passage.text for paper in papers(smoke) for passage in passages_of(paper.text)]
    quotes += [sentence for block in blocks for sentence in block.split(". ") if len(sentence) > 40]
    held = [
        Labelled(quote, names[at % len(names)], right=at % 3 == 0, group=str(at % 30))
        for at, quote in enumerate(list(dict.fromkeys(quotes))[:wanted])
    ]
    influences = [InfluenceText(influence.id, (influence.name,)) for influence in vocabulary.influences]
    began = time.perf_counter()
    work = _seconds(lambda: train(held, influences, unread=blocks).decisions)
    return {"decisions": len(held), "work": work, "clock": time.perf_counter() - began}


def _seconds(act: Callable[[], int]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PIECES = {"ratio": ratio, "memory": memory, "retraining": retraining}

if __name__ == "__main__":
    asked, where, few = sys.argv[1].split(","), Path(sys.argv[2]), "--smoke" in sys.argv
    print(json.dumps({name: PIECES[name](where, few) for name in asked}))
