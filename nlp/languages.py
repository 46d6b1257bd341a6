"""The languages texts are read in, as blank spaCy pipelines. No model is needed, and none is fetched.

An installed model could widen the scope of cues later: `blank` is the one place where a pipeline begins.
"""

from __future__ import annotations

import runpy
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

LANGUAGES = ("en", "fr", "de", "es", "he", "sw", "lg")
"""Languages with abbreviations, country names and stop words of their own here."""
UNKNOWN = "xx"
"""Any other language: words are cut and looked for, nothing more."""


def base_language(tag: str) -> str:
    """`en-GB` -> `en`; the first part of a BCP 47 tag, in lower case."""
    return tag.strip().replace("_", "-").split("-", maxsplit=1)[0].lower() or UNKNOWN


def known_language(tag: str | None) -> tuple[str, str | None]:
    """The language a text is read in, and a note when it is not its own."""
    if tag is None or not tag.strip():
        return UNKNOWN, "the language is not known: words are looked for in all languages, directions are not read"
    base = base_language(tag)
    if base in LANGUAGES:
        return base, None
    return UNKNOWN, f"{tag} is not among {', '.join(LANGUAGES)}: words are looked for, directions are not read"


def blank(tag: str | None) -> Language:
    """A blank pipeline of a language: its tokenizer and nothing else; `xx` when the language is not ours."""
    import spacy

    import nlp.swahili  # noqa: F401  (registers it)
    from nlp.tokenizer import NAME

    return spacy.blank(known_language(tag)[0], config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})


@cache
def stop_words(language: str) -> frozenset[str]:
    """The commonest words of a language; none for `xx`."""
    return frozenset(word.casefold() for word in _listed(language) or blank(language).Defaults.stop_words)


def _listed(language: str) -> frozenset[str]:
    """The list of spaCy, read from its file: half a second sooner than by loading spaCy. Empty where it has none."""
    package = find_spec("spacy")  # finds it, and loads nothing of it
    if package is None or package.origin is None:
        return frozenset()
    file = Path(package.origin).parent / "lang" / language / "stop_words.py"
    return frozenset(runpy.run_path(str(file))["STOP_WORDS"]) if file.is_file() else frozenset()


def is_function_word(text: str, tag: str | None) -> bool:
    """Whether a text is one of the commonest words; of any language of ours when none is given."""
    word = text.strip().casefold()
    if tag is not None and tag.strip():
        return word in stop_words(known_language(tag)[0])
    return any(word in stop_words(language) for language in ("en", "fr", "de", "es"))
