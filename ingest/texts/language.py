"""The language of every block. py3langid decides on blocks of prose; the others inherit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

LEAST_LETTERS = 60
"""A block with fewer letters is not asked: titles and cells are called by any name."""
LEAST_SHARE = 0.7
"""Letters among all that is printed; below this it is code, numbers or a table of contents."""
LEAST_PROBABILITY = 0.6
ENOUGH = 400
"""Characters that are looked at; more change nothing."""
_NO_LANGUAGE = "zxx"


def languages_of(texts: Sequence[str], declared: Sequence[str | None]) -> list[str | None]:
    """One tag for each text: detected, else declared, else of the nearest prose before, else after, else null."""
    found = [_detected(text[:ENOUGH]) for text in texts]
    before: str | None = None
    after = next((language for language in found if language is not None), None)
    said: list[str | None] = []
    for detected, own in zip(found, declared, strict=True):
        before = detected or before
        said.append(detected or own or before or after)
    return said


def _detected(text: str) -> str | None:
    letters = sum(map(str.isalpha, text))
    if letters < LEAST_LETTERS or letters < LEAST_SHARE * len("".join(text.split())):
        return None
    language, probability = _identifier().classify(text)
    return str(language) if probability >= LEAST_PROBABILITY and language != _NO_LANGUAGE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
