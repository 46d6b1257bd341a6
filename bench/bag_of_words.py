"""The bag of words of spaCy as a contestant of bench/relevance.py: the model that was planned and not taken."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
EPOCHS, BATCH, RATE, DROPOUT = 20, 16, 0.01, 0.2
MODEL = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": False,
    "ngram_size": 2,
    "length": 65536,
    "no_output_layer": False,
}


def bag_of_words(
    texts: Sequence[str], coded: NDArray[np.bool_], wanted: Sequence[str]
) -> Callable[[Sequence[tuple[int, int]]], Floats]:
    """Decisions -> log-odds of the wanted texts. Codes nobody decided on are left out of an example, so not learnt.

    Texts are put in small letters first: the layer takes words as they are written.
    """
    labels = [str(code) for code in range(coded.shape[1])]

    def rank(made: Sequence[tuple[int, int]]) -> Floats:
        import spacy
        from spacy.training import Example
        from thinc.api import Adam, fix_random_seed

        if not made:
            return np.zeros((len(wanted), len(labels)))
        fix_random_seed(0)
        language = spacy.blank("en")
        pipe: Any = language.add_pipe("textcat_multilabel", config={"threshold": 0.3, "model": MODEL})
        known: dict[int, dict[str, float]] = {}
        for row, code in made:
            known.setdefault(row, {})[labels[code]] = float(coded[row, code])
        examples = [
            Example.from_dict(language.make_doc(texts[row].lower()), {"cats": cats}) for row, cats in known.items()
        ]
        pipe.initialize(lambda: examples, nlp=language, labels=labels)
        optimizer, lot = Adam(RATE), random.Random(0)
        for _ in range(EPOCHS):
            lot.shuffle(examples)
            for first in range(0, len(examples), BATCH):
                pipe.update(examples[first : first + BATCH], drop=DROPOUT, sgd=optimizer)
        found = np.asarray(pipe.predict([language.make_doc(text.lower()) for text in wanted]), dtype=np.float64)
        shares = np.clip(found, 1e-4, 1 - 1e-4)
        return np.asarray(np.log(shares / (1 - shares)))

    return rank
