"""The language of every block. py3langid decides on long blocks; short ones inherit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

LEAST_LETTERS = 60
"""A block with fewer letters is not asked: titles and cells are called by any name."""
ENOUGH = 400
"""Characters that are looked at; more change nothing."""


def languages_of(texts: Sequence[str], declared: Sequence[str | None]) -> list[str | None]:
    """One tag for each text: detected, else declared, else of the nearest long one before, else after, else null."""
    found = [_detected(text) for text in texts]
    before: str | None = None
    after = next((language for language in found if language is not None), None)
    said: list[str | None] = []
    for detected, own in zip(found, declared, strict=True):
        before = detected or before
        said.append(detected or own or before or after)
    return said


def _detected(text: str) -> str | None:
    if sum(map(str.isalpha, text)) < LEAST_LETTERS:
        return None
    language, _ = _identifier().classify(text[:ENOUGH])
    return str(language)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
