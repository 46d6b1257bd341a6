"""The tokenizer of spaCy, asked less: what its expressions cannot say of a word is not asked of them.

Nine in ten words that a text has not had yet are letters, perhaps with a comma or a full stop. No expression of spaCy
matches inside letters, yet for each such word it runs five, and computes a dozen attributes that nobody here reads.
The tokens are the same, letter by letter; docs/decisions/0009-tagging.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from spacy.attrs import LANG, LOWER  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

NAME = "narragraph.asked_less.v1"
_MARKS = ",;:)"
"""What most often stands at the end of a word, besides a full stop."""
_BEFORE = ("a", "A", "1", ".", "'", "%", *_MARKS)
_DIGITS = frozenset("0123456789")
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz")
_ONE: Any = re.match(".", "x")
"""A match of one character, of which spaCy reads the length only."""

Search = Callable[[str], "re.Match[str] | None"]


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def asked_less() -> Callable[[Language], Tokenizer]:
    """What spaCy makes the tokenizer of a language by."""
    return _tokenizer


def _tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer of spaCy for a language; of a new word it keeps the small letters, and no shape or flag."""
    # Before the first word: every exception of the tokenizer is one.
    vocab: Any = nlp.vocab
    getters = vocab.lex_attr_getters
    vocab.lex_attr_getters = {attribute: getters[attribute] for attribute in (LANG, LOWER)}
    defaults = nlp.Defaults
    suffix = compile_suffix_regex(defaults.suffixes or ()).search
    return Tokenizer(
        nlp.vocab,
        rules=defaults.tokenizer_exceptions,
        prefix_search=_prefix(compile_prefix_regex(defaults.prefixes or ()).search),
        suffix_search=_suffix(suffix),
        infix_finditer=_infixes(compile_infix_regex(defaults.infixes or ()).finditer),
        token_match=defaults.token_match,
        url_match=_url(defaults.url_match),
    )


def _prefix(search: Search) -> Search:
    """As `search`: no prefix begins with a small letter."""
    return lambda text: None if text[:1] in _SMALL or text.isalpha() else search(text)


def _suffix(search: Search) -> Search:
    """As `search`: marks that are a suffix by themselves need none, nor do digits, which end no suffix."""
    alone = frozenset(mark for mark in _MARKS if all(_is(search(f"x{before}{mark}"), mark) for before in _BEFORE))
    stop = _is(search("word."), ".")

    def ask(text: str) -> re.Match[str] | None:
        last = text[-1:]
        if last in _DIGITS or text.isalpha():
            return None
        if last in alone or (last == "." and stop and text[-2:-1] in _SMALL):
            found: re.Match[str] = _ONE
            return found
        return search(text)

    return ask


def _is(found: re.Match[str] | None, mark: str) -> bool:
    return found is not None and found.group() == mark


def _infixes(find: Callable[[str], Iterable[re.Match[str]]]) -> Callable[[str], Iterable[re.Match[str]]]:
    return lambda text: () if text.isalpha() else find(text)


def _url(match: Search | None) -> Search | None:
    """As `match`: there is a full stop in every address."""
    return None if match is None else lambda text: match(text) if "." in text else None
