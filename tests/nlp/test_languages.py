"""Languages: the commonest words are those of spaCy, read without loading it."""

from __future__ import annotations

import pytest

from nlp.languages import LANGUAGES, blank, stop_words


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
def test_commonest_words_are_those_of_the_pipeline(language: str) -> None:
    assert stop_words(language) == {word.casefold() for word in blank(language).Defaults.stop_words}
